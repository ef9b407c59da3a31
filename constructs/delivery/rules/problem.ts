import type { Problem } from '../../plan/problem';

/** A problem, in one line. Reasons name the upstream thread that found it, where there is one: `#4898` is argo-rollouts'. */
export function problem(field: string, value: unknown, reason: string, remedy: string): Problem {
  return { field, value, reason, remedy };
}

/** A list of problems with one in it if something is wrong. */
export function when(isWrong: boolean, field: string, value: unknown, reason: string, remedy: string): Problem[] {
  return isWrong ? [problem(field, value, reason, remedy)] : [];
}

import { SpecError } from '../../plan/problem';

/**
 * Refuses props without the things that only types ask for, so that an app in JavaScript is told what is missing.
 *
 * @param needed the props that must be there, each with what to pass, as in `{ vpc: 'pass an ec2.IVpc' }`
 * @throws SpecError naming every prop that is missing.
 */
export function requireProps<P extends object>(props: P, needed: Readonly<Partial<Record<keyof P, string>>>): void {
  const problems = Object.entries(needed as Readonly<Record<string, string>>)
    .filter(([field]) => (props as Readonly<Record<string, unknown>>)[field] === undefined)
    .map(([field, remedy]) => ({ field, value: undefined, reason: 'required, and missing', remedy }));
  if (problems.length > 0) throw new SpecError(problems);
}

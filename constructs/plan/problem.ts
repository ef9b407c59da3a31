/**
 * One thing that is wrong with what somebody wrote, told so that they can mend it without reading this code.
 *
 * @example
 * {
 *   field: 'prod.network.zones',
 *   value: ['eu-west-1a'],
 *   reason: 'one zone cannot lose a zone',
 *   remedy: "name at least two, as in ['eu-west-1a', 'eu-west-1b']",
 * }
 */
export interface Problem {
  /** Where it stands, as a path from the top of what was read: `prod.network.zones`. */
  readonly field: string;
  /** What stands there; `undefined` when the field is missing. */
  readonly value: unknown;
  /** Why it cannot be. */
  readonly reason: string;
  /** What to write instead, or whom to ask. */
  readonly remedy: string;
}

/** Thrown when a description cannot be carried out. It holds every problem that was found, not the first only. */
export class SpecError extends Error {
  public override readonly name = 'SpecError';

  public constructor(
    /** All of them, in the order in which they were found. */
    public readonly problems: readonly Problem[],
  ) {
    super(formatProblems(problems));
  }
}

/** The problems as text for a person: one paragraph each, in the order in which they were found. */
export function formatProblems(problems: readonly Problem[]): string {
  const heading = problems.length === 1 ? '1 problem:' : `${problems.length} problems:`;
  return [heading, ...problems.map(formatProblem)].join('\n\n');
}

function formatProblem({ field, value, reason, remedy }: Problem): string {
  return [`  ${field} = ${show(value)}`, `    reason: ${reason}`, `    remedy: ${remedy}`].join('\n');
}

const LONGEST_VALUE = 120;

function show(value: unknown): string {
  if (value === undefined) return '(missing)';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

/** The problems with their fields put under a parent: `zones` becomes `prod.network.zones`. */
export function under(parent: string, problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => ({ ...problem, field: joinPath(parent, problem.field) }));
}

/** Joins two field paths; either may be empty. An index attaches without a dot: `zones` and `[0]` give `zones[0]`. */
export function joinPath(parent: string, child: string): string {
  if (parent === '' || child === '') return parent + child;
  return child.startsWith('[') ? parent + child : `${parent}.${child}`;
}

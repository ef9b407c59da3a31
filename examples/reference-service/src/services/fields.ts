import { createHash } from 'node:crypto';
import { HttpProblem } from '../http/http-problem';
import type { Answers } from '../http/router';

/** The texts that a request must bring, from its body or its query; all that are missing are told at once. */
export function required<Name extends string>(read: (name: Name) => unknown, ...names: Name[]): Record<Name, string> {
  const found: Partial<Record<Name, string>> = {};
  const missing: string[] = [];
  for (const name of names) {
    const value = read(name);
    if (typeof value === 'string' && value !== '') found[name] = value;
    else missing.push(name);
  }
  if (!complete(found, names)) throw new HttpProblem(400, 'Bad Request', `missing: ${missing.join(', ')}`);
  return found;
}

function complete<Name extends string>(
  found: Partial<Record<Name, string>>,
  names: readonly Name[],
): found is Record<Name, string> {
  return names.every((name) => found[name] !== undefined);
}

/**
 * An identifier that follows from what was asked. The services keep nothing, so that every replica gives the same answer
 * and the same request twice (the same idempotency key) gives the same thing once.
 */
export const derivedId = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 20);

/** A whole number that follows from what was asked. */
export const derivedNumber = (from: number, to: number, ...parts: readonly string[]): number =>
  from + (parseInt(derivedId(...parts).slice(0, 8), 16) % (to - from + 1));

/** A field of what a dependency said; null when it said nothing, or was never declared. */
export function fieldOf(answers: Answers, dependency: string, field: string): string | number | null {
  const answer = answers[dependency];
  const value = answer === undefined || answer === 'unavailable' ? undefined : answer[field];
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

/** Who answered and who did not, for the reader of a reply. */
export const outcomes = (answers: Answers): Record<string, 'answered' | 'unavailable'> =>
  Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [name, answer === 'unavailable' ? 'unavailable' : 'answered']),
  );

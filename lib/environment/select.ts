import { SpecError } from '../../constructs/plan/problem';
import { nearest } from '../../constructs/plan/spec';
import type { Environment } from './schema';

/** The environment of the given name alone, or all of them when no name is given. It checks nothing else. */
export function select(environments: readonly Environment[], wanted: unknown): readonly Environment[] {
  if (wanted === undefined) return environments;
  const selected = environments.filter(({ name }) => name === wanted);
  if (selected.length > 0) return selected;
  const names = environments.map(({ name }) => name);
  const meant = nearest(String(wanted), names);
  throw new SpecError([
    {
      field: 'environment',
      value: wanted,
      reason: 'no environment has this name',
      remedy: `${meant === undefined ? '' : `did you mean '${meant}'? `}The environments are: ${names.join(', ')}`,
    },
  ]);
}

import { SpecError } from '../../constructs/plan/problem';
import { nearest } from '../../constructs/plan/spec';

/**
 * The environment of the given name alone, or all of them when no name is given. It checks nothing else, and takes
 * things that are no environments at all: a file without `export default` gives `undefined`.
 */
export function select<T>(environments: readonly T[], wanted: unknown): readonly T[] {
  if (wanted === undefined) return environments;
  const selected = environments.filter((environment) => nameOf(environment) === wanted);
  if (selected.length > 0) return selected;
  const names = environments.flatMap((environment) => nameOf(environment) ?? []);
  const meant = nearest(String(wanted), names);
  const nameless = environments.flatMap((environment, index) => (nameOf(environment) === undefined ? [index] : []));
  throw new SpecError([
    {
      field: 'environment',
      value: wanted,
      reason: 'no environment has this name',
      remedy: [
        ...(meant === undefined ? [] : [`did you mean '${meant}'?`]),
        names.length === 0 ? 'No environment has a name' : `The environments are: ${names.join(', ')}`,
        ...nameless.map((index) => `(environments[${index}] has no name: does its file say \`export default\`?)`),
      ].join(' '),
    },
  ]);
}

/** The name of something that may be an environment. */
export function nameOf(input: unknown): string | undefined {
  const name = typeof input === 'object' && input !== null && 'name' in input ? input.name : undefined;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

import { SpecError } from '../../../constructs/plan/problem';
import { nameOf } from '../../environment/select';
import type { Environment } from '../../environment/schema';
import { environmentNamed } from '../environment';
import type { World } from '../world';

/** The environment that is named in either way, or the only one there is, checked. */
export function environmentAsked(world: World, argument: string | undefined, option: unknown): Environment {
  const named = option === undefined ? undefined : String(option);
  if (argument !== undefined && named !== undefined && argument !== named) {
    throw new SpecError([
      {
        field: '--environment',
        value: named,
        reason: `${argument} is named as well, and one environment is told of at a time`,
        remedy: 'leave one of them out',
      },
    ]);
  }
  const name = argument ?? named;
  if (name !== undefined) return environmentNamed(world, name);
  const names = world.blueprint().environments.flatMap((environment) => nameOf(environment) ?? []);
  const [only, ...others] = names;
  // With none at all, reading them says what to do.
  if (others.length === 0) return environmentNamed(world, only ?? '');
  throw new SpecError([
    {
      field: 'environment',
      value: undefined,
      reason: 'each environment has alerts of its own, and there are several',
      remedy: `name one of them: ${names.join(', ')}`,
    },
  ]);
}

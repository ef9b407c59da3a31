import { parseEnvironments } from '../environment/parse';
import type { Environment } from '../environment/schema';
import type { World } from './world';

/** The environment of a name, checked; a misspelt name is answered with the nearest. */
export function environmentNamed({ blueprint }: World, name: string): Environment {
  const [environment] = parseEnvironments(blueprint().environments, name);
  if (environment === undefined) throw new Error(`the environment '${name}' was checked and is gone`);
  return environment;
}

import type { Environment } from '../environment/schema';
import { podsOf, type PodsPlan } from './pods';
import { shardOf } from './shard';

/** A stack of services. */
export interface Shard {
  /** The stack's name within the environment: `services`, `services-2`. */
  readonly id: string;
  /** The pods that it is for. */
  readonly pods: readonly PodsPlan[];
}

/**
 * The pods of an environment, divided over its stacks. All pods of a namespace stand in the same one, since they share what
 * the namespace is told; a stack without any is not made.
 */
export function shardsOf(environment: Environment): readonly Shard[] {
  const { serviceStacks: count = 1 } = environment;
  const shards = Array.from({ length: count }, (_, index) => ({
    id: index === 0 ? 'services' : `services-${index + 1}`,
    pods: new Array<PodsPlan>(),
  }));
  for (const pods of podsOf(environment)) shards[shardOf(pods.namespace, count)]?.pods.push(pods);
  return shards.filter(({ pods }) => pods.length > 0);
}

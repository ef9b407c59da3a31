import { MOST_SERVICE_STACKS, type Environment } from '../environment/schema';
import { shardsOf, type Shard } from './shards';

/** The most resources that CloudFormation takes in one stack (AWS CloudFormation User Guide, "Understand CloudFormation quotas"). */
export const MOST_RESOURCES = 500;

/** The share of a quota that should stay free: under it, the next change may be the one that does not fit. */
export const ENOUGH_HEADROOM = 0.2;

/** How many resources a stack of services has, before it is made. A test holds this to what is rendered. */
export function resourcesOf({ pods }: Shard, { gitops }: Pick<Environment, 'gitops'>): number {
  const services = pods.filter(({ service }) => service !== undefined).length;
  const withPolicy = pods.filter(({ stores, secrets }) => stores.length + secrets.length > 0).length;
  const withFacts = new Set(pods.filter(({ stores }) => stores.length > 0).map(({ namespace }) => namespace)).size;
  const releases = gitops === undefined ? services : 0;
  const [roles, associations, repositories] = [pods.length, pods.length, services];
  return roles + associations + withPolicy + repositories + withFacts + releases;
}

/**
 * Over how few stacks the services of an environment can be spread so that each has room to grow; `undefined` where no number
 * would do, because all that is in one namespace stands in one stack.
 */
export function enoughStacks(environment: Environment): number | undefined {
  const most = MOST_RESOURCES * (1 - ENOUGH_HEADROOM);
  const { serviceStacks = 1 } = environment;
  const together = shardsOf({ ...environment, serviceStacks: 1 }).map((shard) => resourcesOf(shard, environment));
  const least = Math.ceil(Math.max(0, ...together) / most);
  for (let count = Math.max(serviceStacks, least); count <= MOST_SERVICE_STACKS; count += 1) {
    const shards = shardsOf({ ...environment, serviceStacks: count });
    if (shards.every((shard) => resourcesOf(shard, environment) <= most)) return count;
  }
  return undefined;
}

import { MOST_SERVICE_STACKS, type Environment } from '../environment/schema';
import { shardsOf, type Shard } from './shards';

/** The most resources that CloudFormation takes in one stack (AWS CloudFormation User Guide, "Understand CloudFormation quotas"). */
export const MOST_RESOURCES = 500;

/** The share of a quota that should stay free: under it, the next change may be the one that does not fit. */
export const ENOUGH_HEADROOM = 0.2;

/** The largest template that CloudFormation takes from S3, in bytes (the same source: 1 MB). */
export const MOST_TEMPLATE_BYTES = 1_048_576;

/** How many resources a stack of services has, before it is made. A test holds this to what is rendered. */
export function resourcesOf({ pods }: Shard, { gitops }: Pick<Environment, 'gitops'>): number {
  const services = pods.filter(({ service }) => service !== undefined).length;
  const withPolicy = pods.filter(({ stores, secrets }) => stores.length + secrets.length > 0).length;
  const withFacts = new Set(pods.filter(({ stores }) => stores.length > 0).map(({ namespace }) => namespace)).size;
  const releases = gitops === undefined ? services : 0;
  const [roles, associations, repositories, rules] = [pods.length, pods.length, services, services];
  return roles + associations + withPolicy + repositories + rules + withFacts + releases;
}

/**
 * What the rules of a service take in a template, in bytes: some forty of them, each with its words for the person who is called,
 * and in nearly all of them the names of service and namespace. Measured, and a little more than that; a test holds it to what is
 * rendered. They are what fills a template: thirty services do, long before they have five hundred resources.
 */
const RULE_BYTES = { fixed: 27_000, forEachLetterOfName: 180, forEachLetterOfNamespace: 125 } as const;

/** What any other resource of a stack of services takes, in bytes; measured as well. */
const RESOURCE_BYTES = 1_250;

/** How large the template of a stack of services is at most, in bytes, before it is made. */
export function templateBytesOf(shard: Shard, environment: Pick<Environment, 'gitops'>): number {
  const rules = shard.pods.flatMap(({ service, namespace }) =>
    service === undefined
      ? []
      : [
          RULE_BYTES.fixed +
            RULE_BYTES.forEachLetterOfName * service.length +
            RULE_BYTES.forEachLetterOfNamespace * namespace.length,
        ],
  );
  const others = resourcesOf(shard, environment) - rules.length;
  return others * RESOURCE_BYTES + rules.reduce((sum, each) => sum + each, 0);
}

/**
 * Over how few stacks the services of an environment can be spread so that each has room to grow; `undefined` where no number
 * would do, because all that is in one namespace stands in one stack.
 */
export function enoughStacks(environment: Environment): number | undefined {
  const { serviceStacks = 1 } = environment;
  const together = shardsOf({ ...environment, serviceStacks: 1 }).map((shard) => shareOf(shard, environment));
  const least = Math.ceil(Math.max(0, ...together) / ENOUGH_SHARE);
  for (let count = Math.max(serviceStacks, least); count <= MOST_SERVICE_STACKS; count += 1) {
    const shards = shardsOf({ ...environment, serviceStacks: count });
    if (shards.every((shard) => shareOf(shard, environment) <= ENOUGH_SHARE)) return count;
  }
  return undefined;
}

const ENOUGH_SHARE = 1 - ENOUGH_HEADROOM;

/** How much of what CloudFormation takes a stack of services has, from 0 to more than 1: of what it has most. */
export function shareOf(shard: Shard, environment: Pick<Environment, 'gitops'>): number {
  return Math.max(
    resourcesOf(shard, environment) / MOST_RESOURCES,
    templateBytesOf(shard, environment) / MOST_TEMPLATE_BYTES,
  );
}

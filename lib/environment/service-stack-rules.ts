import type { Problem } from '../../constructs/plan/problem';
import { enoughStacks, MOST_RESOURCES, resourcesOf } from '../stacks/stack-size';
import { shardsOf } from '../stacks/shards';
import type { Environment } from './schema';

/**
 * What is wrong when the services of an environment do not fit into its stacks. It is told here because the CDK writes no stack
 * that is too large, so that no check would ever see one.
 */
export function serviceStackProblems(environment: Environment): Problem[] {
  const shards = shardsOf(environment).map((shard) => ({ ...shard, resources: resourcesOf(shard, environment) }));
  const [largest] = shards
    .filter(({ resources }) => resources > MOST_RESOURCES)
    .sort((a, b) => b.resources - a.resources);
  if (largest === undefined) return [];
  return [
    {
      field: 'serviceStacks',
      value: environment.serviceStacks,
      reason: `the stack '${largest.id}' would have ${largest.resources} resources, and CloudFormation takes at most ${MOST_RESOURCES}`,
      remedy: serviceStacksRemedy(environment),
    },
  ];
}

/** How to give the services of an environment room to grow. */
export function serviceStacksRemedy(environment: Environment): string {
  const enough = enoughStacks(environment);
  return enough === undefined
    ? 'spread the services over more namespaces: all that is in one namespace stands in one stack'
    : `set serviceStacks to ${enough}, or to more if there will be more services: a later change moves some of them`;
}

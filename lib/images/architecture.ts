import { planNodes } from '../../constructs/plan/cluster/nodes';
import { contextOf } from '../environment/context';
import type { Environment } from '../environment/schema';

/** The processors that the nodes of an environment may have, by Kubernetes' names, in the order of the alphabet. */
export function nodeArchitectures(environment: Environment): readonly string[] {
  const nodes = planNodes(environment.cluster, contextOf(environment), environment.network.zones);
  const named =
    nodes.kind === 'pools'
      ? nodes.pools.flatMap(({ architectures }) => architectures)
      : nodes.groups.map(({ architecture }) => architecture);
  return [...new Set(named)].sort();
}

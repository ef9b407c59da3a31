import { physicalName } from '../../constructs/plan/context';
import { planEdge, type EdgePlan } from '../../constructs/plan/edge/plan';
import { edgeProblems, type EdgeSpec } from '../../constructs/plan/edge/spec';
import { under, type Problem } from '../../constructs/plan/problem';
import { contextOf } from './context';
import type { Environment } from './schema';

/** The edge of an environment. It speaks IPv6 where the network does, unless the environment says otherwise. */
export function edgeSection({ edge, network }: Environment): EdgeSpec | undefined {
  return edge === undefined ? undefined : { ...(network.ipv6 === undefined ? {} : { ipv6: network.ipv6 }), ...edge };
}

/** What the edge of an environment is, where it has one. */
export function edgePlan(environment: Environment): EdgePlan | undefined {
  const section = edgeSection(environment);
  const context = contextOf(environment);
  return section === undefined ? undefined : planEdge(section, context, { clusterName: physicalName(context) });
}

/** What is wrong with the edge of an environment whose sections are of the right shape. */
export function environmentEdgeProblems(environment: Environment): Problem[] {
  const section = edgeSection(environment);
  if (section === undefined) return [];
  const { mesh, network } = environment;
  return under('edge', [
    ...edgeProblems(section, contextOf(environment)),
    ...(mesh === undefined
      ? [
          {
            field: '',
            value: environment.edge,
            reason: "it leads to the mesh's gateway, and the environment has no mesh",
            remedy:
              "describe one, as in mesh: { version: '1.31' }; without a mesh the router 'alb' makes a load balancer of its own",
          },
        ]
      : []),
    ...(section.ipv6 === true && network.ipv6 !== true
      ? [
          {
            field: 'ipv6',
            value: true,
            reason: 'the network has no IPv6 addresses that a load balancer could have',
            remedy: 'set network.ipv6 to true, or leave this out',
          },
        ]
      : []),
  ]);
}

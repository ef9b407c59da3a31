import type { PlanContext } from '../context';
import type { Problem } from '../problem';
import type { ComputeMode } from './compute-modes';
import { nodeGroupSizes } from './defaults';
import { architectureOf } from './node-spec';
import type { ClusterSpec } from './spec';

/** Auto Mode's own pools have these names. */
const BUILT_IN_POOLS = ['general-purpose', 'system'];

/** What is wrong with a cluster's nodes. */
export function nodeProblems(spec: ClusterSpec, mode: ComputeMode, context: PlanContext): Problem[] {
  return mode === 'auto' ? autoProblems(spec) : nodeGroupProblems(spec, context);
}

function autoProblems({ nodeGroups, nodePools }: ClusterSpec): Problem[] {
  const groups: Problem[] =
    nodeGroups === undefined
      ? []
      : [
          {
            field: 'nodeGroups',
            value: nodeGroups,
            reason: 'Auto Mode runs the nodes by itself and has no node groups',
            remedy: "describe nodePools instead, or set mode: 'node-groups'",
          },
        ];
  const names = Object.keys(nodePools ?? {});
  const none: Problem[] =
    nodePools !== undefined && names.length === 0
      ? [
          {
            field: 'nodePools',
            value: nodePools,
            reason: 'without a pool no pod can run',
            remedy: 'describe a pool, or leave nodePools out for the default one',
          },
        ]
      : [];
  return [
    ...groups,
    ...none,
    ...names
      .filter((name) => BUILT_IN_POOLS.includes(name))
      .map((name) => ({
        field: `nodePools.${name}`,
        value: name,
        reason: "Auto Mode's built-in pools have this name, and their pods are not in the pod group",
        remedy: "choose another name, such as 'general'",
      })),
  ];
}

function nodeGroupProblems(spec: ClusterSpec, context: PlanContext): Problem[] {
  const pools: Problem[] =
    spec.nodePools === undefined
      ? []
      : [
          {
            field: 'nodePools',
            value: spec.nodePools,
            reason: 'only Auto Mode has node pools',
            remedy: "describe nodeGroups instead, or leave mode out for 'auto'",
          },
        ];
  const { minimum, maximum } = nodeGroupSizes(spec.nodeGroups, context.tier);
  const sizes: Problem[] =
    minimum <= maximum
      ? []
      : [
          {
            field: 'nodeGroups.minimumPerZone',
            value: minimum,
            reason: `more than the most that a zone may have, ${maximum}`,
            remedy: `use at most ${maximum}, or raise maximumPerZone`,
          },
        ];
  return [...pools, ...sizes, ...architectureProblems(spec)];
}

function architectureProblems({ nodeGroups }: ClusterSpec): Problem[] {
  const types = nodeGroups?.instanceTypes ?? [];
  const [first] = types;
  const odd = types.find((type) => first !== undefined && architectureOf(type) !== architectureOf(first));
  if (first === undefined || odd === undefined) return [];
  return [
    {
      field: 'nodeGroups.instanceTypes',
      value: types,
      reason: `${first} is ${architectureOf(first)} and ${odd} is ${architectureOf(odd)}, and a group boots one image`,
      remedy: 'name instance types of one architecture',
    },
  ];
}

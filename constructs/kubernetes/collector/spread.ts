import type { SpreadPlan } from '../../plan/observability/collector/plan';
import type { TopologySpreadConstraint } from '../manifests/core';
import type { Labels } from '../manifests/meta';

/**
 * Spreads pods over zones, strictly, where there are zones, and over nodes. Tainted nodes do not count: those of a lost zone are,
 * and a replacement may stand elsewhere. Versions are not told apart: a pod of a new one takes the place of an old one.
 *
 * @param onNodes whether two of them may share a node, if there is no other
 */
export function spreadPods(
  plan: SpreadPlan,
  selector: Labels,
  onNodes: TopologySpreadConstraint['whenUnsatisfiable'],
): readonly TopologySpreadConstraint[] {
  const common = {
    maxSkew: 1,
    labelSelector: { matchLabels: selector },
    nodeTaintsPolicy: 'Honor' as const,
  };
  return [
    ...(plan.overZones
      ? [
          {
            ...common,
            ...(plan.minimumDomains === undefined ? {} : { minDomains: plan.minimumDomains }),
            topologyKey: 'topology.kubernetes.io/zone',
            whenUnsatisfiable: 'DoNotSchedule' as const,
          },
        ]
      : []),
    { ...common, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: onNodes },
  ];
}

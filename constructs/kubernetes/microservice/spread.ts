import type { ServicePlan } from '../../plan/service/plan';
import { VERSION_LABEL } from '../../plan/service/variables';
import type { Toleration, TopologySpreadConstraint } from '../manifests/core';

/**
 * The pods of each version over zones, strictly, and over nodes, where possible. Tainted nodes do not count
 * (`nodeTaintsPolicy`): those of a lost zone are, and if they counted, the zone would look empty and every replacement
 * would have to go there.
 */
export function topologySpread(plan: ServicePlan): readonly TopologySpreadConstraint[] {
  const common = {
    maxSkew: 1,
    labelSelector: { matchLabels: plan.selector },
    matchLabelKeys: [VERSION_LABEL],
    nodeTaintsPolicy: 'Honor' as const,
  };
  return [
    ...(plan.spreadsOverZones
      ? [
          {
            ...common,
            ...(plan.minimumDomains === undefined ? {} : { minDomains: plan.minimumDomains }),
            topologyKey: 'topology.kubernetes.io/zone',
            whenUnsatisfiable: 'DoNotSchedule' as const,
          },
        ]
      : []),
    { ...common, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' },
  ];
}

/** Kubernetes waits 300 s before it replaces the pods of a node that does not answer; a lost zone is worth less patience. */
const PATIENCE_SECONDS = 60;

/** How long pods stay on nodes that do not answer. */
export const TOLERATIONS: readonly Toleration[] = [
  'node.kubernetes.io/not-ready',
  'node.kubernetes.io/unreachable',
].map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: PATIENCE_SECONDS }));

import type { ServicePlan } from '../../plan/service/plan';
import { contentsHash } from '../contents';
import type { ConfigMap } from '../manifests/core';
import { KEPT } from '../manifests/kept';

/**
 * A service's own settings. Its name changes with them, and a changed name in the pods' template rolls the pods. It is kept
 * when a newer one takes its place: pods of the old version, and a rollout that goes back to it, still start from it.
 */
export function configMap(plan: ServicePlan): ConfigMap | undefined {
  if (Object.keys(plan.configuration).length === 0) return undefined;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: `${plan.name}-${contentsHash(plan.configuration)}`,
      namespace: plan.namespace,
      labels: plan.labels,
      annotations: KEPT,
    },
    immutable: true,
    data: plan.configuration,
  };
}

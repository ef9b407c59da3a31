import type { ServicePlan } from '../../plan/service/plan';
import type { HorizontalPodAutoscaler, PodDisruptionBudget } from '../manifests/policy';

/**
 * Chooses the number of pods, alone: the Rollout names none. It measures the service's own container, so that a sidecar
 * that idles does not make busy pods look idle.
 */
export function autoscaler(plan: ServicePlan): HorizontalPodAutoscaler {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: plan.name, namespace: plan.namespace, labels: plan.labels },
    spec: {
      scaleTargetRef: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: plan.name },
      minReplicas: plan.replicas.minimum,
      maxReplicas: plan.replicas.maximum,
      metrics: [
        {
          type: 'ContainerResource',
          containerResource: {
            name: 'cpu',
            container: plan.name,
            target: { type: 'Utilization', averageUtilization: plan.targetCpuPercent },
          },
        },
      ],
      behavior: {
        // Up at once, doubling: a lost zone shows as load on the pods that are left.
        scaleUp: {
          stabilizationWindowSeconds: 0,
          selectPolicy: 'Max',
          policies: [
            { type: 'Percent', value: 100, periodSeconds: 15 },
            { type: 'Pods', value: 4, periodSeconds: 15 },
          ],
        },
        // Down slowly, a tenth a minute after five quiet minutes: a release shifts load for as long.
        scaleDown: {
          stabilizationWindowSeconds: 300,
          selectPolicy: 'Max',
          policies: [{ type: 'Percent', value: 10, periodSeconds: 60 }],
        },
      },
    },
  };
}

/** Lets a zone be drained, some pods at a time. Pods that do not work anyway may always go, or no drain would end. */
export function disruptionBudget(plan: ServicePlan): PodDisruptionBudget {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: plan.name, namespace: plan.namespace, labels: plan.labels },
    spec: {
      selector: { matchLabels: plan.selector },
      maxUnavailable: plan.evictableAtOnce,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  };
}

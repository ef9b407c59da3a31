import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { CRITICAL, UNHEALTHY_PODS_MAY_GO } from '../plan/controllers/spread';
import type { ClusterStatePlan } from '../plan/observability/collector/cluster-state';
import { CLUSTER_STATE } from '../plan/observability/names';
import { clusterAccess, labelsOf, selectorOf, serviceAccount } from './collector/parts';
import { spreadPods } from './collector/spread';
import type { PodDisruptionBudget } from './manifests/policy';
import type { Deployment } from './manifests/workloads';
import { networkPolicy } from './microservice/network-policy';
import { RESTRICTED_CONTAINER, RESTRICTED_POD } from './microservice/security';
import { TOLERATIONS } from './microservice/spread';

/** Props of {@link KubeStateMetrics}. */
export interface KubeStateMetricsProps {
  /** What was decided. */
  readonly plan: ClusterStatePlan;
}

/**
 * Tells the state of Kubernetes' objects as metrics: of the kinds that somebody asks for, and with no right to see others. Two of
 * them, each in a zone and on a node of its own: the agents of both nodes write the same series, and the store listens to one.
 *
 * @example
 * new KubeStateMetrics(chart, 'kube-state-metrics', { plan: planCollector({}, context, facts).clusterState });
 */
export class KubeStateMetrics extends Construct {
  public constructor(scope: Construct, id: string, { plan }: KubeStateMetricsProps) {
    super(scope, id);
    const { name, namespace, access, watches, replicas } = plan;
    const labels = labelsOf(plan);
    const selector = selectorOf(plan);
    for (const object of [
      serviceAccount(plan),
      ...clusterAccess(
        plan,
        watches.map(({ group, resources }) => ({ apiGroups: [group], resources, verbs: ['list', 'watch'] })),
      ),
      networkPolicy({ name, namespace, labels, selector }, access),
      ...(replicas > 1 ? [disruptionBudget(plan)] : []),
      deployment(plan),
    ]) {
      new ApiObject(this, object.kind, object);
    }
  }
}

function disruptionBudget(plan: ClusterStatePlan): PodDisruptionBudget {
  const { name, namespace } = plan;
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace, labels: labelsOf(plan) },
    spec: {
      selector: { matchLabels: selectorOf(plan) },
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: UNHEALTHY_PODS_MAY_GO,
    },
  };
}

function deployment(plan: ClusterStatePlan): Deployment {
  const { name, namespace, replicas, ports } = plan;
  const labels = labelsOf(plan);
  const probe = (path: string, port: string) => ({
    httpGet: { path, port },
    periodSeconds: 10,
    timeoutSeconds: 5,
    failureThreshold: 3,
  });
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      replicas,
      // An old one and a new one on one node would be the same to its agent.
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      selector: { matchLabels: selectorOf(plan) },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          automountServiceAccountToken: true,
          enableServiceLinks: false,
          priorityClassName: CRITICAL,
          securityContext: RESTRICTED_POD,
          // Never two on a node: its one agent would write both in one name.
          topologySpreadConstraints: spreadPods(plan, selectorOf(plan), 'DoNotSchedule'),
          tolerations: TOLERATIONS,
          containers: [
            {
              name,
              image: plan.image,
              imagePullPolicy: 'IfNotPresent',
              args: plan.arguments,
              ports: [
                { name: CLUSTER_STATE.portName, containerPort: ports.metrics, protocol: 'TCP' },
                { name: 'telemetry', containerPort: ports.own, protocol: 'TCP' },
              ],
              // Its memory grows with the objects, about 1 KiB for each series: this is for ten thousand pods.
              resources: {
                requests: { cpu: '50m', memory: '512Mi' },
                limits: { cpu: '500m', memory: '512Mi' },
              },
              readinessProbe: probe('/readyz', 'telemetry'),
              // Not its `/livez`, which its publisher's manifests ask: that asks the API server (kube-state-metrics v2.20.0,
              // pkg/app/server.go). It would be ended while that is away, and begin again without what it knew.
              livenessProbe: probe('/healthz', CLUSTER_STATE.portName),
              securityContext: RESTRICTED_CONTAINER,
            },
          ],
        },
      },
    },
  };
}

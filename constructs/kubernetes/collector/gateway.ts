import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { CRITICAL, UNHEALTHY_PODS_MAY_GO } from '../../plan/controllers/spread';
import { COLLECTOR_PORTS } from '../../plan/observability/collector/defaults';
import type { GatewayPlan } from '../../plan/observability/collector/plan';
import type { ConfigMap } from '../manifests/core';
import type { PodDisruptionBudget } from '../manifests/policy';
import type { StatefulSet, WorkloadService } from '../manifests/workloads';
import { networkPolicy } from '../microservice/network-policy';
import { RESTRICTED_POD } from '../microservice/security';
import { TOLERATIONS } from '../microservice/spread';
import {
  collectorContainer,
  configuration,
  configurationVolume,
  labelsOf,
  SCRAPED,
  selectorOf,
  serviceAccount,
} from './parts';
import { OF_NO_SERVICE } from './visibility';
import { spreadPods } from './spread';

/** Props of {@link CollectorGateway}. */
export interface CollectorGatewayProps {
  /** What was decided. */
  readonly plan: GatewayPlan;
}

/** Time to decide of the traces that wait, with what is there of them, and to send those that are kept. */
const GRACE_SECONDS = 60;

/**
 * The collectors that decide which traces are kept. Their number is fixed: whenever one comes or goes, agents divide traces
 * anew, and those that were under way are judged in parts (contrib #35378, #36717). Each zone has its own, and when a zone is
 * lost, so are the spans that waited in it, half a minute at most; the others take its share until it is back.
 *
 * @example
 * new CollectorGateway(chart, 'gateway', { plan });
 */
export class CollectorGateway extends Construct {
  public constructor(scope: Construct, id: string, { plan }: CollectorGatewayProps) {
    super(scope, id);
    const { name, namespace, access } = plan;
    const labels = labelsOf(plan);
    const selector = selectorOf(plan);
    const config = configuration(plan);
    for (const object of [
      serviceAccount(plan),
      config,
      networkPolicy({ name, namespace, labels, selector }, access),
      disruptionBudget(plan),
      service(plan),
      statefulSet(plan, config),
    ]) {
      new ApiObject(this, object.kind, object);
    }
  }
}

/** One at a time: each that is missing has its traces divided anew. */
function disruptionBudget(plan: GatewayPlan): PodDisruptionBudget {
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

/** Without an address of its own: DNS answers with those of the pods that are ready. */
function service(plan: GatewayPlan): WorkloadService {
  const { name, namespace } = plan;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels: labelsOf(plan), annotations: OF_NO_SERVICE },
    spec: {
      type: 'ClusterIP',
      clusterIP: 'None',
      selector: selectorOf(plan),
      ports: [{ name: 'grpc-otlp', port: COLLECTOR_PORTS.otlpGrpc, targetPort: 'grpc-otlp', protocol: 'TCP' }],
    },
  };
}

function statefulSet(plan: GatewayPlan, config: ConfigMap): StatefulSet {
  const { name, namespace, replicas } = plan;
  const labels = labelsOf(plan);
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace, labels },
    spec: {
      serviceName: name,
      replicas,
      // One whose node does not answer must not hold up the others.
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: selectorOf(plan) },
      template: {
        metadata: { labels, annotations: SCRAPED },
        spec: {
          serviceAccountName: name,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          priorityClassName: CRITICAL,
          terminationGracePeriodSeconds: GRACE_SECONDS,
          securityContext: RESTRICTED_POD,
          topologySpreadConstraints: spreadPods(plan, selectorOf(plan), 'ScheduleAnyway'),
          tolerations: TOLERATIONS,
          containers: [collectorContainer(plan, { 'grpc-otlp': COLLECTOR_PORTS.otlpGrpc })],
          volumes: [configurationVolume(config)],
        },
      },
    },
  };
}

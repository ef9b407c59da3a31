import type { PlanContext } from '../context';
import { GATEWAY_PORTS, READINESS_PATH } from '../edge/defaults';
import { gatewayDrain } from '../edge/drain';
import type { ChartValues, HelmRelease } from '../helm-release';
import { evictableAtOnce, targetCpuPercent, type ReplicaRange } from '../service/capacity';
import { DEFAULT_DRAIN_SECONDS } from '../service/defaults';
import { ISTIO_REPOSITORY } from '../versions/table';
import type { ControllersContext } from './context';
import { DEVELOPMENT_GATEWAY, GATEWAY_PER_ZONE, GATEWAY_REQUESTS } from './defaults';
import { meshVersionOf } from './injection';
import { istioVersion, revisionName } from './mesh-versions';
import { MESH_GATEWAY } from './names';
import type { MeshSpec } from './spec';
import { CRITICAL, RUNTIME_DEFAULT, TOLERATIONS, topologySpread, UNHEALTHY_PODS_MAY_GO } from './spread';

/** What the gateway is told where no load balancer leads to it: nobody's addresses but the caller's own. */
const ALONE = { ports: GATEWAY_PORTS, drain: gatewayDrain(DEFAULT_DRAIN_SECONDS), trustedProxies: 0 };

/**
 * The gateway that leads into the mesh. The platform's own load balancer registers its pods, so that its Service is for
 * inside the cluster only.
 */
export function planGateway(mesh: MeshSpec, { context, facts, gateway = ALONE }: ControllersContext): HelmRelease {
  const version = istioVersion(meshVersionOf(mesh, MESH_GATEWAY.namespace));
  const zones = facts.zones.length;
  const replicas = gatewayReplicas(mesh, context, zones);
  const { ports, drain, trustedProxies } = gateway;
  return {
    name: MESH_GATEWAY.name,
    chart: 'gateway',
    repository: ISTIO_REPOSITORY,
    version,
    namespace: MESH_GATEWAY.namespace,
    values: {
      revision: revisionName(version),
      // The chart would find them from its release's name; others choose the pods by them.
      labels: MESH_GATEWAY.labels,
      service: {
        type: 'ClusterIP',
        // The same as the pods': no port is translated on the way, and none is below 1024, which would need a privilege.
        ports: [servicePort('http', ports.http), servicePort('status-port', ports.health)],
      },
      securityContext: { runAsNonRoot: true, seccompProfile: RUNTIME_DEFAULT },
      resources: { requests: GATEWAY_REQUESTS[context.tier], limits: { cpu: '2', memory: '1Gi' } },
      autoscaling: {
        enabled: true,
        minReplicas: replicas.minimum,
        maxReplicas: replicas.maximum,
        targetCPUUtilizationPercentage: targetCpuPercent(replicas, zones),
      },
      podDisruptionBudget: {
        maxUnavailable: evictableAtOnce(replicas, zones),
        unhealthyPodEvictionPolicy: UNHEALTHY_PODS_MAY_GO,
      },
      topologySpreadConstraints: topologySpread({ zones: facts.zones, labels: MESH_GATEWAY.labels }),
      tolerations: TOLERATIONS,
      priorityClassName: CRITICAL,
      readinessProbe: {
        httpGet: { path: READINESS_PATH, port: ports.health },
        periodSeconds: 5,
        timeoutSeconds: 3,
        failureThreshold: 3,
      },
      lifecycle: { preStop: { sleep: { seconds: drain.preStopSeconds } } },
      podAnnotations: {
        'proxy.istio.io/config': JSON.stringify({
          terminationDrainDuration: `${drain.proxyDrainSeconds}s`,
          gatewayTopology: { numTrustedProxies: trustedProxies },
        }),
      },
      terminationGracePeriodSeconds: drain.graceSeconds,
    },
  };
}

const servicePort = (name: string, port: number): ChartValues => ({ name, port, targetPort: port, protocol: 'TCP' });

/** Between how many pods the autoscaler chooses, over all zones. */
export function gatewayReplicas({ gateway }: MeshSpec, { tier }: PlanContext, zones: number): ReplicaRange {
  const perZone = gateway?.replicasPerZone ?? (tier === 'development' ? undefined : GATEWAY_PER_ZONE[tier]);
  if (perZone === undefined) return DEVELOPMENT_GATEWAY;
  const places = Math.max(1, zones);
  return { minimum: perZone.minimum * places, maximum: perZone.maximum * places };
}

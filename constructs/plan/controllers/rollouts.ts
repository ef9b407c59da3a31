import type { ChartValue, ChartValues, HelmRelease, ReleaseIdentity } from '../helm-release';
import { CHARTS } from '../versions/table';
import type { ControllersContext } from './context';
import { metricsSigner, signedMetricsVariables } from './metrics-signer';
import { ROLLOUTS } from './names';
import { loadBalancerPermission, metricsPermission } from './rollouts-permissions';
import { CRITICAL, RUNTIME_DEFAULT, TOLERATIONS, topologySpread } from './spread';

/** The user that the controller's image runs as (argo-rollouts v1.9.1, Dockerfile). */
const USER = 999;

const METRICS_PORT = 8090;

/** What the controller looks for unless it is told otherwise (argo-rollouts v1.9.1, utils/defaults). */
const ITS_TARGET_GROUP_BINDING_API = 'elbv2.k8s.aws/v1beta1';

/** Argo Rollouts: it replaces versions of services, and divides traffic between them. */
export function planRollouts(context: ControllersContext): HelmRelease {
  const { repository, version } = CHARTS['argo-rollouts'];
  const identity = planIdentity(context);
  return {
    name: ROLLOUTS.name,
    chart: 'argo-rollouts',
    repository,
    version,
    namespace: ROLLOUTS.namespace,
    ...(identity === undefined ? {} : { identity }),
    values: {
      installCRDs: true,
      // Without its definition every Rollout goes, and its pods with it.
      keepCRDs: true,
      dashboard: { enabled: false },
      serviceAccount: { create: true, name: ROLLOUTS.name },
      // One user for all containers of the pod: its token is readable by that one only.
      podSecurityContext: { runAsNonRoot: true, runAsUser: USER, seccompProfile: RUNTIME_DEFAULT },
      providerRBAC: providerAccess(context),
      controller: controllerValues(context),
    },
  };
}

function controllerValues({ context, facts, routers, mesh, ...rest }: ControllersContext): ChartValues {
  const signed = facts.prometheus.kind === 'amazon';
  return {
    // With more than one, the chart lets them choose a leader.
    replicas: 2,
    pdb: { enabled: true, maxUnavailable: 1 },
    // The chart selects its own pods.
    topologySpreadConstraints: topologySpread(facts),
    tolerations: TOLERATIONS,
    priorityClassName: CRITICAL,
    logging: { format: 'json' },
    podAnnotations: {
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': String(METRICS_PORT),
      'prometheus.io/path': '/metrics',
      // It looks for Istio when it starts, and never again (argo-rollouts v1.9.1, controller/controller.go): with a mesh it starts anew.
      mesh: mesh === undefined ? 'none' : 'istio',
    },
    // The chart asks for the metrics; 1.9.1 took that probe out of its own manifests (#4704), for it computes all of them.
    readinessProbe: { httpGet: { path: '/healthz', port: 'healthz' } },
    resources: {
      requests: { cpu: '100m', memory: '256Mi' },
      limits: { cpu: '1', memory: '1Gi', 'ephemeral-storage': '1Gi' },
    },
    extraEnv: [
      { name: 'AWS_REGION', value: context.region },
      ...(signed ? signedMetricsVariables(facts.platformFacts) : []),
    ],
    ...(signed ? { extraContainers: [metricsSigner(context.region)] } : {}),
    ...(routers.includes('alb') ? loadBalancerFlags(rest) : {}),
  };
}

/**
 * Lets a step of a release wait until the load balancer has its weights and targets. EKS Auto Mode renames the controller's
 * API and tags by its own group (argo-rollouts #4334, #4368; EKS user guide, "Create an IngressClass to configure an
 * Application Load Balancer").
 */
function loadBalancerFlags({ compute }: Pick<ControllersContext, 'compute'>): ChartValues {
  const api = compute.targetGroupBindingApi;
  return {
    awsVerifyTargetGroup: true,
    ...(api === ITS_TARGET_GROUP_BINDING_API
      ? {}
      : { awsTargetGroupBindingAPIVersion: api, albTagKeyResourceID: `ingress.${groupOf(api)}/resource` }),
  };
}

const groupOf = (api: string): string => api.slice(0, api.indexOf('/'));

/** What it may change in the cluster: only what the routers of this environment are made of. */
function providerAccess({ routers, mesh, compute }: ControllersContext): ChartValues {
  const alb = routers.includes('alb');
  const api = compute.targetGroupBindingApi;
  const additionalRules: readonly ChartValue[] =
    alb && api !== ITS_TARGET_GROUP_BINDING_API
      ? [{ apiGroups: [groupOf(api)], resources: ['targetgroupbindings'], verbs: ['get', 'list'] }]
      : [];
  return {
    enabled: true,
    providers: {
      istio: mesh !== undefined || routers.includes('istio'),
      awsLoadBalancerController: alb,
      smi: false,
      ambassador: false,
      awsAppMesh: false,
      traefik: false,
      apisix: false,
      contour: false,
      glooPlatform: false,
      gatewayAPI: false,
    },
    additionalRules,
  };
}

function planIdentity({ context, facts, routers }: ControllersContext): ReleaseIdentity | undefined {
  const permissions = [
    ...(facts.prometheus.kind === 'amazon' ? [metricsPermission(context)] : []),
    ...(routers.includes('alb') ? [loadBalancerPermission(context)] : []),
  ];
  if (permissions.length === 0) return undefined;
  return {
    serviceAccount: ROLLOUTS.name,
    permissions,
    becauseOfWildcards:
      'the workspace has no name before it is made, so that its tags and its account say which it is; the load balancer actions only look, and know no resources',
  };
}

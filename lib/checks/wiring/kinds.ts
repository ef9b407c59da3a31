import type { KubernetesObject } from '../../charts/application';

/** Whether objects of a kind stand in a namespace, or belong to the whole cluster. */
export type Scope = 'namespace' | 'cluster';

/**
 * The kinds that this check knows, by their API group; kinds of the core API have none. A kind that is not here is a
 * finding: what its objects refer to would go unseen.
 */
const KINDS: Readonly<Record<string, Readonly<Record<Scope, readonly string[]>>>> = {
  '': {
    cluster: ['Namespace'],
    namespace: [
      'ConfigMap',
      'LimitRange',
      'PersistentVolumeClaim',
      'Pod',
      'ResourceQuota',
      'Secret',
      'Service',
      'ServiceAccount',
    ],
  },
  'admissionregistration.k8s.io': {
    cluster: ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
    namespace: [],
  },
  apps: { cluster: [], namespace: ['DaemonSet', 'Deployment', 'StatefulSet'] },
  'argoproj.io': { cluster: [], namespace: ['AnalysisTemplate', 'Rollout'] },
  autoscaling: { cluster: [], namespace: ['HorizontalPodAutoscaler'] },
  batch: { cluster: [], namespace: ['CronJob', 'Job'] },
  'eks.amazonaws.com': { cluster: ['IngressClassParams'], namespace: ['TargetGroupBinding'] },
  'elbv2.k8s.aws': { cluster: ['IngressClassParams'], namespace: ['TargetGroupBinding'] },
  'networking.istio.io': {
    cluster: [],
    namespace: ['DestinationRule', 'EnvoyFilter', 'Gateway', 'ServiceEntry', 'Sidecar', 'VirtualService'],
  },
  'networking.k8s.io': { cluster: ['IngressClass'], namespace: ['Ingress', 'NetworkPolicy'] },
  policy: { cluster: [], namespace: ['PodDisruptionBudget'] },
  'rbac.authorization.k8s.io': {
    cluster: ['ClusterRole', 'ClusterRoleBinding'],
    namespace: ['Role', 'RoleBinding'],
  },
  'scheduling.k8s.io': { cluster: ['PriorityClass'], namespace: [] },
  'secrets-store.csi.x-k8s.io': { cluster: [], namespace: ['SecretProviderClass'] },
  'security.istio.io': {
    cluster: [],
    namespace: ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'],
  },
  'storage.k8s.io': { cluster: ['StorageClass'], namespace: [] },
  'telemetry.istio.io': { cluster: [], namespace: ['Telemetry'] },
};

const SCOPES: ReadonlyMap<string, Scope> = new Map(
  Object.entries(KINDS).flatMap(([group, { cluster, namespace }]) => [
    ...cluster.map((kind) => [kindName(group, kind), 'cluster'] as const),
    ...namespace.map((kind) => [kindName(group, kind), 'namespace'] as const),
  ]),
);

/** A kind with its API group, whatever the version: `argoproj.io/Rollout`; `Service` of the core API. */
export function kindOf({ apiVersion, kind }: Pick<KubernetesObject, 'apiVersion' | 'kind'>): string {
  return kindName(apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '', kind);
}

/** Where objects of a kind stand; `undefined` for a kind that nobody knows. */
export const scopeOf = (kind: string): Scope | undefined => SCOPES.get(kind);

function kindName(group: string, kind: string): string {
  return group === '' ? kind : `${group}/${kind}`;
}

import type { ServicePlan } from '../../service/plan';
import type { KubernetesVersion } from '../../versions/table';
import { MESH_SIDECAR, quotaOf, type NamespaceQuota, type Sidecar } from './quota';
import type { NamespaceSpec, NamespacesSpec, PodSecurityLevel } from './spec';

/** Everything that a namespace comes with, every default resolved. */
export interface NamespacePlan {
  /** Its name. */
  readonly name: string;
  /** Its labels, with those of pod security. */
  readonly labels: Readonly<Record<string, string>>;
  /** Whether nothing gets through to and from its pods unless a policy names it. */
  readonly denyByDefault: boolean;
  /** The most memory that one pod may take, in MiB; `undefined` where there is no bound. */
  readonly largestPodMebibytes?: number;
  /** What all its pods may reserve together; `undefined` where there is no bound. */
  readonly quota?: NamespaceQuota;
}

/**
 * All the memory of a node of eight cores that is made for memory (`r7g.2xlarge`): a pod that asks for more fits few nodes,
 * and is more often a slip of the pen.
 */
export const LARGEST_POD_MEBIBYTES = 65_536;

/** Decides the namespaces of a cluster. The spec must have been checked. */
export function planNamespaces({ version, namespaces }: NamespacesSpec): readonly NamespacePlan[] {
  return namespaces.map((namespace) => {
    const { name, podSecurity = 'restricted', labels = {}, denyByDefault = true, quota } = namespace;
    const largest = namespace.largestPodMebibytes ?? (podSecurity === 'privileged' ? undefined : LARGEST_POD_MEBIBYTES);
    return {
      name,
      labels: { ...labels, ...podSecurityLabels(podSecurity, version) },
      denyByDefault,
      ...(largest === undefined ? {} : { largestPodMebibytes: largest }),
      ...(quota === undefined ? {} : { quota }),
    };
  });
}

/**
 * Refuses by the standards of the cluster's own version, and warns and records by the newest that the API server knows: in
 * the hours between an upgrade of the control plane and that of these labels it tells what will be refused next.
 *
 * The same level for all three: Kubernetes refuses pods only, and warns of Deployments and their like as well.
 */
function podSecurityLabels(level: PodSecurityLevel, version: KubernetesVersion): Readonly<Record<string, string>> {
  const label = (mode: string): string => `pod-security.kubernetes.io/${mode}`;
  return {
    [label('enforce')]: level,
    [label('enforce-version')]: `v${version}`,
    [label('audit')]: level,
    [label('audit-version')]: 'latest',
    [label('warn')]: level,
    [label('warn-version')]: 'latest',
  };
}

/** What the namespaces of services have in common. */
export interface ServiceNamespacesOptions {
  /**
   * Labels of each: `{ 'istio.io/rev': 'default' }`.
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * What the mesh adds to each pod in it.
   * @default - what Istio's chart gives a sidecar unless told otherwise
   */
  readonly sidecar?: Sidecar;
}

/** The namespaces that services live in, in the order of their first service, each with a quota that fits its services. */
export function namespacesOf(
  services: readonly ServicePlan[],
  { labels, sidecar = MESH_SIDECAR }: ServiceNamespacesOptions = {},
): readonly NamespaceSpec[] {
  const names = [...new Set(services.map(({ namespace }) => namespace))];
  return names.map((name) => {
    const inside = services.filter(({ namespace }) => namespace === name);
    const largest = Math.max(
      LARGEST_POD_MEBIBYTES,
      ...inside.map(({ resources, router }) => resources.memoryMebibytes + limitOf(sidecar, router.kind === 'istio')),
    );
    return {
      name,
      podSecurity: 'restricted' as const,
      ...(labels === undefined ? {} : { labels }),
      largestPodMebibytes: largest,
      quota: quotaOf(inside, sidecar),
    };
  });
}

const limitOf = ({ memoryLimitMebibytes }: Sidecar, inMesh: boolean): number => (inMesh ? memoryLimitMebibytes : 0);

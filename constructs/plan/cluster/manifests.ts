import { kubernetesGroup } from './access';
import { ACCESS_GROUPS } from './access-rules';
import type { NodePoolPlan } from './nodes';
import type { ClusterPlan } from './plan';

/** A Kubernetes object as plain data. */
export interface Manifest {
  /** The API group and version: `storage.k8s.io/v1`. */
  readonly apiVersion: string;
  /** `StorageClass` */
  readonly kind: string;
  /** Its name, and its namespace unless it belongs to the whole cluster. */
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [section: string]: unknown;
}

/**
 * What every cluster needs before anything else runs on it: the switch that makes NetworkPolicies count, a default
 * storage class, and the rights of people on kinds that EKS' access policies do not know.
 */
export function baseManifests(plan: ClusterPlan): readonly Manifest[] {
  return [...networkPolicySwitch(plan), storageClass(plan), clusterScopeRole(plan), clusterScopeBinding(plan)];
}

/** In Auto Mode a ConfigMap; with node groups the network plug-in's configuration does it. */
function networkPolicySwitch({ facts }: ClusterPlan): readonly Manifest[] {
  if (facts.networkPolicySwitch !== 'config-map-and-node-class') return [];
  return [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'amazon-vpc-cni', namespace: 'kube-system' },
      data: { 'enable-network-policy-controller': 'true' },
    },
  ];
}

/** EKS makes none in Auto Mode, and one of the previous generation without encryption otherwise. */
function storageClass({ facts }: ClusterPlan): Manifest {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'gp3', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: facts.storageProvisioner,
    parameters: { type: 'gp3', encrypted: 'true' },
    // A volume never leaves its zone: it is made where its pod was put, not the other way round.
    volumeBindingMode: 'WaitForFirstConsumer',
    allowVolumeExpansion: true,
    reclaimPolicy: 'Delete',
  };
}

const clusterScopeName = ({ platform }: ClusterPlan): string => `${platform}:cluster-scope-viewer`;

/** EKS' edit and view policies stop at namespaces: without this nobody on call sees a node. */
function clusterScopeRole(plan: ClusterPlan): Manifest {
  const look = ['get', 'list', 'watch'];
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: clusterScopeName(plan) },
    rules: [
      { apiGroups: [''], resources: ['namespaces', 'nodes', 'persistentvolumes'], verbs: look },
      { apiGroups: ['metrics.k8s.io'], resources: ['nodes', 'pods'], verbs: look },
      { apiGroups: ['storage.k8s.io'], resources: ['storageclasses', 'volumeattachments'], verbs: look },
      ...(plan.facts.nodeApis === undefined
        ? []
        : [
            { apiGroups: ['karpenter.sh'], resources: ['nodepools', 'nodeclaims'], verbs: look },
            { apiGroups: ['eks.amazonaws.com'], resources: ['nodeclasses', 'nodediagnostics'], verbs: look },
          ]),
    ],
  };
}

function clusterScopeBinding(plan: ClusterPlan): Manifest {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: clusterScopeName(plan) },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: clusterScopeName(plan) },
    subjects: ACCESS_GROUPS.filter((group) => group !== 'administrators').map((group) => ({
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'Group',
      name: kubernetesGroup(plan.platform, group),
    })),
  };
}

/** What only AWS knows of a NodeClass: given by whoever made it. */
export interface NodeClassFacts {
  /** The name of the nodes' role. */
  readonly roleName: string;
  /** The private subnets. */
  readonly subnetIds: readonly string[];
  /** The group that EKS made for the cluster: nodes, pods and control plane talk inside it. */
  readonly clusterSecurityGroupId: string;
  /** The group that says "a pod of this cluster" to databases and brokers. */
  readonly podSecurityGroupId: string;
}

/**
 * The NodeClass that all pools use. Nodes are in the cluster's security group; pods are in it too, to reach each other, the
 * API and DNS, and in the pod group besides, which nothing but pods is in. What pods may do to each other is up to
 * NetworkPolicies, which this class enforces.
 */
export function nodeClass(plan: ClusterPlan, facts: NodeClassFacts): Manifest | undefined {
  const { nodes } = plan;
  const { nodeApis } = plan.facts;
  if (nodes.kind !== 'pools' || nodeApis === undefined) return undefined;
  const subnets = facts.subnetIds.map((id) => ({ id }));
  return {
    apiVersion: nodeApis.nodeClass,
    kind: 'NodeClass',
    metadata: { name: nodes.nodeClass },
    spec: {
      role: facts.roleName,
      // By id, not by tag: a tag that another VPC of the account carries too would put nodes there.
      subnetSelectorTerms: subnets,
      securityGroupSelectorTerms: [{ id: facts.clusterSecurityGroupId }],
      // The groups of pods can only be named together with their subnets (awsdocs/amazon-eks-user-guide #1075).
      podSubnetSelectorTerms: subnets,
      podSecurityGroupSelectorTerms: [{ id: facts.clusterSecurityGroupId }, { id: facts.podSecurityGroupId }],
      // Allow until a policy selects a pod: with DefaultDeny the cluster's own add-ons would be cut off as well. Each
      // namespace of a service begins with a policy that denies.
      networkPolicy: 'DefaultAllow',
      networkPolicyEventLogs: 'Enabled',
      ephemeralStorage: { size: '80Gi' },
    },
  };
}

/** The pools, each over all zones. */
export function nodePools(plan: ClusterPlan): readonly Manifest[] {
  const { nodes } = plan;
  const { nodeApis } = plan.facts;
  if (nodes.kind !== 'pools' || nodeApis === undefined) return [];
  return nodes.pools.map((pool) => ({
    apiVersion: nodeApis.nodePool,
    kind: 'NodePool',
    metadata: { name: pool.name },
    spec: {
      template: {
        spec: {
          nodeClassRef: { group: 'eks.amazonaws.com', kind: 'NodeClass', name: nodes.nodeClass },
          requirements: requirements(pool),
          expireAfter: `${pool.expireAfterHours}h`,
          terminationGracePeriod: `${pool.terminationGraceHours}h`,
        },
      },
      limits: { cpu: String(pool.maximumCpus) },
      disruption: {
        consolidationPolicy: 'WhenEmptyOrUnderutilized',
        consolidateAfter: `${pool.consolidateAfterMinutes}m`,
        budgets: [{ nodes: `${pool.disruptionPercent}%` }],
      },
    },
  }));
}

/** Generations above this one are Nitro instances, which encrypt what they send to each other. */
const LAST_GENERATION_BEFORE_NITRO = '4';

function requirements(pool: NodePoolPlan): readonly unknown[] {
  const among = (key: string, values: readonly string[]) => ({ key, operator: 'In', values });
  return [
    among('topology.kubernetes.io/zone', pool.zones),
    among('kubernetes.io/os', ['linux']),
    among('kubernetes.io/arch', pool.architectures),
    among('karpenter.sh/capacity-type', pool.capacityTypes),
    among('eks.amazonaws.com/instance-category', pool.instanceCategories),
    { key: 'eks.amazonaws.com/instance-generation', operator: 'Gt', values: [LAST_GENERATION_BEFORE_NITRO] },
  ];
}

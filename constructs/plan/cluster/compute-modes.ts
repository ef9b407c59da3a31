import type { AddOnName, ChartName } from '../versions/table';

/** How nodes come to be. `auto`: EKS Auto Mode runs them. `node-groups`: managed node groups in this account, one per zone. */
export const COMPUTE_MODES = ['auto', 'node-groups'] as const;

/** One of {@link COMPUTE_MODES}. */
export type ComputeMode = (typeof COMPUTE_MODES)[number];

/** What differs between the compute modes. Charts and stacks read only this, and never the mode's name. */
export interface ComputeModeFacts {
  /** The API of a TargetGroupBinding, which registers pods at a load balancer that exists already. */
  readonly targetGroupBindingApi: string;
  /** The API of IngressClassParams. */
  readonly ingressClassParamsApi: string;
  /** The controller that an IngressClass for application load balancers names. */
  readonly ingressController: string;
  /** The class that a Service of type LoadBalancer names for a network load balancer. */
  readonly loadBalancerClass: string;
  /** The provisioner of a StorageClass for EBS volumes. */
  readonly storageProvisioner: string;
  /** What adds and removes nodes. */
  readonly nodeAutoscaler: 'eks' | 'cluster-autoscaler';
  /** The APIs of the objects that describe nodes; none where nodes are no Kubernetes objects. */
  readonly nodeApis?: { readonly nodeClass: string; readonly nodePool: string };
  /** What switches the enforcement of NetworkPolicies on: without it they are accepted and ignored. */
  readonly networkPolicySwitch: 'config-map-and-node-class' | 'vpc-cni-configuration';
  /**
   * Where cluster DNS runs. On `node` it is no pod: a NetworkPolicy that selects DNS pods would block all DNS, so DNS
   * must be allowed by address (aws/containers-roadmap #2552).
   */
  readonly dns: 'node' | 'pods';
  /** Whether the agent that gives pods their IAM roles comes with the nodes or as an add-on. */
  readonly podIdentityAgent: 'node' | 'add-on';
  /** Add-ons that must run before a node can be ready. */
  readonly addOnsBeforeNodes: readonly AddOnName[];
  /** Add-ons that need nodes to run on. */
  readonly addOnsAfterNodes: readonly AddOnName[];
  /** Controllers that EKS does not bring, from their publishers' charts, in the order of their installation. */
  readonly charts: readonly ChartName[];
}

/** Add-ons that no mode brings: pod metrics for autoscaling, and secrets as files. */
const EVERYWHERE: readonly AddOnName[] = ['metrics-server', 'aws-secrets-store-csi-driver-provider'];

/** The modes. Source: EKS user guide, "EKS Auto Mode" (what it replaces) and "Use Network Policies with EKS Auto Mode". */
export const COMPUTE_MODE_FACTS: Readonly<Record<ComputeMode, ComputeModeFacts>> = {
  auto: {
    targetGroupBindingApi: 'eks.amazonaws.com/v1',
    ingressClassParamsApi: 'eks.amazonaws.com/v1',
    ingressController: 'eks.amazonaws.com/alb',
    loadBalancerClass: 'eks.amazonaws.com/nlb',
    storageProvisioner: 'ebs.csi.eks.amazonaws.com',
    nodeAutoscaler: 'eks',
    nodeApis: { nodeClass: 'eks.amazonaws.com/v1', nodePool: 'karpenter.sh/v1' },
    networkPolicySwitch: 'config-map-and-node-class',
    dns: 'node',
    podIdentityAgent: 'node',
    addOnsBeforeNodes: [],
    addOnsAfterNodes: EVERYWHERE,
    charts: [],
  },
  'node-groups': {
    targetGroupBindingApi: 'elbv2.k8s.aws/v1beta1',
    ingressClassParamsApi: 'elbv2.k8s.aws/v1beta1',
    ingressController: 'ingress.k8s.aws/alb',
    loadBalancerClass: 'service.k8s.aws/nlb',
    storageProvisioner: 'ebs.csi.aws.com',
    // Not Karpenter: it makes nodes of its own beside the groups, and wants a queue, events and the right to start
    // instances. With one group per zone the Cluster Autoscaler only changes the size of groups that CloudFormation made.
    nodeAutoscaler: 'cluster-autoscaler',
    networkPolicySwitch: 'vpc-cni-configuration',
    dns: 'pods',
    podIdentityAgent: 'add-on',
    addOnsBeforeNodes: ['eks-pod-identity-agent', 'vpc-cni', 'kube-proxy'],
    addOnsAfterNodes: ['coredns', 'aws-ebs-csi-driver', 'eks-node-monitoring-agent', ...EVERYWHERE],
    charts: ['aws-load-balancer-controller', 'cluster-autoscaler'],
  },
};

/** The add-ons of a mode, in the order of their installation. */
export function addOnsOf(mode: ComputeMode): readonly AddOnName[] {
  const { addOnsBeforeNodes, addOnsAfterNodes } = COMPUTE_MODE_FACTS[mode];
  return [...addOnsBeforeNodes, ...addOnsAfterNodes];
}

/** Add-ons without which no node becomes ready or no pod finds another: they cannot be left out. */
export const INDISPENSABLE_ADD_ONS: readonly AddOnName[] = [
  'eks-pod-identity-agent',
  'vpc-cni',
  'kube-proxy',
  'coredns',
];

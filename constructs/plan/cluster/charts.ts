import type { PlanContext } from '../context';
import type { ChartValues, HelmRelease, ReleaseIdentity } from '../helm-release';
import { CHARTS, KUBERNETES_RELEASES, type ChartName, type KubernetesVersion } from '../versions/table';
import { COMPUTE_MODE_FACTS, type ComputeMode } from './compute-modes';
import { loadBalancerPermissions } from './load-balancer-permissions';
import { partitionOf, type Permission } from './permissions';

/** A controller that a compute mode needs from its publisher's Helm chart. */
export interface ChartPlan extends HelmRelease {
  /** The chart's name, and the release's. */
  readonly name: ChartName;
  /** Who it is in AWS. */
  readonly identity: ReleaseIdentity;
  /** Whether it must be told the VPC's id as `vpcId`: pods cannot ask the instance, whose metadata is one hop away. */
  readonly needsVpcId: boolean;
}

const NAMESPACE = 'kube-system';

/** The charts of a mode in the order of their installation. */
export function planCharts(
  mode: ComputeMode,
  version: KubernetesVersion,
  clusterName: string,
  context: PlanContext,
): readonly ChartPlan[] {
  return COMPUTE_MODE_FACTS[mode].charts.map((name) => {
    const { repository, version: chartVersion } = CHARTS[name];
    const chart = { name, chart: name, repository, version: chartVersion, namespace: NAMESPACE };
    return name === 'aws-load-balancer-controller'
      ? { ...chart, ...loadBalancerController(clusterName, context) }
      : { ...chart, ...clusterAutoscaler(version, clusterName, context) };
  });
}

type Controller = Pick<ChartPlan, 'identity' | 'values' | 'needsVpcId'>;

const identityOf = (name: ChartName, permissions: readonly Permission[]): ReleaseIdentity => ({
  serviceAccount: name,
  permissions,
  becauseOfWildcards: `${name} works on resources that do not exist yet; what it changes is limited by the tag that names this cluster, where AWS lets a condition say so`,
});

/** Two replicas that a zone's loss cannot take together. */
const spreadOverZones = (app: string): ChartValues => ({
  replicaCount: 2,
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'topology.kubernetes.io/zone',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { 'app.kubernetes.io/name': app } },
      matchLabelKeys: ['pod-template-hash'],
    },
  ],
  podDisruptionBudget: { maxUnavailable: 1 },
  priorityClassName: 'system-cluster-critical',
});

function loadBalancerController(clusterName: string, { region }: PlanContext): Controller {
  const identity = identityOf(
    'aws-load-balancer-controller',
    loadBalancerPermissions(clusterName, partitionOf(region)),
  );
  return {
    identity,
    needsVpcId: true,
    values: {
      ...spreadOverZones('aws-load-balancer-controller'),
      clusterName,
      region,
      serviceAccount: { create: true, name: identity.serviceAccount },
      // Services say which controller they want; a webhook on every Service would stop all of them when it is down.
      enableServiceMutatorWebhook: false,
      enableShield: false,
      enableWaf: false,
      enableWafv2: true,
    },
  };
}

function clusterAutoscaler(version: KubernetesVersion, clusterName: string, { region }: PlanContext): Controller {
  const identity = identityOf('cluster-autoscaler', autoscalerPermissions(clusterName, partitionOf(region)));
  return {
    identity,
    needsVpcId: false,
    values: {
      // The chart names its pods after the provider.
      ...spreadOverZones('aws-cluster-autoscaler'),
      cloudProvider: 'aws',
      awsRegion: region,
      autoDiscovery: { clusterName },
      image: { tag: KUBERNETES_RELEASES[version].clusterAutoscalerImage },
      rbac: { serviceAccount: { create: true, name: identity.serviceAccount } },
      extraArgs: {
        // One group per zone: grow them alike, so that pods spread over zones find room in each.
        'balance-similar-node-groups': true,
        // While groups are updated, their nodes differ in these for a while (the chart drops the `_1`).
        'balancing-ignore-label_1': 'eks.amazonaws.com/nodegroup-image',
        'balancing-ignore-label_2': 'eks.amazonaws.com/sourceLaunchTemplateVersion',
        expander: 'least-waste',
        'skip-nodes-with-system-pods': false,
      },
    },
  };
}

/** Everything to look, and to resize only the groups that EKS has tagged as this cluster's. */
function autoscalerPermissions(clusterName: string, partition: string): readonly Permission[] {
  return [
    {
      id: 'Look',
      actions: [
        'autoscaling:DescribeAutoScalingGroups',
        'autoscaling:DescribeAutoScalingInstances',
        'autoscaling:DescribeLaunchConfigurations',
        'autoscaling:DescribeScalingActivities',
        'autoscaling:DescribeTags',
        'ec2:DescribeImages',
        'ec2:DescribeInstanceTypes',
        'ec2:DescribeLaunchTemplateVersions',
        'ec2:GetInstanceTypesFromInstanceRequirements',
      ],
      resources: ['*'],
    },
    {
      id: 'LookAtTheGroupsOfThisCluster',
      actions: ['eks:DescribeNodegroup'],
      resources: [`arn:${partition}:eks:*:*:nodegroup/${clusterName}/*/*`],
    },
    {
      id: 'ResizeTheGroupsOfThisCluster',
      actions: ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
      resources: [`arn:${partition}:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/*`],
      conditions: {
        StringEquals: {
          'aws:ResourceTag/k8s.io/cluster-autoscaler/enabled': 'true',
          [`aws:ResourceTag/k8s.io/cluster-autoscaler/${clusterName}`]: 'owned',
        },
      },
    },
  ];
}

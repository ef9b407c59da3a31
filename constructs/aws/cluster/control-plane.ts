import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  CfnCluster,
  Cluster,
  ControlPlaneScalingTier,
  DefaultCapacityType,
  EndpointAccess,
  KubernetesVersion,
  type ClusterLoggingTypes,
  type ClusterProps,
} from 'aws-cdk-lib/aws-eks-v2';
import type { ILayerVersion } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { Annotations, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ClusterPlan } from '../../plan/cluster/plan';
import { EncryptionKey, keptOrGone } from '../shared/encryption-key';
import { KubectlFunctions } from './kubectl-functions';
import type { ClusterSecurityGroups } from './security-groups';

/** Props of {@link ControlPlane}. */
export interface ControlPlaneProps {
  /** What to make. */
  readonly plan: ClusterPlan;
  /** Where it stands. */
  readonly vpc: IVpc;
  /** Who may reach it. */
  readonly groups: ClusterSecurityGroups;
  /** kubectl and Helm for what CloudFormation has no type for. */
  readonly kubectlLayer: ILayerVersion;
}

/** The control plane with its keys and logs. Nodes, add-ons and people come afterwards. */
export class ControlPlane extends Construct {
  /** The cluster. */
  public readonly cluster: Cluster;
  /** The same as CloudFormation sees it. */
  public readonly resource: CfnCluster;

  public constructor(scope: Construct, id: string, { plan, vpc, groups, kubectlLayer }: ControlPlaneProps) {
    super(scope, id);
    // EKS works with a grant that it makes for itself when the cluster is made: the key needs no statement for it.
    const { key } = new EncryptionKey(this, 'SecretsKey', {
      plan: plan.secretsKey,
      description: `Encrypts the Kubernetes secrets of ${plan.name}`,
    });
    const logGroups = [plan.logging.logGroup, plan.kubectlLogGroup];
    const logKey = new EncryptionKey(this, 'LogKey', {
      plan: plan.logKey,
      description: `Encrypts ${logGroups.join(' and ')}`,
      logGroups,
    });
    const logGroup = this.logGroup(plan, logKey);

    this.cluster = new Cluster(this, 'Cluster', {
      vpc,
      // Not every private subnet: EKS refuses a zone that the cluster was not made with (aws/containers-roadmap #2258).
      vpcSubnets: [
        {
          subnets: vpc.privateSubnets.filter(({ availabilityZone }) =>
            plan.controlPlaneZones.includes(availabilityZone),
          ),
        },
      ],
      clusterName: plan.name,
      version: KubernetesVersion.of(plan.version),
      endpointAccess:
        plan.endpoint.publicCidrs.length === 0
          ? EndpointAccess.PRIVATE
          : EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom(...plan.endpoint.publicCidrs),
      securityGroup: groups.controlPlane,
      serviceIpv4Cidr: plan.serviceCidr,
      secretsEncryptionKey: key,
      clusterLogging: plan.logging.types.map((type) => type as ClusterLoggingTypes),
      controlPlaneScalingTier: ControlPlaneScalingTier.of(plan.controlPlaneTier),
      kubectlProviderOptions: { kubectlLayer },
      // Only those whom the environment names get in. The functions that apply Kubernetes objects have an entry of their own.
      bootstrapClusterCreatorAdminPermissions: false,
      // Said from the beginning, since a change replaces the cluster: EKS would install add-ons that nobody has pinned.
      bootstrapSelfManagedAddons: false,
      ...capacity(plan),
    });
    this.resource = this.cfnCluster();
    this.resource.zonalShiftConfig = { enabled: plan.zonalShift };
    this.resource.deletionProtection = plan.deletionProtection;
    this.resource.upgradePolicy = { supportType: plan.upgradePolicy };
    // EKS would make the log group itself, unencrypted and kept for ever.
    this.resource.node.addDependency(logGroup);

    new KubectlFunctions(this, 'Kubectl', { plan, vpc, cluster: this.cluster, logKey });
    this.acknowledge(plan);
  }

  private logGroup({ logging }: ClusterPlan, key: EncryptionKey): CfnLogGroup {
    const group = new CfnLogGroup(this, 'Logs', {
      logGroupName: logging.logGroup,
      retentionInDays: logging.retentionDays,
      kmsKeyId: key.arn,
    });
    group.applyRemovalPolicy(keptOrGone(logging));
    return group;
  }

  private cfnCluster(): CfnCluster {
    const { defaultChild } = this.cluster.node;
    if (!CfnCluster.isCfnCluster(defaultChild)) throw new TypeError('the cluster has no CloudFormation resource');
    return defaultChild;
  }

  private acknowledge({ endpoint, logging }: ClusterPlan): void {
    Annotations.of(this.cluster).acknowledgeWarning(
      '@aws-cdk/aws-eks:clusterMustManuallyTagSubnet',
      'the network tags its subnets for load balancers itself',
    );
    Validations.of(this.cluster).acknowledge({
      id: 'CloudFormation-Validate::W9009',
      reason: 'EKS takes no encryption key without saying what for, and secrets is the one value that it knows',
    });
    const { role } = this.cluster;
    for (const policy of CLUSTER_POLICIES) {
      Validations.of(role).acknowledge({
        id: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${policy}]`,
        reason:
          'the policy that EKS asks of its control plane; AWS extends it together with EKS, and only EKS can take the role',
      });
    }
    if (endpoint.publicCidrs.length > 0) {
      Validations.of(this.cluster).acknowledge({
        id: 'AwsSolutions-EKS1',
        reason: `the environment opens the API to ${endpoint.publicCidrs.join(', ')} and to nobody else; entry still needs an IAM role that it names`,
      });
    }
    if (logging.types.length < ALL_LOG_TYPES) {
      Validations.of(this.cluster).acknowledge({
        id: 'AwsSolutions-EKS2',
        reason: `the environment keeps ${logging.types.join(', ') || 'none'} of the control plane's logs and has left the others out`,
      });
    }
  }
}

const ALL_LOG_TYPES = 5;

const CLUSTER_POLICIES = [
  'AmazonEKSClusterPolicy',
  'AmazonEKSComputePolicy',
  'AmazonEKSBlockStoragePolicy',
  'AmazonEKSLoadBalancingPolicy',
  'AmazonEKSNetworkingPolicy',
];

/** Neither mode gets default nodes: Auto Mode's built-in pools use a NodeClass without our pod group and policies. */
function capacity({ nodes }: ClusterPlan): Pick<ClusterProps, 'defaultCapacityType' | 'defaultCapacity' | 'compute'> {
  return nodes.kind === 'pools'
    ? { defaultCapacityType: DefaultCapacityType.AUTOMODE, compute: { nodePools: [] } }
    : { defaultCapacityType: DefaultCapacityType.NODEGROUP, defaultCapacity: 0 };
}

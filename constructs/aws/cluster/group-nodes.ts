import { CfnLaunchTemplate, type ISubnet } from 'aws-cdk-lib/aws-ec2';
import { CfnNodegroup } from 'aws-cdk-lib/aws-eks-v2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { NodeGroupPlan } from '../../plan/cluster/nodes';
import { cfnTags, constructId } from '../shared/names';
import { managedPolicies } from './iam';
import type { NodesProps } from './pool-nodes';

/** Managed node groups, one in each zone, updated one after the other. */
export class GroupNodes extends Construct {
  private readonly props: NodesProps<'groups'>;
  private readonly role: Role;
  private readonly template: CfnLaunchTemplate;

  public constructor(scope: Construct, id: string, props: NodesProps<'groups'>) {
    super(scope, id);
    this.props = props;
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
      description: `Nodes of ${props.plan.name}`,
    });
    managedPolicies(
      this.role,
      props.nodes.managedPolicies,
      'what EKS asks of nodes: to join and to pull images; network and volumes have roles of their own, and pods cannot take this one',
    ).forEach((policy) => this.role.addManagedPolicy(policy));

    this.template = this.launchTemplate();

    props.nodes.groups
      .map((group) => this.group(group))
      .forEach((group, index, all) => {
        const before = all[index - 1];
        if (before !== undefined) group.node.addDependency(before);
      });
  }

  private group(plan: NodeGroupPlan): CfnNodegroup {
    const { cluster, vpc, plan: whole } = this.props;
    return new CfnNodegroup(this, constructId('Group', plan.name), {
      clusterName: cluster.clusterName,
      // No name: a change of instance types replaces the group, and a named one could not be made beside the old one.
      nodeRole: this.role.roleArn,
      subnets: subnetsIn(vpc.privateSubnets, plan.zone),
      version: whole.version,
      amiType: plan.architecture === 'arm64' ? 'BOTTLEROCKET_ARM_64' : 'BOTTLEROCKET_x86_64',
      capacityType: plan.capacityType === 'spot' ? 'SPOT' : 'ON_DEMAND',
      instanceTypes: [...plan.instanceTypes],
      scalingConfig: { minSize: plan.minimum, maxSize: plan.maximum, desiredSize: plan.initial },
      updateConfig: { maxUnavailable: 1 },
      nodeRepairConfig: { enabled: true },
      launchTemplate: { id: this.template.ref, version: this.template.attrLatestVersionNumber },
      tags: { Name: `${whole.name}-${plan.name}` },
    });
  }

  /** One for all groups: EKS labels nodes with it, and the autoscaler balances groups only whose nodes have the same labels. */
  private launchTemplate(): CfnLaunchTemplate {
    const { cluster, groups, nodes, plan } = this.props;
    const tags = cfnTags({
      Name: `${plan.name}-node`,
      platform: plan.platform,
      environment: plan.environment,
    });
    return new CfnLaunchTemplate(this, 'Template', {
      launchTemplateData: {
        // Node and pods share these: the group that EKS made, in which the cluster talks, and the pod group.
        securityGroupIds: [cluster.clusterSecurityGroupId, groups.pods.securityGroupId],
        // One hop: the instance's metadata, and with it the node's role, is out of the pods' reach.
        metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1, httpEndpoint: 'enabled' },
        blockDeviceMappings: [
          { deviceName: BOTTLEROCKET_ROOT, ebs: { ...ENCRYPTED_GP3 } },
          { deviceName: BOTTLEROCKET_DATA, ebs: { ...ENCRYPTED_GP3, volumeSize: nodes.diskGibibytes } },
        ],
        tagSpecifications: [
          { resourceType: 'instance', tags },
          { resourceType: 'volume', tags },
        ],
      },
    });
  }
}

const BOTTLEROCKET_ROOT = '/dev/xvda';
const BOTTLEROCKET_DATA = '/dev/xvdb';
/** With the account's default key for EBS, which every role may use; nodes hold nothing that outlives them. */
const ENCRYPTED_GP3 = { volumeType: 'gp3', encrypted: true, deleteOnTermination: true };

function subnetsIn(subnets: readonly ISubnet[], zone: string): string[] {
  return subnets.filter(({ availabilityZone }) => availabilityZone === zone).map(({ subnetId }) => subnetId);
}

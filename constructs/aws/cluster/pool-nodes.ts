import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { CfnAccessEntry, type Cluster } from 'aws-cdk-lib/aws-eks-v2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { nodeClass, nodePools } from '../../plan/cluster/manifests';
import type { NodesPlan } from '../../plan/cluster/nodes';
import type { ClusterPlan } from '../../plan/cluster/plan';
import { managedPolicies } from './iam';
import { applyManifests } from './kubernetes-objects';
import { accessPolicy } from './people';
import type { ClusterSecurityGroups } from './security-groups';

/** Props of {@link PoolNodes} and of its counterpart for node groups. */
export interface NodesProps<Kind extends NodesPlan['kind']> {
  /** The whole plan. */
  readonly plan: ClusterPlan;
  /** Its part about nodes. */
  readonly nodes: Extract<NodesPlan, { kind: Kind }>;
  /** The cluster that they join. */
  readonly cluster: Cluster;
  /** Where they stand. */
  readonly vpc: IVpc;
  /** What their pods belong to. */
  readonly groups: ClusterSecurityGroups;
}

/** Auto Mode's nodes: what EKS needs to start them. They are there when this construct is. */
export class PoolNodes extends Construct {
  public constructor(scope: Construct, id: string, { plan, nodes, cluster, vpc, groups }: NodesProps<'pools'>) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
      description: `Nodes of ${plan.name}`,
    });
    managedPolicies(
      role,
      nodes.managedPolicies,
      'the least that EKS offers for nodes: to pull images, and to let pods take their own roles',
    ).forEach((policy) => role.addManagedPolicy(policy));

    // EKS makes this entry only for its built-in pools.
    const entry = new CfnAccessEntry(this, 'Entry', {
      clusterName: cluster.clusterName,
      principalArn: role.roleArn,
      type: 'EC2',
      accessPolicies: [accessPolicy({ name: 'AmazonEKSAutoNodePolicy' })],
    });

    const classManifest = nodeClass(plan, {
      roleName: role.roleName,
      subnetIds: vpc.privateSubnets.map(({ subnetId }) => subnetId),
      clusterSecurityGroupId: cluster.clusterSecurityGroupId,
      podSecurityGroupId: groups.pods.securityGroupId,
    });
    const madeClass = applyManifests(this, 'Class', cluster, classManifest === undefined ? [] : [classManifest]);
    madeClass.node.addDependency(entry);
    // Removed before the class, since a class goes only once no node uses it. That is an attempt and no promise: a failure
    // of `kubectl delete` is logged by aws-cdk-lib's function and reported as a success (kubectl-handler/apply), and the
    // deletion of the stack goes on. Hence step 1 of docs/teardown.md.
    applyManifests(this, 'Pools', cluster, nodePools(plan)).node.addDependency(madeClass);
  }
}

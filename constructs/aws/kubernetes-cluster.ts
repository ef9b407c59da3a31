import { Token, CfnOutput } from 'aws-cdk-lib/core';
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { Cluster } from 'aws-cdk-lib/aws-eks-v2';
import type { ILayerVersion } from 'aws-cdk-lib/aws-lambda';
import { Construct, type IConstruct } from 'constructs';
import { baseManifests } from '../plan/cluster/manifests';
import { planCluster, type ClusterPlan } from '../plan/cluster/plan';
import {
  clusterProblems,
  clusterSpec,
  controlPlaneZonesProblems,
  serviceCidrProblems,
  type ClusterSpec,
} from '../plan/cluster/spec';
import type { Problem } from '../plan/problem';
import { checkSpec } from '../plan/spec';
import { AddOns } from './cluster/add-ons';
import { Charts } from './cluster/charts';
import { ControlPlane } from './cluster/control-plane';
import { GroupNodes } from './cluster/group-nodes';
import { applyManifests } from './cluster/kubernetes-objects';
import { People } from './cluster/people';
import { PoolNodes } from './cluster/pool-nodes';
import { ClusterSecurityGroups } from './cluster/security-groups';
import { contextOf, type ContextProps } from './context';
import { requireProps } from './shared/required-props';
import { zonesOf } from './shared/zones';

/** Props of {@link KubernetesCluster}: a cluster's description, what it stands on, and the environment that it stands in. */
export interface KubernetesClusterProps extends ClusterSpec {
  /** The VPC. Its private subnets hold the control plane's network interfaces, nodes and pods; they need a way out. */
  readonly vpc: IVpc;
  /**
   * kubectl and Helm as a Lambda layer, for the few Kubernetes objects that CloudFormation has no type for:
   * `new KubectlV35Layer(this, 'Kubectl')` from `@aws-cdk/lambda-layer-kubectl-v35`. At most one minor version older or
   * newer than the cluster.
   */
  readonly kubectlLayer: ILayerVersion;
  /**
   * The environment: `{ environment: 'prod', tier: 'production' }`.
   * @default - derived from the stack and the zones, and treated as production
   */
  readonly context?: ContextProps;
}

/**
 * A Kubernetes cluster with nodes in every zone of a VPC: private, logged, encrypted, and open to those roles only that
 * are named. It enforces NetworkPolicies, and all its pods are in one security group that stores can admit.
 *
 * @example
 * const cluster = new KubernetesCluster(this, 'Cluster', {
 *   vpc: network.vpc,
 *   version: '1.35',
 *   access: { administrators: ['arn:aws:iam::111122223333:role/PlatformAdmin'] },
 *   kubectlLayer: new KubectlV35Layer(this, 'Kubectl'),
 * });
 */
export class KubernetesCluster extends Construct {
  /** What was decided, as plain data. */
  public readonly plan: ClusterPlan;
  /** The cluster itself, for everything that this construct does not offer. */
  public readonly cluster: Cluster;
  /** The cluster's name, a literal: no reference, no token. */
  public readonly clusterName: string;
  /** The group that every pod is in: let stores and brokers admit it. */
  public readonly podSecurityGroup: ISecurityGroup;
  /** The group for people's machines inside the VPC: it reaches the private API. */
  public readonly operatorsSecurityGroup: ISecurityGroup;
  /** Depend on this to wait until pods can run, and controllers are there. */
  public readonly ready: IConstruct;

  /** @throws SpecError with every problem of the props, when they have any. */
  public constructor(scope: Construct, id: string, props: KubernetesClusterProps) {
    super(scope, id);
    requireProps(props, {
      vpc: 'pass the VPC to stand in, such as the vpc of a MultiAzNetwork',
      kubectlLayer: "pass kubectl and Helm: new KubectlV35Layer(this, 'Kubectl') of @aws-cdk/lambda-layer-kubectl-v35",
    });
    const { vpc, kubectlLayer, context: given, ...section } = props;
    const zones = zonesOf(vpc.privateSubnets);
    const context = contextOf(this, given, zones);
    const spec = checkSpec(clusterSpec, section, (checked) => [
      ...clusterProblems(checked, context),
      ...vpcProblems(checked, vpc, zones),
    ]);
    this.plan = planCluster(spec, context, zones);
    this.clusterName = this.plan.name;

    const groups = new ClusterSecurityGroups(this, 'SecurityGroups', vpc, this.plan);
    this.podSecurityGroup = groups.pods;
    this.operatorsSecurityGroup = groups.operators;

    const { cluster } = new ControlPlane(this, 'ControlPlane', { plan: this.plan, vpc, groups, kubectlLayer });
    this.cluster = cluster;
    const people = new People(this, 'People', cluster, this.plan.access);
    // After the entry of the functions that apply Kubernetes objects, and before what they apply first. An entry takes
    // some seconds to count (EKS user guide, "Create access entries"), and the functions try again only when the network
    // times out; making these entries passes the time. And whoever must mend a first deployment is in the cluster by then.
    people.node.addDependency(cluster.node.findChild('KubectlReadyBarrier'));
    this.ready = this.furnish(vpc, groups, people);

    new CfnOutput(this, 'KubeconfigCommand', { value: this.plan.kubeconfigCommand });
    new CfnOutput(this, 'OperatorsSecurityGroup', { value: groups.operators.securityGroupId });
  }

  /**
   * Objects, add-ons, nodes and controllers, each after what it needs. CloudFormation removes them in the opposite order:
   * controllers and add-ons while nodes are there to stop them on, nodes while the control plane is there to drain them.
   * What kubectl and Helm fail to remove, though, they leave without a word.
   */
  private furnish(vpc: IVpc, groups: ClusterSecurityGroups, people: People): IConstruct {
    const { plan, cluster } = this;
    const base = applyManifests(this, 'Base', cluster, baseManifests(plan));
    base.node.addDependency(people);
    const early = plan.addOns.filter(({ when }) => when === 'before-nodes');
    const late = plan.addOns.filter(({ when }) => when === 'after-nodes');

    const beforeNodes = new AddOns(this, 'AddOnsBeforeNodes', cluster, plan.name, early);
    const nodes = this.nodes(vpc, groups);
    // Policies count from the first pod on.
    nodes.node.addDependency(base, beforeNodes);
    const afterNodes = new AddOns(this, 'AddOnsAfterNodes', cluster, plan.name, late);
    afterNodes.node.addDependency(nodes);
    const charts = new Charts(this, 'Charts', cluster, plan.name, vpc, plan.charts);
    charts.node.addDependency(afterNodes);
    return plan.charts.length > 0 ? charts : afterNodes;
  }

  private nodes(vpc: IVpc, groups: ClusterSecurityGroups): Construct {
    const { plan, cluster } = this;
    return plan.nodes.kind === 'pools'
      ? new PoolNodes(this, 'Nodes', { plan, nodes: plan.nodes, cluster, vpc, groups })
      : new GroupNodes(this, 'Nodes', { plan, nodes: plan.nodes, cluster, vpc, groups });
  }
}

const FEWEST_ZONES = 2;

function vpcProblems(spec: ClusterSpec, vpc: IVpc, zones: readonly string[]): Problem[] {
  const tooFew: Problem[] =
    zones.length >= FEWEST_ZONES
      ? []
      : [
          {
            field: 'vpc',
            value: zones,
            reason: 'EKS wants private subnets in two zones at least, and one zone cannot lose a zone',
            remedy: "give a VPC with private subnets in two or more zones, such as a MultiAzNetwork's",
          },
        ];
  const overlapping = Token.isUnresolved(vpc.vpcCidrBlock) ? [] : serviceCidrProblems(spec, vpc.vpcCidrBlock);
  return [...tooFew, ...overlapping, ...controlPlaneZonesProblems(spec, zones)];
}

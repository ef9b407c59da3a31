import { SecurityGroup, type ISecurityGroup, type ISubnet, type IVpc } from 'aws-cdk-lib/aws-ec2';
import type { CfnListener, CfnLoadBalancer, CfnTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { CfnOutput } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ComputeMode } from '../plan/cluster/compute-modes';
import type { Manifest } from '../plan/cluster/manifests';
import { planEdge, type EdgePlan } from '../plan/edge/plan';
import { edgeProblems, edgeSpec, type EdgeSpec } from '../plan/edge/spec';
import { targetGroupBinding } from '../plan/edge/target-group-binding';
import type { Problem } from '../plan/problem';
import { checkSpec } from '../plan/spec';
import { contextOf, type ContextProps } from './context';
import { certificateArn } from './front-door/certificate';
import { Firewall } from './front-door/firewall';
import { Listeners } from './front-door/listeners';
import { EdgeLoadBalancer } from './front-door/load-balancer';
import { Records } from './front-door/records';
import { FrontDoorSecurityGroups } from './front-door/security-groups';
import { gatewayTargetGroup } from './front-door/target-group';
import { requireProps } from './shared/required-props';
import { zonesOf } from './shared/zones';

/** Props of {@link FrontDoor}: an edge's description, what it leads to, and the environment that it stands in. */
export interface FrontDoorProps extends EdgeSpec {
  /** The VPC. The load balancer stands in its public subnets, or in the private ones where it is internal. */
  readonly vpc: IVpc;
  /** The security group of the gateway's pods: it admits the load balancer from now on. */
  readonly podSecurityGroup: ISecurityGroup;
  /** The name of the EKS cluster that the gateway runs in: `bulkhead-prod`. A literal. */
  readonly clusterName: string;
  /**
   * The environment: `{ environment: 'prod', tier: 'production' }`.
   * @default - derived from the stack and the zones, and treated as production
   */
  readonly context?: ContextProps;
}

/**
 * The way in: a name, a certificate, a firewall, and a load balancer in every zone that leads to the gateway of a mesh and to
 * nothing else. It stays when the gateway, the mesh or the cluster is replaced, since none of them has made it.
 *
 * @example
 * const door = new FrontDoor(this, 'FrontDoor', {
 *   domain: { name: 'api.rides.example', zone: { id: 'Z0123456789ABCDEFGHIJ', name: 'rides.example' } },
 *   vpc: network.vpc, podSecurityGroup: cluster.podSecurityGroup, clusterName: cluster.clusterName,
 * });
 */
export class FrontDoor extends Construct {
  /** What was decided, as plain data. */
  public readonly plan: EdgePlan;
  /** Where clients go: `https://api.rides.example`. */
  public readonly url: string;
  /** The load balancer, for alarms, drills and what no prop says. */
  public readonly loadBalancer: CfnLoadBalancer;
  /** The load balancer's security group. */
  public readonly securityGroup: ISecurityGroup;
  /** The gateway's pods, as the load balancer knows them. */
  public readonly targetGroup: CfnTargetGroup;
  /** By port; 443 leads on, 80 sends clients there. */
  public readonly listeners: ReadonlyMap<number, CfnListener>;
  /** The firewall's rules, if there is a firewall. */
  public readonly webAcl: CfnWebACL | undefined;
  /** The bucket of the load balancer's logs, if it keeps any. */
  public readonly logBucket: IBucket | undefined;

  /** @throws SpecError with every problem of the props, when they have any. */
  public constructor(scope: Construct, id: string, props: FrontDoorProps) {
    super(scope, id);
    requireProps(props, {
      vpc: 'pass the VPC to stand in, such as the vpc of a MultiAzNetwork',
      podSecurityGroup:
        "pass the security group of the gateway's pods, such as the podSecurityGroup of a KubernetesCluster",
      clusterName: 'name the cluster that the gateway runs in, such as the clusterName of a KubernetesCluster',
    });
    const { vpc, podSecurityGroup, clusterName, context: given, ...section } = props;
    const subnets = onePerZone(section.scheme === 'internal' ? vpc.privateSubnets : vpc.publicSubnets);
    const context = contextOf(this, given, zonesOf(subnets));
    const spec = checkSpec(edgeSpec, section, (checked) => [
      ...edgeProblems(checked, context),
      ...vpcProblems(checked, subnets),
    ]);
    const plan = planEdge(spec, context, { clusterName });
    this.plan = plan;

    const groups = new FrontDoorSecurityGroups(this, 'SecurityGroups', { plan, vpc, pods: podSecurityGroup });
    this.securityGroup = SecurityGroup.fromSecurityGroupId(this, 'SecurityGroup', groups.loadBalancerId);
    const { loadBalancer, logs } = new EdgeLoadBalancer(this, 'LoadBalancer', {
      plan,
      subnets,
      securityGroupId: groups.loadBalancerId,
    });
    // One that faces the internet cannot be made before its subnets have a way there.
    loadBalancer.node.addDependency(...subnets.map((subnet) => subnet.internetConnectivityEstablished));
    this.loadBalancer = loadBalancer;
    this.logBucket = logs?.bucket;
    this.targetGroup = gatewayTargetGroup(this, 'Gateway', plan, vpc);
    const listeners = new Listeners(this, 'Listeners', {
      plan,
      loadBalancer,
      targetGroup: this.targetGroup,
      certificateArn:
        plan.certificate === undefined ? undefined : certificateArn(this, 'Certificate', plan.certificate, plan.tags),
    });
    this.listeners = listeners.byPort;
    this.webAcl = this.guard(listeners);
    new Records(this, 'Records', plan.records, loadBalancer);

    this.url = plan.domain === undefined ? `http://${loadBalancer.attrDnsName}` : `https://${plan.domain}`;
    new CfnOutput(this, 'Url', { value: this.url });
    new CfnOutput(this, 'LoadBalancerName', { value: loadBalancer.attrDnsName });
  }

  /**
   * The object that registers the gateway's pods here. In a compute mode that names target groups by their ARN it holds a
   * token, and belongs into the bootstrap manifest that the CDK writes; else it is plain data, as of the plan.
   */
  public targetGroupBinding(mode: ComputeMode): Manifest {
    return targetGroupBinding(this.plan, mode, this.targetGroup.ref);
  }

  /** Puts the firewall before the load balancer, which listens to nobody before that. */
  private guard(listeners: Listeners): CfnWebACL | undefined {
    const { firewall: plan, tags } = this.plan;
    if (plan === undefined) return undefined;
    const firewall = new Firewall(this, 'Firewall', { plan, loadBalancer: this.loadBalancer, tags });
    listeners.node.addDependency(firewall);
    return firewall.webAcl;
  }
}

/** A load balancer takes one subnet of a zone. */
function onePerZone(subnets: readonly ISubnet[]): readonly ISubnet[] {
  const zones = subnets.map(({ availabilityZone }) => availabilityZone);
  return subnets.filter(({ availabilityZone }, index) => zones.indexOf(availabilityZone) === index);
}

const FEWEST_ZONES = 2;

function vpcProblems({ scheme }: EdgeSpec, subnets: readonly ISubnet[]): Problem[] {
  if (subnets.length >= FEWEST_ZONES) return [];
  const kind = scheme === 'internal' ? 'private' : 'public';
  return [
    {
      field: 'vpc',
      value: subnets.map(({ availabilityZone }) => availabilityZone),
      reason: `a load balancer stands in ${kind} subnets of two zones at least, and in one zone it could not lose one`,
      remedy: `give a VPC with ${kind} subnets in two or more zones, such as a MultiAzNetwork's`,
    },
  ];
}

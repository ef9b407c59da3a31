import {
  CfnVPC,
  CfnVPCCidrBlock,
  Vpc,
  type CfnNatGateway,
  type CfnRouteTable,
  type CfnSubnet,
  type ISubnet,
  type IVpc,
} from 'aws-cdk-lib/aws-ec2';
import { CrossStackReferences, ReferenceStrength } from 'aws-cdk-lib/core';
import { Construct, DependencyGroup } from 'constructs';
import type { SubnetTier } from '../plan/network/addresses';
import { planNetwork, type NetworkPlan } from '../plan/network/plan';
import { networkProblems, networkSpec, type NetworkSpec } from '../plan/network/spec';
import { checkSpec } from '../plan/spec';
import { contextOf, type ContextProps } from './context';
import { ClosedDefaultSecurityGroup } from './network/closed-default-security-group';
import { Endpoints } from './network/endpoints';
import { FlowLogs } from './network/flow-logs';
import { EncryptionKey } from './shared/encryption-key';
import { cfnTags, required } from './shared/names';
import { Routing } from './network/routing';

/** Props of {@link MultiAzNetwork}: a network's description, and the environment that it stands in. */
export interface MultiAzNetworkProps extends NetworkSpec {
  /**
   * The environment: `{ environment: 'prod', tier: 'production' }`.
   * @default - derived from the stack and the zones, and treated as production
   */
  readonly context?: ContextProps;
}

/**
 * A VPC over several availability zones, with public, private and isolated subnets in each, that keeps working when one
 * zone is lost and whose addresses never move when a zone is added.
 *
 * Traffic is filtered by security groups and by the routes that isolated subnets do not have. Network ACLs stay at their
 * default: they are stateless, so they break return traffic on ephemeral ports in ways that are hard to see.
 *
 * @example
 * const network = new MultiAzNetwork(this, 'Network', {
 *   cidr: '10.40.0.0/16',
 *   zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
 * });
 * new MyService(this, 'Service', { vpc: network.vpc });
 */
export class MultiAzNetwork extends Construct {
  /** What was decided, as plain data. */
  public readonly plan: NetworkPlan;

  /**
   * The VPC for other constructs. Its zones are names, so nothing is looked up; a subnet's `internetConnectivityEstablished`
   * waits for its route out.
   */
  public readonly vpc: IVpc;

  /** The VPC itself, for what no prop says: `network.cfnVpc.instanceTenancy = 'dedicated'`. */
  public readonly cfnVpc: CfnVPC;

  /** Its subnets by their names in the plan, `private-a`, for what no prop says. */
  public readonly subnets: ReadonlyMap<string, CfnSubnet>;

  /** Its route tables by their names in the plan, `private-a`, `public`, `isolated`: routes to connected networks go here. */
  public readonly routeTables: ReadonlyMap<string, CfnRouteTable>;

  /** Its NAT gateways by their names in the plan, `nat-a`, for alarms and drills. */
  public readonly natGateways: ReadonlyMap<string, CfnNatGateway>;

  /** @throws SpecError with every problem of the props, when they have any. */
  public constructor(scope: Construct, id: string, props: MultiAzNetworkProps) {
    super(scope, id);
    const { context, ...given } = props;
    const spec = checkSpec(networkSpec, given, (checked) =>
      networkProblems(checked, contextOf(this, context, checked.zones)),
    );
    this.plan = planNetwork(spec, contextOf(this, context, spec.zones));

    const vpc = new CfnVPC(this, 'Vpc', {
      cidrBlock: this.plan.cidr,
      enableDnsSupport: this.plan.dns.support,
      enableDnsHostnames: this.plan.dns.hostnames,
      tags: cfnTags(this.plan.tags),
    });
    CrossStackReferences.of(vpc).produce(ReferenceStrength.STRONG);
    const ipv6Block = this.plan.ipv6
      ? new CfnVPCCidrBlock(this, 'Ipv6Block', { vpcId: vpc.ref, amazonProvidedIpv6CidrBlock: true })
      : undefined;

    const routing = new Routing(this, 'Routing', { plan: this.plan, vpc, ipv6Block });
    new Endpoints(this, 'Endpoints', {
      plan: this.plan,
      vpc,
      subnets: routing.subnets,
      routeTables: routing.routeTables,
    });

    const { flowLogs, upkeepLogs, logKey } = this.plan;
    const logGroups = [flowLogs.logGroup, upkeepLogs.logGroup];
    const key = new EncryptionKey(this, 'LogKey', {
      plan: logKey,
      description: `Encrypts ${logGroups.join(' and ')}`,
      logGroups,
    });
    new FlowLogs(this, 'FlowLogs', { plan: flowLogs, vpc, keyArn: key.arn, tags: this.plan.tags });
    const closed = new ClosedDefaultSecurityGroup(this, 'DefaultSecurityGroup', {
      vpc,
      ipv6: this.plan.ipv6,
      logs: upkeepLogs,
      keyArn: key.arn,
    });
    // Associating an IPv6 block may add a rule to the group: close it afterwards.
    if (ipv6Block !== undefined) closed.node.addDependency(ipv6Block);

    this.cfnVpc = vpc;
    this.subnets = routing.subnets;
    this.routeTables = routing.routeTables;
    this.natGateways = routing.natGateways;
    this.vpc = this.asVpc(vpc, routing);
  }

  /** The rendered network in the form that other constructs take. */
  private asVpc(vpc: CfnVPC, routing: Routing): IVpc {
    const tier = (name: SubnetTier) => this.plan.subnets.filter((subnet) => subnet.tier === name);
    const ids = (name: SubnetTier) => tier(name).map((subnet) => required(routing.subnets, subnet.name).ref);
    const tables = (name: SubnetTier) =>
      tier(name).map((subnet) => required(routing.routeTables, subnet.routeTable).ref);
    const cidrs = (name: SubnetTier) => tier(name).map((subnet) => subnet.cidr);
    const made = Vpc.fromVpcAttributes(this, 'Network', {
      vpcId: vpc.ref,
      vpcCidrBlock: this.plan.cidr,
      availabilityZones: this.plan.zones.map((zone) => zone.name),
      publicSubnetIds: ids('public'),
      publicSubnetRouteTableIds: tables('public'),
      publicSubnetIpv4CidrBlocks: cidrs('public'),
      privateSubnetIds: ids('private'),
      privateSubnetRouteTableIds: tables('private'),
      privateSubnetIpv4CidrBlocks: cidrs('private'),
      isolatedSubnetIds: ids('isolated'),
      isolatedSubnetRouteTableIds: tables('isolated'),
      isolatedSubnetIpv4CidrBlocks: cidrs('isolated'),
    });
    this.wireWaysOut(made, routing);
    return made;
  }

  /** Whoever waits for internet connectivity, as instances and functions do, waits for the routes of this network. */
  private wireWaysOut(vpc: IVpc, routing: Routing): void {
    const wire = (subnets: readonly ISubnet[], tier: SubnetTier): void => {
      const plans = this.plan.subnets.filter((subnet) => subnet.tier === tier);
      plans.forEach(({ name }, index) => {
        const waysOut = required(routing.waysOut, name);
        for (const group of [vpc.internetConnectivityEstablished, subnets[index]?.internetConnectivityEstablished]) {
          if (group instanceof DependencyGroup) group.add(...waysOut);
        }
      });
    };
    wire(vpc.publicSubnets, 'public');
    wire(vpc.privateSubnets, 'private');
  }
}

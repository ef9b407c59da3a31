import {
  CfnEIP,
  CfnEgressOnlyInternetGateway,
  CfnInternetGateway,
  CfnNatGateway,
  CfnRoute,
  CfnRouteTable,
  CfnSubnet,
  CfnSubnetRouteTableAssociation,
  CfnVPCGatewayAttachment,
  type CfnVPC,
  type CfnVPCCidrBlock,
} from 'aws-cdk-lib/aws-ec2';
import { CrossStackReferences, Fn, ReferenceStrength, Validations, type CfnResource } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type {
  AddressPlan,
  NatGatewayPlan,
  NetworkPlan,
  RoutePlan,
  RouteTablePlan,
  SubnetPlan,
} from '../../plan/network/model';
import { cfnTags, constructId, required } from '../shared/names';

/** Props of {@link Routing}. */
export interface RoutingProps {
  /** The network to render. */
  readonly plan: NetworkPlan;
  /** The VPC that it stands in. */
  readonly vpc: CfnVPC;
  /**
   * The VPC's IPv6 block.
   * @default - the network has IPv4 only
   */
  readonly ipv6Block?: CfnVPCCidrBlock;
}

/** Subnets, route tables and the gateways that their routes lead to. */
export class Routing extends Construct {
  /** Subnets by their names in the plan. */
  public readonly subnets: ReadonlyMap<string, CfnSubnet>;
  /** Route tables by their names in the plan. */
  public readonly routeTables: ReadonlyMap<string, CfnRouteTable>;
  /** What must exist before a subnet's traffic gets out, by the subnet's name; nothing for isolated ones. */
  public readonly waysOut: ReadonlyMap<string, readonly CfnResource[]>;
  /** NAT gateways by their names in the plan. */
  public readonly natGateways = new Map<string, CfnNatGateway>();

  private readonly props: RoutingProps;
  private readonly internetGateway: CfnInternetGateway;
  private readonly attachment: CfnVPCGatewayAttachment;
  private readonly egressOnlyGateway: CfnEgressOnlyInternetGateway | undefined;

  public constructor(scope: Construct, id: string, props: RoutingProps) {
    super(scope, id);
    this.props = props;
    const { plan, vpc } = props;
    const reason = 'Zones are named in the environment: a looked-up zone can differ between accounts and move a subnet';
    Validations.of(this).acknowledge(
      { id: 'CloudFormation-Validate::W3010', reason },
      { id: 'cfn-lint::W3010', reason },
    );
    this.internetGateway = new CfnInternetGateway(this, 'InternetGateway', { tags: cfnTags(plan.tags) });
    this.attachment = new CfnVPCGatewayAttachment(this, 'InternetGatewayAttachment', {
      vpcId: vpc.ref,
      internetGatewayId: this.internetGateway.ref,
    });
    this.egressOnlyGateway = plan.ipv6
      ? new CfnEgressOnlyInternetGateway(this, 'EgressOnlyInternetGateway', {
          vpcId: vpc.ref,
          tags: cfnTags(plan.tags),
        })
      : undefined;
    this.subnets = new Map(plan.subnets.map((subnet) => [subnet.name, this.subnet(subnet)]));
    this.routeTables = new Map(plan.routeTables.map((table) => [table.name, this.routeTable(table)]));
    const associations = new Map(plan.subnets.map((subnet) => [subnet.name, this.association(subnet)]));
    // A NAT gateway must find its own way out when it comes up, so public routes stand before it and private ones after.
    const publicFirst = [...plan.routeTables].sort((a, b) => Number(leadsToNat(a)) - Number(leadsToNat(b)));
    const routes = new Map<string, readonly CfnResource[]>();
    for (const table of publicFirst) {
      if (leadsToNat(table) && this.natGateways.size === 0) {
        for (const gateway of plan.natGateways) {
          this.natGateways.set(gateway.name, this.natGateway(gateway, routes, associations));
        }
      }
      routes.set(
        table.name,
        table.routes.map((route) => this.route(table, route)),
      );
    }
    this.waysOut = new Map(
      plan.subnets.map(({ name, routeTable }) => {
        const out = required(routes, routeTable);
        return [name, out.length === 0 ? [] : [...out, required(associations, name)]];
      }),
    );
  }

  private subnet({ name, zone, cidr, publicAddressOnLaunch, ipv6, tags }: SubnetPlan): CfnSubnet {
    const { vpc, plan, ipv6Block } = this.props;
    const subnet = new CfnSubnet(this, constructId('Subnet', name), {
      vpcId: vpc.ref,
      availabilityZone: zone,
      cidrBlock: cidr,
      mapPublicIpOnLaunch: publicAddressOnLaunch,
      ...(ipv6 === undefined
        ? {}
        : {
            ipv6CidrBlock: Fn.select(ipv6.index, Fn.cidr(Fn.select(0, vpc.attrIpv6CidrBlocks), plan.ipv6Subnets, '64')),
            assignIpv6AddressOnCreation: ipv6.assignOnCreation,
          }),
      tags: cfnTags(tags),
    });
    if (ipv6Block !== undefined) subnet.node.addDependency(ipv6Block);
    CrossStackReferences.of(subnet).produce(ReferenceStrength.STRONG);
    return subnet;
  }

  private routeTable({ name, tags }: RouteTablePlan): CfnRouteTable {
    return new CfnRouteTable(this, constructId('RouteTable', name), { vpcId: this.props.vpc.ref, tags: cfnTags(tags) });
  }

  private association({ name, routeTable }: SubnetPlan): CfnSubnetRouteTableAssociation {
    return new CfnSubnetRouteTableAssociation(this, constructId('RouteTableOf', name), {
      subnetId: required(this.subnets, name).ref,
      routeTableId: required(this.routeTables, routeTable).ref,
    });
  }

  private natGateway(
    plan: NatGatewayPlan,
    routes: ReadonlyMap<string, readonly CfnResource[]>,
    associations: ReadonlyMap<string, CfnResource>,
  ): CfnNatGateway {
    const id = constructId('Gateway', plan.name);
    const { vpc } = this.props;
    if (plan.kind === 'regional') {
      const gateway = new CfnNatGateway(this, id, {
        vpcId: vpc.ref,
        availabilityMode: 'regional',
        connectivityType: 'public',
        availabilityZoneAddresses: plan.addresses.map((address) => ({
          availabilityZone: address.zone,
          allocationIds: [this.address(address).attrAllocationId],
        })),
        tags: cfnTags(plan.tags),
      });
      gateway.node.addDependency(this.attachment);
      return gateway;
    }
    const gateway = new CfnNatGateway(this, id, {
      subnetId: required(this.subnets, plan.subnet).ref,
      connectivityType: 'public',
      allocationId: this.address(plan.address).attrAllocationId,
      tags: cfnTags(plan.tags),
    });
    for (const route of routes.get('public') ?? []) gateway.node.addDependency(route);
    gateway.node.addDependency(required(associations, plan.subnet));
    return gateway;
  }

  private address({ name, tags }: AddressPlan): CfnEIP {
    const address = new CfnEIP(this, constructId('Address', name), { domain: 'vpc', tags: cfnTags(tags) });
    address.node.addDependency(this.attachment);
    return address;
  }

  private route(table: RouteTablePlan, { name, destination, ipVersion, target }: RoutePlan): CfnRoute {
    const route = new CfnRoute(this, constructId(constructId('Route', table.name), name), {
      routeTableId: required(this.routeTables, table.name).ref,
      ...(ipVersion === 4 ? { destinationCidrBlock: destination } : { destinationIpv6CidrBlock: destination }),
      ...(target.kind === 'internet-gateway' ? { gatewayId: this.internetGateway.ref } : {}),
      ...(target.kind === 'nat-gateway' ? { natGatewayId: required(this.natGateways, target.name).ref } : {}),
      ...(target.kind === 'egress-only-internet-gateway'
        ? { egressOnlyInternetGatewayId: this.egressOnlyGateway?.ref }
        : {}),
    });
    if (target.kind === 'internet-gateway') route.node.addDependency(this.attachment);
    return route;
  }
}

const leadsToNat = ({ routes }: RouteTablePlan): boolean => routes.some(({ target }) => target.kind === 'nat-gateway');

import { pathName, physicalName, type PlanContext } from '../context';
import { planKey } from '../encryption';
import { ADDRESS_LAYOUT, IPV6_SUBNETS, ipv6SubnetIndex, sliceOf, subnetBlock, type SubnetTier } from './addresses';
import { cidr, formatCidr } from './cidr';
import { resolveNetwork, type EgressMode, type ResolvedNetwork } from './defaults';
import { FLOW_LOG_FIELDS } from './flow-log-fields';
import type {
  AddressPlan,
  NatGatewayPlan,
  NetworkPlan,
  RoutePlan,
  RouteTablePlan,
  RouteTarget,
  SubnetPlan,
  Tags,
  ZonePlan,
} from './model';
import type { NetworkSpec } from './spec';
import { zoneIndex, zoneLetter } from '../zones';

export type { NetworkPlan } from './model';

/** Decides a network: pure, and the same for every renderer. The spec must have been checked. */
export function planNetwork(spec: NetworkSpec, context: PlanContext): NetworkPlan {
  const resolved = resolveNetwork(spec, context);
  const name = physicalName(context);
  const zones = spec.zones.map((zone) => ({ name: zone, letter: zoneLetter(zone), index: zoneIndex(zone) }));
  const subnets = zones.flatMap((zone) => planSubnets(spec, resolved, zone, context));
  const privateSubnets = subnets.filter(({ tier }) => tier === 'private');
  const natGateways = planNatGateways(resolved.egress, zones, context);
  const production = context.tier === 'production';
  return {
    name,
    region: context.region,
    cidr: spec.cidr,
    ipv6: resolved.ipv6,
    ipv6Subnets: IPV6_SUBNETS,
    zones,
    subnets,
    routeTables: planRouteTables(zones, natGateways, resolved.ipv6, context),
    egress: resolved.egress,
    natGateways,
    // Isolated tables get none: what stands there never calls out, so there is nothing to leak through.
    gatewayEndpoints: ['s3', 'dynamodb'].map((service) => ({
      name: service,
      service: serviceName(context, service),
      routeTables: privateSubnets.map(({ routeTable }) => routeTable),
      tags: named(context, service),
    })),
    interfaceEndpoints: resolved.interfaceEndpoints.map((service) => ({
      name: service,
      service: serviceName(context, service),
      subnets: privateSubnets.map((subnet) => subnet.name),
      privateDns: true,
      tags: named(context, service),
    })),
    interfaceEndpointAccess: { port: 443, sources: [spec.cidr] },
    flowLogs: {
      logGroup: pathName(context, 'network', 'flow-logs'),
      ...resolved.flowLogs,
      fields: FLOW_LOG_FIELDS,
      retain: production,
    },
    defaultSecurityGroup: { closed: true },
    upkeepLogs: { logGroup: pathName(context, 'network', 'upkeep'), retentionDays: resolved.flowLogs.retentionDays },
    // The longest wait in production: records are unreadable once the key is gone.
    logKey: planKey(context, ['network', 'logs']),
    // Nodes cannot join a cluster without both (EKS user guide, "VPC requirements"); endpoints' private DNS needs them too.
    dns: { support: true, hostnames: true },
    tags: { Name: name },
  };
}

function planSubnets(
  spec: NetworkSpec,
  { zoneSlots, ipv6 }: ResolvedNetwork,
  zone: ZonePlan,
  context: PlanContext,
): SubnetPlan[] {
  return ADDRESS_LAYOUT.map(({ tier }): SubnetPlan => {
    const name = `${tier}-${zone.letter}`;
    const slice = sliceOf(tier);
    return {
      name,
      tier,
      zone: zone.name,
      cidr: formatCidr(subnetBlock(cidr(spec.cidr), zoneSlots, zone.name, slice)),
      // EKS wants nodes in private subnets to get an address by themselves; elsewhere it is asked for, never accidental.
      ...(ipv6 ? { ipv6: { index: ipv6SubnetIndex(zone.name, slice), assignOnCreation: tier === 'private' } } : {}),
      publicAddressOnLaunch: false,
      routeTable: tier === 'private' ? name : tier,
      tags: { ...named(context, name), ...TIER_TAGS[tier](physicalName(context)) },
    };
  });
}

/**
 * How others find subnets: load balancer controllers by role (EKS user guide, "Subnet requirements for nodes"),
 * Karpenter and Auto Mode's node classes by discovery tag, whose value is the cluster's name.
 */
const TIER_TAGS: Readonly<Record<SubnetTier, (clusterName: string) => Tags>> = {
  private: (clusterName) => ({ 'kubernetes.io/role/internal-elb': '1', 'karpenter.sh/discovery': clusterName }),
  public: () => ({ 'kubernetes.io/role/elb': '1' }),
  isolated: () => ({}),
};

function planNatGateways(egress: EgressMode, zones: readonly ZonePlan[], context: PlanContext): NatGatewayPlan[] {
  const address = (name: string, { name: zone }: ZonePlan): AddressPlan => ({ name, zone, tags: named(context, name) });
  if (egress === 'regional') {
    // With its addresses listed, a regional gateway stands in these zones only and its addresses never change by
    // themselves; left to AWS, both would follow the workload, and partners could not allow the addresses. They have
    // names of their own, because an address cannot move to a new gateway before the old one is gone.
    const name = 'regional-nat';
    return [
      {
        kind: 'regional',
        name,
        addresses: zones.map((zone) => address(`${name}-${zone.letter}`, zone)),
        tags: named(context, name),
      },
    ];
  }
  return (egress === 'single' ? zones.slice(0, 1) : zones).map((zone) => ({
    kind: 'zonal',
    name: `nat-${zone.letter}`,
    zone: zone.name,
    subnet: `public-${zone.letter}`,
    address: address(`nat-${zone.letter}`, zone),
    tags: named(context, `nat-${zone.letter}`),
  }));
}

function planRouteTables(
  zones: readonly ZonePlan[],
  natGateways: readonly NatGatewayPlan[],
  ipv6: boolean,
  context: PlanContext,
): RouteTablePlan[] {
  const table = (name: string, routes: readonly RoutePlan[]): RouteTablePlan => ({
    name,
    routes,
    tags: named(context, name),
  });
  return [
    table('public', defaultRoutes({ kind: 'internet-gateway' }, ipv6 ? { kind: 'internet-gateway' } : undefined)),
    // No route beside the local one, in either IP version: nothing outside the VPC is reachable from here.
    table('isolated', []),
    ...zones.map(({ name, letter }) =>
      table(
        `private-${letter}`,
        defaultRoutes(
          { kind: 'nat-gateway', name: natGatewayFor(name, natGateways).name },
          ipv6 ? { kind: 'egress-only-internet-gateway' } : undefined,
        ),
      ),
    ),
  ];
}

/** The gateway of the zone itself; else the only one that there is. */
function natGatewayFor(zone: string, natGateways: readonly NatGatewayPlan[]): NatGatewayPlan {
  const own = natGateways.find((gateway) => gateway.kind === 'zonal' && gateway.zone === zone);
  const gateway = own ?? natGateways[0];
  if (gateway === undefined) throw new RangeError(`no NAT gateway serves ${zone}`);
  return gateway;
}

function defaultRoutes(ipv4: RouteTarget, ipv6: RouteTarget | undefined): RoutePlan[] {
  const route: RoutePlan = { name: 'default', destination: '0.0.0.0/0', ipVersion: 4, target: ipv4 };
  return ipv6 === undefined
    ? [route]
    : [route, { name: 'default-ipv6', destination: '::/0', ipVersion: 6, target: ipv6 }];
}

const named = (context: PlanContext, name: string): Tags => ({ Name: physicalName(context, name) });

const serviceName = ({ region }: PlanContext, service: string): string => `com.amazonaws.${region}.${service}`;

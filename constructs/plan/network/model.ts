import type { KeyPlan } from '../encryption';
import type { RetentionDays } from '../retention';
import type { SubnetTier } from './addresses';
import type { EgressMode } from './defaults';

/** Key and value pairs that a resource is tagged with. */
export type Tags = Readonly<Record<string, string>>;

/** An availability zone that the network stands in. */
export interface ZonePlan {
  /** `eu-west-1a` */
  readonly name: string;
  /** Its identity in names: `a`. */
  readonly letter: string;
  /** Its place in the address plan: 0. */
  readonly index: number;
}

/** One subnet. */
export interface SubnetPlan {
  /** `private-a` */
  readonly name: string;
  /** Who stands in it, and so what it can reach: `private`. */
  readonly tier: SubnetTier;
  /** The zone's name: `eu-west-1a`. */
  readonly zone: string;
  /** `10.40.0.0/19` */
  readonly cidr: string;
  /** Whether network interfaces get a public IPv4 address by themselves: never, a public address is asked for. */
  readonly publicAddressOnLaunch: boolean;
  /** With IPv6: which of the VPC's 256 /64 blocks, and whether interfaces get an address from it by themselves. */
  readonly ipv6?: { readonly index: number; readonly assignOnCreation: boolean };
  /** The name of its route table. */
  readonly routeTable: string;
  /** For people, and for the controllers that find subnets by tag. */
  readonly tags: Tags;
}

/** Where a route leads. */
export type RouteTarget =
  | { readonly kind: 'internet-gateway' }
  | { readonly kind: 'egress-only-internet-gateway' }
  | {
      readonly kind: 'nat-gateway';
      /** `nat-a` */
      readonly name: string;
    };

/** A route beside the local one, which every table has. */
export interface RoutePlan {
  /** `default` or `default-ipv6` */
  readonly name: string;
  /** `0.0.0.0/0` or `::/0` */
  readonly destination: string;
  /** Of the destination. */
  readonly ipVersion: 4 | 6;
  /** Where packets to the destination go. */
  readonly target: RouteTarget;
}

/** A route table, and so what its subnets can reach. */
export interface RouteTablePlan {
  /** `private-a`, `public`, `isolated` */
  readonly name: string;
  /** Beside the local one. */
  readonly routes: readonly RoutePlan[];
  /** The table by name. */
  readonly tags: Tags;
}

/** A public address that egress leaves from; partners can allow it, since it lives as long as its zone is named. */
export interface AddressPlan {
  /** `nat-a`, or `regional-nat-a` */
  readonly name: string;
  /** The zone whose traffic leaves from it: `eu-west-1a`. */
  readonly zone: string;
  /** The address by name. */
  readonly tags: Tags;
}

/** A NAT gateway: in one zone's public subnet, or regional with an address in each zone and no subnet. */
export type NatGatewayPlan =
  | {
      readonly kind: 'zonal';
      /** `nat-a` */
      readonly name: string;
      /** The zone that it stands in, and serves: `eu-west-1a`. */
      readonly zone: string;
      /** The public subnet that it stands in: `public-a`. */
      readonly subnet: string;
      /** The public address that its traffic comes from. */
      readonly address: AddressPlan;
      /** The gateway by name. */
      readonly tags: Tags;
    }
  | {
      readonly kind: 'regional';
      /** `regional-nat` */
      readonly name: string;
      /** The public addresses that its traffic comes from, one in each zone. */
      readonly addresses: readonly AddressPlan[];
      /** The gateway by name. */
      readonly tags: Tags;
    };

/** A gateway endpoint: a route to a service by its prefix list, free of charge. */
export interface GatewayEndpointPlan {
  /** `s3` */
  readonly name: string;
  /** `com.amazonaws.eu-west-1.s3` */
  readonly service: string;
  /** The names of the route tables that get the route. */
  readonly routeTables: readonly string[];
  /** The endpoint by name. */
  readonly tags: Tags;
}

/** An interface endpoint: network interfaces of a service in the private subnets, with the service's own DNS name. */
export interface InterfaceEndpointPlan {
  /** `ecr.api` */
  readonly name: string;
  /** `com.amazonaws.eu-west-1.ecr.api` */
  readonly service: string;
  /** The names of the subnets that it stands in. */
  readonly subnets: readonly string[];
  /** Whether the service's own DNS name leads to it inside the VPC. */
  readonly privateDns: boolean;
  /** The endpoint by name. */
  readonly tags: Tags;
}

/** The record of all traffic. */
export interface FlowLogsPlan {
  /** `/bulkhead/prod/network/flow-logs` */
  readonly logGroup: string;
  /** How long a record is kept. */
  readonly retentionDays: RetentionDays;
  /** Which traffic is recorded; what was rejected tells a misconfiguration from an attack. */
  readonly trafficType: 'ALL' | 'ACCEPT' | 'REJECT';
  /** How much time one record sums up. */
  readonly intervalSeconds: 60 | 600;
  /** The record's fields in order: `az-id`, `srcaddr`, … */
  readonly fields: readonly string[];
  /** Whether records outlive the network. */
  readonly retain: boolean;
}

/** Everything that a renderer needs to know of a network; it decides nothing of its own. */
export interface NetworkPlan {
  /** `bulkhead-prod` */
  readonly name: string;
  /** `eu-west-1` */
  readonly region: string;
  /** `10.40.0.0/16` */
  readonly cidr: string;
  /** Whether there is an Amazon-provided /56 beside it, cut in `ipv6Subnets` /64 blocks. */
  readonly ipv6: boolean;
  /** How many: 256. */
  readonly ipv6Subnets: number;
  /** In the order in which they are named. */
  readonly zones: readonly ZonePlan[];
  /** One in each zone for each tier. */
  readonly subnets: readonly SubnetPlan[];
  /** What the subnets' packets follow. */
  readonly routeTables: readonly RouteTablePlan[];
  /** How private subnets reach the internet. */
  readonly egress: EgressMode;
  /** The ways out that this takes. */
  readonly natGateways: readonly NatGatewayPlan[];
  /** The services that are reached by a route. */
  readonly gatewayEndpoints: readonly GatewayEndpointPlan[];
  /** The services that are reached by network interfaces of their own. */
  readonly interfaceEndpoints: readonly InterfaceEndpointPlan[];
  /** Who may call the interface endpoints, and on which port; they call nobody. */
  readonly interfaceEndpointAccess: { readonly port: number; readonly sources: readonly string[] };
  /** The record of who talked to whom. */
  readonly flowLogs: FlowLogsPlan;
  /** The VPC's default security group has no rule: what names no group reaches nothing and is reached by nothing. */
  readonly defaultSecurityGroup: { readonly closed: true };
  /** Where a renderer's own means of upkeep, such as what closes that group, write their logs. */
  readonly upkeepLogs: { readonly logGroup: string; readonly retentionDays: RetentionDays };
  /** The encryption key of the network's logs. */
  readonly logKey: KeyPlan;
  /** Names are resolved by the VPC's resolver, and interfaces have names. */
  readonly dns: { readonly support: boolean; readonly hostnames: boolean };
  /** The VPC by name. */
  readonly tags: Tags;
}

import { sliceOf, type ZoneSlots } from './addresses';
import type { Capacity } from './defaults';

/** A rollout runs a quarter more pods than it replaces: `maxSurge` 25 % (Kubernetes, "Deployments", default). Nodes too. */
const SURGE = 1.25;

/** The VPC CNI and Auto Mode give a node addresses for its pods in /28 prefixes (EKS user guide, "Assign more IP addresses"). */
const PREFIX_ADDRESSES = 16;

/** Each node keeps one prefix free for the next pod: `WARM_PREFIX_TARGET` 1 (VPC CNI, recommended; Auto Mode keeps a pool). */
const WARM_PREFIXES = 1;

/** EKS places its network interfaces in each cluster subnet: at least 6 addresses, 16 recommended (EKS user guide, "Subnet requirements for clusters"). */
const CONTROL_PLANE_ADDRESSES = 16;

/** A load balancer takes at least 8 free addresses in each of its subnets (Elastic Load Balancing user guide, "Subnets for your load balancer"). */
const LOAD_BALANCER_ADDRESSES = 8;

/** The first four addresses and the last of every subnet are AWS's own (VPC user guide, "Subnet sizing"). */
const RESERVED_ADDRESSES = 5;

/** More pods than this on one node is beyond what EKS recommends for any instance (EKS user guide, "Choose an instance type": 110, or 250 from 30 vCPUs). */
export const MOST_PODS_PER_NODE = 250;

/** An AWS VPC's IPv4 block has between 16 and 65536 addresses (VPC user guide, "VPC CIDR blocks"). */
export const LARGEST_VPC_PREFIX_LENGTH = 16;

/** The other end of the same range. */
export const SMALLEST_VPC_PREFIX_LENGTH = 28;

/** The smallest subnet in which a load balancer may stand is a /27 (Elastic Load Balancing user guide, as above). */
export const SMALLEST_SUBNET_PREFIX_LENGTH = 27;

/** What a zone's private subnet must hold when another zone is lost, in addresses. */
export interface AddressDemand {
  /** Pods in the zone, during a rollout. */
  readonly pods: number;
  /** Nodes in the zone, while a quarter of them is being replaced. */
  readonly nodes: number;
  /** /28 prefixes on each node. */
  readonly prefixesPerNode: number;
  /** Addresses in those prefixes, on all nodes of the zone. */
  readonly podAddresses: number;
  /** Everything else: nodes, endpoints, control plane, load balancers, AWS's own. */
  readonly otherAddresses: number;
  /** All together. */
  readonly total: number;
}

/**
 * How many addresses a zone's private subnet must have so that all peak pods run, and can be rolled out, when one of
 * the zones is lost.
 */
export function addressDemand({ pods, nodes }: Capacity, zones: number, interfaceEndpoints: number): AddressDemand {
  const survivors = zones - 1;
  const podsInZone = Math.ceil((pods * SURGE) / survivors);
  const nodesInZone = Math.ceil((nodes * SURGE) / survivors);
  const prefixesPerNode = Math.ceil(podsInZone / nodesInZone / PREFIX_ADDRESSES) + WARM_PREFIXES;
  const podAddresses = nodesInZone * prefixesPerNode * PREFIX_ADDRESSES;
  const otherAddresses =
    nodesInZone + interfaceEndpoints + CONTROL_PLANE_ADDRESSES + LOAD_BALANCER_ADDRESSES + RESERVED_ADDRESSES;
  return {
    pods: podsInZone,
    nodes: nodesInZone,
    prefixesPerNode,
    podAddresses,
    otherAddresses,
    total: podAddresses + otherAddresses,
  };
}

/** How many addresses a zone's private subnet has in a VPC of a given prefix length: 8192 in a /16 with 4 slots. */
export function privateAddresses(vpcPrefix: number, slots: ZoneSlots): number {
  return (2 ** (32 - vpcPrefix) / slots) * (sliceOf('private').eighths / 8);
}

/** The longest VPC prefix, so the smallest block, whose private subnets hold `addresses`; none when even a /16 does not. */
export function smallestPrefix(addresses: number, slots: ZoneSlots): number | undefined {
  const prefix =
    smallestUsablePrefix(slots) -
    Math.max(0, Math.ceil(Math.log2(addresses / privateAddresses(smallestUsablePrefix(slots), slots))));
  return prefix < LARGEST_VPC_PREFIX_LENGTH ? undefined : prefix;
}

/** The longest VPC prefix whose smallest subnets, an eighth of a zone's block, are still large enough for load balancers. */
export function smallestUsablePrefix(slots: ZoneSlots): number {
  return SMALLEST_SUBNET_PREFIX_LENGTH - Math.log2(slots * 8);
}

import { part, type Cidr } from './cidr';
import { zoneIndex } from '../zones';

/** The part of a zone's address block that a tier takes, in eighths of the block. */
export interface TierSlice {
  /** The tier's name, the first part of its subnets' names: `private`. */
  readonly tier: string;
  /** The first eighth, 0 to 7; a multiple of `eighths`, since a block begins at a multiple of its size. */
  readonly first: number;
  /** How many eighths: 1, 2 or 4, since a block's size is a power of two. */
  readonly eighths: number;
}

/**
 * How each zone's block is shared out. Append only: a new tier takes eighth 6 or 7, and no line that stands here may
 * change, because a subnet whose block changes is replaced together with all that stands in it.
 *
 * Half goes to `private`: nodes and pods live there and every pod has an address of the VPC. `public` holds load
 * balancers and NAT gateways, `isolated` data stores: a few addresses each.
 */
export const ADDRESS_LAYOUT = [
  { tier: 'private', first: 0, eighths: 4 },
  { tier: 'public', first: 4, eighths: 1 },
  { tier: 'isolated', first: 5, eighths: 1 },
] as const satisfies readonly TierSlice[];

/** A tier of subnets: what its network interfaces can reach, and what can reach them. */
export type SubnetTier = (typeof ADDRESS_LAYOUT)[number]['tier'];

/** For how many zones address space is set aside, one block each. */
export const ZONE_SLOTS = [4, 8] as const;

/** One of {@link ZONE_SLOTS}. */
export type ZoneSlots = (typeof ZONE_SLOTS)[number];

const EIGHTHS = 8;

/** An Amazon-provided IPv6 block is a /56, a subnet's is a /64: 256 of them (VPC user guide, "VPC CIDR blocks"). */
export const IPV6_SUBNETS = 256;

/** /64 blocks set aside for a zone; the most slots decide, so that `zoneSlots` does not move IPv6 addresses. */
const IPV6_SUBNETS_PER_ZONE = IPV6_SUBNETS / Math.max(...ZONE_SLOTS);

/** A tier's slice of the layout. */
export function sliceOf(tier: SubnetTier): TierSlice {
  const slice = ADDRESS_LAYOUT.find((each) => each.tier === tier);
  if (slice === undefined) throw new RangeError(`no tier ${tier}`);
  return slice;
}

/**
 * The addresses of a tier's subnet in a zone. It depends on the zone's letter and the tier's slice and on nothing else
 * that can change: not on which other zones or tiers there are, nor on their order.
 *
 * @example formatCidr(subnetBlock(cidr('10.40.0.0/16'), 4, 'eu-west-1b', sliceOf('private'))) // '10.40.64.0/19'
 */
export function subnetBlock(vpc: Cidr, slots: ZoneSlots, zone: string, slice: TierSlice): Cidr {
  return part(part(vpc, slots, zoneIndex(zone)), EIGHTHS / slice.eighths, slice.first / slice.eighths);
}

/** Which of the VPC's 256 IPv6 /64 blocks a tier's subnet in a zone has, from 0; as stable as {@link subnetBlock}. */
export function ipv6SubnetIndex(zone: string, slice: TierSlice): number {
  return zoneIndex(zone) * IPV6_SUBNETS_PER_ZONE + slice.first;
}

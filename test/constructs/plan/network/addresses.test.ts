import fc from 'fast-check';
import {
  ADDRESS_LAYOUT,
  IPV6_SUBNETS,
  ipv6SubnetIndex,
  sliceOf,
  subnetBlock,
  ZONE_SLOTS,
  type TierSlice,
  type ZoneSlots,
} from '../../../../constructs/plan/network/addresses';
import { block, cidr, contains, formatCidr, sizeOf, type Cidr } from '../../../../constructs/plan/network/cidr';

const vpcs = fc
  .integer({ min: 16, max: 22 })
  .chain((prefix) => fc.integer({ min: 0, max: 2 ** (prefix - 8) - 1 }).map((index) => ({ prefix, index })))
  .map(({ prefix, index }) => block(cidr('10.0.0.0/8').base + index * 2 ** (32 - prefix), prefix));

const slotCounts = fc.constantFrom(...ZONE_SLOTS);

const zonesWithin = (slots: ZoneSlots) =>
  fc.uniqueArray(
    fc.integer({ min: 0, max: slots - 1 }).map((index) => `eu-west-1${String.fromCharCode(97 + index)}`),
    { minLength: 1, maxLength: slots },
  );

/** Layouts that the shipped one may become: two eighths are free, for one tier of two or for one or two of one. */
const layouts = fc.constantFrom<readonly TierSlice[]>(
  ADDRESS_LAYOUT,
  [...ADDRESS_LAYOUT, { tier: 'transit', first: 6, eighths: 2 }],
  [...ADDRESS_LAYOUT, { tier: 'transit', first: 6, eighths: 1 }],
  [...ADDRESS_LAYOUT, { tier: 'transit', first: 7, eighths: 1 }, { tier: 'inspection', first: 6, eighths: 1 }],
);

const networks = slotCounts.chain((slots) =>
  fc.record({ vpc: vpcs, slots: fc.constant(slots), zones: zonesWithin(slots), layout: layouts }),
);

interface Network {
  readonly vpc: Cidr;
  readonly slots: ZoneSlots;
  readonly zones: readonly string[];
  readonly layout: readonly TierSlice[];
}

const subnetsOf = ({ vpc, slots, zones, layout }: Network): ReadonlyMap<string, Cidr> =>
  new Map(
    zones.flatMap((zone) => layout.map((slice) => [`${slice.tier}-${zone}`, subnetBlock(vpc, slots, zone, slice)])),
  );

test('every subnet lies inside the VPC', () => {
  fc.assert(
    fc.property(networks, (network) => {
      for (const subnet of subnetsOf(network).values()) expect(contains(network.vpc, subnet)).toBe(true);
    }),
  );
});

test('no two subnets share an address', () => {
  fc.assert(
    fc.property(networks, (network) => {
      const sorted = [...subnetsOf(network).values()].sort((a, b) => a.base - b.base);
      sorted.slice(1).forEach((subnet, index) => {
        const before = sorted[index];
        expect(before !== undefined && before.base + sizeOf(before) <= subnet.base).toBe(true);
      });
    }),
  );
});

test('every subnet is aligned to its size', () => {
  fc.assert(
    fc.property(networks, (network) => {
      for (const subnet of subnetsOf(network).values()) expect(subnet.base % sizeOf(subnet)).toBe(0);
    }),
  );
});

test('adding a zone, wherever it is named, moves no other subnet', () => {
  fc.assert(
    fc.property(networks, fc.nat(), fc.nat(), (network, which, where) => {
      const added = `eu-west-1${String.fromCharCode(97 + (which % network.slots))}`;
      fc.pre(!network.zones.includes(added));
      const at = where % (network.zones.length + 1);
      const grown = subnetsOf({
        ...network,
        zones: [...network.zones.slice(0, at), added, ...network.zones.slice(at)],
      });
      for (const [name, subnet] of subnetsOf(network)) expect(grown.get(name)).toEqual(subnet);
    }),
  );
});

test('adding a tier moves no other subnet', () => {
  fc.assert(
    fc.property(networks, layouts, (network, layout) => {
      const grown = subnetsOf({ ...network, layout: [...ADDRESS_LAYOUT, ...layout.slice(ADDRESS_LAYOUT.length)] });
      for (const [name, subnet] of subnetsOf({ ...network, layout: ADDRESS_LAYOUT })) {
        expect(grown.get(name)).toEqual(subnet);
      }
    }),
  );
});

test('IPv6 blocks are distinct, among the 256 of a /56, and the same for four slots and for eight', () => {
  fc.assert(
    fc.property(zonesWithin(8), layouts, (zones, layout) => {
      const indexes = zones.flatMap((zone) => layout.map((slice) => ipv6SubnetIndex(zone, slice)));
      expect(new Set(indexes).size).toBe(indexes.length);
      expect(indexes.every((index) => Number.isInteger(index) && index >= 0 && index < IPV6_SUBNETS)).toBe(true);
    }),
  );
  expect(ipv6SubnetIndex('eu-west-1b', sliceOf('public'))).toBe(36);
});

test('the shipped layout has not moved', () => {
  const vpc = cidr('10.40.0.0/16');
  const shown = ['a', 'b', 'd'].map((letter) =>
    ADDRESS_LAYOUT.map((slice) => formatCidr(subnetBlock(vpc, 4, `eu-west-1${letter}`, slice))),
  );
  expect(shown).toEqual([
    ['10.40.0.0/19', '10.40.32.0/21', '10.40.40.0/21'],
    ['10.40.64.0/19', '10.40.96.0/21', '10.40.104.0/21'],
    ['10.40.192.0/19', '10.40.224.0/21', '10.40.232.0/21'],
  ]);
  expect(formatCidr(subnetBlock(vpc, 8, 'us-east-1f', sliceOf('private')))).toBe('10.40.160.0/20');
});

test('a zone beyond the slots has no addresses', () => {
  expect(() => subnetBlock(cidr('10.40.0.0/16'), 4, 'us-east-1e', sliceOf('private'))).toThrow(RangeError);
});

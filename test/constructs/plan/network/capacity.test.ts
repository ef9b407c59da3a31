import fc from 'fast-check';
import { ZONE_SLOTS } from '../../../../constructs/plan/network/addresses';
import { addressDemand, privateAddresses, smallestPrefix } from '../../../../constructs/plan/network/capacity';

test('a zone must hold its share of all peak pods when another is lost, in the middle of a rollout', () => {
  // 3000 × 1.25 / 2 = 1875 pods on 100 × 1.25 / 2 = 63 nodes: 29.8 pods a node are 2 prefixes, and 1 is kept warm.
  expect(addressDemand({ pods: 3000, nodes: 100 }, 3, 6)).toEqual({
    pods: 1875,
    nodes: 63,
    prefixesPerNode: 3,
    podAddresses: 63 * 3 * 16,
    otherAddresses: 63 + 6 + 16 + 8 + 5,
    total: 3024 + 98,
  });
});

test('with two zones the one that is left holds everything', () => {
  expect(addressDemand({ pods: 200, nodes: 6 }, 2, 0)).toMatchObject({ pods: 250, nodes: 8, prefixesPerNode: 3 });
});

test('a private subnet is half of a zone block', () => {
  expect(privateAddresses(16, 4)).toBe(8192);
  expect(privateAddresses(16, 8)).toBe(4096);
  expect(privateAddresses(20, 4)).toBe(512);
});

test('the suggested prefix is the smallest block that holds the demand', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10000 }), fc.constantFrom(...ZONE_SLOTS), (demand, slots) => {
      const prefix = smallestPrefix(demand, slots);
      if (prefix === undefined) {
        expect(privateAddresses(16, slots)).toBeLessThan(demand);
        return;
      }
      expect(prefix).toBeGreaterThanOrEqual(16);
      expect(privateAddresses(prefix, slots)).toBeGreaterThanOrEqual(demand);
      const usable = slots === 4 ? 22 : 21;
      expect(prefix === usable || privateAddresses(prefix + 1, slots) < demand).toBe(true);
    }),
  );
});

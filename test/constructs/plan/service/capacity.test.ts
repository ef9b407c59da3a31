import * as fc from 'fast-check';
import {
  evictableAtOnce,
  leftAfterZoneLoss,
  minimumDomains,
  targetCpuPercent,
} from '../../../../constructs/plan/service/capacity';

const zonesOf = fc.integer({ min: 2, max: 6 });
const rangeOf = fc
  .record({ minimum: fc.integer({ min: 2, max: 60 }), more: fc.integer({ min: 0, max: 60 }) })
  .map(({ minimum, more }) => ({ minimum, maximum: minimum + more }));

test('after the loss of the fullest zone no number of pods is busier than nine tenths', () => {
  fc.assert(
    fc.property(rangeOf, zonesOf, (range, zones) => {
      const target = targetCpuPercent(range, zones);
      for (let replicas = range.minimum; replicas <= range.maximum; replicas += 1) {
        const left = leftAfterZoneLoss(replicas, zones);
        expect(target * replicas).toBeLessThanOrEqual(90 * left);
      }
    }),
  );
});

test('the target is at most 100 × (z − 1) / z × 0.9', () => {
  fc.assert(
    fc.property(rangeOf, zonesOf, (range, zones) => {
      expect(targetCpuPercent(range, zones)).toBeLessThanOrEqual((100 * (zones - 1) * 0.9) / zones);
    }),
  );
});

test.each([
  [{ minimum: 3, maximum: 3 }, 3, 60],
  [{ minimum: 2, maximum: 2 }, 2, 45],
  [{ minimum: 3, maximum: 12 }, 3, 45], // 4 pods lose 2
  [{ minimum: 6, maximum: 24 }, 3, 51], // 7 pods lose 3
  [{ minimum: 1, maximum: 1 }, 3, 90], // nothing is left to carry anything
  [{ minimum: 2, maximum: 4 }, 1, 90],
])('%j over %i zones are kept at %i %%', (range, zones, percent) => {
  expect(targetCpuPercent(range, zones)).toBe(percent);
});

test('one zone may be lost before replacements have nowhere to go', () => {
  expect([1, 2, 3, 4].map(minimumDomains)).toEqual([undefined, undefined, 2, 3]);
});

test('where there is one zone or none, pods are evicted one by one', () => {
  expect([0, 1].map((zones) => evictableAtOnce({ minimum: 6, maximum: 6 }, zones))).toEqual([1, 1]);
});

test('a budget always allows an eviction, and never more than a zone holds', () => {
  fc.assert(
    fc.property(rangeOf, zonesOf, (range, zones) => {
      const evictable = evictableAtOnce(range, zones);
      expect(evictable).toBeGreaterThanOrEqual(1);
      expect(evictable).toBeLessThanOrEqual(Math.ceil(range.minimum / zones));
    }),
  );
});

import fc from 'fast-check';
import { largestEjectionPercent, mostEjected } from '../../../../constructs/plan/resilience/ejection';
import {
  expectedLimits,
  underWay,
  underWayAtMost,
  underWayPerPod,
} from '../../../../constructs/plan/resilience/limits';
import { leftAfterZoneLoss } from '../../../../constructs/plan/service/capacity';
import { loads, sizes } from './examples';

describe('how many requests are under way', () => {
  test('as many as come while one is answered', () => {
    expect(underWay({ requestsPerSecond: 120, latencyMilliseconds: 250 })).toBe(30);
    expect(underWay({ requestsPerSecond: 0.5, latencyMilliseconds: 100 })).toBe(0.05);
  });

  test('at the busiest hour as many more as there may be pods', () => {
    expect(underWayAtMost({ requestsPerSecond: 120, latencyMilliseconds: 250 }, { minimum: 3, maximum: 12 })).toBe(120);
  });

  test.each([
    [{ minimum: 3, maximum: 3 }, 3, 15],
    // 4 pods lose 2 with a zone: the load of four on two.
    [{ minimum: 3, maximum: 12 }, 3, 20],
    [{ minimum: 2, maximum: 2 }, 2, 30],
    [{ minimum: 1, maximum: 3 }, 1, 30],
  ])('in one pod of %j in %d zones, one of which is lost: %d', (replicas, zones, expected) => {
    expect(underWayPerPod({ requestsPerSecond: 120, latencyMilliseconds: 250 }, replicas, zones)).toBeCloseTo(
      expected,
      9,
    );
  });
});

describe('the limits', () => {
  test('are twice what is expected, and let a handful through where nearly nothing is', () => {
    const load = { requestsPerSecond: 120, latencyMilliseconds: 250 };
    expect(expectedLimits(load, { minimum: 3, maximum: 12 }, 3)).toEqual({ perCaller: 240, perPod: 40 });
    expect(expectedLimits({ requestsPerSecond: 1, latencyMilliseconds: 10 }, { minimum: 2, maximum: 4 }, 2)).toEqual({
      perCaller: 50,
      perPod: 20,
    });
  });

  test('let everything through that is left to do when a zone is lost, however many pods there are just then', () => {
    fc.assert(
      fc.property(loads, sizes, fc.integer({ min: 0, max: 200 }), (load, { replicas, zones }, more) => {
        const pods = Math.min(replicas.minimum + more, replicas.maximum);
        const left = leftAfterZoneLoss(pods, zones);
        fc.pre(left > 0);
        const { perPod, perCaller } = expectedLimits(load, replicas, zones);
        // All pods are as busy as the fewest are at the usual hour.
        const expected = (underWay(load) * pods) / replicas.minimum;
        expect(perPod * left).toBeGreaterThanOrEqual(expected);
        // One pod may be all that is left of a caller.
        expect(perCaller).toBeGreaterThanOrEqual(expected);
      }),
    );
  });

  test('are no wider than twice the worst, so that they bound something', () => {
    fc.assert(
      fc.property(loads, sizes, (load, { replicas, zones }) => {
        const { perPod, perCaller } = expectedLimits(load, replicas, zones);
        expect(perPod).toBeLessThanOrEqual(Math.max(20, Math.ceil(2 * underWayPerPod(load, replicas, zones))));
        expect(perCaller).toBeLessThanOrEqual(Math.max(50, Math.ceil(2 * underWayAtMost(load, replicas))));
      }),
    );
  });
});

describe('how many pods callers leave alone', () => {
  test.each([
    [{ minimum: 3, maximum: 3 }, 3, 66, 1],
    [{ minimum: 3, maximum: 12 }, 3, 41, 4],
    [{ minimum: 6, maximum: 6 }, 3, 49, 2],
    [{ minimum: 2, maximum: 2 }, 2, 99, 1],
    [{ minimum: 1, maximum: 1 }, 0, 99, 0],
  ])('of %j in %d zones at most %d %, which are %d of the most', (replicas, zones, percent, pods) => {
    expect(largestEjectionPercent(replicas, zones)).toBe(percent);
    expect(mostEjected(replicas.maximum, percent)).toBe(pods);
  });

  test('what stays can do what it could after the loss of a zone, whatever the number of pods, and one always stays', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 260 }), ({ replicas, zones }, some) => {
        const pods = Math.min(some, replicas.maximum);
        const stay = pods - mostEjected(pods, largestEjectionPercent(replicas, zones));
        expect(stay).toBeGreaterThanOrEqual(Math.max(1, leftAfterZoneLoss(pods, zones)));
      }),
    );
  });

  test('a zone that fails can go where pods divide evenly, but for what is less than a whole percent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 2, max: 4 }), (perZone, zones) => {
        const pods = perZone * zones;
        const gone = mostEjected(pods, largestEjectionPercent({ minimum: pods, maximum: pods }, zones));
        expect(perZone - gone).toBeLessThanOrEqual(Math.floor(pods / 100));
      }),
    );
  });
});

import fc from 'fast-check';
import { replicaSplit, routedSplit } from '../../../constructs/delivery/pods';

const routed = { replicas: 10, scale: undefined, minPods: 2, dynamicStableScale: false };

describe('with a router', () => {
  test.each([
    [0, 0, 10, 0],
    [1, 2, 10, 0.01],
    [20, 2, 10, 0.2],
    [25, 3, 10, 0.25],
    [100, 10, 10, 1],
  ])('a weight of %d %% takes %d pods beside %d', (weight, canaryPods, stablePods, canaryShare) => {
    expect(routedSplit({ ...routed, weight })).toEqual({ canaryPods, stablePods, canaryShare });
  });

  test('the old version shrinks only when told to', () => {
    expect(routedSplit({ ...routed, weight: 75, dynamicStableScale: true }).stablePods).toBe(3);
    expect(routedSplit({ ...routed, weight: 95, dynamicStableScale: true }).stablePods).toBe(2);
    expect(routedSplit({ ...routed, weight: 100, dynamicStableScale: true }).stablePods).toBe(0);
  });

  test('a scale of its own leaves the share as it is, and may go under the fewest pods', () => {
    expect(routedSplit({ ...routed, weight: 0, scale: { replicas: 1 } })).toMatchObject({
      canaryPods: 1,
      canaryShare: 0,
    });
    expect(routedSplit({ ...routed, weight: 5, scale: { weight: 40 } })).toMatchObject({
      canaryPods: 4,
      canaryShare: 0.05,
    });
  });

  test('a service of one pod has a canary of one', () => {
    expect(routedSplit({ ...routed, replicas: 1, weight: 5 }).canaryPods).toBe(1);
  });
});

describe('without a router', () => {
  test.each([
    [10, 10, 1, 9],
    [10, 5, 1, 10],
    [3, 50, 2, 2],
    [4, 50, 2, 2],
    [1, 5, 1, 1],
    [1, 95, 1, 1],
    [5, 0, 0, 5],
    [5, 100, 5, 0],
  ])('%d pods at %d %% are %d new and %d old', (replicas, weight, canaryPods, stablePods) => {
    expect(replicaSplit({ replicas, weight })).toMatchObject({ canaryPods, stablePods });
  });

  test('neither version is without a pod in between, and there is at most one pod more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 99 }), (replicas, weight) => {
        const { canaryPods, stablePods, canaryShare } = replicaSplit({ replicas, weight });
        expect(canaryPods).toBeGreaterThanOrEqual(1);
        expect(stablePods).toBeGreaterThanOrEqual(1);
        expect(canaryPods + stablePods).toBeLessThanOrEqual(replicas + 1);
        expect(Math.abs(canaryShare * 100 - weight)).toBeLessThanOrEqual(100 / (replicas + 1) + 1e-9);
      }),
    );
  });
});

import fc from 'fast-check';
import {
  isLoadedAfterPromotion,
  LOAD_OVERHEAD_SECONDS,
  MOST_LOAD_REQUESTS_PER_SECOND,
  MOST_LOAD_WORKERS,
  mostLoadRequestsPerSecond,
  paceLoad,
} from '../../../constructs/delivery/load';

const threshold = fc.integer({ min: 1, max: 60_000 });

/** A threshold, and a rate that the rules accept for it. */
const accepted = threshold.chain((thresholdMilliseconds) =>
  fc
    .double({ min: 0.01, max: mostLoadRequestsPerSecond(thresholdMilliseconds), noNaN: true })
    .map((requestsPerSecond) => ({ requestsPerSecond, thresholdMilliseconds })),
);

describe('a load', () => {
  test('is kept by as few as can keep it: each is back before its next turn, though every answer is as slow as may be', () => {
    fc.assert(
      fc.property(accepted, ({ requestsPerSecond, thresholdMilliseconds }) => {
        const { workers, periodMicroseconds } = paceLoad({ requestsPerSecond }, thresholdMilliseconds);
        const busy = thresholdMilliseconds / 1000 + LOAD_OVERHEAD_SECONDS;
        expect(periodMicroseconds / 1e6).toBeGreaterThanOrEqual(busy - 1e-6);
        if (workers > 1) expect((workers - 1) / busy).toBeLessThan(requestsPerSecond);
      }),
    );
  });

  test('has the rate that was asked for, to one part in ten thousand', () => {
    fc.assert(
      fc.property(accepted, ({ requestsPerSecond, thresholdMilliseconds }) => {
        const { workers, periodMicroseconds } = paceLoad({ requestsPerSecond }, thresholdMilliseconds);
        const kept = workers / (periodMicroseconds / 1e6);
        expect(Math.abs(kept / requestsPerSecond - 1)).toBeLessThan(1e-4);
      }),
    );
  });

  test('never has more requests on their way than one pod holds', () => {
    fc.assert(
      fc.property(accepted, ({ requestsPerSecond, thresholdMilliseconds }) => {
        expect(paceLoad({ requestsPerSecond }, thresholdMilliseconds).workers).toBeLessThanOrEqual(MOST_LOAD_WORKERS);
      }),
    );
  });

  test('waits for answers that are twice as late as the promise allows', () => {
    fc.assert(
      fc.property(accepted, ({ requestsPerSecond, thresholdMilliseconds }) => {
        const { timeoutSeconds } = paceLoad({ requestsPerSecond }, thresholdMilliseconds);
        expect(Number.isInteger(timeoutSeconds)).toBe(true);
        expect(timeoutSeconds * 1000).toBeGreaterThanOrEqual(2 * thresholdMilliseconds);
      }),
    );
  });

  test.each([
    // 20 requests a second that take 600 ms each are 12 at once.
    [20, 500, { workers: 12, periodMicroseconds: 600_000, timeoutSeconds: 5 }],
    [0.1, 250, { workers: 1, periodMicroseconds: 10_000_000, timeoutSeconds: 5 }],
    [10, 4_000, { workers: 41, periodMicroseconds: 4_100_000, timeoutSeconds: 8 }],
  ])('of %d requests a second, answered within %d ms', (requestsPerSecond, thresholdMilliseconds, expected) => {
    expect(paceLoad({ requestsPerSecond }, thresholdMilliseconds)).toEqual(expected);
  });

  test('is bounded, and more where answers may be slow', () => {
    expect(mostLoadRequestsPerSecond(250)).toBe(MOST_LOAD_REQUESTS_PER_SECOND);
    expect(mostLoadRequestsPerSecond(5_000)).toBe(19.6);
    fc.assert(
      fc.property(threshold, (milliseconds) => {
        expect(mostLoadRequestsPerSecond(milliseconds)).toBeGreaterThan(0);
        expect(mostLoadRequestsPerSecond(milliseconds + 1)).toBeLessThanOrEqual(
          mostLoadRequestsPerSecond(milliseconds),
        );
      }),
    );
  });

  test('goes on after a promotion only where users could not give a verdict in an hour', () => {
    const neededRequests = 720;
    expect(isLoadedAfterPromotion({ requestsPerSecond: 0.2, neededRequests })).toBe(false);
    expect(isLoadedAfterPromotion({ requestsPerSecond: 0.19, neededRequests })).toBe(true);
  });
});

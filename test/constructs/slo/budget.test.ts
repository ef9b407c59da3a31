import fc from 'fast-check';
import {
  burnRateAlerts,
  errorBudget,
  fastestFactor,
  intolerableErrorRatio,
  latencyBudget,
  periodSeconds,
  requestsToOutweighOne,
  secondsToPage,
} from '../../../constructs/slo/budget';
import { promise } from './examples';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('the burn-rate alerts', () => {
  test.each([
    ['page', 0.02, HOUR, 5 * MINUTE, 14.4, 2 * MINUTE],
    ['page', 0.05, 6 * HOUR, 30 * MINUTE, 6, 15 * MINUTE],
    ['ticket', 0.1, DAY, 2 * HOUR, 3, HOUR],
    ['ticket', 0.1, 3 * DAY, 6 * HOUR, 1, 3 * HOUR],
  ])(
    'over 30 days: a %s when %d of the budget is spent in %d s (and still in %d s), a factor of %d, held for %d s',
    (severity, budgetSpent, longWindowSeconds, shortWindowSeconds, factor, forSeconds) => {
      expect(burnRateAlerts(promise)).toContainEqual(
        expect.objectContaining({ severity, budgetSpent, longWindowSeconds, shortWindowSeconds, factor, forSeconds }),
      );
    },
  );

  test('are four, the fastest first', () => {
    expect(burnRateAlerts(promise).map(({ factor }) => factor)).toEqual([14.4, 6, 3, 1]);
  });

  test('burn a little slower over 28 days, because the same share is less time', () => {
    const factors = burnRateAlerts({ ...promise, windowDays: 28 }).map(({ factor }) => factor);
    expect(factors).toEqual([13.44, 5.6, 2.8, 0.933333333333]);
  });

  test('are over 30 days when the promise does not say', () => {
    const unsaid = { ...promise, windowDays: undefined };
    expect(burnRateAlerts(unsaid)).toEqual(burnRateAlerts({ ...unsaid, windowDays: 30 }));
    expect(periodSeconds(unsaid)).toBe(30 * DAY);
  });

  test.each([
    [0.999, [0.0144, 0.006, 0.003, 0.001], [70, 167, 334, 1000]],
    [0.99, [0.144, 0.06, 0.03, 0.01], [7, 17, 34, 100]],
    [0.9999, [0.00144, 0.0006, 0.0003, 0.0001], [695, 1667, 3334, 10_000]],
  ])('of %d fire above %p of requests, and not on fewer than %p', (availability, ratios, requests) => {
    const alerts = burnRateAlerts({ ...promise, availability });
    expect(alerts.map(({ errorRatio }) => errorRatio)).toEqual(ratios);
    expect(alerts.map(({ minimumRequests }) => minimumRequests)).toEqual(requests);
  });

  test('watch the latency by its own budget', () => {
    expect(latencyBudget(promise)).toBe(0.01);
    expect(burnRateAlerts(promise, latencyBudget(promise))[0]).toMatchObject({ factor: 14.4, errorRatio: 0.144 });
    expect(latencyBudget({ latency: { percentile: 99.9, thresholdMilliseconds: 250 } })).toBe(0.001);
  });
});

describe('the error budget', () => {
  test('of 99.9 % over 30 days is 43.2 minutes, or 129,600 of 50 requests a second', () => {
    expect(errorBudget(promise)).toEqual({ share: 0.001, outageSeconds: 43.2 * MINUTE, requests: 129_600 });
  });

  test('of 99.9 % over 28 days is 40.32 minutes', () => {
    expect(errorBudget({ ...promise, windowDays: 28 }).outageSeconds).toBe(40.32 * MINUTE);
  });
});

describe('what ends a rollout', () => {
  test('is the ratio of the fastest alert', () => {
    expect(fastestFactor(promise)).toBe(14.4);
    expect(fastestFactor({ ...promise, windowDays: 28 })).toBe(13.44);
    expect(intolerableErrorRatio(promise)).toBe(0.0144);
    expect(intolerableErrorRatio({ ...promise, windowDays: 28 })).toBe(0.01344);
  });
});

test('a total outage of a 99.9 % service calls somebody within 172 seconds: 52 to fill the hour, 120 to hold', () => {
  expect(secondsToPage(promise)).toBe(171.84);
});

describe('for any promise', () => {
  const promises = fc.record({
    availability: fc.double({ min: 0.931, max: 0.9999, noNaN: true }),
    windowDays: fc.constantFrom(28 as const, 30 as const),
    requestsPerSecond: fc.double({ min: 0.01, max: 1e6, noNaN: true }),
  });

  test('a budget burning at an alert’s factor over its long window has spent the alert’s share', () => {
    fc.assert(
      fc.property(promises, (slo) => {
        for (const { factor, longWindowSeconds, budgetSpent } of burnRateAlerts(slo)) {
          expect((factor * longWindowSeconds) / periodSeconds(slo)).toBeCloseTo(budgetSpent, 9);
        }
      }),
    );
  });

  test('the slower an alert, the longer its windows, the smaller its ratio, the more requests it wants', () => {
    fc.assert(
      fc.property(promises, (slo) => {
        const alerts = burnRateAlerts(slo);
        for (const [index, slower] of alerts.entries()) {
          const faster = alerts[index - 1];
          expect(slower.shortWindowSeconds * 12).toBe(slower.longWindowSeconds);
          expect(Number.isInteger(slower.shortWindowSeconds)).toBe(true);
          if (faster === undefined) continue;
          expect(slower.longWindowSeconds).toBeGreaterThan(faster.longWindowSeconds);
          expect(slower.shortWindowSeconds).toBeGreaterThan(faster.shortWindowSeconds);
          expect(slower.factor).toBeLessThan(faster.factor);
          expect(slower.errorRatio).toBeLessThan(faster.errorRatio);
          expect(slower.forSeconds).toBeGreaterThan(faster.forSeconds);
          expect(slower.minimumRequests).toBeGreaterThanOrEqual(faster.minimumRequests);
        }
      }),
    );
  });

  test('one bad request among the fewest that count exceeds no ratio, and among one fewer it does', () => {
    fc.assert(
      fc.property(promises, (slo) => {
        for (const { errorRatio, minimumRequests } of burnRateAlerts(slo)) {
          expect(1 / minimumRequests).toBeLessThanOrEqual(errorRatio * (1 + 1e-9));
          if (minimumRequests > 1) expect(1 / (minimumRequests - 1)).toBeGreaterThan(errorRatio);
        }
      }),
    );
  });

  test('a stricter one has less budget, and ends a rollout sooner', () => {
    fc.assert(
      fc.property(promises, promises, (a, b) => {
        const [strict, lax] = a.availability > b.availability ? [a, b] : [b, a];
        const same = { windowDays: 30, requestsPerSecond: 50 } as const;
        const [less, more] = [errorBudget({ ...strict, ...same }), errorBudget({ ...lax, ...same })];
        expect(less.share).toBeLessThanOrEqual(more.share);
        expect(less.outageSeconds).toBeLessThanOrEqual(more.outageSeconds);
        expect(less.requests).toBeLessThanOrEqual(more.requests);
        expect(intolerableErrorRatio({ ...strict, ...same })).toBeLessThanOrEqual(
          intolerableErrorRatio({ ...lax, ...same }),
        );
      }),
    );
  });

  test('the budget in requests is its share of all requests of the period', () => {
    fc.assert(
      fc.property(promises, (slo) => {
        const { share, requests } = errorBudget(slo);
        const all = slo.requestsPerSecond * periodSeconds(slo);
        expect(requests / all / share).toBeCloseTo(1, 9);
      }),
    );
  });
});

test('a ratio that divides evenly is not rounded up for the noise of its last bit', () => {
  expect(requestsToOutweighOne(0.1 + 0.2 - 0.2)).toBe(10);
  expect(requestsToOutweighOne(0.0144)).toBe(70);
  expect(requestsToOutweighOne(1)).toBe(1);
});

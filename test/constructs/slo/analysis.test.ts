import fc from 'fast-check';
import { analysisMetrics, judgedBy, requestsToJudge, type AnalysisOptions } from '../../../constructs/slo/analysis';
import { sloProblems, type Slo } from '../../../constructs/slo/spec';
import { METRIC_SOURCES } from '../../../constructs/slo/metrics';
import { phase } from './argo-phase';
import { canary, promise } from './examples';
import { promqlErrors } from './parse-promql';

const options: AnalysisOptions = { ...canary, source: 'mesh' };
const metric = (name: 'availability' | 'latency', slo: Slo = promise, over: Partial<AnalysisOptions> = {}) => {
  const found = analysisMetrics(slo, { ...options, ...over }).find((each) => each.name === name);
  if (found === undefined) throw new Error(`no metric ${name}`);
  return found;
};

describe('a rollout is judged', () => {
  test('by both halves of the promise', () => {
    expect(analysisMetrics(promise, options).map(({ name }) => name)).toEqual(['availability', 'latency']);
  });

  test.each([
    [0.999, 30, 0.9856],
    [0.99, 30, 0.856],
    [0.9999, 30, 0.99856],
    [0.999, 28, 0.98656],
  ] as const)(
    'by the fastest burn: a promise of %d over %d days ends it under %d',
    (availability, windowDays, limit) => {
      const judged = metric('availability', { ...promise, availability, windowDays });
      expect(judged.limit).toBe(limit);
      expect(judged.successCondition).toBe(`len(result) > 0 && !isNaN(result[0]) && result[0] >= ${limit}`);
      expect(judged.failureCondition).toBe(`len(result) > 0 && !isNaN(result[0]) && result[0] < ${limit}`);
    },
  );

  test.each([
    [95, 0.95],
    [99, 0.99],
    [99.9, 0.999],
  ])('by the latency promise itself: the %dth percentile ends it when less than %d are fast', (percentile, limit) => {
    const latency = { percentile, thresholdMilliseconds: 500 };
    expect(metric('latency', { ...promise, latency }).limit).toBe(limit);
  });

  test('in words', () => {
    expect(metric('availability').says).toBe('at most 1.44 % of requests fail');
    expect(metric('latency').says).toBe('at least 99 % of requests take at most 250 ms');
  });

  test('only with enough requests: 70 so that one failure ends nothing, 500 so that chance does not decide a 99th percentile', () => {
    expect(requestsToJudge(promise)).toEqual({ availability: 70, latency: 500 });
    expect(metric('availability').query).toMatch(/\[2m\]\)\) >= 70\)\)$/);
    expect(metric('latency').query).toMatch(/\[2m\]\)\) >= 500\)$/);
    expect(metric('latency').minimumRequests).toBe(500);
  });

  test('over two minutes, every minute, once there are two minutes to look back over', () => {
    expect(metric('latency')).toMatchObject({ windowSeconds: 120, intervalSeconds: 60, initialDelaySeconds: 120 });
  });

  test('over a longer window where there is little traffic', () => {
    const slow = metric('availability', promise, { windowSeconds: 600 });
    expect(slow).toMatchObject({ windowSeconds: 600, intervalSeconds: 300, initialDelaySeconds: 600 });
    expect(slow.query).toContain('[10m]');
    expect(metric('availability', promise, { windowSeconds: 600, intervalSeconds: 60 }).intervalSeconds).toBe(60);
  });

  test('over no window that a missed scrape would leave without a rate', () => {
    expect(() => metric('latency', promise, { windowSeconds: 60 })).toThrow(
      /four scrapes of 30 s: take at least 120 s/,
    );
  });

  test('not by one measurement alone, and not by five minutes without the metrics store', () => {
    // Limits compare with `>`: the second failure ends it, and the thirty-first error in a row, ten seconds apart.
    expect(metric('availability')).toMatchObject({ failureLimit: 1, consecutiveErrorLimit: 30 });
  });

  test('and fails, rather than pauses, when one metric fails while the other has too little to judge by', () => {
    for (const each of analysisMetrics(promise, options))
      expect(each.inconclusiveLimit).toBeGreaterThan(each.failureLimit);
  });

  test('of an argument of the template as well as of a value', () => {
    expect(metric('latency', promise, { podHash: '{{args.canary-hash}}' }).query).toContain(
      'rollouts_pod_template_hash="{{args.canary-hash}}"',
    );
  });
});

describe('a measurement', () => {
  const conditions = judgedBy(0.9856);

  test.each<[string, number[], string]>([
    ['that all is well', [1], 'Successful'],
    ['just at the limit', [0.9856], 'Successful'],
    ['just under the limit', [0.98559], 'Failed'],
    ['of an outage', [0], 'Failed'],
    ['of nothing, an empty vector', [], 'Inconclusive'],
    ['of nothing, not a number', [NaN], 'Inconclusive'],
  ])('%s is %s: %s', (_, result, expected) => {
    expect(phase(result, conditions)).toBe(expected);
  });

  test('is in exactly one state, whatever the promise and the number', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, (limit, measured) => {
        expect(phase([measured], judgedBy(limit))).toBe(measured >= limit ? 'Successful' : 'Failed');
      }),
    );
  });
});

describe('for any promise that is accepted', () => {
  const slos = fc
    .record({
      availability: fc.double({ min: 0.94, max: 0.9999, noNaN: true }),
      latency: fc.record({
        percentile: fc.constantFrom(95, 97.5, 99, 99.9),
        thresholdMilliseconds: fc.constantFrom(5, 50, 250, 1000, 5000),
      }),
      windowDays: fc.constantFrom(28 as const, 30 as const),
      requestsPerSecond: fc.double({ min: 2, max: 1e5, noNaN: true }),
    })
    .filter((slo) => sloProblems(slo).length === 0);

  test('every query is sound, every limit a share, and every guard a number of requests', () => {
    fc.assert(
      fc.property(slos, fc.constantFrom(...METRIC_SOURCES), (slo, source) => {
        for (const each of analysisMetrics(slo, { ...options, source })) {
          expect(promqlErrors(each.query)).toEqual([]);
          expect(each.limit).toBeGreaterThan(0);
          expect(each.limit).toBeLessThan(1);
          expect(Number.isInteger(each.minimumRequests)).toBe(true);
          expect(each.minimumRequests).toBeGreaterThan(0);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('among the fewest requests that count, one bad one ends nothing', () => {
    fc.assert(
      fc.property(slos, (slo) => {
        for (const each of analysisMetrics(slo, options)) {
          expect(phase([1 - 1 / each.minimumRequests], judgedBy(each.limit - 1e-9))).toBe('Successful');
        }
      }),
    );
  });
});

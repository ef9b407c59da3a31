import type { CheckPlan } from '../../../../constructs/delivery/check-plan';
import { blueGreen, canary, type StrategySpec } from '../../../../constructs/delivery/spec';
import type { MetricPlan } from '../../../../constructs/plan/service/analyses';
import { planService } from '../../../../constructs/plan/service/plan';
import { facts, payment, production } from './examples';

const plan = planService(
  {
    ...payment,
    strategy: canary({
      steps: [
        { step: 'setWeight', weight: 20 },
        { step: 'pause', seconds: 900 },
      ],
      analysis: { checks: [{ check: 'promise' }] },
    }),
  },
  production,
  facts,
);

/** The check that asks for evidence, and what an AnalysisTemplate makes of it. */
function evidence() {
  const checks: readonly CheckPlan[] = plan.strategy.kind === 'canary' ? (plan.strategy.background?.checks ?? []) : [];
  const check = checks.find((each) => each.check === 'evidence');
  const metric = plan.analyses[0]?.metrics.find(({ name }) => name === 'evidence');
  if (check?.check !== 'evidence' || metric?.kind !== 'query') throw new Error('nothing asks for evidence');
  return { check, metric };
}

describe('the evidence that an analysis asks for', () => {
  test('is the number of requests that its check says, over its window', () => {
    const { check, metric } = evidence();
    const perSecond = [metric.successCondition, metric.failureCondition].map((condition) =>
      Number(/result\[0\] (?:>=|<) ([\d.]+)$/.exec(condition)?.[1]),
    );
    expect(Number.isInteger(check.minimumRequests)).toBe(true);
    for (const rate of perSecond) expect(rate * check.windowSeconds).toBeCloseTo(check.minimumRequests, 6);
    expect(metric.query).toContain(`[${check.windowSeconds / 60}m]`);
  });
});

describe('a load', () => {
  const load = { requestsPerSecond: 20, path: '/quotes' };
  const promise = { checks: [{ check: 'promise' as const }] };
  const smoke = { checks: [{ check: 'smoke' as const, path: '/quotes' }] };
  const weights = [
    { step: 'setWeight', weight: 20 },
    { step: 'pause', seconds: 900 },
  ] as const;
  const judged = { step: 'analysis', ...promise } as const;

  const loadsOf = (strategy: StrategySpec, requestsPerSecond = payment.promise.requestsPerSecond) =>
    planService({ ...payment, promise: { ...payment.promise, requestsPerSecond }, strategy }, production, facts)
      .analyses.flatMap(({ place, metrics }) => metrics.map((metric) => ({ place, metric })))
      .filter(
        (each): each is { place: string; metric: Extract<MetricPlan, { kind: 'load' }> } => each.metric.kind === 'load',
      );
  const placesOf = (...given: Parameters<typeof loadsOf>) => loadsOf(...given).map(({ place }) => place);

  test('asks the new version where its promise is judged, and nowhere else', () => {
    expect(loadsOf(canary({ steps: [...weights], analysis: promise, load }))).toMatchObject([
      { place: 'background', metric: { name: 'load', service: 'payment-canary', path: '/quotes' } },
    ]);
    expect(loadsOf(blueGreen({ prePromotionAnalysis: promise, postPromotionAnalysis: promise, load }))).toMatchObject([
      { place: 'pre-promotion', metric: { service: 'payment-preview' } },
    ]);
    expect(placesOf(canary({ steps: [...weights, judged], analysis: smoke, load }))).toEqual(['step-2']);
    expect(placesOf(canary({ steps: [...weights], analysis: promise }))).toEqual([]);
  });

  test('asks after a promotion only where users are too few', () => {
    expect(placesOf(blueGreen({ postPromotionAnalysis: promise, load }), 0.1)).toEqual(['post-promotion']);
  });

  test('is one beside the steps: an analysis in between is judged by the same, an experiment has pods of its own', () => {
    const experiment = { step: 'experiment', templates: [{ name: 'new', version: 'canary' }], ...promise } as const;
    const loads = loadsOf(
      canary({
        steps: [judged, ...weights, judged, { ...experiment, templates: [...experiment.templates] }],
        analysis: promise,
        load,
      }),
    );
    expect(loads.map(({ place, metric }) => [place, metric.service])).toEqual([
      ['background', 'payment-canary'],
      ['step-0', 'payment-canary'],
      ['step-4', 'payment-step-4'],
    ]);
  });

  test('lasts as long as the other checks measure, so that the engine waits for it no longer than for them', () => {
    const checks = [
      { check: 'promise' as const, count: 6, initialDelaySeconds: 240, intervalSeconds: 90 },
      { check: 'smoke' as const, path: '/quotes', intervalSeconds: 30, count: 20 },
    ];
    const [loaded] = loadsOf(blueGreen({ prePromotionAnalysis: { checks }, load }));
    expect(loaded?.metric).toMatchObject({ count: 1, initialDelaySeconds: 0, seconds: 240 + 5 * 90 });
  });

  test('beside the steps has no end but that of the release: what has a count would judge no step after it', () => {
    const [loaded] = loadsOf(canary({ steps: [...weights], analysis: promise, load }));
    expect(loaded?.metric).not.toHaveProperty('count');
    expect(loaded?.metric.seconds).toBeGreaterThanOrEqual(24 * 3600);
    expect(loaded?.metric.intervalSeconds).toBeLessThanOrEqual(10);
  });

  test('never fails an analysis by what is answered: it fails when it could not be sent', () => {
    const [loaded] = loadsOf(canary({ steps: [...weights], analysis: promise, load }));
    expect(loaded?.metric).toMatchObject({ failureLimit: 0, inconclusiveLimit: 0, consecutiveErrorLimit: 30 });
    expect(loaded?.metric).not.toHaveProperty('successCondition');
  });
});

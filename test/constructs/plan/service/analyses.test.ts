import type { CheckPlan } from '../../../../constructs/delivery/check-plan';
import { canary } from '../../../../constructs/delivery/spec';
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

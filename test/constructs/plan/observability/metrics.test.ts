import * as fc from 'fast-check';
import { mostSeries, planMetrics } from '../../../../constructs/plan/observability/metrics';

const context = { platform: 'bulkhead', environment: 'prod', tier: 'production', region: 'eu-west-1' } as const;

const namespaces = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.integer({ min: 1, max: 20 }), { maxKeys: 30 });

describe('what metrics may cost', () => {
  test('is capped for each namespace by itself, so that one service cannot take what another needs', () => {
    const { limits } = planMetrics(context, {}, { servicesByNamespace: { trip: 1, payment: 2 } });
    expect(limits).toEqual([
      { labels: {}, mostSeries: 100_000 },
      { labels: { namespace: 'payment' }, mostSeries: 40_000 },
      { labels: { namespace: 'trip' }, mostSeries: 20_000 },
    ]);
  });

  test('is the same in sum however many namespaces there are, and never needs more limits than a workspace takes', () => {
    fc.assert(
      fc.property(namespaces, (servicesByNamespace) => {
        const plan = planMetrics(context, {}, { servicesByNamespace });
        const services = Object.values(servicesByNamespace).reduce((sum, each) => sum + each, 0);
        expect(mostSeries(plan)).toBe(100_000 + services * 20_000);
        expect(plan.limits.length).toBeLessThanOrEqual(10);
        expect(plan.limits.filter(({ labels }) => Object.keys(labels).length === 0)).toHaveLength(1);
      }),
    );
  });

  test('is what the environment says, where it says something', () => {
    const services = { servicesByNamespace: { trip: 1 } };
    const plan = planMetrics(
      context,
      { seriesPerService: 5_000, seriesOfPlatform: 1_000, retentionDays: 30 },
      services,
    );
    expect(mostSeries(plan)).toBe(6_000);
    expect(plan.retentionDays).toBe(30);
  });

  test('is not capped where nobody has said how many services there are', () => {
    expect(planMetrics(context).limits).toEqual([]);
    expect(mostSeries(planMetrics(context))).toBeUndefined();
  });
});

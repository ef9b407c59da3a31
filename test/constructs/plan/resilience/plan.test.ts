import { callsOf, calleesOf } from '../../../../constructs/plan/resilience/calls';
import { planResilience } from '../../../../constructs/plan/resilience/plan';
import type { ResilienceSpec } from '../../../../constructs/plan/resilience/spec';
import type { ServiceSpec } from '../../../../constructs/plan/service/spec';
import { inDevelopment, inProduction, service } from './examples';

const plan = (resilience?: ResilienceSpec, more: Partial<ServiceSpec> = {}, around = inProduction) =>
  planResilience(
    service('user', { ...more, ...(resilience === undefined ? {} : { resilience }) }),
    around.context,
    around.facts,
  );

describe('what a service calls', () => {
  test('may be said by a name, or with what happens without it', () => {
    const calls = ['user', { service: 'mapping', optional: true }, { service: 'payment' }];
    expect(callsOf({ calls })).toEqual([
      { service: 'user', optional: false },
      { service: 'mapping', optional: true },
      { service: 'payment', optional: false },
    ]);
    expect(calleesOf({ calls })).toEqual(['user', 'mapping', 'payment']);
    expect(callsOf({})).toEqual([]);
  });
});

describe('whose pods a request goes to', () => {
  const zonesOf = (minimum: number, zones?: ResilienceSpec['zones'], around = inProduction) =>
    plan(zones === undefined ? undefined : { zones }, { replicas: { minimum, maximum: 12 } }, around).zones;

  test('prefers the own zone where each has two pods: a second try meets another one', () => {
    expect(zonesOf(6)).toBe('own-first');
    expect(zonesOf(5)).toBe('any');
    expect(zonesOf(3)).toBe('any');
    expect(zonesOf(4, undefined, inDevelopment)).toBe('own-first');
  });

  test('does what it is told where each zone has a pod', () => {
    expect(zonesOf(3, 'own-first')).toBe('own-first');
    expect(zonesOf(12, 'any')).toBe('any');
  });

  test('asks all zones where some have no pod, or there are none', () => {
    expect(zonesOf(1, 'own-first', inDevelopment)).toBe('any');
    expect(zonesOf(9, 'own-first', { ...inProduction, facts: { zones: [] } })).toBe('any');
  });
});

describe('connections', () => {
  test.each([
    [undefined, 60],
    [120, 115],
    // Node.js' own default.
    [5, 2],
    [2, 1],
  ])('are closed before a service that keeps them for %p s closes them: after %d s', (keepAliveSeconds, expected) => {
    expect(plan(keepAliveSeconds === undefined ? {} : { keepAliveSeconds }).idleSeconds).toBe(expected);
  });
});

describe('what is said', () => {
  test('replaces what would follow, each alone', () => {
    const { limits, ejection, warmup, rateLimit, retryBudget } = plan({
      limits: { perPod: 500 },
      ejection: { consecutiveErrors: 3 },
      warmupSeconds: 0,
      rateLimit: { requestsPerSecondPerPod: 80 },
      retries: { budgetPercent: 10 },
    });
    expect(limits).toEqual({ perCaller: plan().limits.perCaller, perPod: 500 });
    expect(ejection).toEqual({ ...plan().ejection, consecutiveErrors: 3 });
    expect(warmup).toBeUndefined();
    expect(rateLimit).toEqual({ requestsPerSecond: 80, burst: 160 });
    expect(retryBudget).toEqual({ percent: 10, leastAtOnce: 3 });
  });

  test('no rate is limited, and no pod left out of ejection, unless somebody says so', () => {
    expect(plan()).not.toHaveProperty('rateLimit');
    expect(plan()).toHaveProperty('ejection');
    expect(plan({ ejection: { maximumPercent: 0 } })).not.toHaveProperty('ejection');
  });
});

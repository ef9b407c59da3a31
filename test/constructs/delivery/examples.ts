import type { DeliveryContext } from '../../../constructs/delivery/context';
import { planStrategy, type StrategyPlan } from '../../../constructs/delivery/plan';
import { blueGreen, canary, type StrategySpec } from '../../../constructs/delivery/spec';
import type { Slo } from '../../../constructs/slo/spec';

export const slo: Slo = {
  availability: 0.999,
  latency: { percentile: 99, thresholdMilliseconds: 250 },
  requestsPerSecond: 50,
};

export const inMesh: DeliveryContext = { router: { kind: 'istio' }, slo, replicas: 6, tier: 'production' };
export const behindAlb: DeliveryContext = { ...inMesh, router: { kind: 'alb' } };
export const withoutRouter: DeliveryContext = { ...inMesh, router: { kind: 'replicas' }, replicas: 20 };
export const inDevelopment: DeliveryContext = { ...inMesh, tier: 'development' };

export const goodCanary = canary({
  steps: [
    { step: 'setWeight', weight: 5 },
    { step: 'pause', seconds: 600 },
    { step: 'setWeight', weight: 25 },
    { step: 'pause', seconds: 300 },
    { step: 'setWeight', weight: 50 },
    { step: 'pause', seconds: 300 },
  ],
  analysis: { checks: [{ check: 'promise' }] },
});

export const goodBlueGreen = blueGreen({
  prePromotionAnalysis: { checks: [{ check: 'smoke', path: '/healthz' }] },
  postPromotionAnalysis: { checks: [{ check: 'promise' }] },
});

export const planOf = (spec: StrategySpec, context: DeliveryContext = inMesh): StrategyPlan =>
  planStrategy(spec, context);

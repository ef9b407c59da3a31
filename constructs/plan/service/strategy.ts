import type { DeliveryContext } from '../../delivery/context';
import type { RouterSpec } from '../../delivery/router';
import { LONGEST_WINDOW_SECONDS } from '../../delivery/defaults';
import { secondsToVerdict } from '../../delivery/needs';
import { replicaSplit } from '../../delivery/pods';
import { canary, type StrategySpec } from '../../delivery/spec';
import type { PlanContext } from '../context';
import { resolveReplicas } from './defaults';
import type { ServiceFacts } from './facts';
import type { ServiceSpec } from './spec';

/** Time for a person to look, where the evidence would need less. */
const LEAST_PAUSE_SECONDS = 600;

/** Percent of the requests: few first, so that a bad version meets few users; more once it has kept the promise. */
const WEIGHTS = [5, 25, 50] as const;

/**
 * How a service that says nothing is rolled out: a canary that stays at each share for as long as it takes to tell a
 * breach of its promise from luck. Without a router the shares are those that its pods can make.
 */
export function defaultStrategy(context: DeliveryContext): StrategySpec {
  const weights = context.router.kind === 'replicas' ? weightsOfPods(context.replicas) : WEIGHTS;
  return canary({
    steps: weights.flatMap((weight) => [
      { step: 'setWeight' as const, weight },
      { step: 'pause' as const, seconds: pauseSeconds(weight / 100, context) },
    ]),
    analysis: { checks: [{ check: 'promise' }] },
  });
}

function weightsOfPods(replicas: number): readonly number[] {
  const shares = WEIGHTS.map((weight) => replicaSplit({ replicas, weight }).canaryShare);
  return [...new Set(shares.map((share) => Math.round(share * 100)))];
}

/** In whole minutes. Beyond the longest window that a judge looks back over, no pause helps, and the rules say what does. */
function pauseSeconds(share: number, { slo }: DeliveryContext): number {
  const needed = Math.min(secondsToVerdict(slo, share), LONGEST_WINDOW_SECONDS);
  return Math.max(LEAST_PAUSE_SECONDS, Math.ceil(needed / 60) * 60);
}

/** How a new version of a service takes over. */
export function resolveStrategy({ strategy }: ServiceSpec, context: DeliveryContext): StrategySpec {
  return strategy ?? defaultStrategy(context);
}

/** What divides a service's requests between versions. */
export function resolveRouter({ router }: ServiceSpec, facts: ServiceFacts): RouterSpec {
  return router ?? facts.router;
}

/** What a service's strategy stands in. */
export function deliveryContext(spec: ServiceSpec, context: PlanContext, facts: ServiceFacts): DeliveryContext {
  return {
    router: resolveRouter(spec, facts),
    slo: spec.promise,
    replicas: resolveReplicas(spec, context, facts).minimum,
    tier: context.tier,
  };
}

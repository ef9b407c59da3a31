import type { StrategyPlan } from './plan';

/** A strategy in a few words: `canary 5, 25, 50 %`, `blue-green`. */
export function describeStrategy(plan: StrategyPlan): string {
  if (plan.kind === 'blue-green') return 'blue-green';
  const weights = plan.steps.flatMap((step) => (step.step === 'setWeight' ? [step.weight] : []));
  return weights.length === 0 ? 'canary' : `canary ${weights.join(', ')} %`;
}

import type { Problem } from '../../plan/problem';
import type { DeliveryContext } from '../context';
import { MIN_PODS } from '../defaults';
import type { CanarySpec } from '../spec';
import { firstServingStep, splitRules, splitsOf } from '../step-facts';
import { problem, when } from './problem';

/** What is wrong with the weights of a canary, and with the pods that are to carry them. */
export function weightProblems(strategy: CanarySpec, context: DeliveryContext): Problem[] {
  return [
    ...orderProblems(strategy),
    ...(context.router.kind === 'replicas' ? granularityProblems(strategy, context) : scaleProblems(strategy, context)),
  ];
}

function orderProblems({ steps }: CanarySpec): Problem[] {
  let highest = 0;
  const falling = steps.flatMap((step, index) => {
    if (step.step !== 'setWeight') return [];
    const before = highest;
    highest = Math.max(highest, step.weight);
    return when(
      step.weight < before,
      `steps[${index}].weight`,
      step.weight,
      `less than the ${before} before it: users would go back to the old version and come again`,
      'let weights rise from step to step',
    );
  });
  return [
    ...falling,
    ...when(
      firstServingStep(steps) === steps.length,
      'steps',
      steps.map(({ step }) => step),
      'no step gives the canary requests: after the last one it gets all of them at once, unjudged',
      "add a step that does, as in { step: 'setWeight', weight: 5 }",
    ),
  ];
}

/** A share of the pods under twice what was asked for is taken for near enough. */
const FAR_FROM_WEIGHT = 2;

function granularityProblems(strategy: CanarySpec, context: DeliveryContext): Problem[] {
  const splits = splitsOf(strategy.steps, splitRules(strategy, context));
  return strategy.steps.flatMap((step, index) => {
    if (step.step !== 'setWeight' || step.weight === 0 || step.weight === 100) return [];
    const share = (splits[index]?.canaryShare ?? 0) * 100;
    return when(
      share >= step.weight * FAR_FROM_WEIGHT || (100 - share) * FAR_FROM_WEIGHT <= 100 - step.weight,
      `steps[${index}].weight`,
      step.weight,
      `without a router the share is that of the pods, and the nearest with ${context.replicas} pods is ${Math.round(share)} % (argo-rollouts #2281)`,
      `set ${Math.round(share)}, run more pods, or route with { kind: 'istio' }`,
    );
  });
}

function scaleProblems(strategy: CanarySpec, context: DeliveryContext): Problem[] {
  const { steps } = strategy;
  const serving = firstServingStep(steps);
  const splits = splitsOf(steps, splitRules(strategy, context));
  return steps.flatMap((step, index) => {
    if (step.step === 'setCanaryScale' && 'matchTrafficWeight' in step.scale) {
      return when(
        index < serving,
        `steps[${index}].scale.matchTrafficWeight`,
        true,
        'before the first weight it scales the canary to 0',
        'move it after the first setWeight above 0',
      );
    }
    const { canaryPods = 0, canaryShare = 0 } = splits[index] ?? {};
    if (step.step !== 'setWeight' || step.weight === 0) return [];
    const needed = Math.ceil((context.replicas * step.weight) / 100);
    if (canaryPods < needed) {
      return [
        problem(
          `steps[${index}].weight`,
          step.weight,
          `the canary's scale was set to ${canaryPods} pods before, and ${step.weight} % of the requests need ${needed} of ${context.replicas} (argo-rollouts #669)`,
          "scale it up first, or add { step: 'setCanaryScale', scale: { matchTrafficWeight: true } } after a weight that it can carry",
        ),
      ];
    }
    return when(
      canaryShare > 0 &&
        canaryPods < Math.min(MIN_PODS, context.replicas) &&
        isFixed(strategy, index) &&
        context.tier === 'production',
      `steps[${index}].weight`,
      step.weight,
      'the canary that gets them was scaled to one pod, which has no availability (argo-rollouts #1738 #2419)',
      `scale it to ${MIN_PODS} pods before it has users`,
    );
  });
}

/** Whether the canary's scale was set by a step, and not by its weight, when this step comes. */
function isFixed({ steps }: CanarySpec, index: number): boolean {
  const last = steps.slice(0, index).findLast((step) => step.step === 'setCanaryScale');
  return last?.step === 'setCanaryScale' && !('matchTrafficWeight' in last.scale);
}

import type { DeliveryContext } from './context';
import { MIN_PODS, READY_SECONDS } from './defaults';
import { replicaSplit, routedSplit, type Split } from './pods';
import type { CanarySpec } from './spec';
import type { StepPlan } from './plan';
import { runSeconds } from './check-plan';
import type { StepSpec } from './steps';

/** The step that first gives the canary requests; as many as there are steps when none does. */
export function firstServingStep(steps: readonly (StepSpec | StepPlan)[]): number {
  const index = steps.findIndex((step) => step.step === 'setWeight' && step.weight > 0);
  return index < 0 ? steps.length : index;
}

/** What decides the split of a canary. */
export interface SplitRules {
  /** Whether a router splits requests; else the numbers of pods do. */
  readonly routed: boolean;
  /** The service's pods. */
  readonly replicas: number;
  /** The fewest pods of a version that serves. */
  readonly minPods: number;
  /** Whether the old version shrinks. */
  readonly dynamicStableScale: boolean;
}

/** The pods and the share of requests once each step is done, in order. */
export function splitsOf(steps: readonly (StepSpec | StepPlan)[], rules: SplitRules): Split[] {
  let weight = 0;
  let scale: { readonly replicas: number } | { readonly weight: number } | undefined;
  return steps.map((step) => {
    if (step.step === 'setWeight') weight = step.weight;
    if (step.step === 'setCanaryScale') scale = 'matchTrafficWeight' in step.scale ? undefined : step.scale;
    return rules.routed ? routedSplit({ ...rules, weight, scale }) : replicaSplit({ replicas: rules.replicas, weight });
  });
}

/** The share of requests that the canary has once each step is done, in order. */
export function sharesOf(strategy: CanarySpec, context: DeliveryContext): number[] {
  return splitsOf(strategy.steps, splitRules(strategy, context)).map(({ canaryShare }) => canaryShare);
}

/** What decides the split of this canary, from its description. */
export function splitRules(strategy: CanarySpec, { router, replicas }: DeliveryContext): SplitRules {
  return {
    routed: router.kind !== 'replicas',
    replicas,
    minPods: strategy.minPodsPerReplicaSet ?? MIN_PODS,
    dynamicStableScale: strategy.dynamicStableScale ?? false,
  };
}

/**
 * How long a step lasts on its own, in seconds, when all is well. Steps without an end of their own, and pauses for a
 * person, count as nothing: a person may be quick.
 */
export function stepSeconds(step: StepPlan): number {
  if (step.step === 'pause') return step.seconds ?? 0;
  if (step.step === 'analysis') return runSeconds(step.checks);
  if (step.step === 'experiment') return step.checks.length > 0 ? runSeconds(step.checks) : (step.seconds ?? 0);
  return 0;
}

/**
 * How long the steps from one on last at least, in seconds: what a background analysis that starts there has to object.
 * Pods that are ready at once are the least favourable case, so they count as nothing.
 */
export function secondsFrom(index: number, steps: readonly StepPlan[]): number {
  return steps.slice(index).reduce((sum, step) => sum + stepSeconds(step), 0);
}

/** How long pods take to be ready: nothing when their number does not grow. */
export function readySeconds(before: number, after: number): number {
  return after > before ? READY_SECONDS : 0;
}

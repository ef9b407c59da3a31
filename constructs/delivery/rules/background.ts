import type { Problem } from '../../plan/problem';
import { secondsToObject } from '../check-plan';
import type { DeliveryContext } from '../context';
import { planStrategy } from '../plan';
import type { CanarySpec } from '../spec';
import { firstServingStep, secondsFrom } from '../step-facts';
import { backgroundCheckProblems } from './checks';
import { problem, when } from './problem';

/** What is wrong with the analysis beside the steps. */
export function backgroundProblems(strategy: CanarySpec): Problem[] {
  const { analysis } = strategy;
  if (analysis === undefined) return [];
  return [...backgroundCheckProblems(analysis.checks, 'analysis'), ...startProblems(strategy)];
}

function startProblems({ analysis, steps }: CanarySpec): Problem[] {
  const serving = firstServingStep(steps);
  const start = analysis?.startingStep;
  if (start === undefined || serving === steps.length) return [];
  if (start <= serving) {
    return [
      problem(
        'analysis.startingStep',
        start,
        `the canary gets its first requests with step ${serving}: an analysis before that finds nothing (argo-rollouts #4864)`,
        `set it to ${serving + 1}, or leave it out`,
      ),
    ];
  }
  return when(
    start >= steps.length,
    'analysis.startingStep',
    start,
    `there is no such step: the last is ${steps.length - 1}, so the analysis never starts`,
    `set it to ${serving + 1}, or leave it out`,
  );
}

/**
 * Whether the analysis beside the steps can object before the release is through: what still runs then counts as passed.
 * Refused in production, a warning elsewhere.
 */
export function lateProblems(strategy: CanarySpec, context: DeliveryContext): Problem[] {
  const plan = planStrategy(strategy, context);
  if (plan.kind !== 'canary' || plan.background === undefined) return [];
  const { checks, startingStep } = plan.background;
  const left = secondsFrom(startingStep, plan.steps);
  const needed = secondsToObject(checks);
  return when(
    needed >= left,
    'analysis.checks',
    strategy.analysis?.checks,
    `it objects after ${needed} s at the latest, and the release is through ${left} s after its start: what still runs then counts as passed (argo-rollouts #1329)`,
    `pause ${needed - left + 10} s longer in all, measure more often, or tolerate less`,
  );
}

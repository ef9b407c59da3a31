import type { Problem } from '../plan/problem';
import type { DeliveryContext } from './context';
import { judgesStrictly } from './defaults';
import { backgroundProblems, lateProblems } from './rules/background';
import { blueGreenProblems } from './rules/blue-green';
import { finiteCheckProblems } from './rules/checks';
import { evidenceFindings } from './rules/evidence';
import { experimentProblems } from './rules/experiment';
import { loadProblems } from './rules/load';
import { problem, when } from './rules/problem';
import { canaryRouterProblems } from './rules/router';
import { routeProblems } from './rules/routes';
import { weightProblems } from './rules/weights';
import type { CanarySpec, StrategySpec } from './spec';
import { firstServingStep } from './step-facts';

/**
 * What is wrong with a strategy of the right shape: every trap of the engine that it would walk into, and, in
 * production, every share of the requests at which it could not tell a bad version from a good one.
 */
export function strategyProblems(strategy: StrategySpec, context: DeliveryContext): Problem[] {
  const traps = trapsOf(strategy, context);
  return traps.length > 0 || !judgesStrictly(context.tier) ? traps : judgementProblems(strategy, context);
}

/** What is worth knowing of a strategy that is not refused. */
export function strategyWarnings(strategy: StrategySpec, context: DeliveryContext): Problem[] {
  if (strategyProblems(strategy, context).length > 0) return [];
  return [
    ...(judgesStrictly(context.tier) ? [] : judgementProblems(strategy, context)),
    ...evidenceFindings(strategy, context).accepted,
    ...(strategy.kind === 'canary' ? rescaleWarnings(strategy) : []),
    ...when(
      strategy.kind === 'blue-green' &&
        strategy.onNoEvidence === 'hold' &&
        strategy.postPromotionAnalysis !== undefined,
      'onNoEvidence',
      'hold',
      'after the promotion a hold leaves all users with a version that nobody could judge',
      "take 'abort', which moves them back",
    ),
  ];
}

function trapsOf(strategy: StrategySpec, context: DeliveryContext): Problem[] {
  return [
    ...(strategy.kind === 'canary' ? canaryProblems(strategy, context) : blueGreenProblems(strategy, context)),
    ...loadProblems(strategy, context),
  ];
}

/** What keeps anybody from judging a new version in time: refused in production, a warning elsewhere. */
export function judgementProblems(strategy: StrategySpec, context: DeliveryContext): Problem[] {
  return [
    ...(strategy.kind === 'canary' ? lateProblems(strategy, context) : []),
    ...evidenceFindings(strategy, context).missing,
  ];
}

function canaryProblems(strategy: CanarySpec, context: DeliveryContext): Problem[] {
  return [
    ...canaryRouterProblems(strategy, context),
    ...weightProblems(strategy, context),
    ...routeProblems(strategy, context),
    ...strategy.steps.flatMap((step, index) =>
      'checks' in step && step.checks !== undefined ? finiteCheckProblems(step.checks, `steps[${index}]`) : [],
    ),
    ...experimentProblems(strategy, context),
    ...backgroundProblems(strategy),
  ];
}

function rescaleWarnings({ steps }: CanarySpec): Problem[] {
  const serving = firstServingStep(steps);
  return steps.flatMap((step, index) =>
    index > serving && step.step === 'setCanaryScale' && !('matchTrafficWeight' in step.scale)
      ? [
          problem(
            `steps[${index}]`,
            step.scale,
            'scaling the canary apart from its weight while it has users has moved all of them back for a moment (argo-rollouts #4642)',
            'scale it before the first weight, or let the weight do it',
          ),
        ]
      : [],
  );
}

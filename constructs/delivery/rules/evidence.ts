import type { Problem } from '../../plan/problem';
import { decimal } from '../../slo/decimal';
import type { DeliveryContext } from '../context';
import { LOAD_START_SECONDS, LONGEST_WINDOW_SECONDS } from '../defaults';
import { CONFIDENCE, smallestDetectable } from '../detection';
import { sightsOf, type Sight } from '../evidence';
import { secondsForWindow } from '../needs';
import { planStrategy, type StrategyPlan } from '../plan';
import type { StrategySpec } from '../spec';
import { secondsFrom } from '../step-facts';
import { problem } from './problem';

/** What a strategy lets nobody know in time. */
export interface EvidenceFindings {
  /** What production refuses. */
  readonly missing: readonly Problem[];
  /** What was accepted by saying what to do without evidence. */
  readonly accepted: readonly Problem[];
}

/** The shares of requests at which a breach of the promise could not be told. */
export function evidenceFindings(strategy: StrategySpec, context: DeliveryContext): EvidenceFindings {
  const plan = planStrategy(strategy, context);
  const levels = sightsOf(plan);
  const findings = levels
    .filter(({ enough }) => !enough)
    .map((level) => ({ level, found: finding(strategy, plan, level) }));
  const isAccepted = ({ neededSeconds, windowSeconds }: Sight): boolean =>
    strategy.onNoEvidence !== undefined && windowSeconds > 0 && neededSeconds > LONGEST_WINDOW_SECONDS;
  return {
    missing: [
      ...findings.filter(({ level }) => !isAccepted(level)).map(({ found }) => found),
      ...(levels.length === 0 ? [unjudged(strategy)] : []),
    ],
    accepted: findings.filter(({ level }) => isAccepted(level)).map(({ found }) => found),
  };
}

function unjudged(strategy: StrategySpec): Problem {
  return problem(
    strategy.kind === 'canary' ? 'analysis' : 'postPromotionAnalysis',
    undefined,
    'nothing compares the new version with the promise, so a bad one goes through',
    "add { checks: [{ check: 'promise' }] }",
  );
}

function finding(strategy: StrategySpec, plan: StrategyPlan, level: Sight): Problem {
  const field = fieldOf(strategy, level);
  const share = `${percent(level.canaryShare)} of the requests`;
  if (level.windowSeconds === 0) {
    return problem(
      field,
      percent(level.canaryShare),
      `nobody compares the new version with the promise while it has ${share}`,
      strategy.kind === 'canary'
        ? "add the canary's analysis: { checks: [{ check: 'promise' }] }"
        : "add postPromotionAnalysis: { checks: [{ check: 'promise' }] }",
    );
  }
  const sees =
    `its judge sees ${level.seenRequests} requests at ${share}, and ${level.neededRequests} tell a breach of the promise ` +
    `from luck with ${percent(CONFIDENCE)} confidence; ${level.seenRequests} tell ${percent(smallestDetectable(level.seenRequests, plan.promise.errorBudget))} of errors`;
  if (level.neededSeconds > LONGEST_WINDOW_SECONDS) {
    return problem(
      field,
      level.seenRequests,
      `too little traffic to judge: ${sees}`,
      strategy.load === undefined
        ? "let a load join in (load: { requestsPerSecond, path }), take a larger weight, or accept it with onNoEvidence: 'abort' or 'hold'"
        : 'let the load send more requests a second',
    );
  }
  return forgets(strategy, level)
    ? problem(
        field,
        level.windowSeconds,
        `its judge looks back only ${level.windowSeconds} s: ${sees}`,
        `leave windowSeconds out, or set it to ${tens(level.neededSeconds)}`,
      )
    : problem(
        field,
        level.seconds,
        `too short to judge: ${sees}`,
        `stay at this share for ${tens(timeNeeded(plan, level))} s, or take a larger one`,
      );
}

/** Whether it is not the time at this share that is too short, but a window that was chosen. */
function forgets(strategy: StrategySpec, { endsByPerson, seconds, neededSeconds, windowSeconds }: Sight): boolean {
  return (endsByPerson || seconds >= neededSeconds) && chosenWindows(strategy).includes(windowSeconds);
}

function chosenWindows(strategy: StrategySpec): number[] {
  const checks =
    strategy.kind === 'canary'
      ? [
          ...(strategy.analysis?.checks ?? []),
          ...strategy.steps.flatMap((step) => ('checks' in step ? (step.checks ?? []) : [])),
        ]
      : [...(strategy.prePromotionAnalysis?.checks ?? []), ...(strategy.postPromotionAnalysis?.checks ?? [])];
  return checks.flatMap((check) => (check.check === 'promise' ? (check.windowSeconds ?? []) : []));
}

/** A judge beside a short release has a short window: the release must be long enough for the window, too. */
function timeNeeded(plan: StrategyPlan, { seconds, neededSeconds }: Sight): number {
  const late = plan.load === undefined ? 0 : LOAD_START_SECONDS;
  if (plan.kind !== 'canary' || plan.background === undefined) return late + neededSeconds;
  const left = secondsFrom(plan.background.startingStep, plan.steps);
  return Math.max(late + neededSeconds, seconds + late + secondsForWindow(neededSeconds) - left);
}

const tens = (seconds: number): number => Math.ceil(seconds / 10) * 10;

function fieldOf(strategy: StrategySpec, { step, canaryShare }: Sight): string {
  if (strategy.kind === 'canary') return step === undefined ? 'steps' : `steps[${step}]`;
  return canaryShare === 0 ? 'prePromotionAnalysis' : 'postPromotionAnalysis';
}

const percent = (share: number): string => `${decimal(Number((share * 100).toPrecision(3)))} %`;

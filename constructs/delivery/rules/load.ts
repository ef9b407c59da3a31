import type { Problem } from '../../plan/problem';
import type { CheckSpec } from '../checks';
import type { DeliveryContext } from '../context';
import { LOAD_START_SECONDS } from '../defaults';
import { isLoadedAfterPromotion, mostLoadRequestsPerSecond, MOST_LOAD_REQUESTS_PER_SECOND } from '../load';
import { neededRequests } from '../needs';
import type { StrategySpec } from '../spec';
import { when } from './problem';

/** What is wrong with the requests that are to be sent to the new version. */
export function loadProblems(strategy: StrategySpec, { slo }: DeliveryContext): Problem[] {
  const { load } = strategy;
  if (load === undefined) return [];
  const judged = judgedByLoad(strategy, { ...slo, neededRequests: neededRequests(slo) });
  const most = mostLoadRequestsPerSecond(slo.latency.thresholdMilliseconds);
  return [
    ...when(
      load.requestsPerSecond > most,
      'load.requestsPerSecond',
      load.requestsPerSecond,
      most < MOST_LOAD_REQUESTS_PER_SECOND
        ? `one pod sends the load, and where an answer may take ${slo.latency.thresholdMilliseconds} ms it can keep up ${most} requests a second`
        : `one pod sends the load, and it can keep up ${most} requests a second`,
      `take ${most} or less`,
    ),
    ...when(
      judged.length === 0,
      'load',
      load,
      strategy.kind === 'blue-green' && strategy.postPromotionAnalysis !== undefined
        ? "it is sent while the promise is judged without users, and nothing does that: after the promotion users' own requests are enough"
        : 'it is sent while the promise is judged, and no analysis judges it',
      strategy.kind === 'blue-green'
        ? "judge the preview by it (prePromotionAnalysis: { checks: [{ check: 'promise' }] }), or leave the load out"
        : "add the canary's analysis: { checks: [{ check: 'promise' }] }",
    ),
    ...judged.flatMap(({ field, check }) =>
      when(
        check.initialDelaySeconds !== undefined && check.initialDelaySeconds < LOAD_START_SECONDS,
        `${field}.initialDelaySeconds`,
        check.initialDelaySeconds,
        `the load starts with the analysis, and its pod may take ${LOAD_START_SECONDS} s`,
        `set it to ${LOAD_START_SECONDS} or more, or leave it out`,
      ),
    ),
  ];
}

/** A promise that is judged by a load, and where it stands. */
interface Judged {
  readonly field: string;
  readonly check: CheckSpec;
}

function judgedByLoad(strategy: StrategySpec, promise: Parameters<typeof isLoadedAfterPromotion>[0]): Judged[] {
  const at = (field: string, checks: readonly CheckSpec[] = []): Judged[] =>
    checks.flatMap((check, index) =>
      check.check === 'promise' ? [{ field: `${field}.checks[${index}]`, check }] : [],
    );
  return strategy.kind === 'canary'
    ? [
        ...at('analysis', strategy.analysis?.checks),
        ...strategy.steps.flatMap((step, index) => ('checks' in step ? at(`steps[${index}]`, step.checks) : [])),
      ]
    : [
        ...at('prePromotionAnalysis', strategy.prePromotionAnalysis?.checks),
        ...(isLoadedAfterPromotion(promise) ? at('postPromotionAnalysis', strategy.postPromotionAnalysis?.checks) : []),
      ];
}

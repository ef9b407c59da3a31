import type { Problem } from '../../plan/problem';
import type { CheckPlan } from '../check-plan';
import type { DeliveryContext } from '../context';
import { planStrategy } from '../plan';
import type { BlueGreenSpec } from '../spec';
import { finiteCheckProblems } from './checks';
import { when } from './problem';
import { delayProblems } from './router';

/** What is wrong with a blue-green strategy. */
export function blueGreenProblems(strategy: BlueGreenSpec, context: DeliveryContext): Problem[] {
  const { prePromotionAnalysis: before, postPromotionAnalysis: after } = strategy;
  return [
    ...when(
      context.router.kind === 'alb',
      'kind',
      strategy.kind,
      'behind a load balancer it cannot be free of downtime: new pods get no readiness gates (argo-rollouts #4259 #4834 #4297)',
      "route with { kind: 'istio' }, or take a canary that goes from 0 to 100 % behind { kind: 'alb' }",
    ),
    ...(before === undefined ? [] : finiteCheckProblems(before.checks, 'prePromotionAnalysis')),
    ...(after === undefined ? [] : finiteCheckProblems(after.checks, 'postPromotionAnalysis')),
    ...promotionProblems(strategy, context),
    ...delayProblems(strategy),
    ...afterPromotionProblems(strategy, context),
  ];
}

function promotionProblems(strategy: BlueGreenSpec, { replicas }: DeliveryContext): Problem[] {
  const { autoPromotionSeconds, previewReplicaCount: preview, prePromotionAnalysis, load } = strategy;
  const promise = prePromotionAnalysis?.checks.findIndex(({ check }) => check === 'promise') ?? -1;
  return [
    ...when(
      autoPromotionSeconds !== undefined && strategy.autoPromotionEnabled === false,
      'autoPromotionSeconds',
      autoPromotionSeconds,
      'the engine ignores it when autoPromotionEnabled is false: the release waits for a person',
      'remove one of the two',
    ),
    ...when(
      preview !== undefined && preview > replicas,
      'previewReplicaCount',
      preview,
      `a preview of more pods than the ${replicas} that the service has`,
      `set it to ${replicas} or less, or leave it out`,
    ),
    ...when(
      promise >= 0 && load === undefined,
      `prePromotionAnalysis.checks[${promise}]`,
      'promise',
      'before the promotion no user asks the preview, so its promise cannot be judged',
      'let a load ask it (load: { requestsPerSecond, path }), take a smoke check, or judge the promise in postPromotionAnalysis',
    ),
  ];
}

function afterPromotionProblems(strategy: BlueGreenSpec, context: DeliveryContext): Problem[] {
  const plan = planStrategy(strategy, context);
  const delay = strategy.scaleDownDelaySeconds;
  if (delay === undefined || plan.kind !== 'blue-green' || plan.postPromotion.length === 0) return [];
  const needed = Math.max(...plan.postPromotion.map(wholeLength));
  return when(
    delay <= needed,
    'scaleDownDelaySeconds',
    delay,
    `the analysis after the promotion takes ${needed} s, and a delay that is set ends it: the old pods would go unjudged (argo-rollouts #955 and its documentation)`,
    `set it above ${needed}, or leave it out`,
  );
}

/** The whole length that the engine may take, not the shortest that a good version needs. */
const wholeLength = ({ initialDelaySeconds, intervalSeconds, count = 1 }: CheckPlan): number =>
  initialDelaySeconds + count * intervalSeconds;

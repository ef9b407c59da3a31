import type { Problem } from '../../plan/problem';
import type { DeliveryContext } from '../context';
import { LEAST_SCALE_DOWN_DELAY_SECONDS, MIN_PODS } from '../defaults';
import type { BlueGreenSpec, CanarySpec } from '../spec';
import { when } from './problem';

/** What a canary asks of its router that it cannot do, or must not. */
export function canaryRouterProblems(strategy: CanarySpec, context: DeliveryContext): Problem[] {
  const { router } = context;
  return [
    ...(router.kind === 'alb'
      ? when(
          router.pingPong === false,
          'router.pingPong',
          false,
          'a canary behind a load balancer that ends with a swap of pods answers 503 at the end (argo-rollouts #2864 #1453 #4433)',
          'leave it out, or set it to true: two services then take turns',
        )
      : []),
    ...(router.kind === 'replicas' ? withoutRouter(strategy) : podProblems(strategy, context)),
    ...dynamicScaleProblems(strategy, context),
    ...delayProblems(strategy),
  ];
}

/** The engine ignores or refuses these where no router splits requests. */
function withoutRouter(strategy: CanarySpec): Problem[] {
  const needRouter = [
    'dynamicStableScale',
    'minPodsPerReplicaSet',
    'scaleDownDelaySeconds',
    'abortScaleDownDelaySeconds',
  ] as const;
  return needRouter.flatMap((field) =>
    when(
      strategy[field] !== undefined && strategy[field] !== false,
      field,
      strategy[field],
      'it takes effect only where a router splits requests (argo-rollouts #1821)',
      "remove it, or route with { kind: 'istio' } or { kind: 'alb' }",
    ),
  );
}

function podProblems({ minPodsPerReplicaSet: pods }: CanarySpec, { tier, replicas }: DeliveryContext): Problem[] {
  return [
    ...when(
      pods !== undefined && pods < MIN_PODS && tier === 'production',
      'minPodsPerReplicaSet',
      pods,
      'a version of one pod has no availability: its loss is an outage of its share (argo-rollouts #1738 #2419)',
      `set it to ${MIN_PODS} or more, or leave it out`,
    ),
    ...when(
      pods !== undefined && pods > replicas,
      'minPodsPerReplicaSet',
      pods,
      `more than the ${replicas} pods that the service has: the engine never gets there (argo-rollouts #4566)`,
      `set it to ${replicas} or less`,
    ),
  ];
}

function dynamicScaleProblems(strategy: CanarySpec, { router }: DeliveryContext): Problem[] {
  if (strategy.dynamicStableScale !== true || router.kind === 'replicas') return [];
  const full = strategy.steps.findIndex((step) => step.step === 'setWeight' && step.weight === 100);
  return [
    ...when(
      router.kind === 'alb',
      'dynamicStableScale',
      true,
      'the old pods go before the load balancer has moved their requests (argo-rollouts #3926 #4595)',
      "leave it out, or route with { kind: 'istio' }",
    ),
    ...when(
      strategy.abortScaleDownDelaySeconds !== undefined,
      'abortScaleDownDelaySeconds',
      strategy.abortScaleDownDelaySeconds,
      'with dynamicStableScale an abort waits for pods that wait for the abort, for ever (argo-rollouts #4898)',
      'remove one of the two',
    ),
    ...when(
      strategy.scaleDownDelaySeconds !== undefined,
      'scaleDownDelaySeconds',
      strategy.scaleDownDelaySeconds,
      'with dynamicStableScale no old pod is left to be kept, and the engine refuses both (argo-rollouts #4926)',
      'remove one of the two',
    ),
    ...when(
      full >= 0,
      `steps[${full}].weight`,
      100,
      'with dynamicStableScale the last old pods go at once while the mesh still sends them requests (argo-rollouts #3681 #4828)',
      'end with a lower weight: the promotion itself does the rest',
    ),
  ];
}

/** Old pods must outlive the news of their end. */
export function delayProblems({ scaleDownDelaySeconds: seconds }: CanarySpec | BlueGreenSpec): Problem[] {
  return when(
    seconds !== undefined && seconds < LEAST_SCALE_DOWN_DELAY_SECONDS,
    'scaleDownDelaySeconds',
    seconds,
    'old pods go before every node has heard that requests have moved (argo-rollouts #19)',
    `set it to ${LEAST_SCALE_DOWN_DELAY_SECONDS} or more`,
  );
}

import { judgesStrictly, LEAST_SCALE_DOWN_DELAY_SECONDS, MIN_PODS } from '../../../constructs/delivery/defaults';
import type { Flaw } from '../wiring/placed';
import { at, numberAt } from '../wiring/value';
import { paceOf } from './pace';
import { tell, when, type Release, type Told } from './release';

/** What is wrong with the numbers of pods, and with how long they stay. */
export function scaleFlaws(release: Release): readonly Told[] {
  const { placed, canary, blueGreen } = release;
  return tell(placed, [
    ...rolloutFlaws(release),
    ...(canary === undefined ? [] : canaryFlaws(release)),
    ...(blueGreen === undefined ? [] : blueGreenFlaws(release)),
  ]);
}

function rolloutFlaws({ placed: { object }, canary, blueGreen }: Release): Flaw[] {
  const spec = object['spec'];
  return [
    ...when(
      at(spec, 'replicas') !== undefined,
      'spec.replicas',
      at(spec, 'replicas'),
      'the autoscaler owns the number: each time this is applied it is set back, and to 1 when it is taken out (argo-rollouts #3689)',
      'remove it',
    ),
    ...when(
      at(spec, 'progressDeadlineAbort') !== true,
      'spec.progressDeadlineAbort',
      at(spec, 'progressDeadlineAbort'),
      'pods that never become ready leave the release as it is, half done, until a person comes',
      'set it to true',
    ),
    ...when(
      (canary === undefined) === (blueGreen === undefined),
      'spec.strategy',
      at(spec, 'strategy'),
      'a release is a canary or blue-green',
      'take one of the two',
    ),
  ];
}

function canaryFlaws(release: Release): Flaw[] {
  const { canary, environment } = release;
  const field = 'spec.strategy.canary';
  const routing = at(canary, 'trafficRouting');
  const fewest = numberAt(canary, 'minPodsPerReplicaSet') ?? 1;
  return [
    ...when(
      routing !== undefined && fewest < MIN_PODS && judgesStrictly(environment.tier),
      `${field}.minPodsPerReplicaSet`,
      at(canary, 'minPodsPerReplicaSet'),
      'a version of one pod has no availability: its loss is an outage of its share (argo-rollouts #1738 #2419)',
      `set it to ${MIN_PODS} or more`,
    ),
    ...when(
      at(routing, 'alb') !== undefined && at(canary, 'pingPong') === undefined,
      `${field}.pingPong`,
      undefined,
      'a canary behind a load balancer that ends with a change of selectors answers 503 at the end (argo-rollouts #2864 #1453 #4433)',
      'name two Services that take turns: { pingService: …, pongService: … }',
    ),
    ...delayFlaws(canary, field),
    ...(at(canary, 'dynamicStableScale') === true ? shrinkingFlaws(release, field) : []),
  ];
}

/** The old version shrinks while the new one grows. */
function shrinkingFlaws({ canary, steps }: Release, field: string): Flaw[] {
  return [
    ...when(
      at(canary, 'abortScaleDownDelaySeconds') !== undefined,
      `${field}.abortScaleDownDelaySeconds`,
      at(canary, 'abortScaleDownDelaySeconds'),
      'with dynamicStableScale an abort waits for pods that wait for the abort, for ever (argo-rollouts #4898)',
      'remove one of the two',
    ),
    ...when(
      at(canary, 'scaleDownDelaySeconds') !== undefined,
      `${field}.scaleDownDelaySeconds`,
      at(canary, 'scaleDownDelaySeconds'),
      'with dynamicStableScale no old pod is left to be kept, and the engine refuses both (argo-rollouts #4926)',
      'remove one of the two',
    ),
    ...when(
      at(canary, 'trafficRouting', 'alb') !== undefined,
      `${field}.dynamicStableScale`,
      true,
      'the old pods go before the load balancer has moved their requests (argo-rollouts #3926 #4595)',
      'remove it',
    ),
    ...steps.flatMap((step) =>
      when(
        at(step.value, 'setWeight') === 100,
        `${step.field}.setWeight`,
        100,
        'with dynamicStableScale the last old pods go at once while the mesh still sends them requests (argo-rollouts #3681 #4828)',
        'end with a lower weight: the promotion itself does the rest',
      ),
    ),
  ];
}

/** The engine takes 0 for never. */
function delayFlaws(strategy: unknown, field: string): Flaw[] {
  const [after, aborted] = ['scaleDownDelaySeconds', 'abortScaleDownDelaySeconds'].map((key) =>
    numberAt(strategy, key),
  );
  return [
    ...when(
      after !== undefined && after < LEAST_SCALE_DOWN_DELAY_SECONDS,
      `${field}.scaleDownDelaySeconds`,
      after,
      after === 0
        ? 'the engine takes 0 for never: the old pods stay for ever (argo-rollouts #1992)'
        : 'old pods go before every node has heard that requests have moved (argo-rollouts #19)',
      `set it to ${LEAST_SCALE_DOWN_DELAY_SECONDS} or more`,
    ),
    ...when(
      aborted === 0,
      `${field}.abortScaleDownDelaySeconds`,
      aborted,
      'the engine takes 0 for never: the new pods of an aborted release stay for ever (argo-rollouts #1841)',
      'set it above 0, or remove it',
    ),
  ];
}

function blueGreenFlaws({ blueGreen, judgements }: Release): Flaw[] {
  const field = 'spec.strategy.blueGreen';
  const delay = numberAt(blueGreen, 'scaleDownDelaySeconds');
  const after = judgements.filter((judgement) => judgement.at === 'after').flatMap(({ metrics }) => metrics);
  const needed = Math.max(
    0,
    ...after
      .map(({ value }) => paceOf(value))
      // The whole length that the engine may take, not the shortest that a good version needs.
      .map(({ initialDelaySeconds, intervalSeconds = 0, count = 1 }) => initialDelaySeconds + count * intervalSeconds),
  );
  const waits = at(blueGreen, 'autoPromotionEnabled') === false;
  return [
    ...delayFlaws(blueGreen, field),
    ...when(
      after.length > 0 && delay !== undefined && delay <= needed,
      `${field}.scaleDownDelaySeconds`,
      delay,
      `the analysis after the promotion takes ${needed} s, and a delay that is set ends it: the old pods would go unjudged (argo-rollouts #955)`,
      `set it above ${needed}`,
    ),
    ...when(
      waits && at(blueGreen, 'autoPromotionSeconds') !== undefined,
      `${field}.autoPromotionSeconds`,
      at(blueGreen, 'autoPromotionSeconds'),
      'the engine ignores it when autoPromotionEnabled is false: the release waits for a person',
      'remove one of the two',
    ),
    ...(waits
      ? [
          {
            field: `${field}.autoPromotionEnabled`,
            value: false,
            reason: 'the release waits for a person, for ever if nobody comes',
            remedy: 'set it to true, unless a person is meant to decide',
            severity: 'warning' as const,
          },
        ]
      : []),
  ];
}

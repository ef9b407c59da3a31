import type { DeliveryContext } from '../../../constructs/delivery/context';
import {
  strategyProblems,
  strategySpec,
  strategyWarnings,
  type CanarySpec,
  type StrategySpec,
} from '../../../constructs/delivery/spec';
import { shapeProblems } from '../../../constructs/plan/spec';
import { behindAlb, goodBlueGreen, goodCanary, inDevelopment, inMesh, slo, withoutRouter } from './examples';

const problems = (spec: unknown, context: DeliveryContext) => {
  const shape = shapeProblems(strategySpec, spec);
  return shape.length > 0 ? shape : strategyProblems(spec as StrategySpec, context);
};

const steps = (...given: unknown[]) => ({ ...goodCanary, steps: given });
const judged = (check: object) => ({ ...goodCanary, analysis: { checks: [check] } });
const inline = (check: object) =>
  steps(...goodCanary.steps.slice(0, 2), { step: 'analysis', checks: [check] }, ...goodCanary.steps.slice(2));
const after = (check: object, rest: object = {}) => ({
  ...goodBlueGreen,
  postPromotionAnalysis: { checks: [check] },
  ...rest,
});
const promise = { check: 'promise' };
const smoke = { check: 'smoke', path: '/healthz' };
const [weight5, pause600, ...later] = goodCanary.steps;
const two = { step: 'setCanaryScale', scale: { replicas: 2 } };
const byWeight = { step: 'setCanaryScale', scale: { matchTrafficWeight: true } };
const testers = { step: 'headerRoute', name: 'testers', match: [{ header: 'x-canary', value: { exact: 'yes' } }] };
const shadow = { step: 'mirror', name: 'shadow', percentage: 10, match: [{ method: { exact: 'GET' } }] };
const candidate = { name: 'candidate', version: 'canary' };
const experiment = (rest: object) =>
  steps({ step: 'experiment', templates: [candidate], ...rest }, ...goodCanary.steps);

const cautious: CanarySpec = { ...goodCanary, dynamicStableScale: true };
const quiet: DeliveryContext = { ...inMesh, slo: { ...slo, requestsPerSecond: 1 } };

/** A trap: what walks into it, what keeps out of it, and what is said. */
interface Trap {
  readonly trap: string;
  readonly falls: readonly [unknown, DeliveryContext];
  readonly passes: readonly [unknown, DeliveryContext];
  readonly field: string;
  readonly reason: RegExp;
  readonly remedy: RegExp;
}

const ROUTERS: Trap[] = [
  {
    trap: 'a canary behind a load balancer that ends with a swap of pods',
    falls: [goodCanary, { ...behindAlb, router: { kind: 'alb', pingPong: false } }],
    passes: [goodCanary, { ...behindAlb, router: { kind: 'alb', pingPong: true } }],
    field: 'router.pingPong',
    reason: /#2864 #1453 #4433/,
    remedy: /take turns/,
  },
  {
    trap: 'blue-green behind a load balancer',
    falls: [goodBlueGreen, behindAlb],
    passes: [goodBlueGreen, inMesh],
    field: 'kind',
    reason: /downtime.*#4259 #4834/,
    remedy: /0 to 100 %/,
  },
  {
    trap: 'an old version that shrinks behind a load balancer',
    falls: [cautious, behindAlb],
    passes: [cautious, inMesh],
    field: 'dynamicStableScale',
    reason: /#3926 #4595/,
    remedy: /istio/,
  },
  {
    trap: 'an old version that shrinks, and a delay on abort',
    falls: [{ ...cautious, abortScaleDownDelaySeconds: 60 }, inMesh],
    passes: [{ ...goodCanary, abortScaleDownDelaySeconds: 60 }, inMesh],
    field: 'abortScaleDownDelaySeconds',
    reason: /#4898/,
    remedy: /one of the two/,
  },
  {
    trap: 'an old version that shrinks, and a delay before it does',
    falls: [{ ...cautious, scaleDownDelaySeconds: 60 }, inMesh],
    passes: [{ ...goodCanary, scaleDownDelaySeconds: 60 }, inMesh],
    field: 'scaleDownDelaySeconds',
    reason: /refuses both/,
    remedy: /one of the two/,
  },
  {
    trap: 'an old version that is gone before the mesh knows',
    falls: [{ ...cautious, steps: [...goodCanary.steps, { step: 'setWeight', weight: 100 }] }, inMesh],
    passes: [{ ...goodCanary, steps: [...goodCanary.steps, { step: 'setWeight', weight: 100 }] }, inMesh],
    field: 'steps[6].weight',
    reason: /#3681 #4828/,
    remedy: /lower weight/,
  },
  {
    trap: 'a shrinking old version without a router',
    falls: [cautious, withoutRouter],
    passes: [goodCanary, withoutRouter],
    field: 'dynamicStableScale',
    reason: /only where a router/,
    remedy: /istio/,
  },
  {
    trap: 'fewest pods without a router',
    falls: [{ ...goodCanary, minPodsPerReplicaSet: 2 }, withoutRouter],
    passes: [{ ...goodCanary, minPodsPerReplicaSet: 2 }, inMesh],
    field: 'minPodsPerReplicaSet',
    reason: /only where a router/,
    remedy: /remove it/,
  },
  {
    trap: 'a delay without a router',
    falls: [{ ...goodCanary, scaleDownDelaySeconds: 60 }, withoutRouter],
    passes: [{ ...goodCanary, scaleDownDelaySeconds: 60 }, inMesh],
    field: 'scaleDownDelaySeconds',
    reason: /#1821/,
    remedy: /remove it/,
  },
  {
    trap: 'old pods that go before the news of it has come around',
    falls: [{ ...goodCanary, scaleDownDelaySeconds: 29 }, inMesh],
    passes: [{ ...goodCanary, scaleDownDelaySeconds: 30 }, inMesh],
    field: 'scaleDownDelaySeconds',
    reason: /#19/,
    remedy: /30 or more/,
  },
  {
    trap: 'a delay of 0, which is for ever',
    falls: [{ ...goodCanary, scaleDownDelaySeconds: 0 }, inMesh],
    passes: [{ ...goodCanary, scaleDownDelaySeconds: 300 }, inMesh],
    field: 'scaleDownDelaySeconds',
    reason: /#1992/,
    remedy: /600/,
  },
  {
    trap: 'a delay on abort of 0, which is for ever',
    falls: [{ ...goodCanary, abortScaleDownDelaySeconds: 0 }, inMesh],
    passes: [{ ...goodCanary, abortScaleDownDelaySeconds: 1 }, inMesh],
    field: 'abortScaleDownDelaySeconds',
    reason: /#1841/,
    remedy: /600/,
  },
  {
    trap: 'a version of one pod, in production',
    falls: [{ ...goodCanary, minPodsPerReplicaSet: 1 }, inMesh],
    passes: [{ ...goodCanary, minPodsPerReplicaSet: 1 }, inDevelopment],
    field: 'minPodsPerReplicaSet',
    reason: /#1738 #2419/,
    remedy: /2 or more/,
  },
  {
    trap: 'more pods of one version than the service has',
    falls: [{ ...goodCanary, minPodsPerReplicaSet: 7 }, inMesh],
    passes: [{ ...goodCanary, minPodsPerReplicaSet: 6 }, inMesh],
    field: 'minPodsPerReplicaSet',
    reason: /#4566/,
    remedy: /6 or less/,
  },
];

const STEPS: Trap[] = [
  {
    trap: 'two kinds of step in one',
    falls: [steps({ step: 'setWeight', weight: 5, seconds: 60 }, ...later), inMesh],
    passes: [steps(weight5, pause600, ...later), inMesh],
    field: 'steps[0].seconds',
    reason: /no such key/,
    remedy: /step, weight/,
  },
  {
    trap: 'a weight of 900',
    falls: [steps({ step: 'setWeight', weight: 900 }), inMesh],
    passes: [steps(weight5, pause600, { step: 'setWeight', weight: 100 }), inMesh],
    field: 'steps[0].weight',
    reason: /0 to 100/,
    remedy: /20/,
  },
  {
    trap: 'a step that does not exist',
    falls: [steps({ step: 'setwieght', weight: 5 }), inMesh],
    passes: [steps(weight5, pause600), inMesh],
    field: 'steps[0].step',
    reason: /./,
    remedy: /./,
  },
  {
    trap: 'no steps',
    falls: [steps(), inMesh],
    passes: [steps(weight5, pause600), inMesh],
    field: 'steps',
    reason: /plain rolling update/,
    remedy: /setWeight/,
  },
  {
    trap: 'a pause of no time',
    falls: [steps(weight5, { step: 'pause', seconds: 0 }), inMesh],
    passes: [steps(weight5, pause600, { step: 'pause' }), inMesh],
    field: 'steps[1].seconds',
    reason: /wait for a person/,
    remedy: /600/,
  },
  {
    trap: 'weights that fall',
    falls: [
      steps(
        weight5,
        pause600,
        { step: 'setWeight', weight: 50 },
        pause600,
        { step: 'setWeight', weight: 25 },
        pause600,
      ),
      inMesh,
    ],
    passes: [
      steps(
        weight5,
        pause600,
        { step: 'setWeight', weight: 50 },
        pause600,
        { step: 'setWeight', weight: 50 },
        pause600,
      ),
      inMesh,
    ],
    field: 'steps[4].weight',
    reason: /less than the 50/,
    remedy: /rise/,
  },
  {
    trap: 'a canary without requests',
    falls: [{ kind: 'canary', steps: [two, pause600] }, inMesh],
    passes: [steps(two, weight5, pause600), inMesh],
    field: 'steps',
    reason: /all of them at once/,
    remedy: /setWeight/,
  },
  {
    trap: 'a canary scaled to its weight before it has one',
    falls: [steps(two, byWeight, weight5, pause600), inMesh],
    passes: [steps(two, weight5, byWeight, pause600), inMesh],
    field: 'steps[1].scale.matchTrafficWeight',
    reason: /scales the canary to 0/,
    remedy: /after the first setWeight/,
  },
  {
    trap: 'more requests than the canary was scaled for',
    falls: [steps(two, weight5, pause600, { step: 'setWeight', weight: 50 }, pause600), inMesh],
    passes: [steps(two, weight5, byWeight, pause600, { step: 'setWeight', weight: 50 }, pause600), inMesh],
    field: 'steps[3].weight',
    reason: /2 pods.*need 3 of 6.*#669/,
    remedy: /matchTrafficWeight/,
  },
  {
    trap: 'users on a canary that was scaled to one pod',
    falls: [steps({ step: 'setCanaryScale', scale: { replicas: 1 } }, weight5, pause600), inMesh],
    passes: [steps(two, weight5, pause600), inMesh],
    field: 'steps[1].weight',
    reason: /#1738 #2419/,
    remedy: /2 pods/,
  },
  {
    trap: 'a scale of two kinds',
    falls: [steps({ step: 'setCanaryScale', scale: { replicas: 2, weight: 20 } }, weight5, pause600), inMesh],
    passes: [steps({ step: 'setCanaryScale', scale: { weight: 20 } }, weight5, pause600), inMesh],
    field: 'steps[0].scale.weight',
    reason: /no such key/,
    remedy: /replicas/,
  },
  {
    trap: 'a scale of its own without a router',
    falls: [steps(two, ...goodCanary.steps), withoutRouter],
    passes: [steps(two, ...goodCanary.steps.slice(0, 2)), inMesh],
    field: 'steps[0]',
    reason: /#2865/,
    remedy: /alb/,
  },
  {
    trap: 'a weight that the number of pods cannot give',
    falls: [goodCanary, { ...withoutRouter, replicas: 4 }],
    passes: [goodCanary, withoutRouter],
    field: 'steps[0].weight',
    reason: /4 pods is 20 %.*#2281/,
    remedy: /more pods/,
  },
  {
    trap: 'an analysis of a canary that has no pod',
    falls: [steps({ step: 'analysis', checks: [smoke] }, ...goodCanary.steps), inMesh],
    passes: [steps(two, { step: 'analysis', checks: [smoke] }, weight5, pause600), inMesh],
    field: 'steps[0]',
    reason: /#556/,
    remedy: /setCanaryScale/,
  },
  {
    trap: 'a header route to a canary that has no pod',
    falls: [steps(testers, ...goodCanary.steps), inMesh],
    passes: [steps(two, testers, weight5, pause600), inMesh],
    field: 'steps[0]',
    reason: /#4486/,
    remedy: /setCanaryScale/,
  },
  {
    trap: 'a header route behind a load balancer',
    falls: [steps(two, testers, weight5, pause600), behindAlb],
    passes: [steps(two, testers, weight5, pause600), inMesh],
    field: 'steps[1]',
    reason: /load balancer/,
    remedy: /istio/,
  },
  {
    trap: 'a mirror without a router',
    falls: [steps(weight5, shadow, pause600), withoutRouter],
    passes: [steps(weight5, shadow, pause600), inMesh],
    field: 'steps[1]',
    reason: /tells requests apart/,
    remedy: /istio/,
  },
  {
    trap: 'a mirror of requests that change something',
    falls: [steps(weight5, { ...shadow, match: [{ method: { exact: 'POST' } }] }, pause600), inMesh],
    passes: [steps(weight5, { ...shadow, match: [{ method: { exact: 'HEAD' } }] }, pause600), inMesh],
    field: 'steps[1].match[0].method',
    reason: /twice/,
    remedy: /GET, HEAD/,
  },
  {
    trap: 'a mirror of methods by a pattern',
    falls: [steps(weight5, { ...shadow, match: [{ method: { regex: 'GET|POST' } }] }, pause600), inMesh],
    passes: [
      steps(weight5, { ...shadow, match: [{ method: { exact: 'GET' }, path: { prefix: '/quotes/' } }] }, pause600),
      inMesh,
    ],
    field: 'steps[1].match[0].method',
    reason: /twice/,
    remedy: /exact/,
  },
  {
    trap: 'a header route and a mirror of one name',
    falls: [steps(weight5, { ...shadow, name: 'testers' }, testers, pause600), inMesh],
    passes: [steps(weight5, shadow, testers, pause600), inMesh],
    field: 'steps[2].name',
    reason: /replaces the first/,
    remedy: /two names/,
  },
  {
    trap: 'a route removed that was never set',
    falls: [steps(weight5, { step: 'headerRoute', name: 'tester' }, pause600), inMesh],
    passes: [steps(weight5, testers, pause600, { step: 'headerRoute', name: 'testers' }), inMesh],
    field: 'steps[1].name',
    reason: /no step before/,
    remedy: /match/,
  },
];

const EXPERIMENTS: Trap[] = [
  {
    trap: 'an experiment without an end',
    falls: [experiment({}), inMesh],
    passes: [experiment({ seconds: 300 }), inMesh],
    field: 'steps[0]',
    reason: /#248/,
    remedy: /seconds/,
  },
  {
    trap: 'an experiment that is over before its checks',
    falls: [experiment({ seconds: 20, checks: [smoke] }), inMesh],
    passes: [experiment({ seconds: 21, checks: [smoke] }), inMesh],
    field: 'steps[0].seconds',
    reason: /#943 #4016/,
    remedy: /above 20/,
  },
  {
    trap: 'an experiment of two sets of one name',
    falls: [experiment({ seconds: 300, templates: [candidate, { ...candidate, version: 'stable' }] }), inMesh],
    passes: [experiment({ seconds: 300, templates: [candidate, { name: 'baseline', version: 'stable' }] }), inMesh],
    field: 'steps[0].templates[1].name',
    reason: /one name/,
    remedy: /own name/,
  },
  {
    trap: 'an experiment with a weight, without a router',
    falls: [experiment({ seconds: 300, templates: [{ ...candidate, weight: 5 }] }), withoutRouter],
    passes: [experiment({ seconds: 300, templates: [{ ...candidate, weight: 5 }] }), behindAlb],
    field: 'steps[0].templates[0].weight',
    reason: /nobody can send/,
    remedy: /istio/,
  },
  {
    trap: 'an experiment for which no requests are left',
    falls: [
      steps(
        { step: 'setWeight', weight: 95 },
        { step: 'experiment', seconds: 300, templates: [{ ...candidate, weight: 6 }] },
      ),
      inMesh,
    ],
    passes: [
      steps(
        { step: 'setWeight', weight: 95 },
        { step: 'experiment', seconds: 600, templates: [{ ...candidate, weight: 5 }] },
      ),
      inMesh,
    ],
    field: 'steps[1].templates',
    reason: /101 %/,
    remedy: /5 % at most/,
  },
  {
    trap: 'an experiment that judges a version which it does not run',
    falls: [experiment({ checks: [smoke], templates: [{ name: 'baseline', version: 'stable' }] }), inMesh],
    passes: [experiment({ checks: [smoke], templates: [{ name: 'baseline', version: 'stable' }, candidate] }), inMesh],
    field: 'steps[0].templates',
    reason: /none of its pods/,
    remedy: /candidate/,
  },
];

const BACKGROUND: Trap[] = [
  {
    trap: 'a background analysis before the canary has requests',
    falls: [{ ...goodCanary, analysis: { startingStep: 0, checks: [promise] } }, inMesh],
    passes: [{ ...goodCanary, analysis: { startingStep: 1, checks: [promise] } }, inMesh],
    field: 'analysis.startingStep',
    reason: /#4864/,
    remedy: /set it to 1/,
  },
  {
    trap: 'a background analysis that never starts',
    falls: [{ ...goodCanary, analysis: { startingStep: 6, checks: [promise] } }, inMesh],
    passes: [{ ...goodCanary, analysis: { checks: [promise] } }, inMesh],
    field: 'analysis.startingStep',
    reason: /never starts/,
    remedy: /set it to 1/,
  },
  {
    trap: 'a background analysis before requests were counted',
    falls: [judged({ ...promise, initialDelaySeconds: 59 }), inMesh],
    passes: [judged({ ...promise, initialDelaySeconds: 60 }), inMesh],
    field: 'analysis.checks[0].initialDelaySeconds',
    reason: /#4864/,
    remedy: /60 or more/,
  },
  {
    trap: 'a background analysis with a count',
    falls: [judged({ ...promise, count: 5 }), inMesh],
    passes: [judged(promise), inMesh],
    field: 'analysis.checks[0].count',
    reason: /no step after it/,
    remedy: /until the promotion/,
  },
  {
    trap: 'a background analysis that ends with the first good minutes',
    falls: [judged({ ...promise, consecutiveSuccessLimit: 3 }), inMesh],
    passes: [inline({ ...promise, consecutiveSuccessLimit: 3 }), inMesh],
    field: 'analysis.checks[0].consecutiveSuccessLimit',
    reason: /larger weights/,
    remedy: /leave it out/,
  },
  {
    trap: 'a background analysis that objects after the release is through',
    falls: [judged({ ...promise, inconclusiveLimit: 10 }), inMesh],
    passes: [judged({ ...promise, inconclusiveLimit: 3 }), inMesh],
    field: 'analysis.checks',
    reason: /1440 s.*1200 s.*#1329/,
    remedy: /250 s longer/,
  },
  {
    trap: 'a metrics store that may be away until the release is through',
    falls: [judged({ ...promise, consecutiveErrorLimit: 96 }), inMesh],
    passes: [judged({ ...promise, consecutiveErrorLimit: 95 }), inMesh],
    field: 'analysis.checks',
    reason: /1200 s at the latest/,
    remedy: /tolerate less/,
  },
];

const CHECKS: Trap[] = [
  {
    trap: 'a smoke check of the stable version',
    falls: [after({ ...smoke, target: 'stable' }), inMesh],
    passes: [{ ...goodBlueGreen, prePromotionAnalysis: { checks: [{ ...smoke, target: 'canary' }] } }, inMesh],
    field: 'postPromotionAnalysis.checks[0].target',
    reason: /#1700/,
    remedy: /canary/,
  },
  {
    trap: 'a smoke check of an address',
    falls: [inline({ check: 'smoke', path: 'http://trip-stable/healthz' }), inMesh],
    passes: [inline(smoke), inMesh],
    field: 'steps[2].checks[0].path',
    reason: /#1700/,
    remedy: /\/healthz/,
  },
  {
    trap: 'a count of 0, which is endless',
    falls: [inline({ ...promise, count: 0 }), inMesh],
    passes: [inline({ ...promise, count: 4 }), inMesh],
    field: 'steps[2].checks[0].count',
    reason: /endless/,
    remedy: /4/,
  },
  {
    trap: 'as many empty measurements tolerated as are taken',
    falls: [inline({ ...promise, count: 5, inconclusiveLimit: 5 }), inMesh],
    passes: [inline({ ...promise, count: 5, inconclusiveLimit: 3 }), inMesh],
    field: 'steps[2].checks[0].inconclusiveLimit',
    reason: /no data at all/,
    remedy: /under 5/,
  },
  {
    trap: 'as many failures tolerated as measurements are taken',
    falls: [inline({ ...smoke, count: 3, failureLimit: 3 }), inMesh],
    passes: [inline({ ...smoke, count: 3, failureLimit: 2 }), inMesh],
    field: 'steps[2].checks[0].failureLimit',
    reason: /exceeded, not reached.*cannot fail/,
    remedy: /under 3/,
  },
  {
    trap: 'a pass without a single success',
    falls: [inline({ ...promise, count: 5, failureLimit: 2, inconclusiveLimit: 3 }), inMesh],
    passes: [inline({ ...promise, count: 6, failureLimit: 2, inconclusiveLimit: 3 }), inMesh],
    field: 'steps[2].checks[0].failureLimit',
    reason: /without a single success/,
    remedy: /more than 5 times/,
  },
  {
    trap: 'fewer measurements than the successes that are asked for',
    falls: [inline({ ...promise, count: 4, consecutiveSuccessLimit: 4 }), inMesh],
    passes: [inline({ ...promise, count: 5, consecutiveSuccessLimit: 4 }), inMesh],
    field: 'steps[2].checks[0].consecutiveSuccessLimit',
    reason: /together \(5\)/,
    remedy: /5 times or more/,
  },
  {
    trap: 'a metrics store that must not be away for a minute',
    falls: [inline({ ...promise, consecutiveErrorLimit: 4 }), inMesh],
    passes: [inline({ ...promise, consecutiveErrorLimit: 12 }), inMesh],
    field: 'steps[2].checks[0].consecutiveErrorLimit',
    reason: /every 10 s.*50 s/,
    remedy: /12 or more/,
  },
  {
    trap: 'the same, in the background',
    falls: [judged({ ...promise, consecutiveErrorLimit: 11 }), inMesh],
    passes: [judged({ ...promise, consecutiveErrorLimit: 12 }), inMesh],
    field: 'analysis.checks[0].consecutiveErrorLimit',
    reason: /120 s/,
    remedy: /12 or more/,
  },
  {
    trap: 'measurements that count the same requests twice',
    falls: [inline({ ...promise, intervalSeconds: 29 }), inMesh],
    passes: [inline({ ...promise, intervalSeconds: 30 }), inMesh],
    field: 'steps[2].checks[0].intervalSeconds',
    reason: /every 30 s/,
    remedy: /30 or more/,
  },
  {
    trap: 'a window of fewer than four scrapes',
    falls: [inline({ ...promise, windowSeconds: 60 }), inMesh],
    passes: [inline({ ...promise, windowSeconds: 240 }), inMesh],
    field: 'steps[2].checks[0].windowSeconds',
    reason: /four scrapes/,
    remedy: /120/,
  },
  {
    trap: 'the same check twice',
    falls: [{ ...goodCanary, analysis: { checks: [promise, promise] } }, inMesh],
    passes: [{ ...goodCanary, analysis: { checks: [promise, smoke] } }, inMesh],
    field: 'analysis.checks[1]',
    reason: /one name/,
    remedy: /remove one/,
  },
  {
    trap: 'an analysis of nothing',
    falls: [{ ...goodCanary, analysis: { checks: [] } }, inMesh],
    passes: [goodCanary, inMesh],
    field: 'analysis.checks',
    reason: /passes everything/,
    remedy: /promise/,
  },
];

const BLUE_GREEN: Trap[] = [
  {
    trap: 'a wait that the engine ignores',
    falls: [{ ...goodBlueGreen, autoPromotionEnabled: false, autoPromotionSeconds: 300 }, inMesh],
    passes: [{ ...goodBlueGreen, autoPromotionEnabled: true, autoPromotionSeconds: 300 }, inMesh],
    field: 'autoPromotionSeconds',
    reason: /ignores it/,
    remedy: /one of the two/,
  },
  {
    trap: 'old pods that go before the analysis after the promotion is done',
    // 120 s of delay and four measurements 60 s apart.
    falls: [{ ...goodBlueGreen, scaleDownDelaySeconds: 360 }, inMesh],
    passes: [{ ...goodBlueGreen, scaleDownDelaySeconds: 361 }, inMesh],
    field: 'scaleDownDelaySeconds',
    reason: /360 s.*#955/,
    remedy: /above 360/,
  },
  {
    trap: 'a promise judged before anybody can break it',
    falls: [{ ...goodBlueGreen, prePromotionAnalysis: { checks: [promise] } }, inMesh],
    passes: [
      {
        ...goodBlueGreen,
        prePromotionAnalysis: { checks: [promise] },
        load: { requestsPerSecond: 20, path: '/quotes' },
      },
      inMesh,
    ],
    field: 'prePromotionAnalysis.checks[0]',
    reason: /no user asks the preview/,
    remedy: /let a load ask it.*postPromotionAnalysis/,
  },
  {
    trap: 'a preview larger than the service',
    falls: [{ ...goodBlueGreen, previewReplicaCount: 7 }, inMesh],
    passes: [{ ...goodBlueGreen, previewReplicaCount: 6 }, inMesh],
    field: 'previewReplicaCount',
    reason: /more pods than the 6/,
    remedy: /6 or less/,
  },
  {
    trap: 'a preview check that can pass with no data',
    falls: [
      { ...goodBlueGreen, prePromotionAnalysis: { checks: [{ ...smoke, count: 2, inconclusiveLimit: 2 }] } },
      inMesh,
    ],
    passes: [
      { ...goodBlueGreen, prePromotionAnalysis: { checks: [{ ...smoke, count: 2, inconclusiveLimit: 1 }] } },
      inMesh,
    ],
    field: 'prePromotionAnalysis.checks[0].inconclusiveLimit',
    reason: /no data at all/,
    remedy: /under 2/,
  },
];

const EVIDENCE: Trap[] = [
  {
    trap: 'a canary that nobody judges, in production',
    falls: [{ kind: 'canary', steps: [weight5, pause600] }, inMesh],
    passes: [{ kind: 'canary', steps: [weight5, pause600] }, inDevelopment],
    field: 'steps[0]',
    reason: /nobody compares.*5 %/,
    remedy: /promise/,
  },
  {
    trap: 'a canary that is only asked whether it lives, in production',
    falls: [judged(smoke), inMesh],
    passes: [{ ...goodCanary, analysis: { checks: [smoke, promise] } }, inMesh],
    field: 'steps[0]',
    reason: /nobody compares/,
    remedy: /promise/,
  },
  {
    trap: 'a blue-green release that nobody judges, in production',
    falls: [{ kind: 'blue-green' }, inMesh],
    passes: [{ kind: 'blue-green' }, inDevelopment],
    field: 'postPromotionAnalysis',
    reason: /nobody compares.*100 %/,
    remedy: /postPromotionAnalysis/,
  },
  {
    trap: 'a step too short to judge, in production',
    falls: [steps({ step: 'setWeight', weight: 1 }, { step: 'pause', seconds: 900 }, ...later), inMesh],
    passes: [steps({ step: 'setWeight', weight: 1 }, { step: 'pause', seconds: 1020 }, ...later), inMesh],
    field: 'steps[0]',
    reason: /sees 450 requests at 1 % .*508 tell a breach.*95 % confidence/,
    remedy: /for 1020 s/,
  },
  {
    trap: 'a judge who forgets too soon',
    falls: [steps(weight5, pause600, ...later), { ...inMesh, slo: { ...slo, requestsPerSecond: 20 } }].map(
      (each, index) =>
        index === 0 ? { ...goodCanary, analysis: { checks: [{ ...promise, windowSeconds: 120 }] } } : each,
    ) as [unknown, DeliveryContext],
    passes: [goodCanary, { ...inMesh, slo: { ...slo, requestsPerSecond: 20 } }],
    field: 'steps[0]',
    reason: /looks back only 120 s/,
    remedy: /windowSeconds.*510/,
  },
  {
    trap: 'a service with too little traffic, in production',
    falls: [goodCanary, quiet],
    passes: [{ ...goodCanary, load: { requestsPerSecond: 20, path: '/quotes' } }, quiet],
    field: 'steps[0]',
    reason: /too little traffic/,
    remedy: /let a load join in.*onNoEvidence/,
  },
];

const load = (requestsPerSecond: number) => ({ requestsPerSecond, path: '/quotes' });
const slow: DeliveryContext = { ...inMesh, slo: { ...slo, latency: { percentile: 99, thresholdMilliseconds: 5_000 } } };
const silent: DeliveryContext = { ...inMesh, slo: { ...slo, requestsPerSecond: 0.1 } };

const LOADS: Trap[] = [
  {
    trap: 'a load faster than one pod sends it',
    falls: [{ ...goodCanary, load: load(51) }, inMesh],
    passes: [{ ...goodCanary, load: load(50) }, inMesh],
    field: 'load.requestsPerSecond',
    reason: /one pod.*50 requests a second/,
    remedy: /50 or less/,
  },
  {
    trap: 'a load faster than one pod can wait for slow answers',
    falls: [{ ...goodCanary, load: load(20) }, slow],
    passes: [{ ...goodCanary, load: load(19.6) }, slow],
    field: 'load.requestsPerSecond',
    reason: /5000 ms.*19\.6 requests a second/,
    remedy: /19\.6 or less/,
  },
  {
    trap: 'a load that judges nothing',
    falls: [{ ...judged(smoke), load: load(20) }, inDevelopment],
    passes: [{ ...goodCanary, load: load(20) }, inDevelopment],
    field: 'load',
    reason: /no analysis judges/,
    remedy: /analysis: .*promise/,
  },
  {
    trap: 'a load for a promotion that users are enough for',
    falls: [{ ...goodBlueGreen, load: load(20) }, inMesh],
    passes: [{ ...goodBlueGreen, load: load(20) }, silent],
    field: 'load',
    reason: /without users.*users' own requests are enough/,
    remedy: /prePromotionAnalysis/,
  },
  {
    trap: 'a promise judged before its load has come',
    falls: [{ ...judged({ ...promise, initialDelaySeconds: 59 }), load: load(20) }, inMesh],
    passes: [{ ...judged({ ...promise, initialDelaySeconds: 60 }), load: load(20) }, inMesh],
    field: 'analysis.checks[0].initialDelaySeconds',
    reason: /starts with the analysis.*60 s/,
    remedy: /60 or more/,
  },
  {
    trap: 'an object of the cluster in place of a load',
    falls: [{ ...goodCanary, load: { job: 'mapping-load', requestsPerSecond: 20 } }, inMesh],
    passes: [{ ...goodCanary, load: load(20) }, inMesh],
    field: 'load.job',
    reason: /no such key/,
    remedy: /requestsPerSecond, path/,
  },
  {
    trap: 'a load on somebody else',
    falls: [{ ...goodCanary, load: { requestsPerSecond: 20, path: 'http://payment/quotes' } }, inMesh],
    passes: [{ ...goodCanary, load: load(20) }, inMesh],
    field: 'load.path',
    reason: /no other/,
    remedy: /\/v1\/eta/,
  },
];

const TRAPS = [...ROUTERS, ...STEPS, ...EXPERIMENTS, ...BACKGROUND, ...CHECKS, ...BLUE_GREEN, ...EVIDENCE, ...LOADS];

test.each(TRAPS)('$trap is refused', ({ falls, field, reason, remedy }) => {
  expect(problems(...falls)).toContainEqual({
    field,
    value: expect.anything(),
    reason: expect.stringMatching(reason),
    remedy: expect.stringMatching(remedy),
  });
});

test.each(TRAPS)('what keeps out of this is accepted: $trap', ({ passes }) => {
  expect(problems(...passes)).toEqual([]);
});

test('all problems are told at once', () => {
  const found = problems(
    { ...cautious, abortScaleDownDelaySeconds: 60, steps: [testers, weight5, pause600] },
    behindAlb,
  );
  expect(found.map(({ field }) => field)).toEqual([
    'dynamicStableScale',
    'abortScaleDownDelaySeconds',
    'steps[0]',
    'steps[0]',
  ]);
});

test('a step that is too short for its load is long enough as told', () => {
  const short = (seconds: number) => ({
    ...steps(weight5, { step: 'pause', seconds }, { step: 'setWeight', weight: 50 }, pause600),
    load: load(5),
  });
  const [found] = problems(short(120), quiet);
  const told = Number(/stay at this share for (\d+) s/.exec(found?.remedy ?? '')?.[1]);
  expect(found).toMatchObject({ field: 'steps[0]', reason: expect.stringMatching(/too short to judge/) });
  expect(problems(short(told), quiet)).toEqual([]);
});

describe('outside production', () => {
  test('a step too short to judge is a warning', () => {
    const short = steps({ step: 'setWeight', weight: 1 }, { step: 'pause', seconds: 600 }) as StrategySpec;
    const staging: DeliveryContext = { ...inMesh, tier: 'staging' };
    expect(strategyProblems(short, staging)).toEqual([]);
    expect(strategyWarnings(short, staging)).toEqual([
      expect.objectContaining({ field: 'steps[0]', remedy: expect.stringMatching(/1540 s/) }),
    ]);
  });
});

describe('a service with too little traffic', () => {
  test('may accept what it cannot know by saying what to do then, and is warned', () => {
    const accepted: StrategySpec = {
      ...goodCanary,
      steps: [
        { step: 'setWeight', weight: 5 },
        { step: 'pause', seconds: 7200 },
      ],
      onNoEvidence: 'hold',
    };
    expect(strategyProblems(accepted, quiet)).toEqual([]);
    expect(strategyWarnings(accepted, quiet)).toEqual([
      expect.objectContaining({ field: 'steps[0]', reason: expect.stringMatching(/too little traffic/) }),
    ]);
  });

  test('cannot accept a step that nobody judges', () => {
    expect(problems({ kind: 'canary', steps: [weight5, pause600], onNoEvidence: 'hold' }, quiet)).not.toEqual([]);
  });
});

test('a service with enough traffic cannot accept a short step by saying what to do without evidence', () => {
  const short = { ...steps({ step: 'setWeight', weight: 1 }, { step: 'pause', seconds: 600 }), onNoEvidence: 'hold' };
  expect(problems(short, inMesh)).not.toEqual([]);
});

test('a scale set while the canary has users is a warning', () => {
  const rescaled = steps(
    weight5,
    pause600,
    { step: 'setCanaryScale', scale: { weight: 50 } },
    pause600,
  ) as StrategySpec;
  expect(strategyWarnings(rescaled, inMesh)).toEqual([
    expect.objectContaining({ reason: expect.stringMatching(/#4642/) }),
  ]);
  expect(strategyWarnings(goodCanary, inMesh)).toEqual([]);
});

test('a hold after a blue-green promotion is a warning', () => {
  expect(strategyWarnings({ ...goodBlueGreen, onNoEvidence: 'hold' }, inMesh)).toEqual([
    expect.objectContaining({ field: 'onNoEvidence' }),
  ]);
  expect(strategyWarnings({ ...goodBlueGreen, onNoEvidence: 'abort' }, inMesh)).toEqual([]);
});

import type { Environment } from '../../../lib/environment/schema';
import { rollouts } from '../../../lib/checks/rollouts';
import { secondsOf } from '../../../lib/checks/rollouts/pace';
import {
  applicationsOf,
  environmentOf,
  errors,
  exactly,
  found,
  foundAfter,
  platformOf,
  tabled,
  type Draft,
  type Row,
} from './platforms';

/** A canary with a background analysis, one with an analysis as a step, and a blue-green release. */
const USER = 'Rollout user/user';
const TRIP = 'Rollout trip/trip';
const PAYMENT = 'Rollout payment/payment';
const BACKGROUND = 'AnalysisTemplate user/user-background';
const STEP = 'AnalysisTemplate trip/trip-step-2';
const AFTER = 'AnalysisTemplate payment/payment-post-promotion';

const CANARY = 'spec.strategy.canary';
const BLUE_GREEN = 'spec.strategy.blueGreen';
const METRIC = 'spec.metrics[0]';
const QUERY = `${METRIC}.provider.prometheus.query`;

const replaced = (title: string, path: string, from: string, to: string) => (draft: Draft) =>
  draft.set(title, path, String(draft.at(title, path)).replaceAll(from, to));

const METRICS: readonly Row[] = [
  [
    'a check that passes with no data at all',
    (draft) => draft.set(AFTER, `${METRIC}.inconclusiveLimit`, 4),
    { resource: `payment: ${AFTER}`, field: `${METRIC}.inconclusiveLimit`, value: 4 },
  ],
  [
    'a check that cannot fail',
    (draft) => draft.set(AFTER, `${METRIC}.failureLimit`, 4),
    { field: `${METRIC}.failureLimit`, reason: expect.stringContaining('it cannot fail') },
  ],
  [
    'a check that passes without a single success',
    (draft) => draft.set(AFTER, `${METRIC}.failureLimit`, 2),
    { field: `${METRIC}.failureLimit`, reason: expect.stringContaining('without a single success') },
  ],
  [
    'a check whose empty measurements nothing limits, once the metric for evidence is gone',
    (draft) => draft.set(AFTER, 'spec.metrics', (draft.at(AFTER, 'spec.metrics') as unknown[]).slice(0, 2)),
    { field: `${METRIC}.failureLimit`, reason: expect.stringContaining('1 failed and 3 empty') },
    { field: 'spec.metrics[1].failureLimit' },
  ],
  [
    'a check that never ends, in a step',
    (draft) => draft.set(STEP, `${METRIC}.count`, undefined),
    { resource: `trip: ${STEP}`, field: `${METRIC}.count`, reason: expect.stringContaining('for ever') },
  ],
  [
    'a check that the engine takes for endless',
    (draft) => draft.set(AFTER, `${METRIC}.count`, 0),
    { field: `${METRIC}.count`, value: 0 },
  ],
  [
    'a check beside the steps that ends before them',
    (draft) => draft.set(BACKGROUND, `${METRIC}.count`, 10),
    { resource: `user: ${BACKGROUND}`, field: `${METRIC}.count`, value: 10 },
  ],
  [
    'a check beside the steps that ends after the first good minutes',
    (draft) => draft.set(BACKGROUND, `${METRIC}.consecutiveSuccessLimit`, 3),
    { field: `${METRIC}.consecutiveSuccessLimit` },
  ],
  [
    'a check beside the steps that begins before anything is counted',
    (draft) => draft.set(BACKGROUND, `${METRIC}.initialDelay`, '30s'),
    { field: `${METRIC}.initialDelay`, value: '30s', reason: expect.stringContaining('#4864') },
  ],
  [
    'a check that counts the same requests twice',
    (draft) => draft.set(BACKGROUND, `${METRIC}.interval`, '15s'),
    { field: `${METRIC}.interval`, value: '15s' },
  ],
  [
    'a check that ends with a restart of the metrics store',
    (draft) => draft.set(BACKGROUND, `${METRIC}.consecutiveErrorLimit`, 11),
    { field: `${METRIC}.consecutiveErrorLimit`, value: 11, reason: expect.stringContaining('away for 120 s') },
  ],
  [
    "a check with the engine's own limit of errors",
    (draft) => draft.set(STEP, `${METRIC}.consecutiveErrorLimit`, undefined),
    { field: `${METRIC}.consecutiveErrorLimit`, reason: expect.stringContaining('away for 50 s') },
  ],
  [
    'a limit that is no number',
    (draft) => draft.set(BACKGROUND, `${METRIC}.failureLimit`, '{{args.failures}}'),
    { field: `${METRIC}.failureLimit`, value: '{{args.failures}}' },
    { field: 'spec.args', reason: expect.stringContaining('the argument failures') },
  ],
  [
    'a time that is none',
    (draft) => draft.set(AFTER, `${METRIC}.interval`, 'a minute'),
    { field: `${METRIC}.interval`, value: 'a minute' },
    // The metric for evidence no longer measures with it.
    { field: `${METRIC}.failureLimit` },
  ],
  [
    'a provider that it does not know',
    (draft) => draft.set(STEP, `${METRIC}.provider.web`, { url: 'https://example.com' }),
    { field: `${METRIC}.provider`, value: 'web' },
  ],
  [
    'a job that may never end',
    (draft) => draft.set(STEP, `${METRIC}.provider.job.spec.activeDeadlineSeconds`, undefined),
    { field: `${METRIC}.provider.job.spec.activeDeadlineSeconds` },
  ],
];

const CONDITIONS: readonly Row[] = [
  ...(['successCondition', 'failureCondition'] as const).map((key): Row => [
    `a metric without a ${key}`,
    (draft) => draft.set(BACKGROUND, `${METRIC}.${key}`, undefined),
    { resource: `user: ${BACKGROUND}`, field: `${METRIC}.${key}` },
  ]),
  [
    'a condition that fails on an answer without data',
    replaced(BACKGROUND, `${METRIC}.successCondition`, 'len(result) > 0 && ', ''),
    { field: `${METRIC}.successCondition`, reason: expect.stringContaining('without data') },
  ],
  [
    'a condition that looks for data too late',
    (draft) =>
      draft.set(
        BACKGROUND,
        `${METRIC}.successCondition`,
        '!isNaN(result[0]) && len(result) > 0 && result[0] >= 0.9856',
      ),
    { field: `${METRIC}.successCondition`, reason: expect.stringContaining('without data') },
  ],
  [
    'a condition that compares what is no number',
    replaced(BACKGROUND, `${METRIC}.failureCondition`, '!isNaN(result[0]) && ', ''),
    { field: `${METRIC}.failureCondition`, reason: expect.stringContaining('no number') },
  ],
  [
    'a condition that it cannot read',
    (draft) => draft.set(BACKGROUND, `${METRIC}.successCondition`, 'default(result[0], 1) >= 0.99'),
    { field: `${METRIC}.successCondition`, reason: expect.stringContaining('cannot read') },
  ],
  [
    'a gap between good and bad',
    replaced(BACKGROUND, `${METRIC}.failureCondition`, '< 0.9856', '< 0.9'),
    { field: `${METRIC}.failureCondition`, reason: expect.stringContaining('both good and bad, or neither') },
  ],
  [
    'a number that is good and bad',
    replaced(BACKGROUND, `${METRIC}.failureCondition`, '<', '<='),
    { field: `${METRIC}.failureCondition` },
  ],
];

const QUERIES: readonly Row[] = [
  [
    'a query about another service',
    replaced(BACKGROUND, QUERY, 'destination_workload="user"', 'destination_workload="trip"'),
    { field: QUERY, reason: expect.stringContaining('destination_workload="user"') },
    { field: QUERY },
  ],
  [
    'a query about another namespace',
    replaced(BACKGROUND, QUERY, 'destination_workload_namespace="user"', 'destination_workload_namespace=~"user.*"'),
    { field: QUERY, reason: expect.stringContaining('destination_workload_namespace="user"') },
    { field: QUERY },
  ],
  [
    'a query about both versions',
    replaced(BACKGROUND, QUERY, ', rollouts_pod_template_hash="{{args.canary-hash}}"', ''),
    { field: QUERY, reason: expect.stringContaining('not limited to the pods of the new version') },
    { field: QUERY },
  ],
  [
    'a query about the old version',
    (draft) => draft.set(USER, `${CANARY}.analysis.args[0].valueFrom`, { podTemplateHashValue: 'Stable' }),
    // Two metrics have two series each, the third has one.
    ...Array.from({ length: 5 }, () => ({
      field: expect.stringContaining('query'),
      reason: expect.stringContaining('the old one covers for it'),
    })),
  ],
  [
    'a query about what nothing exposes',
    (draft) => draft.set(BACKGROUND, QUERY, 'sum(rate(http_requests_total{app="user"}[2m]))'),
    { field: QUERY, reason: expect.stringContaining('exposes http_requests_total') },
  ],
  [
    'a query about everybody',
    (draft) => draft.set(BACKGROUND, QUERY, 'sum by (le) (rate(istio_requests_total[2m]))'),
    { field: QUERY, reason: expect.stringContaining('destination_workload="user"') },
    { field: QUERY, reason: expect.stringContaining('destination_workload_namespace="user"') },
    { field: QUERY, reason: expect.stringContaining('new version') },
  ],
  [
    'a query about nobody',
    (draft) => draft.set(BACKGROUND, QUERY, 'vector(1)'),
    { field: QUERY, reason: 'it asks about no series' },
  ],
];

const ARGUMENTS: readonly Row[] = [
  [
    'an argument that nothing passes',
    (draft) => draft.push(BACKGROUND, 'spec.args', { name: 'limit' }),
    { resource: `user: ${USER}`, field: `${CANARY}.analysis.args`, reason: expect.stringContaining('argument limit') },
  ],
  [
    'an argument that is not declared',
    replaced(STEP, `${METRIC}.provider.job.spec.template.spec.containers[0].name`, 'smoke', '{{args.name}}'),
    { resource: `trip: ${STEP}`, field: 'spec.args', reason: expect.stringContaining('the argument name') },
  ],
  [
    'two metrics of one name in an analysis',
    (draft) => draft.set(BACKGROUND, 'spec.metrics[1].name', 'availability'),
    { field: `${CANARY}.analysis.templates`, value: 'availability' },
  ],
  [
    'a template that no Rollout names, as a warning',
    (draft) => draft.set(TRIP, `${CANARY}.steps[2]`, { pause: { duration: '5m' } }),
    { resource: `trip: ${STEP}`, severity: 'warning' },
  ],
];

const STEPS: readonly Row[] = [
  [
    'weights that fall',
    (draft) => draft.set(USER, `${CANARY}.steps[4].setWeight`, 20),
    { field: `${CANARY}.steps[4].setWeight`, value: 20, reason: expect.stringContaining('less than the 25') },
  ],
  [
    'weights that do not rise',
    (draft) => draft.set(USER, `${CANARY}.steps[4].setWeight`, 25),
    { field: `${CANARY}.steps[4].setWeight`, reason: expect.stringContaining('has 25 % already') },
  ],
  [
    'a weight of more than everything',
    (draft) => draft.set(USER, `${CANARY}.steps[4].setWeight`, 900),
    { field: `${CANARY}.steps[4].setWeight`, value: 900 },
  ],
  [
    'a step of two kinds',
    (draft) => draft.set(USER, `${CANARY}.steps[1].setCanaryScale`, { replicas: 2 }),
    { field: `${CANARY}.steps[1]`, value: ['pause', 'setCanaryScale'] },
  ],
  [
    'a step of a kind that there is not',
    (draft) => draft.push(USER, `${CANARY}.steps`, { setWeigth: 80 }),
    { field: `${CANARY}.steps[6]`, value: ['setWeigth'] },
  ],
  [
    'a canary that never has requests',
    (draft) => draft.set(USER, `${CANARY}.steps`, [{ setCanaryScale: { replicas: 2 } }, { pause: { duration: '1h' } }]),
    { field: `${CANARY}.steps`, reason: expect.stringContaining('all of them at once') },
    { field: `${CANARY}.analysis`, reason: expect.stringContaining('once it has users') },
  ],
  [
    'a pause whose time the engine cannot read',
    (draft) => draft.set(USER, `${CANARY}.steps[1].pause.duration`, '10 minutes'),
    { field: `${CANARY}.steps[1].pause.duration` },
  ],
  [
    'a wait for a person, as a warning',
    (draft) => draft.set(USER, `${CANARY}.steps[1].pause`, {}),
    { field: `${CANARY}.steps[1].pause`, severity: 'warning', reason: expect.stringContaining('for ever') },
  ],
  [
    'an experiment that never ends',
    (draft) => draft.push(USER, `${CANARY}.steps`, { experiment: { templates: [] } }),
    { field: `${CANARY}.steps[6].experiment`, reason: expect.stringContaining('#248') },
  ],
  [
    'a scale by the weight before there is one',
    (draft) => draft.set(TRIP, `${CANARY}.steps[0].setCanaryScale`, { matchTrafficWeight: true }),
    { field: `${CANARY}.steps[0].setCanaryScale.matchTrafficWeight` },
    { field: `${CANARY}.steps[1].setHeaderRoute`, reason: expect.stringContaining('no pod yet') },
    { field: `${CANARY}.steps[2].analysis` },
  ],
  [
    'an analysis of a canary without pods',
    (draft) =>
      draft.set(TRIP, `${CANARY}.steps[0]`, { pause: { duration: '1m' } }).set(TRIP, `${CANARY}.steps[1]`, {
        pause: { duration: '1m' },
      }),
    { field: `${CANARY}.steps[2].analysis`, reason: expect.stringContaining('#556') },
  ],
  [
    'a background analysis without a first step',
    (draft) => draft.set(USER, `${CANARY}.analysis.startingStep`, undefined),
    { field: `${CANARY}.analysis.startingStep`, reason: expect.stringContaining('#4864') },
  ],
  [
    'a background analysis that starts before the first requests',
    (draft) => draft.set(TRIP, `${CANARY}.analysis.startingStep`, 5),
    { field: `${CANARY}.analysis.startingStep`, value: 5, remedy: 'set it to 6' },
  ],
  [
    'a background analysis that never starts',
    (draft) => draft.set(USER, `${CANARY}.analysis.startingStep`, 6),
    { field: `${CANARY}.analysis.startingStep`, value: 6, reason: expect.stringContaining('the last is 5') },
    { field: `${CANARY}.analysis`, reason: expect.stringContaining('#1329') },
  ],
];

const PODS: readonly Row[] = [
  [
    'a number of pods that the autoscaler owns',
    (draft) => draft.set(USER, 'spec.replicas', 3),
    { resource: `user: ${USER}`, field: 'spec.replicas', value: 3 },
  ],
  [
    'pods that may never become ready, without an end',
    (draft) => draft.set(USER, 'spec.progressDeadlineAbort', undefined),
    { field: 'spec.progressDeadlineAbort' },
  ],
  [
    'a Rollout without a strategy',
    (draft) => draft.set(USER, 'spec.strategy', {}),
    { field: 'spec.strategy' },
    { field: `${BLUE_GREEN}.postPromotionAnalysis` },
    { resource: `user: ${BACKGROUND}`, severity: 'warning' },
  ],
  [
    'a version of one pod in production',
    (draft) => draft.set(USER, `${CANARY}.minPodsPerReplicaSet`, undefined),
    { field: `${CANARY}.minPodsPerReplicaSet` },
  ],
  [
    'a canary behind a load balancer that ends with a change of selectors',
    (draft) => draft.set(USER, `${CANARY}.trafficRouting`, { alb: { ingress: 'user', servicePort: 8080 } }),
    { field: `${CANARY}.pingPong`, reason: expect.stringContaining('#2864') },
  ],
  [
    'old pods that go before everybody knows',
    (draft) => draft.set(USER, `${CANARY}.scaleDownDelaySeconds`, 29),
    { field: `${CANARY}.scaleDownDelaySeconds`, value: 29 },
  ],
  [
    'old pods that never go',
    (draft) => draft.set(USER, `${CANARY}.scaleDownDelaySeconds`, 0),
    { field: `${CANARY}.scaleDownDelaySeconds`, reason: expect.stringContaining('#1992') },
  ],
  [
    'new pods of an aborted release that never go',
    (draft) => draft.set(PAYMENT, `${BLUE_GREEN}.abortScaleDownDelaySeconds`, 0),
    { field: `${BLUE_GREEN}.abortScaleDownDelaySeconds`, reason: expect.stringContaining('#1841') },
  ],
  [
    'an abort that waits for itself',
    (draft) =>
      draft.set(USER, `${CANARY}.dynamicStableScale`, true).set(USER, `${CANARY}.scaleDownDelaySeconds`, undefined),
    { field: `${CANARY}.abortScaleDownDelaySeconds`, value: 30, reason: expect.stringContaining('#4898') },
  ],
  [
    'old pods that shrink and are kept',
    (draft) =>
      draft
        .set(USER, `${CANARY}.dynamicStableScale`, true)
        .set(USER, `${CANARY}.abortScaleDownDelaySeconds`, undefined)
        .push(USER, `${CANARY}.steps`, { setWeight: 100 }),
    { field: `${CANARY}.scaleDownDelaySeconds`, reason: expect.stringContaining('#4926') },
    { field: `${CANARY}.steps[6].setWeight`, value: 100 },
  ],
  [
    'old pods that shrink behind a load balancer',
    (draft) =>
      draft
        .set(USER, `${CANARY}.dynamicStableScale`, true)
        .set(USER, `${CANARY}.scaleDownDelaySeconds`, undefined)
        .set(USER, `${CANARY}.abortScaleDownDelaySeconds`, undefined)
        .set(USER, `${CANARY}.trafficRouting.alb`, { ingress: 'user' })
        .set(USER, `${CANARY}.pingPong`, { pingService: 'user', pongService: 'user' }),
    { field: `${CANARY}.dynamicStableScale` },
  ],
  [
    'old pods that go before the analysis after the promotion has ended',
    (draft) => draft.set(PAYMENT, `${BLUE_GREEN}.scaleDownDelaySeconds`, 360),
    { field: `${BLUE_GREEN}.scaleDownDelaySeconds`, value: 360, remedy: 'set it above 360' },
  ],
  [
    'a time to promotion that the engine ignores',
    (draft) =>
      draft
        .set(PAYMENT, `${BLUE_GREEN}.autoPromotionEnabled`, false)
        .set(PAYMENT, `${BLUE_GREEN}.autoPromotionSeconds`, 60),
    { field: `${BLUE_GREEN}.autoPromotionSeconds` },
    { field: `${BLUE_GREEN}.autoPromotionEnabled`, severity: 'warning' },
  ],
  [
    'a blue-green release behind an Ingress',
    (draft) =>
      draft.add({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: 'payment', namespace: 'payment' },
        spec: { rules: [{ http: { paths: [{ backend: { service: { name: 'payment' } } }] } }] },
      }),
    { resource: `payment: ${PAYMENT}`, field: `${BLUE_GREEN}.activeService`, reason: expect.stringContaining('#4259') },
  ],
  [
    'a blue-green release behind a target group',
    (draft) =>
      draft.add({
        apiVersion: 'eks.amazonaws.com/v1',
        kind: 'TargetGroupBinding',
        metadata: { name: 'payment', namespace: 'payment' },
        spec: { serviceRef: { name: 'payment-preview', port: 8080 } },
      }),
    { field: `${BLUE_GREEN}.previewService`, value: 'payment-preview' },
  ],
];

const COMMAND = `${METRIC}.provider.job.spec.template.spec.containers[0].command[8]`;

const EVIDENCE: readonly Row[] = [
  [
    'a smoke check of the old version',
    (draft) => draft.set(STEP, COMMAND, 'http://trip-stable.trip:8080/'),
    { resource: `trip: ${STEP}`, field: COMMAND, remedy: 'ask trip-canary', reason: expect.stringContaining('#1700') },
  ],
  [
    'a smoke check of both versions',
    (draft) => draft.set('AnalysisTemplate payment/payment-pre-promotion', COMMAND, 'http://payment.payment:8080/'),
    { field: COMMAND, remedy: 'ask payment-preview' },
  ],
  [
    'a canary that nobody judges',
    (draft) => draft.set(USER, `${CANARY}.analysis`, undefined).remove(BACKGROUND),
    { resource: `user: ${USER}`, field: `${CANARY}.analysis`, reason: expect.stringContaining('nothing compares') },
  ],
  [
    'a canary that is only asked whether it answers',
    (draft) => draft.set(TRIP, `${CANARY}.analysis`, undefined).remove('AnalysisTemplate trip/trip-background'),
    { resource: `trip: ${TRIP}`, field: `${CANARY}.analysis` },
  ],
  [
    'a blue-green release that nobody judges',
    (draft) => draft.set(PAYMENT, `${BLUE_GREEN}.postPromotionAnalysis`, undefined).remove(AFTER),
    { field: `${BLUE_GREEN}.postPromotionAnalysis` },
  ],
  [
    'a release that is through before its judge can object',
    (draft) =>
      [1, 3, 5].reduce((rest, step) => rest.set(USER, `${CANARY}.steps[${step}].pause.duration`, '2m20s'), draft),
    { field: `${CANARY}.analysis`, value: 420, reason: expect.stringContaining('is through 420 s after its start') },
  ],
];

const REFUSED: Readonly<Record<string, readonly Row[]>> = {
  metrics: METRICS,
  conditions: CONDITIONS,
  queries: QUERIES,
  arguments: ARGUMENTS,
  steps: STEPS,
  pods: PODS,
  evidence: EVIDENCE,
};

const ACCEPTED: readonly (readonly [string, (draft: Draft) => unknown])[] = [
  [
    'a release that its judge outlasts by a second',
    (draft) =>
      draft
        .set(USER, `${CANARY}.steps[1].pause.duration`, '141s')
        .set(USER, `${CANARY}.steps[3].pause.duration`, 140)
        .set(USER, `${CANARY}.steps[5].pause.duration`, '2m20s'),
  ],
  [
    'a first weight of nothing',
    (draft) =>
      draft
        .set(USER, `${CANARY}.steps`, [{ setWeight: 0 }, ...(draft.at(USER, `${CANARY}.steps`) as unknown[])])
        .set(USER, `${CANARY}.analysis.startingStep`, 2),
  ],
  [
    'a check beside the steps that measures with every scrape, from the second on',
    (draft) => draft.set(BACKGROUND, `${METRIC}.interval`, '30s').set(BACKGROUND, `${METRIC}.initialDelay`, '60s'),
  ],
  ['the shortest delay by which everybody knows', (draft) => draft.set(USER, `${CANARY}.scaleDownDelaySeconds`, 30)],
  [
    'an argument that has a value of its own',
    (draft) => draft.push(BACKGROUND, 'spec.args', { name: 'limit', value: '1' }),
  ],
  [
    'a metric that measures once',
    (draft) => draft.set(STEP, `${METRIC}.count`, undefined).set(STEP, `${METRIC}.interval`, undefined),
  ],
  [
    'a delay just longer than the analysis after the promotion',
    (draft) => draft.set(PAYMENT, `${BLUE_GREEN}.scaleDownDelaySeconds`, 361),
  ],
  [
    'old pods that shrink, with no delay',
    (draft) =>
      draft
        .set(USER, `${CANARY}.dynamicStableScale`, true)
        .set(USER, `${CANARY}.scaleDownDelaySeconds`, undefined)
        .set(USER, `${CANARY}.abortScaleDownDelaySeconds`, undefined),
  ],
  [
    'pods before the first requests',
    (draft) =>
      draft
        .set(USER, `${CANARY}.steps[0]`, { setCanaryScale: { replicas: 2 } })
        .set(USER, `${CANARY}.analysis.startingStep`, 3),
  ],
  [
    'the pods of an experiment, by the hash that the engine fills in',
    (draft) =>
      draft
        .set(USER, `${CANARY}.steps[1]`, {
          experiment: {
            duration: '2h',
            templates: [{ name: 'candidate', specRef: 'canary' }],
            analyses: [
              {
                name: 'step-1',
                templateName: 'user-step-1',
                args: [{ name: 'canary-hash', value: '{{templates.candidate.podTemplateHash}}' }],
              },
            ],
          },
        })
        .add({
          ...draft.object(BACKGROUND),
          metadata: { name: 'user-step-1', namespace: 'user' },
          spec: {
            args: [{ name: 'canary-hash' }],
            metrics: [{ ...(draft.at(BACKGROUND, METRIC) as object), count: 5 }],
          },
        }),
  ],
];

describe('the check of rollouts', () => {
  it('passes the services that ship, in every environment, within a second', async () => {
    const platforms = ['dev', 'staging', 'prod'].map((name) => platformOf(name));
    const started = performance.now();
    const findings = await found(rollouts, ...platforms);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(findings).toEqual([]);
  });

  it('passes what is rendered without a mesh', async () => {
    const { mesh: _, ...rest } = environmentOf('prod');
    const { promise } = rest.services!.user!;
    const plain = { image: 'ghcr.io/rides/plain:1.4.2', promise };
    const environment: Environment = { ...rest, services: { caller: { ...plain, calls: ['callee'] }, callee: plain } };
    expect(await found(rollouts, { environment, applications: applicationsOf(environment) })).toEqual([]);
  });

  it.each(ACCEPTED)('accepts %s', async (_, edit) => {
    expect(await foundAfter(rollouts, edit)).toEqual([]);
  });

  describe.each(Object.entries(REFUSED))('of %s', (_, rows) => {
    it.each(tabled(rows))('refuses %s', async (_title, edit, expected) => {
      exactly(
        await foundAfter(rollouts, edit),
        expected.map((each) => ({ environment: 'prod', stack: '', severity: 'error', ...each })),
      );
    });
  });

  it('leaves to the warnings of the strategy what only production refuses', async () => {
    const unjudged = (draft: Draft) => draft.set(USER, `${CANARY}.analysis`, undefined).remove(BACKGROUND);
    expect(await foundAfter(rollouts, unjudged, 'staging')).toEqual([]);
  });

  describe('of strategies as they were described', () => {
    /** The environment with so little traffic on one service that nobody could judge it, which is accepted. */
    const quiet = (name: string): Environment => {
      const environment = environmentOf(name);
      const { mapping } = environment.services!;
      const { promise, strategy } = mapping!;
      const described = {
        ...mapping!,
        promise: { ...promise, requestsPerSecond: 0.1 },
        strategy: { ...strategy!, onNoEvidence: 'abort' as const },
      };
      return { ...environment, services: { ...environment.services, mapping: described } };
    };

    it('tells, outside production, what is worth knowing', async () => {
      const environment = quiet('staging');
      const findings = await found(rollouts, { environment, applications: applicationsOf(environment) });
      expect(errors(findings)).toEqual([]);
      expect(findings).toContainEqual(
        expect.objectContaining({
          environment: 'staging',
          stack: '',
          resource: 'mapping: the strategy',
          field: 'services.mapping.strategy.steps[0]',
          severity: 'warning',
          reason: expect.stringContaining('too little traffic to judge'),
        }),
      );
    });

    it('tells nothing of production, which refused or accepted it when it was read', async () => {
      const { applications } = platformOf('prod');
      expect(await found(rollouts, { environment: quiet('prod'), applications })).toEqual([]);
    });
  });
});

describe('the times of the engine', () => {
  it.each([
    ['90s', 90],
    ['1m30s', 90],
    ['2h', 7200],
    ['1.5m', 90],
    ['500ms', 0.5],
    ['45', 45],
    [45, 45],
  ])('reads %j as %d seconds', (text, seconds) => {
    expect(secondsOf(text)).toBe(seconds);
  });

  it.each(['', '10 m', 'm', '5d', '-5s', undefined, null, {}])('reads no time in %j', (text) => {
    expect(secondsOf(text)).toBeUndefined();
  });
});

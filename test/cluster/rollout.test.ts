import { setTimeout as wait } from 'node:timers/promises';
import { blueGreen, canary, type CanarySpec } from '../../constructs/delivery/spec';
import type { MicroserviceProps } from '../../constructs/kubernetes';
import { upgrade } from './chart';
import type { KubernetesObject } from './control-plane';
import { canaryWeight, targetWeights, versionOf, type ServiceState, type VirtualServiceState } from './division';
import { Engine, isAtRest, PROMETHEUS_INSTALLED, type RolloutState } from './engine';
import { manifestsOf, namespace } from './manifests';
import type { Requests } from './traffic';
import { Watch } from './watch';

/** As short as the rules of a promise allow: its window is filled by many requests instead of much time. */
const promise = {
  check: 'promise',
  initialDelaySeconds: 15,
  intervalSeconds: 30,
  count: 2,
  failureLimit: 0,
  inconclusiveLimit: 0,
} as const;

const steps: CanarySpec['steps'] = [
  { step: 'setWeight', weight: 20 },
  { step: 'analysis', checks: [promise] },
  { step: 'setWeight', weight: 50 },
  { step: 'pause', seconds: 5 },
];
const judged = canary({ steps, onNoEvidence: 'abort' });

interface Scenario {
  /** What differs from the smallest service. */
  readonly service: Partial<MicroserviceProps>;
  /** What the new version answers; nothing when nobody asks it. */
  readonly answers?: Pick<Requests, 'perSecond' | 'failing' | 'slow'>;
  /** When it is over, one way or the other. */
  readonly ends: (rollout: RolloutState) => boolean;
}

const over = (rollout: RolloutState): boolean => rollout.status.phase === 'Degraded' || isAtRest(rollout);
const held = (rollout: RolloutState): boolean =>
  over(rollout) || (rollout.status.pauseConditions ?? []).some(({ reason }) => reason.startsWith('Inconclusive'));

const good = { perSecond: 200 };
const mesh = { router: { kind: 'istio' }, edge: {} } as const;
const loadBalancer = { router: { kind: 'alb' }, edge: {} } as const;

const SCENARIOS = {
  good: { service: { ...mesh, strategy: judged }, answers: good, ends: over },
  failing: { service: { ...mesh, strategy: judged }, answers: { perSecond: 200, failing: 0.2 }, ends: over },
  slow: { service: { ...mesh, strategy: judged }, answers: { perSecond: 200, slow: 0.2 }, ends: over },
  silent: { service: { ...mesh, strategy: judged }, ends: over },
  held: { service: { ...mesh, strategy: canary({ steps, onNoEvidence: 'hold' }) }, ends: held },
  rare: { service: { ...mesh, strategy: judged }, answers: { perSecond: 0.5 }, ends: over },
  background: {
    service: {
      ...mesh,
      strategy: canary({
        steps: [
          { step: 'setWeight', weight: 20 },
          { step: 'pause', seconds: 900 },
        ],
        analysis: {
          checks: [{ check: 'promise', initialDelaySeconds: 60, intervalSeconds: 30, failureLimit: 0 }],
        },
        onNoEvidence: 'abort',
      }),
    },
    answers: { perSecond: 200, failing: 0.2 },
    ends: over,
  },
  'good-balanced': { service: { ...loadBalancer, strategy: judged }, answers: good, ends: over },
  'failing-balanced': {
    service: { ...loadBalancer, strategy: judged },
    answers: { perSecond: 200, failing: 0.2 },
    ends: over,
  },
  'good-green': {
    service: { ...mesh, strategy: blueGreen({ postPromotionAnalysis: { checks: [promise] }, onNoEvidence: 'abort' }) },
    answers: good,
    ends: over,
  },
  'failing-green': {
    service: { ...mesh, strategy: blueGreen({ postPromotionAnalysis: { checks: [promise] }, onNoEvidence: 'abort' }) },
    answers: { perSecond: 200, failing: 0.2 },
    ends: over,
  },
} satisfies Record<string, Scenario>;

type Name = keyof typeof SCENARIOS;
const NAMES = Object.keys(SCENARIOS) as Name[];

/** What was seen of a rollout. */
interface Story {
  readonly before: string;
  readonly after: string;
  readonly end: RolloutState;
  /** Percent of the requests that the new version had, one after the other. */
  readonly weights: readonly number[];
  /** The versions that each Service selected in the end. */
  readonly selected: Readonly<Record<string, string | undefined>>;
}

const describeWithPrometheus = PROMETHEUS_INSTALLED ? describe : describe.skip;
if (!PROMETHEUS_INSTALLED) {
  console.warn('prometheus is not on the PATH: no rollout was judged. On Debian: apt-get install prometheus');
}

describeWithPrometheus('a rollout under the real controller', () => {
  let engine: Engine;
  let stories: Readonly<Record<Name, Story>>;

  beforeAll(async () => {
    engine = await Engine.start();
    // Side by side: each waits for its clock most of the time.
    const told = await Promise.all(NAMES.map(async (name) => [name, await play(name)] as const));
    stories = Object.fromEntries(told) as Record<Name, Story>;
  });

  afterAll(() => engine?.stop());

  async function play(name: Name): Promise<Story> {
    const scenario: Scenario = SCENARIOS[name];
    const release = (version: string): void => {
      const objects = manifestsOf(name, engine.prometheus, {
        ...scenario.service,
        image: `ghcr.io/rides/payment:${version}`,
        replicas: { minimum: 3, maximum: 6 },
      });
      const { ok, stderr } = upgrade(engine.plane, { namespace: name, kind: 'keeping', objects });
      if (!ok) throw new Error(stderr);
    };
    engine.plane.apply([namespace(name)]);
    release('1.0.0');
    const first = await engine.until('payment', name, isAtRest, 120);
    const before = first.status.stableRS!;

    const routed = await watchDivision(name);
    release('1.0.1');
    const second = await engine.until('payment', name, ({ status }) => status.currentPodHash !== before, 30);
    const after = second.status.currentPodHash!;
    if (scenario.answers !== undefined) {
      const source = scenario.service.router?.kind === 'istio' ? 'mesh' : 'service';
      engine.traffic.send({ source, service: 'payment', namespace: name, hash: after, ...scenario.answers });
    }
    const end = await engine.until(
      'payment',
      name,
      (rollout) => rollout.status.currentPodHash === after && scenario.ends(rollout),
      300,
    );
    await wait(2_000); // Services follow
    const services = engine.plane.list<ServiceState>('service', name);
    return {
      before,
      after,
      end,
      weights: await routed(),
      selected: Object.fromEntries(services.map((each) => [each.metadata.name, versionOf(each)])),
    };
  }

  /** Follows the share of the new version, whoever divides; nobody does for blue-green. */
  async function watchDivision(name: Name): Promise<() => Promise<readonly number[]>> {
    const { router, strategy } = SCENARIOS[name].service;
    if (strategy.kind === 'blue-green') return () => Promise.resolve([]);
    if (router.kind === 'istio') {
      const watch = await Watch.of<VirtualServiceState>(engine.plane, 'virtualservice/payment-versions', name);
      return async () => changes((await watch.end()).map(canaryWeight));
    }
    // Which of the two is the canary changes with every promotion.
    const canaryService = 'payment-pong';
    const watch = await Watch.of<KubernetesObject>(engine.plane, 'ingress/payment', name);
    return async () => changes((await watch.end()).map((each) => targetWeights(each)[canaryService] ?? 0));
  }

  test('that keeps its promise goes through its steps, and is the version of everybody', () => {
    const { before, after, end, weights, selected } = stories.good;
    expect(weights).toEqual([20, 50, 100, 0]); // in the end both are the new version
    expect(after).not.toBe(before);
    expect(end.status).toMatchObject({ phase: 'Healthy', stableRS: after });
    expect(selected).toEqual({ payment: undefined, 'payment-stable': after, 'payment-canary': after });
  });

  test.each(['failing', 'slow', 'silent', 'rare', 'background'] as const)(
    'that is %s goes back to the old version without a person',
    (name) => {
      const { before, end, weights, selected } = stories[name];
      expect(weights).toEqual([20, 0]);
      expect(end.status).toMatchObject({ phase: 'Degraded', abort: true, stableRS: before });
      // The canary's own Service wavers between both until the new pods are gone; nobody is sent to it.
      expect(selected).toMatchObject({ 'payment-stable': before });
    },
  );

  test('that nobody asks waits for a person where it was told to, and has no more users meanwhile', () => {
    const { before, end, weights } = stories.held;
    expect(weights).toEqual([20]);
    expect(end.status).toMatchObject({ phase: 'Paused', stableRS: before });
    expect(end.status.abort).not.toBe(true);
  });

  test('tells why it went back', () => {
    expect(stories.failing.end.status.message).toMatch(/"availability" assessed Failed/);
    expect(stories.slow.end.status.message).toMatch(/"latency" assessed Failed/);
    expect(stories.silent.end.status.message).toMatch(/"evidence" assessed Failed/);
    expect(stories.rare.end.status.message).toMatch(/"evidence" assessed Failed/);
  });

  test('behind a load balancer moves requests from one Service to the other and leaves them there', () => {
    const { after, end, weights, selected } = stories['good-balanced'];
    expect(weights).toEqual([20, 50, 100]);
    expect(end.status).toMatchObject({ phase: 'Healthy', stableRS: after, canary: { stablePingPong: 'pong' } });
    expect(selected['payment-pong']).toBe(after);
  });

  test('behind a load balancer goes back when it fails', () => {
    const { before, end, weights } = stories['failing-balanced'];
    expect(weights).toEqual([20, 0]);
    expect(end.status).toMatchObject({ phase: 'Degraded', abort: true, stableRS: before });
  });

  test('blue-green moves everybody at once', () => {
    const { after, end, selected } = stories['good-green'];
    expect(end.status).toMatchObject({ phase: 'Healthy', stableRS: after });
    expect(selected).toMatchObject({ payment: after });
  });

  test('blue-green moves everybody back when the new version fails', () => {
    const { before, end, selected } = stories['failing-green'];
    expect(end.status).toMatchObject({ phase: 'Degraded', abort: true, stableRS: before });
    expect(selected).toMatchObject({ payment: before });
  });
});

/** Each value once, as long as it lasts, beginning with the first that is not 0. */
function changes(values: readonly number[]): readonly number[] {
  const each = values.filter((value, index) => value !== values[index - 1]);
  return each[0] === 0 ? each.slice(1) : each;
}

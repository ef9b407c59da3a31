import fc from 'fast-check';
import { blueGreen, canary, type StrategySpec } from '../../../../constructs/delivery/spec';
import type { StepSpec } from '../../../../constructs/delivery/steps';
import { LOAD_POD, MESH_SIDECAR, quotaOf, SMOKE_POD } from '../../../../constructs/plan/guard-rails/namespaces/quota';
import { planService, type ServicePlan } from '../../../../constructs/plan/service/plan';
import type { ServiceSpec } from '../../../../constructs/plan/service/spec';
import { anyStrategy } from '../../delivery/arbitrary';
import { facts, payment, production } from '../service/examples';

const planOf = (more: Partial<ServiceSpec> = {}): ServicePlan =>
  planService({ ...payment, replicas: { minimum: 3, maximum: 12 }, ...more }, production, facts);

describe('a quota', () => {
  test('has room for three times as many pods as the autoscaler may ask for, and one more', () => {
    expect(quotaOf([planOf()])).toEqual({ pods: 37, cpuMillicores: 37 * 250, memoryMebibytes: 37 * 256 });
  });

  test('counts what the mesh adds to each pod', () => {
    const { cpuMillicores, memoryMebibytes } = MESH_SIDECAR;
    expect(quotaOf([planOf({ router: { kind: 'istio' } })])).toEqual({
      pods: 37,
      cpuMillicores: 37 * (250 + cpuMillicores),
      memoryMebibytes: 37 * (256 + memoryMebibytes),
    });
    const lean = { cpuMillicores: 10, memoryMebibytes: 40, memoryLimitMebibytes: 64 };
    expect(quotaOf([planOf({ router: { kind: 'istio' } })], lean).cpuMillicores).toBe(37 * 260);
  });

  test('counts the pods of smoke checks, twice: those of a release that was given up are still being stopped', () => {
    const strategy = canary({
      steps: [
        { step: 'setCanaryScale', scale: { replicas: 2 } },
        {
          step: 'analysis',
          checks: [
            { check: 'smoke', path: '/quotes' },
            { check: 'smoke', path: '/healthz' },
          ],
        },
        { step: 'setWeight', weight: 50 },
        { step: 'pause', seconds: 600 },
      ],
    });
    const { pods, cpuMillicores, memoryMebibytes } = quotaOf([planOf({ strategy })]);
    expect(pods).toBe(37 + 4);
    expect(cpuMillicores).toBe(37 * 250 + 4 * SMOKE_POD.cpuMillicores);
    expect(memoryMebibytes).toBe(37 * 256 + 4 * SMOKE_POD.memoryMebibytes);
  });

  test('counts the pods that send a load, with what the mesh adds to them, twice too', () => {
    const strategy = blueGreen({
      prePromotionAnalysis: { checks: [{ check: 'promise' }] },
      load: { requestsPerSecond: 20, path: '/quotes' },
    });
    const { pods, cpuMillicores, memoryMebibytes } = quotaOf([planOf({ strategy, router: { kind: 'istio' } })]);
    expect(pods).toBe(37 + 2);
    expect(cpuMillicores).toBe(37 * 250 + 2 * LOAD_POD.cpuMillicores + 39 * MESH_SIDECAR.cpuMillicores);
    expect(memoryMebibytes).toBe(37 * 256 + 2 * LOAD_POD.memoryMebibytes + 39 * MESH_SIDECAR.memoryMebibytes);
  });

  test('counts the pods of experiments, twice too', () => {
    const strategy = canary({
      steps: [
        {
          step: 'experiment',
          seconds: 600,
          templates: [
            { name: 'baseline', version: 'stable', replicas: 2 },
            { name: 'candidate', version: 'canary' },
          ],
        },
        { step: 'setWeight', weight: 50 },
      ],
    });
    expect(quotaOf([planOf({ strategy })]).pods).toBe(37 + 6);
  });

  test('follows a strategy that asks for more pods than the autoscaler', () => {
    const scaled = canary({
      steps: [
        { step: 'setCanaryScale', scale: { replicas: 20 } },
        { step: 'setWeight', weight: 5 },
      ],
    });
    expect(quotaOf([planOf({ strategy: scaled })]).pods).toBe(61);
    expect(quotaOf([planOf({ strategy: blueGreen({ previewReplicaCount: 15 }) })]).pods).toBe(46);
  });

  test('is nothing without a service, and the sum of those that there are', () => {
    expect(quotaOf([])).toEqual({ pods: 0, cpuMillicores: 0, memoryMebibytes: 0 });
    const [one, other] = [planOf(), planOf({ router: { kind: 'istio' } })];
    expect(quotaOf([one, other]).pods).toBe(quotaOf([one]).pods + quotaOf([other]).pods);
  });
});

/** The pods that a release has at one moment. */
interface Moment {
  readonly newest: number;
  readonly old: number;
  readonly experiment: number;
  readonly smoke: number;
}

/** The share of its pods by which a service may have more of them (constructs/kubernetes/rollout/canary.ts). */
const SURGE = 0.25;

/**
 * The engine's own arithmetic, for any number of pods that the autoscaler has come to: with a router
 * `CalculateReplicaCountsForTrafficRoutedCanary`, without one `CalculateReplicaCountsForBasicCanary` (argo-rollouts 1.9,
 * utils/replicaset/canary.go).
 */
function momentsOf({ strategy, router, analyses }: ServicePlan, replicas: number): Moment[] {
  const asked = (place: RegExp): number =>
    analyses
      .filter((each) => place.test(each.place))
      .flatMap(({ metrics }) => metrics)
      .filter(({ kind }) => kind === 'request').length;
  if (strategy.kind === 'blue-green') {
    const at = (newest: number, smoke: number): Moment => ({ newest, old: replicas, experiment: 0, smoke });
    return [
      at(strategy.previewReplicaCount, asked(/^pre-/)),
      at(replicas, asked(/^post-/)),
      at(replicas, asked(/^pre-/)),
    ];
  }
  const { minPodsPerReplicaSet = 0, dynamicStableScale, steps } = strategy;
  const forShare = (percent: number): number =>
    percent === 0 ? 0 : Math.max(minPodsPerReplicaSet, Math.ceil((replicas * percent) / 100));
  let weight = 0;
  let scale: { replicas: number } | { weight: number } | undefined;
  const moments = steps.map((step, index): Moment => {
    if (step.step === 'setWeight') weight = step.weight;
    if (step.step === 'setCanaryScale') scale = 'matchTrafficWeight' in step.scale ? undefined : step.scale;
    const experiment =
      step.step === 'experiment' ? step.templates.reduce((sum, template) => sum + template.replicas, 0) : 0;
    const smoke = asked(/^background$/) + asked(new RegExp(`^step-${index}$`));
    if (router.kind === 'replicas') {
      const newest = Math.ceil((replicas * weight) / 100);
      return { newest, old: Math.min(replicas, replicas + Math.ceil(replicas * SURGE) - newest), experiment, smoke };
    }
    const newest =
      scale === undefined ? forShare(weight) : 'replicas' in scale ? scale.replicas : forShare(scale.weight);
    return { newest, old: dynamicStableScale ? forShare(100 - weight) : replicas, experiment, smoke };
  });
  return [...moments, { newest: replicas, old: replicas, experiment: 0, smoke: asked(/^background$/) }];
}

const extraStep: fc.Arbitrary<StepSpec> = fc.oneof(
  fc.record({
    step: fc.constant('setCanaryScale' as const),
    scale: fc.record({ replicas: fc.integer({ min: 1, max: 80 }) }),
  }),
  fc.record({
    step: fc.constant('setCanaryScale' as const),
    scale: fc.record({ weight: fc.integer({ min: 0, max: 100 }) }),
  }),
  fc.constant<StepSpec>({ step: 'setCanaryScale', scale: { matchTrafficWeight: true } }),
  fc.record({
    step: fc.constant('experiment' as const),
    seconds: fc.constant(600),
    templates: fc.array(
      fc.record({
        name: fc.stringMatching(/^[a-z]{3}$/),
        version: fc.constantFrom('canary' as const, 'stable' as const),
        replicas: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  }),
  fc.constant<StepSpec>({ step: 'analysis', checks: [{ check: 'smoke', path: '/healthz' }] }),
);

const strategy: fc.Arbitrary<StrategySpec> = fc
  .tuple(
    anyStrategy,
    fc.array(fc.tuple(fc.nat(6), extraStep), { maxLength: 3 }),
    fc.boolean(),
    fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
  )
  .map(([{ spec }, extra, dynamicStableScale, minPodsPerReplicaSet]) => {
    if (spec.kind === 'blue-green') return spec;
    const steps = extra.reduce((all, [at, step]) => all.toSpliced(at, 0, step), spec.steps);
    return {
      ...spec,
      steps,
      dynamicStableScale,
      ...(minPodsPerReplicaSet === undefined ? {} : { minPodsPerReplicaSet }),
    };
  });

/** A service, as many pods as its autoscaler has come to, and a moment of its release. */
const release = fc
  .record({
    strategy,
    router: fc.constantFrom('istio' as const, 'alb' as const, 'replicas' as const),
    minimum: fc.integer({ min: 1, max: 30 }),
    more: fc.nat(40),
    cpuMillicores: fc.integer({ min: 10, max: 4000 }),
    memoryMebibytes: fc.integer({ min: 16, max: 8192 }),
  })
  .map(({ strategy: how, router: kind, minimum, more, ...resources }) =>
    planOf({ strategy: how, router: { kind }, edge: {}, replicas: { minimum, maximum: minimum + more }, resources }),
  )
  .chain((plan) =>
    fc
      .integer({ min: plan.replicas.minimum, max: plan.replicas.maximum })
      .chain((replicas) => fc.constantFrom(...momentsOf(plan, replicas)).map((moment) => ({ plan, replicas, moment }))),
  );

/** What pods reserve, of the service and of smoke checks, each with what the mesh adds. */
function reserved({ router, resources }: ServicePlan, pods: number, smoke: number) {
  const added = router.kind === 'istio' ? MESH_SIDECAR : { cpuMillicores: 0, memoryMebibytes: 0 };
  return {
    pods: pods + smoke,
    cpuMillicores:
      pods * (resources.cpuMillicores + added.cpuMillicores) + smoke * (SMOKE_POD.cpuMillicores + added.cpuMillicores),
    memoryMebibytes:
      pods * (resources.memoryMebibytes + added.memoryMebibytes) +
      smoke * (SMOKE_POD.memoryMebibytes + added.memoryMebibytes),
  };
}

function expectToFit(plan: ServicePlan, pods: number, smoke: number): void {
  const quota = quotaOf([plan]);
  const used = reserved(plan, pods, smoke);
  expect(used.pods).toBeLessThanOrEqual(quota.pods);
  expect(used.cpuMillicores).toBeLessThanOrEqual(quota.cpuMillicores);
  expect(used.memoryMebibytes).toBeLessThanOrEqual(quota.memoryMebibytes);
}

describe('no release of any strategy exceeds the quota', () => {
  test('at any number of pods that the autoscaler may come to', () => {
    fc.assert(
      fc.property(release, ({ plan, moment: { newest, old, experiment, smoke } }) => {
        expectToFit(plan, newest + old + experiment, smoke);
      }),
    );
  });

  test('while it follows at once on another, which left its old pods, or was given up', () => {
    fc.assert(
      fc.property(release, ({ plan, replicas, moment: { newest, old, experiment, smoke } }) => {
        const givenUp = momentsOf(plan, replicas);
        const most = (of: (moment: Moment) => number): number => Math.max(...givenUp.map(of));
        const left = Math.max(
          replicas,
          most((moment) => moment.newest),
        );
        expectToFit(
          plan,
          newest + old + left + experiment + most((moment) => moment.experiment),
          smoke + most((moment) => moment.smoke),
        );
      }),
    );
  });

  test('while the pods of the fullest zone are replaced, and count until their time to stop is over', () => {
    fc.assert(
      fc.property(release, fc.integer({ min: 2, max: 6 }), ({ plan, moment }, zones) => {
        const { newest, old, experiment, smoke } = moment;
        const lost = (pods: number): number => Math.ceil(pods / zones);
        expectToFit(plan, newest + lost(newest) + old + lost(old) + experiment + lost(experiment), smoke + lost(smoke));
      }),
    );
  });

  test('while it lowers what a pod reserves, as long as the old pods are at most twice as large', () => {
    fc.assert(
      fc.property(release, ({ plan, moment: { newest, old, experiment, smoke } }) => {
        const quota = quotaOf([plan]);
        const newPods = reserved(plan, newest + experiment, smoke);
        const oldPods = reserved(plan, 2 * old, 0);
        expect(newPods.cpuMillicores + oldPods.cpuMillicores).toBeLessThanOrEqual(quota.cpuMillicores);
        expect(newPods.memoryMebibytes + oldPods.memoryMebibytes).toBeLessThanOrEqual(quota.memoryMebibytes);
      }),
    );
  });
});

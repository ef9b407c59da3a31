import fc from 'fast-check';
import type { CheckSpec } from '../../../constructs/delivery/checks';
import type { DeliveryContext } from '../../../constructs/delivery/context';
import {
  strategyProblems,
  type BlueGreenSpec,
  type CanarySpec,
  type StrategySpec,
} from '../../../constructs/delivery/spec';
import type { StepSpec } from '../../../constructs/delivery/steps';
import { inMesh, slo } from './examples';

/** A strategy and what it stands in. */
export interface Case {
  readonly spec: StrategySpec;
  readonly context: DeliveryContext;
}

const limits = {
  failureLimit: fc.option(fc.nat(3), { nil: undefined }),
  inconclusiveLimit: fc.option(fc.nat(4), { nil: undefined }),
  consecutiveErrorLimit: fc.option(fc.integer({ min: 10, max: 60 }), { nil: undefined }),
};

const promise: fc.Arbitrary<CheckSpec> = fc.record({
  check: fc.constant('promise' as const),
  windowSeconds: fc.option(fc.integer({ min: 120, max: 900 }), { nil: undefined }),
  intervalSeconds: fc.option(fc.integer({ min: 20, max: 200 }), { nil: undefined }),
  ...limits,
});

const finite: fc.Arbitrary<CheckSpec> = fc
  .tuple(promise, fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }))
  .map(([check, count]) => ({ ...check, count }));

const smoke: fc.Arbitrary<CheckSpec> = fc.constant({ check: 'smoke', path: '/healthz' });

const onNoEvidence = fc.constantFrom(undefined, 'abort' as const, 'hold' as const);

const level = fc.tuple(
  fc.integer({ min: 1, max: 40 }),
  fc.integer({ min: 60, max: 1800 }),
  fc.option(finite, { nil: undefined, freq: 3 }),
);

const canarySpec: fc.Arbitrary<CanarySpec> = fc
  .record({
    levels: fc.array(level, { minLength: 1, maxLength: 5 }),
    background: fc.option(promise, { nil: undefined, freq: 6 }),
    tested: fc.boolean(),
    onNoEvidence,
  })
  .map(({ levels, background, tested, onNoEvidence: without }) => {
    let weight = 0;
    const steps: StepSpec[] = levels.flatMap(([more, seconds, check]): StepSpec[] => {
      weight = Math.min(100, weight + more);
      return [
        { step: 'setWeight', weight },
        { step: 'pause', seconds },
        ...(check === undefined ? [] : [{ step: 'analysis' as const, checks: [check] }]),
      ];
    });
    const before: StepSpec[] = tested
      ? [
          { step: 'setCanaryScale', scale: { weight: 100 } },
          { step: 'analysis', checks: [{ check: 'smoke', path: '/healthz' }] },
        ]
      : [];
    return {
      kind: 'canary',
      steps: [...before, ...steps],
      ...(background === undefined ? {} : { analysis: { checks: [background] } }),
      ...(without === undefined ? {} : { onNoEvidence: without }),
    };
  });

const blueGreenSpec: fc.Arbitrary<BlueGreenSpec> = fc
  .record({
    pre: fc.option(smoke, { nil: undefined }),
    post: fc.option(finite, { nil: undefined, freq: 6 }),
    autoPromotionSeconds: fc.option(fc.integer({ min: 1, max: 900 }), { nil: undefined }),
    previewReplicaCount: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
    onNoEvidence,
  })
  .map(({ pre, post, onNoEvidence: without, ...rest }) => ({
    kind: 'blue-green',
    ...rest,
    ...(pre === undefined ? {} : { prePromotionAnalysis: { checks: [pre] } }),
    ...(post === undefined ? {} : { postPromotionAnalysis: { checks: [post] } }),
    ...(without === undefined ? {} : { onNoEvidence: without }),
  }));

/** Strategies of the right shape, in production, many of which it refuses. */
export const anyStrategy: fc.Arbitrary<Case> = fc.record({
  spec: fc.oneof({ arbitrary: canarySpec, weight: 3 }, { arbitrary: blueGreenSpec, weight: 1 }),
  context: fc
    .record({
      replicas: fc.integer({ min: 6, max: 30 }),
      requestsPerSecond: fc.integer({ min: 20, max: 2000 }),
    })
    .map(({ replicas, requestsPerSecond }): DeliveryContext => ({
      ...inMesh,
      replicas,
      slo: { ...slo, requestsPerSecond },
    })),
});

/** Strategies that production accepts. */
export const acceptedStrategy: fc.Arbitrary<Case> = anyStrategy.filter(
  ({ spec, context }) => strategyProblems(spec, context).length === 0,
);

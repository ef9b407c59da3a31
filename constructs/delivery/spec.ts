import { z } from 'zod';
import { told } from '../plan/spec';
import { analysisSpec, askedPath, backgroundAnalysisSpec } from './checks';
import { stepSpec } from './steps';

export { routerSpec, type RouterSpec } from './router';
export { strategyProblems, strategyWarnings } from './rules';

/** What to do with a release that nobody can judge, for want of requests. */
export const ON_NO_EVIDENCE = ['abort', 'hold'] as const;

/** What both strategies say about evidence. */
const evidence = {
  /**
   * What to do when the new version gets too few requests for a verdict: `'abort'` goes back to the old version, `'hold'`
   * waits for a person and raises an alert.
   * @default - `'abort'` in production and staging, `'hold'` in development
   */
  onNoEvidence: z
    .enum(ON_NO_EVIDENCE)
    .meta(told({ as: 'abort', because: 'a release without evidence ends, or waits for a person' }))
    .optional(),

  /**
   * Requests that are sent to the new version while its promise is judged, for a service with too little traffic, or for a
   * preview, which has none: `{ requestsPerSecond: 20, path: '/v1/eta' }`. They count as evidence beside users' own. After
   * the promotion of a blue-green release users are enough, unless they could not give a verdict in an hour.
   * @default - none: its users' requests are the evidence
   */
  load: z
    .strictObject({
      /** How many requests a second are sent to the new version: `20`. 50 at most, fewer where answers may take seconds. */
      requestsPerSecond: z
        .number()
        .positive()
        .meta(told({ as: 20, because: 'a load is a number of requests a second' })),

      /**
       * The path that is asked, by GET, on the service of the new version: `'/v1/eta'`. Whatever is asked must do no harm,
       * however often, and be the work that users wait for: only what it touches is judged.
       */
      path: askedPath('/v1/eta', 'a load asks the new version and no other, so it takes a path, not an address'),
    })
    .meta(told({ as: { requestsPerSecond: 20, path: '/v1/eta' } }))
    .optional(),
};

const delay = (because: string) =>
  z
    .int()
    .positive()
    .meta(told({ as: 600, because }));

/** A canary: the new version takes over step by step. */
export const canarySpec = z.strictObject({
  /** The kind of strategy: `'canary'`. */
  kind: z.literal('canary').meta(told({ as: 'canary' })),

  /** What happens, in order: `[{ step: 'setWeight', weight: 5 }, { step: 'pause', seconds: 600 }]`. All of it follows. */
  steps: z
    .array(stepSpec)
    .min(1)
    .meta(
      told({
        as: [
          { step: 'setWeight', weight: 5 },
          { step: 'pause', seconds: 600 },
        ],
        because: 'a canary without a step is a plain rolling update',
      }),
    ),

  /**
   * An analysis beside the steps: `{ checks: [{ check: 'promise' }] }`.
   * @default - none: only the steps of kind `analysis` measure
   */
  analysis: backgroundAnalysisSpec.meta(told({ as: { checks: [{ check: 'promise' }] } })).optional(),

  /**
   * The fewest pods of either version while both serve: `2`.
   * @default - 2, or 1 for a service of one pod; needs a router other than `replicas`
   */
  minPodsPerReplicaSet: z
    .int()
    .positive()
    .meta(told({ as: 2, because: 'a version that serves has pods' }))
    .optional(),

  /**
   * Whether the old version shrinks while the new one grows: `true` saves pods, and makes going back slow.
   * @default - `false`: the old version stays complete until the end
   */
  dynamicStableScale: z
    .boolean()
    .meta(told({ as: false, because: 'the old version shrinks, or it does not' }))
    .optional(),

  /**
   * How long the old pods stay after promotion, in seconds: `300`. Going back within it takes seconds.
   * @default - 300 behind a load balancer, its deregistration delay; 60 in the mesh; none for `replicas` or with
   * `dynamicStableScale`
   */
  scaleDownDelaySeconds: delay('the engine takes 0 for never (argo-rollouts #1992)').optional(),

  /**
   * How long the new pods stay after an abort, in seconds: `300`, long enough to look at them.
   * @default - 30, the engine's own; none for `replicas` or with `dynamicStableScale`
   */
  abortScaleDownDelaySeconds: delay('the engine takes 0 for never (argo-rollouts #1841)').optional(),

  ...evidence,
});

/** Blue-green: the new version is built complete beside the old one, then all requests move at once. */
export const blueGreenSpec = z.strictObject({
  /** The kind of strategy: `'blue-green'`. */
  kind: z.literal('blue-green').meta(told({ as: 'blue-green' })),

  /**
   * How many pods the new version has before it is promoted: `2`. It is completed before requests move.
   * @default - as many as the service has
   */
  previewReplicaCount: z
    .int()
    .positive()
    .meta(told({ as: 2, because: 'a preview without a pod is none' }))
    .optional(),

  /**
   * Whether requests move without a person: `true`.
   * @default - `true`
   */
  autoPromotionEnabled: z
    .boolean()
    .meta(told({ as: true, because: 'requests move by themselves, or a person moves them' }))
    .optional(),

  /**
   * How long the preview stands before requests move by themselves, in seconds, after its analysis has passed: `300`.
   * @default - no wait
   */
  autoPromotionSeconds: delay('leave it out not to wait').optional(),

  /**
   * What is measured on the preview, before it has users: `{ checks: [{ check: 'smoke', path: '/healthz' }] }`.
   * @default - nothing
   */
  prePromotionAnalysis: analysisSpec.meta(told({ as: { checks: [{ check: 'smoke', path: '/healthz' }] } })).optional(),

  /**
   * What is measured once all requests have moved; a bad verdict moves them back: `{ checks: [{ check: 'promise' }] }`.
   * @default - nothing
   */
  postPromotionAnalysis: analysisSpec.meta(told({ as: { checks: [{ check: 'promise' }] } })).optional(),

  /**
   * How long the old pods stay after requests have moved, in seconds: `900`. It must outlast the analysis after promotion.
   * @default - the length of that analysis, and 600 more
   */
  scaleDownDelaySeconds: delay('the engine takes 0 for never (argo-rollouts #1992)').optional(),

  /**
   * How long the new pods stay after an abort, in seconds: `300`, long enough to look at them.
   * @default - 30, the engine's own
   */
  abortScaleDownDelaySeconds: delay('the engine takes 0 for never (argo-rollouts #1841)').optional(),

  ...evidence,
});

/** How a new version replaces the old one. What types cannot say is in `strategyProblems`. */
export const strategySpec = z
  .discriminatedUnion('kind', [canarySpec, blueGreenSpec])
  .meta(told({ as: { kind: 'canary', steps: [] }, because: 'a strategy is canary or blue-green' }));

/** A canary: the new version takes over step by step. */
export type CanarySpec = z.infer<typeof canarySpec>;

/** Blue-green: the new version is built complete beside the old one, then all requests move at once. */
export type BlueGreenSpec = z.infer<typeof blueGreenSpec>;

/** How a new version replaces the old one. */
export type StrategySpec = z.infer<typeof strategySpec>;

/** One of `ON_NO_EVIDENCE`. */
export type OnNoEvidence = (typeof ON_NO_EVIDENCE)[number];

/**
 * A canary.
 *
 * @example canary({ steps: [{ step: 'setWeight', weight: 5 }, { step: 'analysis', checks: [{ check: 'promise' }] }] })
 */
export function canary(spec: Omit<CanarySpec, 'kind'>): CanarySpec {
  return { kind: 'canary', ...spec };
}

/**
 * A blue-green strategy.
 *
 * @example blueGreen({ postPromotionAnalysis: { checks: [{ check: 'promise' }] } })
 */
export function blueGreen(spec: Omit<BlueGreenSpec, 'kind'>): BlueGreenSpec {
  return { kind: 'blue-green', ...spec };
}

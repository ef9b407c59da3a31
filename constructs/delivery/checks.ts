import { z } from 'zod';
import { told } from '../plan/spec';
import { SHORTEST_WINDOW_SECONDS } from '../slo/metrics';

/** When a check measures, and how much it tolerates. The same for every kind of check. */
const measuring = {
  /**
   * Seconds from the start of the analysis to the first measurement: `120`. The requests of the new version must have been
   * counted by then, so a promise waits for two scrapes of 30 seconds at least.
   * @default - the window of a promise, and 60 more with a load, which starts with the analysis; 0 for a smoke check
   */
  initialDelaySeconds: z
    .int()
    .nonnegative()
    .meta(told({ as: 120, because: 'a delay is a number of whole seconds' }))
    .optional(),

  /**
   * Seconds between two measurements: `60`.
   * @default - half the window of a promise, so that two in a row share at most half their requests; 10 for a smoke check
   */
  intervalSeconds: z
    .int()
    .positive()
    .meta(told({ as: 60, because: 'measurements are whole seconds apart' }))
    .optional(),

  /**
   * How many measurements make the check complete: `4`. Measurements that end in an error do not count.
   * @default - 4 for a promise, 3 for a smoke check; none in a background analysis, which measures until promotion
   */
  count: z
    .int()
    .positive()
    .meta(told({ as: 4, because: 'the engine takes a count of 0 for endless' }))
    .optional(),

  /**
   * How many failed measurements are tolerated: `1` fails on the second. The engine compares with `>`, so 0 fails on the
   * first.
   * @default - 1 for a promise, since the loss of one node may spoil one measurement, fewer where `count` leaves no success
   * to be needed then; 0 for a smoke check
   */
  failureLimit: z
    .int()
    .nonnegative()
    .meta(told({ as: 1, because: 'a check that can never fail judges nothing' }))
    .optional(),

  /**
   * How many measurements without data are tolerated: `2` gives up on the third.
   * @default - 2 for a promise, fewer where `count` or the rollout leaves no room for that; 0 for a smoke check
   */
  inconclusiveLimit: z
    .int()
    .nonnegative()
    .meta(told({ as: 2, because: 'a limit is a number of measurements' }))
    .optional(),

  /**
   * How many errors in a row are tolerated: `30`. An error is a metrics store that does not answer; it is asked again
   * every 10 seconds, so 30 bridge five minutes.
   * @default - 30, fewer where the rollout leaves no time for that, but at least 12
   */
  consecutiveErrorLimit: z
    .int()
    .nonnegative()
    .meta(told({ as: 30, because: 'a limit is a number of errors' }))
    .optional(),

  /**
   * How many successes in a row end the check early as passed: `3`. If `count` is reached before, the engine calls the
   * check inconclusive.
   * @default - none: the check measures `count` times
   */
  consecutiveSuccessLimit: z
    .int()
    .positive()
    .meta(told({ as: 3, because: 'the engine takes 0 for none' }))
    .optional(),
};

/** A path of the new version, never an address: a check asks the new version and no other (argo-rollouts #1700). */
export const askedPath = (as: string, because: string): z.ZodString =>
  z
    .string()
    .regex(/^\/[^\s]*$/)
    .meta(told({ as, because }));

/** Judges the new version by the service's own promise: its error ratio and its latency, over its own requests only. */
export const promiseCheckSpec = z.strictObject({
  /** The kind of check: `'promise'`. */
  check: z.literal('promise').meta(told({ as: 'promise' })),

  /**
   * How far back a measurement looks, in seconds: `120`.
   * @default - as long as the first weight needs to gather enough requests for a verdict; 120 at least, 3600 at most
   */
  windowSeconds: z
    .int()
    .min(SHORTEST_WINDOW_SECONDS)
    .meta(told({ as: 120, because: 'a rate over fewer than four scrapes is lost with the first that is missed' }))
    .optional(),

  ...measuring,
});

/** Asks the new version itself, before or beside its users: it must answer a request with a status under 400. */
export const smokeCheckSpec = z.strictObject({
  /** The kind of check: `'smoke'`. */
  check: z.literal('smoke').meta(told({ as: 'smoke' })),

  /** The path that is asked, on the service of the new version: `'/healthz'`. */
  path: askedPath(
    '/healthz',
    'a smoke check asks the new version and no other, so it takes a path, not an address (#1700)',
  ),

  /**
   * Who is asked: `'canary'`, the only one that makes sense, is the new version (the preview, before a blue-green switch).
   * @default - `'canary'`
   */
  target: z
    .literal('canary')
    .meta(
      told({
        as: 'canary',
        because: 'a smoke check of the stable service says nothing of the new version (argo-rollouts #1700)',
      }),
    )
    .optional(),

  /**
   * Seconds after which no answer is a failure: `5`.
   * @default - 5
   */
  timeoutSeconds: z
    .int()
    .positive()
    .meta(told({ as: 5, because: 'a request without a time-out can hang for ever' }))
    .optional(),

  ...measuring,
});

/** One thing that an analysis measures. */
export const checkSpec = z
  .discriminatedUnion('check', [promiseCheckSpec, smokeCheckSpec])
  .meta(told({ as: { check: 'promise' }, because: 'a check is the promise or a smoke check' }));

/** An analysis with an end: as a step, before or after a promotion. */
export const analysisSpec = z.strictObject({
  /** What is measured, side by side: `[{ check: 'promise' }]`. One bad verdict is enough to stop. */
  checks: z
    .array(checkSpec)
    .min(1)
    .meta(told({ as: [{ check: 'promise' }], because: 'an analysis without a check passes everything' })),
});

/** An analysis beside the steps of a canary, from a step on until promotion. */
export const backgroundAnalysisSpec = z.strictObject({
  /**
   * The step with which it starts, counted from 0: `1`. It must come after the first step that gives the canary requests.
   * @default - the step after the first `setWeight` above 0
   */
  startingStep: z
    .int()
    .nonnegative()
    .meta(told({ as: 1, because: 'steps are counted from 0' }))
    .optional(),

  /** What is measured, side by side: `[{ check: 'promise' }]`. One bad verdict is enough to stop. */
  checks: z
    .array(checkSpec)
    .min(1)
    .meta(told({ as: [{ check: 'promise' }], because: 'an analysis without a check passes everything' })),
});

/** One thing that an analysis measures. */
export type CheckSpec = z.infer<typeof checkSpec>;

/** An analysis with an end: as a step, before or after a promotion. */
export type AnalysisSpec = z.infer<typeof analysisSpec>;

/** An analysis beside the steps of a canary. */
export type BackgroundAnalysisSpec = z.infer<typeof backgroundAnalysisSpec>;

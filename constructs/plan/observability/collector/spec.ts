import { z } from 'zod';
import { told } from '../../spec';
import { KEPT_SHARE, SLOW_MILLISECONDS } from './defaults';

export { collectorProblems } from './rules';

/** The name of a metric (Prometheus, "Data model"). */
const METRIC_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Below a millisecond everything is slow, and above ten minutes nothing is a request any more. */
const SLOWEST_MILLISECONDS = 600_000;

/** What an environment says of how its telemetry is collected. What types cannot say is in `rules.ts`. */
export const collectorSpec = z.strictObject({
  /**
   * Which traces are kept. Those with an error always are, and those in which a service was slower than it promises.
   * @default - see each field
   */
  traces: z
    .strictObject({
      /**
       * Of the traces with which nothing is wrong, the share that is kept, from 0 to 1: `0.05` keeps five of a hundred.
       * @default - 0.05 in production, 0.5 in staging, 1 in development
       */
      keptShare: z
        .number()
        .min(0)
        .max(1)
        .meta(told({ as: KEPT_SHARE.production, because: 'a share of the traces lies between none, 0, and all, 1' }))
        .optional(),

      /**
       * From which duration on a whole trace is kept for it, in milliseconds: `2000`.
       * @default - the longest time in which a service promises to answer; 1,000 where no service promises one
       */
      slowMilliseconds: z
        .int()
        .min(1)
        .max(SLOWEST_MILLISECONDS)
        .meta(told({ as: SLOW_MILLISECONDS, because: 'a request lasts between a millisecond and ten minutes' }))
        .optional(),
    })
    .meta(told({ as: { keptShare: KEPT_SHARE.production } }))
    .optional(),

  /**
   * How many collectors each zone has that decide which traces are kept: `2`. The number is fixed, since a change loses the
   * spans that wait in them. Raise it where they refuse spans for want of memory.
   * @default - `1`
   */
  gatewaysPerZone: z
    .int()
    .min(1)
    .max(10)
    .meta(told({ as: 2, because: 'each zone needs one at least, and an agent sends to each of them' }))
    .optional(),

  /**
   * Metrics of services that are kept beside those that the platform asks for, by their whole names:
   * `['rides_matched_total']`. Of a histogram name all three: `_bucket`, `_count`, `_sum`.
   * @default - none: what nobody asks for is not stored, and not paid for
   */
  keptMetrics: z
    .array(
      z
        .string()
        .regex(METRIC_NAME)
        .meta(
          told({
            as: 'rides_matched_total',
            because:
              'metrics are kept by their whole names; a pattern would keep, and cost, what nobody has thought of',
          }),
        ),
    )
    .min(1)
    .readonly()
    .meta(told({ as: ['rides_matched_total'], because: 'leave it out for none' }))
    .optional(),
});

/** How the telemetry of an environment is collected: see {@link collectorSpec}. */
export type CollectorSpec = z.infer<typeof collectorSpec>;

import { z } from 'zod';
import { told } from '../plan/spec';

export { sloProblems } from './rules';

/** The periods that a promise can be measured over, in days. */
export const WINDOW_DAYS = [28, 30] as const;

/** The shape of a service's promise. What types cannot say is in `sloProblems`. */
export const sloSpec = z.strictObject({
  /**
   * The share of requests that are answered without a server error (HTTP 5xx) over the window: `0.999` lets one in a
   * thousand fail, which is 43.2 minutes of total outage in 30 days. A request that the caller got wrong (4xx) is good.
   * Between 0.9306, under which the fastest alert could never fire, and 0.99995, above which it comes too late.
   */
  availability: z.number().meta(told({ as: 0.999, because: 'an availability is a share of requests between 0 and 1' })),

  /**
   * How fast requests that do not fail are answered: `{ percentile: 99, thresholdMilliseconds: 250 }` promises that 99 %
   * take at most 250 ms, measured where they are answered.
   */
  latency: z
    .strictObject({
      /**
       * The share of requests that must be fast enough, in percent: `99`. The rest may be slower and are the latency's own
       * error budget.
       */
      percentile: z.number().meta(told({ as: 99, because: 'a percentile is a number between 0 and 100' })),
      /**
       * What is fast enough, in milliseconds: `250`. It must be a boundary of the duration histogram, because a histogram
       * counts only what is under a boundary and guesses in between: 5, 10, 25, 50, 100, 250, 500, 1000, 2500 and 5000
       * can be judged whoever counts.
       */
      thresholdMilliseconds: z
        .number()
        .meta(
          told({ as: 250, because: 'a latency is a number of milliseconds, counted in the buckets of a histogram' }),
        ),
    })
    .meta(told({ as: { percentile: 99, thresholdMilliseconds: 250 }, because: 'slow is a way to be down' })),

  /**
   * The period over which the promise is kept, in days, rolling: `30` fits reports by the month, `28` has the same number
   * of each weekday in it.
   * @default - 30
   */
  windowDays: z
    .literal(WINDOW_DAYS)
    .meta(told({ as: 30, because: 'the burn rates of alerts are worked out for 28 and 30 days' }))
    .optional(),

  /**
   * The requests that the whole service is expected to get in a second at the usual hour: `50`. From it follows how much
   * evidence a canary and an alert have to judge by; it limits nothing.
   */
  requestsPerSecond: z
    .number()
    .meta(told({ as: 50, because: 'how much can be measured follows from how many requests there are' })),
});

/** A service-level objective: what a service promises its callers, from which all of its monitoring follows. */
export type Slo = z.infer<typeof sloSpec>;

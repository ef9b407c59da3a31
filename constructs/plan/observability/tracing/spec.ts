import { z } from 'zod';
import { told } from '../../spec';

/** Where traces are kept: X-Ray, which writes spans into CloudWatch Logs ("Transaction Search"). */
export const tracingSpec = z.strictObject({
  /**
   * Who switches Transaction Search on. It is one for each account and region: of the environments that share one, one says
   * `create`, and all others `existing`.
   * @default - `create`
   */
  transactionSearch: z
    .enum(['create', 'existing'])
    .meta(told({ as: 'existing', because: 'Transaction Search is one for each account and region' }))
    .optional(),

  /**
   * How many percent of the traces are also indexed, to be found by X-Ray's own filters: `1`. All spans are kept and can be
   * searched in any case.
   * @default - `1`, which costs nothing
   */
  indexedPercent: z
    .number()
    .min(0)
    .max(100)
    .meta(told({ as: 1, because: 'a share is between 0 and 100 percent' }))
    .optional(),
});

/** Where traces are kept. */
export type TracingSpec = z.infer<typeof tracingSpec>;

/** The first percent of indexed traces is free (CloudWatch pricing, "X-Ray", Transaction Search). */
export const DEFAULT_INDEXED_PERCENT = 1;

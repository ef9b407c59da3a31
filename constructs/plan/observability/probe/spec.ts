import { z } from 'zod';
import { told } from '../../spec';

const LONGEST_PATH = 1_024;

/** A request that is sent to the public entry again and again, from outside. */
export const probeSpec = z.union([
  z.literal('none').meta(told({ as: 'none', because: 'nothing is sent' })),
  z.strictObject({
    /**
     * The path that is asked for with `GET`, without a token: `/v1/status`.
     * @default - `/`, to which any answer but an error of the server's will do, so that the entry is tried and no service
     */
    path: z
      .string()
      .max(LONGEST_PATH)
      .regex(/^\/[\w\-./~%?=&+]*$/)
      .meta(told({ as: '/v1/status', because: 'it is the path of a URL, without the name' }))
      .optional(),

    /**
     * The status that the answer must have: `200`.
     * @default - `200` where a path is named; else any below 500
     */
    status: z
      .int()
      .min(100)
      .max(599)
      .meta(told({ as: 200, because: 'it is a status of HTTP' }))
      .optional(),

    /**
     * How often it is sent, in minutes: `1`. Each request costs.
     * @default - 1 in production, 5 elsewhere
     */
    everyMinutes: z
      .int()
      .min(1)
      .max(60)
      .meta(
        told({
          as: 1,
          because: 'CloudWatch Synthetics runs once a minute at most, and an hour without a word is long',
        }),
      )
      .optional(),
  }),
]);

/** A request that is sent to the public entry again and again. */
export type ProbeSpec = z.infer<typeof probeSpec>;

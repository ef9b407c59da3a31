import { z } from 'zod';
import { told } from '../spec';

/** Where a web page comes from, as browsers write it: no path, and no slash at the end. */
const ORIGIN = /^(?:\*|https?:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?)$/;

const headerName = (example: string) =>
  z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .meta(told({ as: example, because: 'a header is named in lower case' }));

/** Firefox remembers a permission for a day at most, Chromium for two hours (MDN, `Access-Control-Max-Age`). */
const LONGEST_SECONDS = 86_400;

/** Which web pages may call, from a browser. What is no browser does not ask. */
export const corsSpec = z.strictObject({
  /** Where the pages come from: `['https://app.rides.example']`; `['*']` for any, then without credentials. */
  origins: z
    .array(
      z
        .string()
        .regex(ORIGIN)
        .meta(
          told({ as: 'https://app.rides.example', because: 'an origin is a scheme, a host and maybe a port, or *' }),
        ),
    )
    .min(1)
    .meta(told({ as: ['https://app.rides.example'] })),

  /**
   * The request headers that they may send beyond the harmless ones: `['authorization', 'content-type']`.
   * @default - `authorization`, `content-type` and `idempotency-key`
   */
  headers: z
    .array(headerName('authorization'))
    .min(1)
    .meta(told({ as: ['authorization', 'content-type'] }))
    .optional(),

  /**
   * The response headers that they may read beyond the harmless ones: `['retry-after']`.
   * @default - none
   */
  exposedHeaders: z
    .array(headerName('retry-after'))
    .min(1)
    .meta(told({ as: ['retry-after'] }))
    .optional(),

  /**
   * Whether browsers send cookies along. A token in the `authorization` header needs no such permission.
   * @default - `false`
   */
  credentials: z
    .boolean()
    .meta(told({ as: false }))
    .optional(),

  /**
   * For how long a browser remembers the permission, in seconds: `600`. It asks once before each kind of call.
   * @default - `600`
   */
  maximumAgeSeconds: z
    .int()
    .min(1)
    .max(LONGEST_SECONDS)
    .meta(told({ as: 600, because: 'no browser remembers a permission for longer than a day' }))
    .optional(),
});

/** See {@link corsSpec}. */
export type CorsSpec = z.infer<typeof corsSpec>;

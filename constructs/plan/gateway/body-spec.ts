import { z } from 'zod';
import { told } from '../spec';

/**
 * 32 MiB: the gateway holds a request's body in memory until it is complete, and a pod of it has 1 GiB for all that arrive
 * at once (`constructs/plan/controllers/gateway.ts`).
 */
const LARGEST_KIBIBYTES = 32_768;

/** How large a request's body may be, in KiB. */
export const bodySpec = z
  .int()
  .min(1)
  .max(LARGEST_KIBIBYTES)
  .meta(
    told({
      as: 1024,
      because: `the gateway holds a body in memory until it is complete: ${LARGEST_KIBIBYTES} KiB at most`,
    }),
  );

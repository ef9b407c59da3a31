import { z } from 'zod';
import { told } from './spec';

/**
 * The retentions that CloudWatch Logs accepts, in days, 1 day to 10 years (API reference, "PutRetentionPolicy"). Any
 * other number fails at deployment, not before.
 */
export const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** One of {@link RETENTION_DAYS}. */
export type RetentionDays = (typeof RETENTION_DAYS)[number];

/** How long a log group keeps its records, in days: `90`. */
export const retentionDays = z
  .literal(RETENTION_DAYS)
  .meta(told({ as: 90, because: 'CloudWatch Logs keeps records for certain numbers of days only' }));

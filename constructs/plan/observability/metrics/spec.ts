import { z } from 'zod';
import { told } from '../../spec';

const FEWEST_SERIES = 1_000;
/** Amazon Managed Service for Prometheus, quotas: active series of a workspace, which AWS raises. */
const MOST_SERIES = 50_000_000;
/** The same source: the longest retention, three years. */
const MOST_RETENTION_DAYS = 1_095;

const series = (example: number, because: string) =>
  z
    .int()
    .min(FEWEST_SERIES)
    .max(MOST_SERIES)
    .meta(told({ as: example, because }));

/** How many metrics are kept, and for how long. */
export const metricsSpec = z.strictObject({
  /**
   * For how many days metrics are kept: `400`.
   * @default - 35 in development, 60 in staging, 400 in production
   */
  retentionDays: z
    .int()
    .min(1)
    .max(MOST_RETENTION_DAYS)
    .meta(told({ as: 400, because: `Prometheus keeps metrics for 1 to ${MOST_RETENTION_DAYS} days` }))
    .optional(),

  /**
   * The most active series that a service may have, a cap on cost: `20000`. What is above it is dropped, of this service
   * alone; an alarm says so. A series is active for two hours after its last sample, so that a release counts twice.
   * @default - 5,000 in development, 10,000 in staging, 20,000 in production
   */
  seriesPerService: series(20_000, 'a cap that stops what works is worse than none').optional(),

  /**
   * The most active series of everything that is no service: the mesh's control plane, controllers, nodes, the state of the
   * cluster's objects: `100000`.
   * @default - 25,000 in development, 50,000 in staging, 100,000 in production
   */
  seriesOfPlatform: series(100_000, 'a cap that stops what works is worse than none').optional(),
});

/** How many metrics are kept, and for how long. */
export type MetricsSpec = z.infer<typeof metricsSpec>;

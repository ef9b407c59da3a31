import { physicalName, type ByTier, type PlanContext } from '../context';
import { planKey, type KeyPlan } from '../encryption';
import { LOG_RETENTION_DAYS } from '../cluster/defaults';
import type { RetentionDays } from '../retention';

/** Where metrics are kept. */
export interface MetricsPlan {
  /** The workspace's name: `bulkhead-prod`. */
  readonly alias: string;
  /** How long metrics are kept, in days. */
  readonly retentionDays: number;
  /** What encrypts them. */
  readonly key: KeyPlan;
  /** Where the workspace says which rules and alerts failed. */
  readonly logGroup: string;
  /** How long that is kept, in days. */
  readonly logRetentionDays: RetentionDays;
  /** Whether the metrics outlive the stack. */
  readonly retain: boolean;
}

/**
 * Longer than the window of any promise, so that a month's error budget can be drawn. Amazon Managed Service for Prometheus
 * keeps 150 days unless told otherwise, and takes up to 1,095 (its quotas); storage is the least of its cost.
 */
const RETENTION_DAYS: ByTier<number> = { development: 35, staging: 60, production: 400 };

/** Decides where metrics are kept. */
export function planMetrics(context: PlanContext): MetricsPlan {
  const name = physicalName(context);
  return {
    alias: name,
    retentionDays: RETENTION_DAYS[context.tier],
    key: planKey(context, ['metrics']),
    logGroup: `/aws/vendedlogs/prometheus/${name}`,
    logRetentionDays: LOG_RETENTION_DAYS[context.tier],
    retain: context.tier === 'production',
  };
}

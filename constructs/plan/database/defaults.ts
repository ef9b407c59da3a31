import type { ByTier } from '../context';
import type { RetentionDays } from '../retention';
import type { DatabaseSpec } from './spec';

type Vault = NonNullable<NonNullable<DatabaseSpec['backup']>['vault']>;
type Capacity = NonNullable<DatabaseSpec['capacity']>;

/** How many instances a store has: a number, or one in each zone. */
export type InstanceCount = number | 'one-per-zone';

/** What a store is where its spec does not say, by how much is at stake. */
export interface TierDefaults {
  /** A playground may wait for a new instance; staging rehearses failover; production keeps a reader in every zone. */
  readonly instances: ByTier<InstanceCount>;
  /**
   * The least that runs, and enough to try. In production, 2 units at least: less makes a cold cache and too few
   * connections at once, and AWS advises 2 where Database Insights runs (Aurora User Guide, "Aurora Serverless v2 capacity").
   */
  readonly capacity: ByTier<Capacity>;
  /** Days of restore to any second. 35 is the most that Aurora keeps: an error is often found only after a month's end. */
  readonly backupRetentionDays: ByTier<number>;
  /** Snapshots that outlive the store, and in production also an administrator's mistake. */
  readonly vault: ByTier<Vault>;
  /** A playground goes with one command. */
  readonly deletionProtection: ByTier<boolean>;
  /** What becomes of the data when the store is removed. */
  readonly onRemoval: ByTier<'snapshot' | 'delete'>;
  /** In production an upgrade is a reviewed change that staging has seen first. */
  readonly minorUpgrades: ByTier<'automatic' | 'manual'>;
  /** A year of who came in and who changed what, as most audits ask (PCI DSS 4.0, 10.5.1). */
  readonly logRetentionDays: ByTier<RetentionDays>;
  /** 15 seconds show the start of an incident; every second would cost more than it tells. */
  readonly monitoringIntervalSeconds: ByTier<0 | 1 | 5 | 10 | 15 | 30 | 60>;
  /** 15 months of history are worth their price where somebody is on call. */
  readonly insights: ByTier<'standard' | 'advanced'>;
}

/** The table of defaults by tier; the reason for each row is in {@link TierDefaults}. */
export const TIER_DEFAULTS: TierDefaults = {
  instances: { development: 1, staging: 2, production: 'one-per-zone' },
  capacity: {
    development: { kind: 'serverless', minimumUnits: 0.5, maximumUnits: 2 },
    staging: { kind: 'serverless', minimumUnits: 0.5, maximumUnits: 4 },
    production: { kind: 'serverless', minimumUnits: 2, maximumUnits: 16 },
  },
  backupRetentionDays: { development: 1, staging: 7, production: 35 },
  vault: {
    development: 'none',
    staging: { dailyRetentionDays: 14, lock: 'none' },
    production: { dailyRetentionDays: 35, monthlyRetentionDays: 365, lock: 'governance' },
  },
  deletionProtection: { development: false, staging: false, production: true },
  onRemoval: { development: 'delete', staging: 'snapshot', production: 'snapshot' },
  minorUpgrades: { development: 'automatic', staging: 'manual', production: 'manual' },
  logRetentionDays: { development: 7, staging: 30, production: 365 },
  monitoringIntervalSeconds: { development: 60, staging: 60, production: 15 },
  insights: { development: 'standard', staging: 'standard', production: 'advanced' },
};

/** When Aurora takes its daily snapshot, UTC: at night in Europe and Africa, and never in the maintenance window. */
export const DEFAULT_BACKUP_WINDOW = '02:00-03:00';

/** When AWS may restart instances, UTC: the quietest hour of most weeks. */
export const DEFAULT_MAINTENANCE_WINDOW = 'sun:04:00-sun:05:00';

/** When AWS Backup takes snapshots, UTC: after both windows. */
export const DEFAULT_SNAPSHOT_HOUR = 6;

/** How a vault is used where nothing at all is said of it and its tier has none. */
export const DEFAULT_DAILY_RETENTION_DAYS = 14;

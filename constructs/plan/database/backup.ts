import { physicalName, type PlanContext } from '../context';
import { fittedName } from '../fitted-name';
import { DEFAULT_BACKUP_WINDOW, DEFAULT_DAILY_RETENTION_DAYS, DEFAULT_SNAPSHOT_HOUR, TIER_DEFAULTS } from './defaults';
import type { DatabaseSpec } from './spec';

/** Snapshots taken on a schedule, and how long each is kept. */
export interface SnapshotRule {
  /** Its name: `daily`. */
  readonly name: 'daily' | 'monthly';
  /** When snapshots are taken, as a schedule of AWS Backup, UTC. */
  readonly schedule: string;
  /** How long each is kept, in days. */
  readonly retentionDays: number;
}

/** A vault for snapshots that outlive the store. */
export interface VaultPlan {
  /** The name of the vault, and of what fills it: `bulkhead-prod-ledger-snapshots`. */
  readonly name: string;
  /** What is taken when. */
  readonly rules: readonly SnapshotRule[];
  /** The least and the most days that the vault lets a snapshot live; `undefined` where it lets anybody decide. */
  readonly lock?: { readonly minimumDays: number; readonly maximumDays: number };
}

/** How a store can be restored. */
export interface BackupPlan {
  /** How far back to any second, in days. */
  readonly retentionDays: number;
  /** When Aurora takes its daily snapshot, UTC. */
  readonly window: string;
  /** Snapshots in a vault; `undefined` where there are none. */
  readonly vault?: VaultPlan;
}

/**
 * A vault's name has 2 to 50 letters, digits, hyphens and underscores, and the names of plans and selections are no longer
 * (AWS Backup API, `BackupVaultName`, `BackupPlanName`, `SelectionName`).
 */
const LONGEST_BACKUP_NAME = 50;

/** How a store of this name can be restored. */
export function planBackup(store: string, backup: DatabaseSpec['backup'], context: PlanContext): BackupPlan {
  return {
    retentionDays: backup?.retentionDays ?? TIER_DEFAULTS.backupRetentionDays[context.tier],
    window: backup?.window ?? DEFAULT_BACKUP_WINDOW,
    vault: planVault(store, backup?.vault, context),
  };
}

function planVault(
  store: string,
  given: NonNullable<DatabaseSpec['backup']>['vault'],
  context: PlanContext,
): VaultPlan | undefined {
  const byTier = TIER_DEFAULTS.vault[context.tier];
  if ((given ?? byTier) === 'none') return undefined;
  const vault = { ...(byTier === 'none' ? {} : byTier), ...(given === 'none' ? {} : given) };
  const hour = vault.hour ?? DEFAULT_SNAPSHOT_HOUR;
  const rules: SnapshotRule[] = [
    {
      name: 'daily',
      schedule: `cron(0 ${hour} ? * * *)`,
      retentionDays: vault.dailyRetentionDays ?? DEFAULT_DAILY_RETENTION_DAYS,
    },
  ];
  if (vault.monthlyRetentionDays !== undefined) {
    rules.push({ name: 'monthly', schedule: `cron(0 ${hour} 1 * ? *)`, retentionDays: vault.monthlyRetentionDays });
  }
  const days = rules.map(({ retentionDays }) => retentionDays);
  return {
    name: fittedName(physicalName(context, store, 'snapshots'), LONGEST_BACKUP_NAME),
    rules,
    lock: vault.lock === 'governance' ? { minimumDays: Math.min(...days), maximumDays: Math.max(...days) } : undefined,
  };
}

import type { MetricAlarmPlan } from './model';
import { metric, MINUTE } from './metrics';
import type { WatchedStore } from './watched-store';

const TRANSACTION_IDS = 1_000_000_000;
const TEBIBYTE = 2 ** 40;
const VOLUME_TEBIBYTES = 128;
const VOLUME_SHARE = 0.8;

/** Transaction ids are used up. */
export function transactionIds({ name: of, cluster }: WatchedStore): MetricAlarmPlan {
  return {
    form: 'metric',
    kind: 'StoreTransactionIdsUsedUp',
    of,
    severity: 'ticket',
    summary: `store ${of} uses up its transaction ids`,
    measure: metric(
      'AWS/RDS',
      'MaximumUsedTransactionIDs',
      { DBClusterIdentifier: cluster, Role: 'WRITER' },
      'Maximum',
      15 * MINUTE,
    ),
    comparison: 'above',
    threshold: TRANSACTION_IDS,
    unit: 'ids',
    periods: 4,
    inPeriods: 4,
    because:
      'PostgreSQL stops writes near 2.1 billion; AWS recommends 1 billion (CloudWatch User Guide, "Best practice alarm recommendations")',
    missing: 'fine',
    missingBecause: 'a writer that is gone is the business of StoreWriterDown',
    runbook: {
      means: 'Old transactions are not vacuumed. At the end the database refuses every write.',
      steps: [
        'What keeps vacuum from its work? A transaction open for days, an abandoned replication slot, a prepared transaction: `pg_stat_activity`, `pg_replication_slots`, `pg_prepared_xacts`.',
        'End it, then `vacuum freeze verbose` the oldest tables: `select relname, age(relfrozenxid) from pg_class order by 2 desc limit 20`.',
      ],
    },
  };
}

/** The storage is near its most. */
export function volumeFills({ name: of, cluster }: WatchedStore): MetricAlarmPlan {
  return {
    form: 'metric',
    kind: 'StoreVolumeFills',
    of,
    severity: 'ticket',
    summary: `the storage of store ${of} is near the most that Aurora has`,
    measure: metric('AWS/RDS', 'VolumeBytesUsed', { DBClusterIdentifier: cluster }, 'Maximum', 60 * MINUTE),
    comparison: 'above',
    threshold: Math.floor(VOLUME_TEBIBYTES * VOLUME_SHARE * TEBIBYTE),
    unit: 'bytes',
    periods: 1,
    inPeriods: 1,
    because: `four fifths of ${VOLUME_TEBIBYTES} TiB, the most of a volume in every supported version (Aurora User Guide, "Amazon Aurora size limits"; newer ones have more). What is left of Aurora PostgreSQL no metric says`,
    missing: 'fine',
    missingBecause: 'it is measured every few hours',
    runbook: {
      means:
        'Storage grows by itself up to a limit, and the database stops writing there. It shrinks when data is deleted.',
      steps: [
        '`select relname, pg_size_pretty(pg_total_relation_size(oid)) from pg_class order by pg_total_relation_size(oid) desc limit 20`.',
        'Old data into partitions that can be dropped, or into S3; another store for what grows without end.',
      ],
    },
  };
}

import type { MetricAlarmPlan } from './model';
import { metric, MINUTE } from './metrics';
import type { WatchedStore } from './watched-store';

const LAG_MILLISECONDS = 1_000;
const CAPACITY_PERCENT = 95;

/** A reader is behind. */
export function replicaLag({ name, cluster }: WatchedStore, instance: string, index: number): MetricAlarmPlan {
  const of = instanceOf(name, cluster, instance, index);
  return {
    form: 'metric',
    kind: 'StoreReplicaLag',
    of,
    severity: 'ticket',
    summary: `readers of store ${name} are behind: ${instance}`,
    measure: metric('AWS/RDS', 'AuroraReplicaLag', { DBInstanceIdentifier: instance }, 'Maximum', MINUTE),
    comparison: 'above',
    threshold: LAG_MILLISECONDS,
    unit: 'ms',
    periods: 5,
    inPeriods: 5,
    because:
      'usually well under 100 ms (Aurora User Guide, "Aurora replicas"); ten times as much for five minutes is neither a peak nor a restart. A reader that is too far behind restarts itself',
    missing: 'fine',
    missingBecause: 'the writer has no lag to report, and any instance may be the writer',
    runbook: {
      means: 'Whoever reads from this reader sees old data. Nothing that was written is lost: all share one storage.',
      steps: [
        'Is it one reader or all? All: the writer writes more than they can follow. One: it is too small, or a long query holds it up.',
        '`select pid, age(clock_timestamp(), query_start), query from pg_stat_activity order by 2 desc` on that reader.',
      ],
    },
  };
}

/** An instance cannot grow any more. */
export function capacityAtMaximum({ name, cluster }: WatchedStore, instance: string, index: number): MetricAlarmPlan {
  return {
    form: 'metric',
    kind: 'StoreCapacityAtMaximum',
    of: instanceOf(name, cluster, instance, index),
    severity: 'ticket',
    summary: `store ${name} cannot grow any more: ${instance}`,
    measure: metric('AWS/RDS', 'ACUUtilization', { DBInstanceIdentifier: instance }, 'Average', 5 * MINUTE),
    comparison: 'at-least',
    threshold: CAPACITY_PERCENT,
    unit: '% of maximumUnits',
    periods: 3,
    inPeriods: 3,
    because:
      'near 100 % the instance cannot take more load (Aurora User Guide, "Performance and scaling for Aurora Serverless v2"); a quarter of an hour is no peak',
    missing: 'fine',
    missingBecause: 'an instance that is gone is the business of StoreWriterDown',
    runbook: {
      means: 'The instance has all the capacity that it may have. It still serves; when load grows it becomes slow.',
      steps: [
        'Has a release made a query slow? Database Insights shows load by statement: compare with yesterday.',
        'Raise `capacity.maximumUnits` of the store: it takes effect without a restart. `max_connections` follows at the next restart only.',
      ],
    },
  };
}

/** `ledger-a` of the instance `bulkhead-prod-ledger-a`. */
function instanceOf(store: string, cluster: string, instance: string, index: number): string {
  return instance.startsWith(`${cluster}-`)
    ? `${store}-${instance.slice(cluster.length + 1)}`
    : `${store}-${index + 1}`;
}

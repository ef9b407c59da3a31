import type { MetricAlarmPlan } from './model';
import { metric, MINUTE } from './metrics';
import type { WatchedStore } from './watched-store';

const CONNECTIONS_PERCENT = 90;

/** The writer does not run. */
export function writerDown({ name: of, cluster }: WatchedStore): MetricAlarmPlan {
  return {
    form: 'metric',
    kind: 'StoreWriterDown',
    of,
    severity: 'none',
    summary: `the writer of store ${of} does not run`,
    measure: metric('AWS/RDS', 'EngineUptime', { DBClusterIdentifier: cluster, Role: 'WRITER' }, 'Minimum', MINUTE),
    comparison: 'at-most',
    threshold: 0,
    unit: 's since its start',
    periods: 3,
    inPeriods: 3,
    because:
      'a failover is over within a minute, typically (Aurora User Guide, "Fault tolerance for an Aurora DB cluster"): three minutes are none. ' +
      'Zero is what AWS recommends (CloudWatch User Guide, "Best practice alarm recommendations", EngineUptime)',
    missing: 'bad',
    missingBecause: 'an instance that is gone reports nothing',
    runbook: {
      means: 'No instance has been the writer for three minutes: nothing can be written.',
      steps: [
        '`aws rds describe-db-clusters --db-cluster-identifier <cluster>`: who is the writer, what is its status?',
        'No reader can take over? `aws rds failover-db-cluster`, and see whether a zone is out: ZoneImpaired.',
        'The data is damaged, not the instance? Stop the services that write, and restore to a point in time: docs/store-operations.md.',
      ],
    },
  };
}

/** The proxy does not reach the writer. */
export function proxyUnavailable({ name: of, proxy }: WatchedStore): MetricAlarmPlan {
  return {
    form: 'metric',
    kind: 'StoreProxyUnavailable',
    of,
    severity: 'none',
    summary: `the proxy of store ${of} does not reach its writer`,
    measure: metric(
      'AWS/RDS',
      'AvailabilityPercentage',
      { ProxyName: proxy, TargetGroup: 'default', TargetRole: 'READ_WRITE' },
      'Average',
      MINUTE,
    ),
    comparison: 'below',
    threshold: 50,
    unit: '% of the minute',
    periods: 3,
    inPeriods: 3,
    because:
      'the proxy waits out a failover of up to a minute; three minutes with more failure than success are no failover',
    missing: 'unknown',
    missingBecause: 'a proxy that nobody has used yet sends nothing; StoreWriterDown sees a database that is gone',
    runbook: {
      means: 'Services connect to the proxy, and it has no healthy writer behind it.',
      steps: [
        '`aws rds describe-db-proxy-targets --db-proxy-name <proxy>`: TargetHealth says the reason.',
        '`AUTH_FAILURE`: did somebody change the users or the role of the proxy? The log group /aws/rds/proxy/<proxy> names the user.',
        '`CONNECTION_FAILED`: security groups of the store, or a database that is down: StoreWriterDown.',
      ],
    },
  };
}

/** Hardly a connection is left. */
export function connectionsUsedUp({ name: of, proxy }: WatchedStore): MetricAlarmPlan {
  const dimensions = { ProxyName: proxy };
  return {
    form: 'metric',
    kind: 'StoreConnectionsUsedUp',
    of,
    severity: 'none',
    summary: `store ${of} has hardly a connection left`,
    measure: {
      kind: 'share',
      of: metric('AWS/RDS', 'DatabaseConnections', dimensions, 'Maximum', MINUTE),
      outOf: metric('AWS/RDS', 'MaxDatabaseConnectionsAllowed', dimensions, 'Minimum', MINUTE),
      ignoreUpTo: 0,
    },
    comparison: 'above',
    threshold: CONNECTIONS_PERCENT,
    unit: '% of the connections that the proxy may open',
    periods: 5,
    inPeriods: 5,
    because:
      'the proxy queues requests when all are in use, and fails them after a minute; a tenth is what a burst of one more release takes (estimate)',
    missing: 'fine',
    missingBecause: 'a proxy without connections sends none',
    runbook: {
      means: 'Requests wait in the proxy for a connection, and soon fail.',
      steps: [
        'Which service holds them? Database Insights, or `select usename, state, count(*) from pg_stat_activity group by 1, 2`.',
        'Sessions that are pinned to a connection (`SET`, prepared statements, advisory locks) cannot be shared: the log of the proxy says why.',
        'More capacity allows more connections: raise `capacity` of the store.',
      ],
    },
  };
}

import type { AlarmPlan, MetricAlarmPlan } from './model';
import { metric, MINUTE, query } from './metrics';

/** The metrics workspace, as far as alarms need to know it. */
export interface WatchedMetrics {
  /** Its id, `ws-…`; known at deployment. */
  readonly workspace: string;
  /** The most active series that it takes, where it is limited. */
  readonly mostSeries?: number;
}

const NEAR_LIMIT = 0.8;

/** That alerts are worked out and get out: what Prometheus cannot say of itself. */
export function telemetryAlarms({ workspace, mostSeries }: WatchedMetrics): readonly AlarmPlan[] {
  return [
    alertsStopped(workspace),
    alertsUndelivered(workspace),
    alertsThrottled(workspace),
    rulesFail(workspace),
    seriesDropped(workspace),
    ...(mostSeries === undefined ? [] : [seriesNearLimit(workspace, mostSeries)]),
  ];
}

function alertsStopped(workspace: string): MetricAlarmPlan {
  return {
    form: 'metric',
    kind: 'MetricsAlertsStopped',
    severity: 'page',
    summary: 'Prometheus sends no alerts, not even the one that always fires',
    measure: metric('AWS/Prometheus', 'AlertManagerAlertsReceived', { Workspace: workspace }, 'Sum', 5 * MINUTE),
    comparison: 'below',
    threshold: 1,
    unit: 'alerts',
    periods: 3,
    inPeriods: 3,
    because:
      'the alert Watchdog fires always, and is sent again every minute or so: a quarter of an hour without one is the end of all alerts',
    missing: 'bad',
    missingBecause: 'a metric that is missing is as good as zero (the source of the metric)',
    runbook: {
      means:
        'No alert of Prometheus reaches anybody, however bad things are. This alarm is what is outside, and notices.',
      steps: [
        'Are the rules there? `aws amp list-rule-groups-namespaces --workspace-id <workspace>`: one for each service, and `platform`, all ACTIVE.',
        'The log group /aws/vendedlogs/prometheus/<name> says which rules failed.',
        'Until it is mended, look yourself: the dashboard of the platform, and the alarms of CloudWatch, which still work.',
      ],
    },
  };
}

function alertsUndelivered(workspace: string): MetricAlarmPlan {
  return {
    form: 'metric',
    kind: 'MetricsAlertsUndelivered',
    severity: 'page',
    summary: 'alerts of Prometheus do not reach their topic',
    measure: metric('AWS/Prometheus', 'AlertManagerNotificationsFailed', { Workspace: workspace }, 'Sum', 5 * MINUTE),
    comparison: 'above',
    threshold: 0,
    unit: 'messages',
    periods: 3,
    inPeriods: 2,
    because: 'a message that fails is tried again; two periods of three are no passing one',
    missing: 'fine',
    missingBecause: 'a metric that is missing is as good as zero (the source of the metric)',
    runbook: {
      means: 'Somebody should have been told, and was not.',
      steps: [
        'What fires? `aws amp` has no such list: ask the workspace for `ALERTS{alertstate="firing"}`.',
        'The log group /aws/vendedlogs/prometheus/<name> says why: most often the policy of the topic or of its key.',
      ],
    },
  };
}

function alertsThrottled(workspace: string): MetricAlarmPlan {
  return {
    form: 'metric',
    kind: 'MetricsAlertsThrottled',
    severity: 'ticket',
    summary: 'more alerts than may be sent',
    measure: metric(
      'AWS/Prometheus',
      'AlertManagerNotificationsThrottled',
      { Workspace: workspace },
      'Sum',
      5 * MINUTE,
    ),
    comparison: 'above',
    threshold: 0,
    unit: 'messages',
    periods: 3,
    inPeriods: 3,
    because: 'a quarter of an hour of it means that somebody hears late',
    missing: 'fine',
    missingBecause: 'a metric that is missing is as good as zero (the source of the metric)',
    runbook: {
      means: 'Alerts are sent more often than the workspace may. One of them fires for very many series.',
      steps: [
        'Ask the workspace: `topk(5, count by (alertname) (ALERTS{alertstate="firing"}))`, and mend or silence that one.',
      ],
    },
  };
}

function rulesFail(workspace: string): MetricAlarmPlan {
  return {
    form: 'metric',
    kind: 'MetricsRulesFail',
    severity: 'ticket',
    summary: 'rules of Prometheus cannot be worked out',
    measure: query('AWS/Prometheus', 'RuleEvaluationFailures', { Workspace: workspace }, 5 * MINUTE),
    comparison: 'above',
    threshold: 0,
    unit: 'evaluations',
    periods: 3,
    inPeriods: 3,
    because: 'a rule that fails for a quarter of an hour fails for a reason, and its alert is blind meanwhile',
    missing: 'fine',
    missingBecause: 'a metric that is missing is as good as zero (the source of the metric)',
    runbook: {
      means: 'Some recordings or alerts have no value.',
      steps: [
        'Which? The metric by `RuleGroup`, `<namespace>;<group>`, and the log group /aws/vendedlogs/prometheus/<name>.',
        '“many-to-many matching” or “duplicate”: two sources send the same series. A limit of queries: too many series under one rule.',
      ],
    },
  };
}

function seriesDropped(workspace: string): MetricAlarmPlan {
  return {
    form: 'metric',
    kind: 'MetricsDropped',
    severity: 'ticket',
    summary: 'metrics are dropped, because there are more than they may cost',
    measure: query('AWS/Prometheus', 'DiscardedSamplesPerLabelSet', { Workspace: workspace }, 5 * MINUTE),
    comparison: 'above',
    threshold: 0,
    unit: 'samples',
    periods: 3,
    inPeriods: 3,
    because:
      'the cap on cost is reached: new series of the service are lost, and with them perhaps what an alert needs',
    missing: 'fine',
    missingBecause: 'a metric that is missing is as good as zero (the source of the metric)',
    runbook: {
      means:
        'A service, or the platform, has more active series than `observability.metrics` allows. Others are not affected.',
      steps: [
        'Whose? The metric by `LabelSet`: the namespace, or the rest.',
        'Which metric? `topk(10, count by (__name__) ({namespace="<namespace>"}))`. A label with ids of customers or paths with numbers is the usual cause: take it out of the service.',
        'It is all right as it is? Raise `seriesPerService` or `seriesOfPlatform`; docs/cost.md says what that may cost.',
      ],
    },
  };
}

function seriesNearLimit(workspace: string, mostSeries: number): MetricAlarmPlan {
  return {
    form: 'metric',
    kind: 'MetricsNearLimit',
    severity: 'ticket',
    summary: 'metrics come near to what they may cost',
    measure: metric(
      'AWS/Usage',
      'ResourceCount',
      { Class: 'None', Resource: 'ActiveSeries', ResourceId: workspace, Service: 'Prometheus', Type: 'Resource' },
      'Maximum',
      15 * MINUTE,
    ),
    comparison: 'above',
    threshold: Math.floor(mostSeries * NEAR_LIMIT),
    unit: 'active series',
    periods: 4,
    inPeriods: 4,
    because: 'four fifths of all limits together, for an hour: a release doubles the series of one service for two',
    missing: 'fine',
    missingBecause: 'a workspace without series is the business of the alert MetricsLost',
    runbook: {
      means: 'Soon metrics are dropped: MetricsDropped.',
      steps: ['As for MetricsDropped, before it fires.'],
    },
  };
}

import { physicalName, type PlanContext } from '../../context';
import { partitionOf, type Permission } from '../../cluster/permissions';
import { CONTAINER_LOGS, containerLogGroup } from '../names';
import { GRAFANA_SECRETS, grafanaSecretName } from './names';

/** Where X-Ray keeps spans once Transaction Search is on (CloudWatch user guide, "Transaction Search"). */
export const SPANS_LOG_GROUP = 'aws/spans';

/** Why those that name no single resource are as narrow as they can be; a reviewer reads it. */
export const BECAUSE_OF_WILDCARDS =
  'the workspace has no name before it is made, so that its tags and its account say which it is; looking at alarms, metrics and the names of log groups knows no resources; Secrets Manager appends six characters to a name; the stars in log groups stand for the account, which a condition names, and for their streams';

const ITS_ACCOUNT = { 'aws:ResourceAccount': '${aws:PrincipalAccount}' };

/** To ask this environment's metrics, and which there are (Amazon Managed Service for Prometheus, "IAM permissions"). */
export function metricsPermission({ platform, environment, region }: PlanContext): Permission {
  return {
    id: 'AskTheMetricsOfThisEnvironment',
    actions: ['aps:GetLabels', 'aps:GetMetricMetadata', 'aps:GetSeries', 'aps:QueryMetrics'],
    resources: [`arn:${partitionOf(region)}:aps:${region}:*:workspace/*`],
    conditions: {
      StringEquals: {
        ...ITS_ACCOUNT,
        'aws:ResourceTag/platform': platform,
        'aws:ResourceTag/environment': environment,
      },
    },
  };
}

/** To look at what CloudWatch measures and at its alarms. These actions know no resources (AmazonGrafanaCloudWatchAccess). */
export function cloudWatchPermission({ region }: PlanContext): Permission {
  return {
    id: 'LookAtCloudWatchOfThisRegion',
    actions: [
      'cloudwatch:DescribeAlarmHistory',
      'cloudwatch:DescribeAlarms',
      'cloudwatch:DescribeAlarmsForMetric',
      'cloudwatch:GetInsightRuleReport',
      'cloudwatch:GetMetricData',
      'cloudwatch:ListMetrics',
      'logs:DescribeLogGroups',
      'logs:GetQueryResults',
      'logs:StopQuery',
    ],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:RequestedRegion': region } },
  };
}

/** To read this environment's logs and the account's spans, and no other log group. */
export function logsPermission(context: PlanContext): Permission {
  const { region } = context;
  const groups = [
    ...CONTAINER_LOGS.map((of) => containerLogGroup(context, of)),
    `/aws/eks/${physicalName(context)}/cluster`,
    SPANS_LOG_GROUP,
  ];
  return {
    id: 'ReadTheLogsOfThisEnvironment',
    actions: ['logs:GetLogEvents', 'logs:GetLogGroupFields', 'logs:StartQuery'],
    resources: groups.map((group) => `arn:${partitionOf(region)}:logs:${region}:*:log-group:${group}:*`),
    conditions: { StringEquals: ITS_ACCOUNT },
  };
}

/** To read traces. These actions know no resources but groups (service authorization reference, "AWS X-Ray"). */
export function tracesPermission({ region }: PlanContext): Permission {
  return {
    id: 'ReadTracesOfThisRegion',
    actions: [
      'xray:BatchGetTraces',
      'xray:GetGroups',
      'xray:GetInsight',
      'xray:GetInsightSummaries',
      'xray:GetServiceGraph',
      'xray:GetTimeSeriesServiceStatistics',
      'xray:GetTraceGraph',
      'xray:GetTraceSummaries',
    ],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:RequestedRegion': region } },
  };
}

/** To be given its own secrets, and no others. */
export function secretsPermission(context: PlanContext): Permission {
  const { region } = context;
  return {
    id: 'ReadItsSecrets',
    actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
    resources: GRAFANA_SECRETS.map(
      (secret) =>
        `arn:${partitionOf(region)}:secretsmanager:${region}:*:secret:${grafanaSecretName(context, secret)}-??????`,
    ),
    conditions: { StringEquals: ITS_ACCOUNT },
  };
}

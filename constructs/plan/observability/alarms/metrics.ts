/**
 * The metrics of CloudWatch that alarms ask, as AWS sends them: by namespace and name, each with the sets of dimensions under
 * which it can be asked. A metric that is asked with other dimensions is another metric, which never has a value, and an alarm
 * on it is silent for ever: that is why they are types here.
 */
export const CLOUDWATCH_METRICS = {
  'AWS/RDS': {
    source:
      'Aurora User Guide, "Amazon CloudWatch metrics for Amazon Aurora", and "Monitoring RDS Proxy metrics with Amazon CloudWatch" for those with ProxyName',
    metrics: {
      ACUUtilization: [['DBInstanceIdentifier']],
      AuroraReplicaLag: [['DBInstanceIdentifier']],
      EngineUptime: [['DBClusterIdentifier', 'Role']],
      MaximumUsedTransactionIDs: [['DBClusterIdentifier', 'Role']],
      VolumeBytesUsed: [['DBClusterIdentifier']],
      AvailabilityPercentage: [['ProxyName', 'TargetGroup', 'TargetRole']],
      DatabaseConnections: [['ProxyName']],
      MaxDatabaseConnectionsAllowed: [['ProxyName']],
    },
  },
  'AWS/NATGateway': {
    source: 'VPC User Guide, "Monitor NAT gateways with Amazon CloudWatch"',
    metrics: {
      ErrorPortAllocation: [['NatGatewayId']],
      PacketsDropCount: [['NatGatewayId']],
      PacketsOutToDestination: [['NatGatewayId']],
    },
  },
  'AWS/ApplicationELB': {
    source: 'Elastic Load Balancing, "CloudWatch metrics for your Application Load Balancer"',
    metrics: {
      ClientTLSNegotiationErrorCount: [['LoadBalancer']],
      HTTPCode_ELB_5XX_Count: [['LoadBalancer']],
      HTTPCode_Target_5XX_Count: [['LoadBalancer']],
      HealthyHostCount: [['LoadBalancer', 'TargetGroup']],
      NewConnectionCount: [['LoadBalancer']],
      RejectedConnectionCount: [['LoadBalancer']],
      RequestCount: [['LoadBalancer']],
      UnHealthyHostCount: [['LoadBalancer', 'TargetGroup', 'AvailabilityZone']],
    },
  },
  'AWS/CertificateManager': {
    source: 'ACM User Guide, "Supported CloudWatch metrics": twice a day, until the certificate expires',
    metrics: { DaysToExpiry: [['CertificateArn']] },
  },
  'AWS/EKS': {
    source:
      'EKS User Guide, "Monitor cluster data with Amazon CloudWatch": sent for every cluster since Kubernetes 1.28',
    metrics: {
      apiserver_request_total: [['ClusterName']],
      apiserver_request_total_5XX: [['ClusterName']],
    },
  },
  'AWS/Prometheus': {
    source: 'Amazon Managed Service for Prometheus user guide, "Use CloudWatch metrics to monitor … resources"',
    metrics: {
      AlertManagerAlertsReceived: [['Workspace']],
      AlertManagerNotificationsFailed: [['Workspace']],
      AlertManagerNotificationsThrottled: [['Workspace']],
      DiscardedSamplesPerLabelSet: [['Workspace', 'LabelSet', 'Reason']],
      RuleEvaluationFailures: [['Workspace', 'RuleGroup']],
    },
  },
  'AWS/Usage': {
    source: 'The same source, for the resource ActiveSeries of the service Prometheus',
    metrics: { ResourceCount: [['Class', 'Resource', 'ResourceId', 'Service', 'Type']] },
  },
  'AWS/SNS': {
    source: 'SNS Developer Guide, "Monitoring Amazon SNS topics using CloudWatch"',
    metrics: { NumberOfNotificationsFailed: [['TopicName']] },
  },
  'AWS/Events': {
    source: 'EventBridge User Guide, "Monitoring Amazon EventBridge"',
    metrics: { FailedInvocations: [['RuleName']] },
  },
  CloudWatchSynthetics: {
    source: 'CloudWatch User Guide, "CloudWatch metrics published by canaries"',
    metrics: { SuccessPercent: [['CanaryName']] },
  },
} as const satisfies Readonly<
  Record<
    string,
    { readonly source: string; readonly metrics: Readonly<Record<string, readonly (readonly string[])[]>> }
  >
>;

/** A namespace of CloudWatch. */
export type MetricNamespace = keyof typeof CLOUDWATCH_METRICS;

/** The metrics of a namespace, by name, with the sets of their dimensions. */
type MetricsOf<Namespace extends MetricNamespace> = (typeof CLOUDWATCH_METRICS)[Namespace]['metrics'];

/** The names of the dimensions of a metric. */
type DimensionsOf<
  Namespace extends MetricNamespace,
  Name extends keyof MetricsOf<Namespace>,
> = MetricsOf<Namespace>[Name] extends readonly (infer Set)[]
  ? Set extends readonly (infer Dimension extends string)[]
    ? Readonly<Record<Dimension, string>>
    : never
  : never;

/** How the values of a period become one. */
export type Statistic = 'Average' | 'Maximum' | 'Minimum' | 'Sum';

/** A metric of CloudWatch, asked for one thing. */
export interface Metric {
  readonly kind: 'metric';
  /** `AWS/RDS` */
  readonly namespace: MetricNamespace;
  /** `AuroraReplicaLag` */
  readonly name: string;
  /** Of what: `{ DBInstanceIdentifier: 'bulkhead-prod-ledger-a' }`. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** How the values of a period become one. */
  readonly statistic: Statistic;
  /** How long a period is, in seconds. */
  readonly periodSeconds: number;
}

/** The share of one metric in another, in percent. */
export interface Share {
  readonly kind: 'share';
  /** What is counted. */
  readonly of: Metric;
  /** Out of what. */
  readonly outOf: Metric;
  /** Up to how much of `outOf` the share is taken for 0: one error of two requests at night says nothing. */
  readonly ignoreUpTo: number;
}

/** The sum of a metric over all things that have it, where their names are not known beforehand. */
export interface Query {
  readonly kind: 'query';
  /** `AWS/Prometheus` */
  readonly namespace: MetricNamespace;
  /** `RuleEvaluationFailures` */
  readonly name: string;
  /** What all of them agree in: `{ Workspace: 'ws-…' }`. */
  readonly where: Readonly<Record<string, string>>;
  /** How long a period is, in seconds. */
  readonly periodSeconds: number;
}

/** What an alarm looks at. */
export type Measure = Metric | Share | Query;

/** A metric with exactly the dimensions that AWS sends it with. */
export function metric<Namespace extends MetricNamespace, Name extends keyof MetricsOf<Namespace> & string>(
  namespace: Namespace,
  name: Name,
  dimensions: DimensionsOf<Namespace, Name>,
  statistic: Statistic,
  periodSeconds: number,
): Metric {
  return { kind: 'metric', namespace, name, dimensions, statistic, periodSeconds };
}

/** The sum of a metric over everything that agrees in some of its dimensions. */
export function query<Namespace extends MetricNamespace, Name extends keyof MetricsOf<Namespace> & string>(
  namespace: Namespace,
  name: Name,
  where: Partial<DimensionsOf<Namespace, Name>>,
  periodSeconds: number,
): Query {
  return { kind: 'query', namespace, name, where: where as Readonly<Record<string, string>>, periodSeconds };
}

/** The metrics that a measure is made of. */
export function metricsIn(measure: Measure): readonly (Metric | Query)[] {
  return measure.kind === 'share' ? [measure.of, measure.outOf] : [measure];
}

/** How long a period of a measure is, in seconds. */
export function periodOf(measure: Measure): number {
  return measure.kind === 'share' ? measure.of.periodSeconds : measure.periodSeconds;
}

/** A share as CloudWatch reckons it, of `of` and `out`. */
export function shareExpression({ ignoreUpTo }: Share): string {
  return `IF(out > ${ignoreUpTo}, 100 * of / out, 0)`;
}

/** A query as CloudWatch Metrics Insights reads it. */
export function queryText({ namespace, name, where }: Query): string {
  const conditions = Object.entries(where).map(([dimension, value]) => `${dimension} = '${value}'`);
  return [
    `SELECT SUM(${name}) FROM "${namespace}"`,
    ...(conditions.length === 0 ? [] : [`WHERE ${conditions.join(' AND ')}`]),
  ].join(' ');
}

/** Seconds in a minute. */
export const MINUTE = 60;

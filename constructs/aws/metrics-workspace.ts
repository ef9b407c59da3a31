import { CfnWorkspace } from 'aws-cdk-lib/aws-aps';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CrossStackReferences, ReferenceStrength, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { PLATFORM_SERVICE } from '../observability/alerts/alert';
import { INHIBITIONS } from '../observability/alerts/inhibitions';
import { planAlertManager, printAlertManager } from '../plan/observability/alerting/alert-manager';
import { planMetrics, type MeasuredServices, type MetricsPlan, type SeriesLimit } from '../plan/observability/metrics';
import { metricsSpec, type MetricsSpec } from '../plan/observability/metrics/spec';
import { checkSpec } from '../plan/spec';
import { contextOf, type ContextProps } from './context';
import type { AlertTopics } from './observability/alert-topics';
import { EncryptionKey, keptOrGone } from './shared/encryption-key';

/** Props of {@link MetricsWorkspace}: how much is kept, and for how long; whom alerts reach. */
export interface MetricsWorkspaceProps extends MetricsSpec {
  /**
   * The topics that alerts are sent to, by their severity: the same as CloudWatch's alarms are.
   * @default - alerts are worked out, and sent to nobody
   */
  readonly alerts?: AlertTopics;
  /**
   * How many services each namespace has, which says how many series there may be: `{ servicesByNamespace: { payment: 1 } }`.
   * @default - as many series as AWS takes
   */
  readonly services?: MeasuredServices;
  /**
   * The environment: `{ environment: 'prod' }`.
   * @default - derived from the stack, and treated as production
   */
  readonly context?: ContextProps;
}

/**
 * A workspace of Amazon Managed Service for Prometheus: what rollouts are judged by and alerts are worked out from. AWS keeps
 * it in three zones.
 *
 * @example
 * const metrics = new MetricsWorkspace(this, 'Metrics', { context: { environment: 'prod' } });
 * metrics.endpoint; // https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/ws-…/
 */
export class MetricsWorkspace extends Construct {
  /** What was decided, as plain data. */
  public readonly plan: MetricsPlan;
  /** The workspace itself. */
  public readonly workspace: CfnWorkspace;
  /** Its id, `ws-…`; known at deployment. */
  public readonly workspaceId: string;
  /** Where it is asked and written to; known at deployment. */
  public readonly endpoint: string;
  /** Its ARN, for permissions. */
  public readonly arn: string;

  /** @throws SpecError with every problem of the props, when they have any. */
  public constructor(scope: Construct, id: string, props: MetricsWorkspaceProps = {}) {
    super(scope, id);
    const { context: given, alerts, services, ...section } = props;
    const context = contextOf(this, given);
    const spec = checkSpec(metricsSpec, section, () => []);
    this.plan = planMetrics(context, spec, services);
    const { limits, alias, key: keyPlan, logGroup, logRetentionDays, retentionDays } = this.plan;
    const key = new EncryptionKey(this, 'Key', {
      plan: keyPlan,
      description: `Metrics of ${alias}`,
      logGroups: [logGroup],
    });
    const logs = new CfnLogGroup(this, 'Logs', {
      logGroupName: logGroup,
      retentionInDays: logRetentionDays,
      kmsKeyId: key.arn,
    });
    logs.applyRemovalPolicy(RemovalPolicy.DESTROY);
    this.workspace = new CfnWorkspace(this, 'Workspace', {
      alias,
      kmsKeyArn: key.arn,
      // The service wants the ARN with all streams, and CloudFormation gives it so.
      loggingConfiguration: { logGroupArn: logs.attrArn },
      workspaceConfiguration: {
        retentionPeriodInDays: retentionDays,
        ...(limits.length === 0 ? {} : { limitsPerLabelSets: limits.map(limitOf) }),
      },
      ...(alerts === undefined
        ? {}
        : {
            alertManagerDefinition: printAlertManager(
              planAlertManager({
                context,
                inhibitions: INHIBITIONS,
                topics: alerts.arns,
                platformService: PLATFORM_SERVICE,
              }),
            ),
          }),
    });
    // A change of what it is made of would replace it, and its rules are bound to it.
    CrossStackReferences.of(this.workspace).produce(ReferenceStrength.STRONG);
    alerts?.admitWorkspace(this.workspace.attrArn);
    this.workspace.node.addDependency(key);
    this.workspace.applyRemovalPolicy(keptOrGone(this.plan));
    this.workspaceId = this.workspace.attrWorkspaceId;
    this.endpoint = this.workspace.attrPrometheusEndpoint;
    this.arn = this.workspace.attrArn;
  }
}

function limitOf({ labels, mostSeries }: SeriesLimit): CfnWorkspace.LimitsPerLabelSetProperty {
  return {
    labelSet: Object.entries(labels).map(([name, value]) => ({ name, value })),
    limits: { maxSeries: mostSeries },
  };
}

import { CfnWorkspace } from 'aws-cdk-lib/aws-aps';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { planMetrics, type MetricsPlan } from '../plan/observability/metrics';
import { contextOf, type ContextProps } from './context';
import { EncryptionKey, keptOrGone } from './shared/encryption-key';

/** Props of {@link MetricsWorkspace}. */
export interface MetricsWorkspaceProps {
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

  public constructor(scope: Construct, id: string, { context }: MetricsWorkspaceProps = {}) {
    super(scope, id);
    this.plan = planMetrics(contextOf(this, context));
    const { alias, key: keyPlan, logGroup, logRetentionDays, retentionDays } = this.plan;
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
      workspaceConfiguration: { retentionPeriodInDays: retentionDays },
    });
    this.workspace.node.addDependency(key);
    this.workspace.applyRemovalPolicy(keptOrGone(this.plan));
    this.workspaceId = this.workspace.attrWorkspaceId;
    this.endpoint = this.workspace.attrPrometheusEndpoint;
    this.arn = this.workspace.attrArn;
  }
}

import type { Construct } from 'constructs';
import { ManagedGrafana } from '../../constructs/aws/managed-grafana';
import { MetricsWorkspace } from '../../constructs/aws/metrics-workspace';
import { AlertRules } from '../../constructs/aws/observability/alert-rules';
import { AlertTopics } from '../../constructs/aws/observability/alert-topics';
import { ContainerLogs } from '../../constructs/aws/observability/container-logs';
import { ruleFilesOf } from '../environment/rule-files';
import { PLATFORM_SERVICE } from '../../constructs/observability/alerts/alert';
import { measuredServices } from '../environment/series';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/**
 * Where what is seen is kept, and who is told: metrics with the rules about the platform, logs, and the topics of alerts. It
 * stands before the cluster's controllers, which write into it. What needs the things themselves is in the stack of alarms.
 */
export class ObservabilityStack extends PlatformStack {
  /** Who is told, by how urgent it is. */
  public readonly alerts: AlertTopics;
  /** The metrics that alerts and rollouts are judged by. */
  public readonly metrics: MetricsWorkspace;
  /** The logs of pods. */
  public readonly logs: ContainerLogs;

  public constructor(scope: Construct, id: string, props: PlatformStackProps) {
    super(scope, id, 'Observability: metrics, the rules about the platform, logs, and who is told', props);
    const { environment } = props;
    const { context } = this;
    const { alerts, metrics, logs, grafana } = environment.observability ?? {};
    this.alerts = new AlertTopics(this, 'Alerts', { ...alerts, context });
    this.metrics = new MetricsWorkspace(this, 'Metrics', {
      ...metrics,
      services: measuredServices(environment),
      alerts: this.alerts,
      context,
    });
    this.logs = new ContainerLogs(this, 'Logs', { ...logs, context });
    if (grafana?.kind === 'managed') new ManagedGrafana(this, 'Grafana', { ...grafana, context });
    // Those of a service stand with the service.
    new AlertRules(this, 'Rules', {
      workspaceArn: this.metrics.arn,
      files: ruleFilesOf(environment, [PLATFORM_SERVICE]),
    });
  }
}

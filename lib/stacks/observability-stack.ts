import type { Construct } from 'constructs';
import { MetricsWorkspace } from '../../constructs/aws/metrics-workspace';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** What sees how everything is: the metrics that rollouts are judged by. */
export class ObservabilityStack extends PlatformStack {
  public readonly metrics: MetricsWorkspace;

  public constructor(scope: Construct, id: string, props: PlatformStackProps) {
    super(scope, id, 'Observability: the metrics that rollouts are judged by', props);
    this.metrics = new MetricsWorkspace(this, 'Metrics', { context: this.context });
  }
}

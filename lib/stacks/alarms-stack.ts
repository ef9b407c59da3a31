import type { CfnListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import type { FrontDoor } from '../../constructs/aws/front-door';
import type { MultiAzNetwork } from '../../constructs/aws/multi-az-network';
import { EntryProbe } from '../../constructs/aws/observability/entry-probe';
import { PlatformAlarms } from '../../constructs/aws/observability/platform-alarms';
import { PlatformDashboard } from '../../constructs/aws/observability/platform-dashboard';
import { required } from '../../constructs/aws/shared/names';
import { alarmsOf, type Deployed } from '../environment/alarms';
import { alarmsRunbook, entryProbe } from '../environment/observability';
import type { ObservabilityStack } from './observability-stack';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** What is watched. */
export interface AlarmsStackProps extends PlatformStackProps {
  /** The network, for its ways out. */
  readonly network: MultiAzNetwork;
  /**
   * The way in.
   * @default - the environment has none
   */
  readonly door?: FrontDoor;
  /** Who is told, and the metrics workspace. */
  readonly observability: ObservabilityStack;
}

/**
 * What CloudWatch watches. It is deployed last: an alarm that finds nothing fires, and during a first deployment there is nothing
 * yet. An alarm that cannot be made holds up nothing else.
 */
export class AlarmsStack extends PlatformStack {
  /** The alarms, for stop conditions of drills. */
  public readonly alarms: PlatformAlarms;

  public constructor(scope: Construct, id: string, props: AlarmsStackProps) {
    super(scope, id, 'Alarms: what Prometheus does not see, the probe of the public entry, a dashboard', props);
    const { environment, observability } = props;
    const { context } = this;
    const probe = entryProbe(environment);
    if (probe !== undefined) new EntryProbe(this, 'Probe', probe);
    const plans = alarmsOf(environment, deployed(props));
    this.alarms = new PlatformAlarms(this, 'Alarms', {
      alarms: plans,
      topics: observability.alerts,
      runbooks: alarmsRunbook(environment),
      context,
    });
    new PlatformDashboard(this, 'Dashboard', { plans, alarms: this.alarms.alarms, context });
  }
}

function deployed({ network, door, observability }: AlarmsStackProps): Deployed {
  return {
    gatewayId: (name) => required(network.natGateways, name).ref,
    workspace: observability.metrics.workspaceId,
    ...(door === undefined
      ? {}
      : {
          entry: {
            loadBalancer: door.loadBalancer.attrLoadBalancerFullName,
            targetGroup: door.targetGroup.attrTargetGroupFullName,
            certificate: certificateOf(door.listeners.values()),
          },
        }),
  };
}

/** The certificate that a listener shows. */
function certificateOf(listeners: Iterable<CfnListener>): string | undefined {
  for (const { certificates } of listeners) {
    const [first] = Array.isArray(certificates) ? certificates : [];
    if (first !== undefined && 'certificateArn' in first) return first.certificateArn;
  }
  return undefined;
}

import { CfnDashboard, type CfnAlarm, type CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { physicalName } from '../../plan/context';
import { planDashboard } from '../../plan/observability/alarms/dashboard';
import type { AlarmPlan } from '../../plan/observability/alarms/model';
import { contextOf, type ContextProps } from '../context';

/** Props of {@link PlatformDashboard}. */
export interface PlatformDashboardProps {
  /** What is watched, such as `planAlarms(…)` gives it. */
  readonly plans: readonly AlarmPlan[];
  /** The alarms that were made of it, such as those of `PlatformAlarms`. */
  readonly alarms: ReadonlyMap<string, CfnAlarm | CfnCompositeAlarm>;
  /**
   * The environment: `{ environment: 'prod', tier: 'production' }`.
   * @default - derived from the stack, and treated as production
   */
  readonly context?: ContextProps;
}

/**
 * The dashboard of CloudWatch for the platform: the state of all alarms that tell somebody, and every measure with its threshold.
 *
 * @example
 * new PlatformDashboard(this, 'Dashboard', { plans, alarms: alarms.alarms, context: { environment: 'prod' } });
 */
export class PlatformDashboard extends Construct {
  /** The dashboard itself. */
  public readonly dashboard: CfnDashboard;

  public constructor(scope: Construct, id: string, { plans, alarms, context: given }: PlatformDashboardProps) {
    super(scope, id);
    const context = contextOf(this, given);
    this.dashboard = new CfnDashboard(this, 'Resource', {
      dashboardName: physicalName(context, 'platform'),
      dashboardBody: Stack.of(this).toJsonString(
        planDashboard({ region: context.region, alarms: plans, arnOf: (key) => alarms.get(key)?.attrArn }),
      ),
    });
  }
}

import { CfnLogGroup, CfnLogStream, CfnSubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { planLogs, type LogGroupPlan, type LogsPlan } from '../../plan/observability/logs/plan';
import { logsProblems } from '../../plan/observability/logs/rules';
import { logsSpec, type LogsSpec } from '../../plan/observability/logs/spec';
import type { ContainerLogs as LogsOf } from '../../plan/observability/names';
import { checkSpec } from '../../plan/spec';
import { contextOf, type ContextProps } from '../context';
import { EncryptionKey, keptOrGone } from '../shared/encryption-key';
import { constructId } from '../shared/names';

/** Props of {@link ContainerLogs}: how long logs are kept, and where they are sent on. */
export interface ContainerLogsProps extends LogsSpec {
  /**
   * The environment: `{ environment: 'prod', tier: 'production' }`.
   * @default - derived from the stack, and treated as production
   */
  readonly context?: ContextProps;
}

/**
 * Where the collectors write what pods say: one log group for services and one for the platform's own pods, encrypted, kept for
 * as long as the tier asks, and looked up by the id of a trace without reading everything.
 *
 * @example
 * new ContainerLogs(this, 'Logs', { retentionDays: 90, context: { environment: 'prod' } });
 */
export class ContainerLogs extends Construct {
  /** What was decided, as plain data. */
  public readonly plan: LogsPlan;
  /** The log groups, by whose they are. */
  public readonly groups: ReadonlyMap<LogsOf, CfnLogGroup>;

  /** @throws SpecError with every problem of the props, when they have any. */
  public constructor(scope: Construct, id: string, { context: given, ...section }: ContainerLogsProps = {}) {
    super(scope, id);
    const context = contextOf(this, given);
    this.plan = planLogs(
      checkSpec(logsSpec, section, (spec) => logsProblems(spec, context)),
      context,
    );
    const names = this.plan.groups.map(({ name }) => name);
    const key = new EncryptionKey(this, 'Key', {
      plan: this.plan.key,
      description: `Encrypts ${names.join(' and ')}`,
      logGroups: names,
    });
    this.groups = new Map(this.plan.groups.map((group) => [group.of, this.group(group, key)]));
  }

  private group({ of, name, stream }: LogGroupPlan, key: EncryptionKey): CfnLogGroup {
    const { retentionDays, deletionProtection, indexedFields, forward } = this.plan;
    const group = new CfnLogGroup(this, constructId('Group', of), {
      logGroupName: name,
      retentionInDays: retentionDays,
      kmsKeyId: key.arn,
      deletionProtectionEnabled: deletionProtection,
      fieldIndexPolicies: [{ Fields: indexedFields }],
    });
    group.node.addDependency(key);
    group.applyRemovalPolicy(keptOrGone(this.plan));
    // By its name, with which CloudFormation takes in again what a deleted stack has left.
    const made = new CfnLogStream(this, constructId('Stream', of), { logGroupName: name, logStreamName: stream });
    made.node.addDependency(group);
    made.applyRemovalPolicy(keptOrGone(this.plan));
    if (forward !== undefined) {
      new CfnSubscriptionFilter(this, constructId('Forward', of), {
        logGroupName: group.ref,
        filterName: 'everything',
        filterPattern: '',
        destinationArn: forward.destinationArn,
        roleArn: forward.roleArn,
      });
    }
    return group;
  }
}

import { LOG_RETENTION_DAYS } from '../../cluster/defaults';
import type { PlanContext } from '../../context';
import { planKey, type KeyPlan } from '../../encryption';
import type { RetentionDays } from '../../retention';
import { CONTAINER_LOG_STREAM, CONTAINER_LOGS, containerLogGroup, type ContainerLogs } from '../names';
import type { LogsSpec } from './spec';

/** The log group of some pods. */
export interface LogGroupPlan {
  /** Whose logs. */
  readonly of: ContainerLogs;
  /** Its name: `/bulkhead/prod/logs/services`. */
  readonly name: string;
  /** Its only stream. */
  readonly stream: string;
}

/** What becomes of what pods write. */
export interface LogsPlan {
  /** One for the services, one for everything else. */
  readonly groups: readonly LogGroupPlan[];
  /** How long they are kept, in days. */
  readonly retentionDays: RetentionDays;
  /** What encrypts them. */
  readonly key: KeyPlan;
  /** The fields that are looked up without reading the rest: what leads from a trace to its logs. */
  readonly indexedFields: readonly string[];
  /** Whether AWS refuses to delete them. */
  readonly deletionProtection: boolean;
  /** Where they are sent on. */
  readonly forward?: { readonly destinationArn: string; readonly roleArn?: string };
  /** Whether they outlive the stack. */
  readonly retain: boolean;
}

/** Decides what becomes of logs. The spec must be sound: see `logsProblems`. */
export function planLogs(spec: LogsSpec, context: PlanContext): LogsPlan {
  const production = context.tier === 'production';
  return {
    groups: CONTAINER_LOGS.map((of) => ({ of, name: containerLogGroup(context, of), stream: CONTAINER_LOG_STREAM })),
    retentionDays: spec.retentionDays ?? LOG_RETENTION_DAYS[context.tier],
    key: planKey(context, ['logs']),
    // As the OpenTelemetry collector writes a record of a log into CloudWatch: trace and span are fields of their own.
    indexedFields: ['traceId', 'trace_id'],
    deletionProtection: production,
    forward: spec.forward,
    retain: production,
  };
}

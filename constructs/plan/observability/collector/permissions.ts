import { partitionOf, type Permission } from '../../cluster/permissions';
import type { PlanContext } from '../../context';
import { CONTAINER_LOG_STREAM, CONTAINER_LOGS, containerLogGroup } from '../names';

/** In the role's own account. */
const OWN_ACCOUNT = { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } as const;

/** To write this environment's metrics. Nobody knows the workspace's number before it is made: its tags say whose it is. */
function writeMetrics({ platform, environment, region }: PlanContext): Permission {
  return {
    id: 'WriteTheMetricsOfThisEnvironment',
    actions: ['aps:RemoteWrite'],
    resources: [`arn:${partitionOf(region)}:aps:${region}:*:workspace/*`],
    conditions: {
      StringEquals: {
        ...OWN_ACCOUNT,
        'aws:ResourceTag/platform': platform,
        'aws:ResourceTag/environment': environment,
      },
    },
  };
}

/** To write containers' logs into the streams that are there for them. */
function writeLogs(context: PlanContext): Permission {
  const { region } = context;
  return {
    id: 'WriteTheLogsOfThisEnvironment',
    actions: ['logs:PutLogEvents'],
    resources: CONTAINER_LOGS.map(
      (of) =>
        `arn:${partitionOf(region)}:logs:${region}:*:log-group:${containerLogGroup(context, of)}:log-stream:${CONTAINER_LOG_STREAM}`,
    ),
    conditions: { StringEquals: OWN_ACCOUNT },
  };
}

/** To write traces: X-Ray knows no resources (Service Authorization Reference, "AWS X-Ray"). */
function writeTraces({ region }: PlanContext): Permission {
  return {
    id: 'WriteTracesInThisRegion',
    // The rest of AWS' own policy for it, AWSXrayWriteOnlyAccess, is for agents that ask which requests to trace.
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:RequestedRegion': region } },
  };
}

/** What agents may do in AWS. */
export const agentPermissions = (context: PlanContext): readonly Permission[] => [
  writeMetrics(context),
  writeLogs(context),
];

/** What gateways may do in AWS. */
export const gatewayPermissions = (context: PlanContext): readonly Permission[] => [writeTraces(context)];

/** Why these permissions are no narrower, for a reviewer. */
export const BECAUSE_OF_WILDCARDS = {
  agent:
    'the workspace has no name before it is made, so that its tags and its account say which it is; a log stream is named in full but for the account, which is the role’s own',
  gateway: 'X-Ray knows no resources, so that the region is all that can be said',
} as const;

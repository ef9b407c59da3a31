import type { PlanContext } from '../../context';
import { under, type Problem } from '../../problem';
import type { LogsSpec } from './spec';

/** What is wrong with what becomes of logs, of the right shape. Fields are relative to the section. */
export function logsProblems({ forward }: LogsSpec, { region }: PlanContext): Problem[] {
  if (forward === undefined) return [];
  const { destinationArn, roleArn } = forward;
  const [, , service, where] = destinationArn.split(':');
  return under('forward', [
    ...(where === region
      ? []
      : [
          {
            field: 'destinationArn',
            value: destinationArn,
            reason: `it is in ${where}, and log groups of ${region} send within ${region} only`,
            remedy: `name a destination in ${region}`,
          },
        ]),
    ...(roleArn === undefined && (service === 'kinesis' || service === 'firehose')
      ? [
          {
            field: 'roleArn',
            value: roleArn,
            reason: `CloudWatch Logs writes to ${service} by a role, and none is named`,
            remedy: "name one, as in roleArn: 'arn:aws:iam::111122223333:role/Logs'",
          },
        ]
      : []),
  ]);
}

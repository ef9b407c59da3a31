import { z } from 'zod';
import { retentionDays } from '../../retention';
import { told } from '../../spec';

/** What CloudWatch Logs can send to: a stream, a delivery stream, a function, or a destination of another account. */
const DESTINATION_ARN = /^arn:aws[a-z-]*:(?:kinesis|firehose|lambda|logs):[a-z0-9-]+:\d{12}:.+$/;
const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/;

/** What becomes of what pods write. */
export const logsSpec = z.strictObject({
  /**
   * For how many days the logs of pods are kept: `90`.
   * @default - 7 in development, 30 in staging, 365 in production
   */
  retentionDays: retentionDays.optional(),

  /**
   * Where the logs of pods are sent on, as they come: `{ destinationArn: 'arn:aws:firehose:…', roleArn: 'arn:aws:iam::…' }`.
   * @default - nowhere: they are kept in CloudWatch only
   */
  forward: z
    .strictObject({
      /** A stream of Kinesis or Firehose, a function, or a destination of CloudWatch Logs, of the same region. */
      destinationArn: z
        .string()
        .regex(DESTINATION_ARN)
        .meta(
          told({
            as: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/logs',
            because: 'CloudWatch Logs sends to Kinesis, Firehose, Lambda and destinations of its own',
          }),
        ),
      /**
       * The role by which CloudWatch Logs writes there: `arn:aws:iam::111122223333:role/Logs`.
       * @default - none, as for a function or a destination, whose own policies admit CloudWatch Logs
       */
      roleArn: z
        .string()
        .regex(ROLE_ARN)
        .meta(told({ as: 'arn:aws:iam::111122223333:role/Logs', because: 'it is the ARN of a role' }))
        .optional(),
    })
    .meta(told({ as: { destinationArn: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/logs' } }))
    .optional(),
});

/** What becomes of what pods write. */
export type LogsSpec = z.infer<typeof logsSpec>;

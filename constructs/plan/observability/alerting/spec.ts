import { z } from 'zod';
import { told } from '../../spec';

export { alertingProblems } from './rules';

/** A name in the path of a secret: Secrets Manager takes more, but `/` would make another path (API reference, "CreateSecret"). */
const SECRET_NAME = /^[A-Za-z0-9+=.@_-]{1,64}$/;

/** A topic of SNS: partition, region, account and name (SNS API reference, "CreateTopic": 256 characters; no FIFO topic). */
const TOPIC_ARN = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/;

/** Somebody who is told. */
export const subscriberSpec = z.discriminatedUnion('kind', [
  z.strictObject({
    /** A mailbox. Its owner has to confirm once, in a message that SNS sends. */
    kind: z.literal('email').meta(told({ as: 'email' })),
    /** The address: `on-call@rides.example`. */
    address: z
      .email()
      .max(254)
      .meta(told({ as: 'on-call@rides.example', because: 'SNS sends to one address' })),
  }),
  z.strictObject({
    /** A service that takes HTTPS requests and calls people, such as PagerDuty or Opsgenie. */
    kind: z.literal('https').meta(told({ as: 'https' })),
    /**
     * The secret that holds the whole URL, by the last part of its name: `pagerduty` is `/bulkhead/prod/alerts/pagerduty` in
     * Secrets Manager. Such a URL is a password: whoever has it can call people, and close what they were called for.
     * @default - the URL is no secret, and stands in `url`
     */
    secret: z
      .string()
      .regex(SECRET_NAME)
      .meta(told({ as: 'pagerduty', because: 'it is the last part of the name of a secret' }))
      .optional(),
    /**
     * The URL, where it is no secret: `https://alerts.rides.example/sns`. The receiver tells real messages by their signature.
     * @default - the URL is the value of the secret
     */
    url: z
      .url({ protocol: /^https$/ })
      .meta(
        told({ as: 'https://alerts.rides.example/sns', because: 'alerts are sent over an encrypted connection only' }),
      )
      .optional(),
  }),
  z.strictObject({
    /** A topic that is there already, in the same account and region: AWS sends to it directly. */
    kind: z.literal('topic').meta(told({ as: 'topic' })),
    /** Its ARN. Its policy, and that of its key, must let CloudWatch, EventBridge and Prometheus publish. */
    arn: z
      .string()
      .regex(TOPIC_ARN)
      .meta(told({ as: 'arn:aws:sns:eu-west-1:111122223333:on-call', because: 'it is the ARN of a standard topic' })),
  }),
]);

/** Somebody who is told. */
export type Subscriber = z.infer<typeof subscriberSpec>;

const subscribers = z
  .array(subscriberSpec.meta(told({ as: { kind: 'email', address: 'on-call@rides.example' } })))
  .meta(told({ as: [{ kind: 'https', secret: 'pagerduty' }], because: 'it is the list of those who are told' }));

/** Who is told, by how urgent it is. */
export const alertingSpec = z.strictObject({
  /**
   * Who is called at any hour, because customers notice or soon will: `[{ kind: 'https', secret: 'pagerduty' }]`.
   * @default - nobody, which production refuses
   */
  page: subscribers.optional(),

  /**
   * Who is told of what can wait until somebody is at work: `[{ kind: 'email', address: 'platform@rides.example' }]`.
   * @default - nobody
   */
  ticket: subscribers.optional(),
});

/** Who is told. */
export type AlertingSpec = z.infer<typeof alertingSpec>;

import type { AlarmPlan, MetricAlarmPlan } from './model';
import { metric, MINUTE } from './metrics';

/** What is told by which topic, by the topics' names. */
export interface WatchedTopics {
  /** The topic of pages. */
  readonly page: string;
  /** The topic of tickets. */
  readonly ticket: string;
}

/** That messages get out. What cannot be said on one topic is said on the other. */
export function topicAlarms(topics: WatchedTopics): readonly AlarmPlan[] {
  const undelivered = (of: keyof WatchedTopics, other: keyof WatchedTopics): MetricAlarmPlan => ({
    form: 'metric',
    kind: 'MessagesUndelivered',
    of,
    severity: other,
    summary: `messages do not reach who is subscribed: ${topics[of]}`,
    measure: metric('AWS/SNS', 'NumberOfNotificationsFailed', { TopicName: topics[of] }, 'Sum', 5 * MINUTE),
    comparison: 'above',
    threshold: 0,
    unit: 'messages',
    periods: 3,
    inPeriods: 2,
    because: 'SNS has tried for minutes before it counts one; told on the other topic, since this one is deaf',
    missing: 'fine',
    missingBecause: 'it is sent only when something is sent',
    runbook: {
      means: 'An address is wrong, or whoever listens refuses what SNS sends. Somebody may not hear what they must.',
      steps: [
        '`aws sns list-subscriptions-by-topic --topic-arn <arn>`: is any `PendingConfirmation` or gone?',
        'PagerDuty and the like: has the integration been deleted, or its URL changed? Put the new one into the secret and deploy the stack.',
      ],
    },
  });
  return [undelivered('page', 'ticket'), undelivered('ticket', 'page')];
}

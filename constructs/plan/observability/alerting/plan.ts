import { pathName, physicalName, type PlanContext } from '../../context';
import { planKey, type KeyPlan } from '../../encryption';
import { URGENCIES, type Urgency } from './rules';
import type { AlertingSpec, Subscriber } from './spec';

/** Who gets what a topic is sent. */
export type SubscriptionPlan =
  | {
      readonly protocol: 'email';
      /** Where it is sent. */
      readonly endpoint: string;
    }
  | {
      readonly protocol: 'https';
      /** Where it is sent, where that is no secret. */
      readonly endpoint?: string;
      /** The secret whose value is where it is sent: `/bulkhead/prod/alerts/pagerduty`. */
      readonly secret?: string;
    };

/** A topic, and who listens. */
export interface TopicPlan {
  /** How urgent it is. */
  readonly urgency: Urgency;
  /** The topic's name: `bulkhead-prod-page`. */
  readonly name: string;
  /** Who listens, each with an id that follows from what it says. */
  readonly subscriptions: readonly (SubscriptionPlan & { readonly id: string })[];
  /** Topics that are there already and are sent the same. */
  readonly others: readonly string[];
}

/** Who is told, everything resolved. */
export interface AlertingPlan {
  /** By how urgent it is. */
  readonly topics: Readonly<Record<Urgency, TopicPlan>>;
  /** What encrypts the messages while SNS has them. */
  readonly key: KeyPlan;
}

/** Decides who is told. The spec must be sound: see `alertingProblems`. */
export function planAlerting(spec: AlertingSpec, context: PlanContext): AlertingPlan {
  const topic = (urgency: Urgency): TopicPlan => {
    const all = spec[urgency] ?? [];
    return {
      urgency,
      name: physicalName(context, urgency),
      subscriptions: all.flatMap((each) => subscription(each, context)),
      others: all.flatMap((each) => (each.kind === 'topic' ? [each.arn] : [])),
    };
  };
  const [page, ticket] = URGENCIES.map(topic) as [TopicPlan, TopicPlan];
  // SNS keeps a message for minutes: nothing is left that the key would have to read.
  return { topics: { page, ticket }, key: planKey(context, ['alerts'], false) };
}

function subscription(subscriber: Subscriber, context: PlanContext): TopicPlan['subscriptions'] {
  switch (subscriber.kind) {
    case 'email':
      return [{ id: subscriber.address, protocol: 'email', endpoint: subscriber.address }];
    case 'https': {
      const { secret, url = '' } = subscriber;
      return secret === undefined
        ? [{ id: url, protocol: 'https', endpoint: url }]
        : [{ id: secret, protocol: 'https', secret: pathName(context, 'alerts', secret) }];
    }
    case 'topic':
      return [];
  }
}

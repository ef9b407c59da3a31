import type { PlanContext } from '../../context';
import { joinPath, under, type Problem } from '../../problem';
import type { AlertingSpec, Subscriber } from './spec';

/** How urgent a message is: somebody is called (`page`), or reads it at work (`ticket`). */
export const URGENCIES = ['page', 'ticket'] as const;

/** One of {@link URGENCIES}. */
export type Urgency = (typeof URGENCIES)[number];

/** An alarm of CloudWatch notifies at most so many (CloudWatch API reference, "PutMetricAlarm"). Its own topic is one. */
const MOST_ACTIONS = 5;

/** What is wrong with who is told, of the right shape. Fields are relative to the section. */
export function alertingProblems(spec: AlertingSpec, context: PlanContext): Problem[] {
  return [
    ...nobodyToPage(spec, context),
    ...URGENCIES.flatMap((urgency) => {
      const all = spec[urgency] ?? [];
      return under(urgency, [
        ...tooManyTopics(all),
        ...toldTwice(all),
        ...all.flatMap((each, index) =>
          under(`[${index}]`, [...addressProblems(each), ...topicProblems(each, context)]),
        ),
      ]);
    }),
  ];
}

function nobodyToPage({ page = [] }: AlertingSpec, { tier, platform, environment }: PlanContext): Problem[] {
  if (tier !== 'production' || page.length > 0) return [];
  return [
    {
      field: 'page',
      value: page,
      reason: 'production must have somebody who is called: an alert that nobody hears is no alert',
      remedy: `write page: [{ kind: 'https', secret: 'pagerduty' }] and put the URL into the secret /${platform}/${environment}/alerts/pagerduty, or page: [{ kind: 'email', address: 'on-call@rides.example' }]`,
    },
  ];
}

function tooManyTopics(all: readonly Subscriber[]): Problem[] {
  const topics = all.filter(({ kind }) => kind === 'topic').length;
  if (topics < MOST_ACTIONS) return [];
  return [
    {
      field: '',
      value: topics,
      reason: `an alarm notifies at most ${MOST_ACTIONS} topics, and the platform's own is one of them`,
      remedy: `name at most ${MOST_ACTIONS - 1} topics; one topic can have many subscribers`,
    },
  ];
}

/** What a subscriber is named by in a template, which has letters and digits only. */
function nameOf(subscriber: Subscriber): string {
  const said =
    subscriber.kind === 'email'
      ? subscriber.address
      : subscriber.kind === 'topic'
        ? subscriber.arn
        : (subscriber.secret ?? subscriber.url ?? '');
  return `${subscriber.kind === 'topic' ? 'topic' : ''}${said.toLowerCase().replace(/[^a-z0-9]/g, '')}`;
}

function toldTwice(all: readonly Subscriber[]): Problem[] {
  return all.flatMap((each, index) => {
    const first = all.findIndex((other) => nameOf(other) === nameOf(each));
    if (first === index || nameOf(each) === '') return [];
    return [
      {
        field: `[${index}]`,
        // Not what it says: the URL of a subscriber may hold a token.
        value: each.kind,
        reason: `it is told already, by [${first}]; two names that differ in punctuation only are one in a template`,
        remedy: 'leave one of them out',
      },
    ];
  });
}

function addressProblems(subscriber: Subscriber): Problem[] {
  if (subscriber.kind !== 'https') return [];
  const { url, secret } = subscriber;
  if ((url === undefined) === (secret === undefined)) {
    return [
      {
        field: '',
        value: subscriber,
        reason: url === undefined ? 'it does not say where to send' : 'it says twice where to send',
        remedy: "write either secret: 'pagerduty' or url: 'https://alerts.rides.example/sns'",
      },
    ];
  }
  if (url === undefined || !holdsToken(url)) return [];
  return [
    {
      field: 'url',
      // Not the URL: a message is printed, and kept in logs.
      value: new URL(url).origin,
      reason: 'a part of this URL looks like a token, and what stands here stands in git and in the template',
      remedy: "put the whole URL into Secrets Manager and name the secret, as in secret: 'pagerduty'",
    },
  ];
}

/** Whose URLs are made of a token. */
const SERVICES_BY_TOKEN =
  /(?:^|\.)(?:pagerduty\.com|opsgenie\.com|slack\.com|office\.com|victorops\.com|incident\.io|grafana\.net)$/;

/** So long a word of letters and digits is no name that a person chose: PagerDuty's keys have 32, a UUID 36. */
const TOKEN = /^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_-]{16,}$/;

function holdsToken(text: string): boolean {
  const { hostname, username, password, pathname, searchParams } = new URL(text);
  const words = [...pathname.split('/'), ...searchParams.values()];
  return (
    username !== '' || password !== '' || SERVICES_BY_TOKEN.test(hostname) || words.some((word) => TOKEN.test(word))
  );
}

function topicProblems(subscriber: Subscriber, { region }: PlanContext): Problem[] {
  if (subscriber.kind !== 'topic') return [];
  const [, , , where] = subscriber.arn.split(':');
  if (where === region) return [];
  return [
    {
      field: 'arn',
      value: subscriber.arn,
      reason: `the topic is in ${where}, and alarms of ${region} notify topics of ${region} only`,
      remedy: `name a topic of ${region}`,
    },
  ];
}

/** What is wrong with topics of another account than that of their environment. Fields are relative to the section. */
export function topicAccountProblems(spec: AlertingSpec, account: string | undefined): Problem[] {
  if (account === undefined) return [];
  return URGENCIES.flatMap((urgency) =>
    (spec[urgency] ?? []).flatMap((each, index): Problem[] => {
      if (each.kind !== 'topic' || each.arn.split(':')[4] === account) return [];
      return [
        {
          field: joinPath(joinPath(urgency, `[${index}]`), 'arn'),
          value: each.arn,
          reason: `the topic is of another account than ${account}, and Prometheus sends to topics of its own account only`,
          remedy: `name a topic of ${account}, or subscribe what listens to that one to the platform's own topic`,
        },
      ];
    }),
  );
}

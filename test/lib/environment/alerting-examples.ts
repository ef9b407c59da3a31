import type { Environment } from '../../../lib/environment/schema';
import type { Case } from './refused';

type Observability = NonNullable<Environment['observability']>;

const EVERYBODY = [
  { kind: 'https', secret: 'pagerduty' },
  { kind: 'https', url: 'https://alerts.rides.example/sns' },
  { kind: 'email', address: 'platform@rides.example' },
  { kind: 'topic', arn: 'arn:aws:sns:eu-west-1:111122223333:on-call' },
] satisfies NonNullable<Observability['alerts']>['page'];

/** What an environment can say of alerts, metrics, logs, traces and the probe of its entry, each field at least once. */
export const ALERTED = {
  production: {
    alerts: { page: [...EVERYBODY], ticket: [...EVERYBODY] },
    metrics: { retentionDays: 400, seriesPerService: 20_000, seriesOfPlatform: 100_000 },
    logs: {
      retentionDays: 90,
      forward: {
        destinationArn: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/logs',
        roleArn: 'arn:aws:iam::111122223333:role/Logs',
      },
    },
    tracing: { transactionSearch: 'create', indexedPercent: 5 },
    probe: 'none',
  },
  staging: { probe: 'none', tracing: { transactionSearch: 'existing' } },
} as const satisfies Readonly<Record<string, Observability>>;

const page = (subscriber: unknown) => ({ 'observability.alerts': { page: [subscriber] } });
const [alerts, logs] = ['observability.alerts', 'observability.logs'];
const FIREHOSE = 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/logs';

/** What an environment cannot say of them. */
export const REFUSED_ALERTING: readonly Case[] = [
  ['nobody to call in production', { observability: undefined }, `${alerts}.page`, 'nobody hears', 'pagerduty'],
  ['an empty list of whom to call', { [alerts]: { page: [] } }, `${alerts}.page`, 'nobody hears', 'pagerduty'],
  ['alerts that are none', { [alerts]: 'yes' }, alerts, 'expected object', 'pagerduty'],
  ['one in place of a list', { [alerts]: { page: 'me' } }, `${alerts}.page`, 'list of those', 'pagerduty'],
  [
    'tickets to nobody in particular',
    { [alerts]: { page: [{ kind: 'https', secret: 'x' }], ticket: 'us' } },
    `${alerts}.ticket`,
    'list of those',
    'pagerduty',
  ],
  [
    'somebody who is told twice',
    { [alerts]: { page: [...EVERYBODY, { kind: 'email', address: 'plat.form@rides.example' }] } },
    `${alerts}.page[4]`,
    'told already, by [2]',
    'leave one',
  ],
  ['an unknown kind of subscriber', page({ kind: 'sms' }), `${alerts}.page[0].kind`, 'kind', 'email'],
  [
    'an address that is none',
    page({ kind: 'email', address: 'me' }),
    `${alerts}.page[0].address`,
    'one address',
    'on-call@',
  ],
  [
    'a URL without encryption',
    page({ kind: 'https', url: 'http://a.example' }),
    `${alerts}.page[0].url`,
    'encrypted',
    'https:',
  ],
  [
    'a secret with a path',
    page({ kind: 'https', secret: 'a/b' }),
    `${alerts}.page[0].secret`,
    'last part',
    'pagerduty',
  ],
  ['neither a URL nor a secret', page({ kind: 'https' }), `${alerts}.page[0]`, 'does not say where', 'secret'],
  [
    'both a URL and a secret',
    page({ kind: 'https', url: 'https://a.example', secret: 'x' }),
    `${alerts}.page[0]`,
    'says twice',
    'either',
  ],
  [
    'the URL of a service that calls people, with its key',
    page({ kind: 'https', url: 'https://events.pagerduty.com/integration/0123456789abcdef0123456789abcdef/enqueue' }),
    `${alerts}.page[0].url`,
    'looks like a token',
    'Secrets Manager',
  ],
  [
    'a URL with a token that nobody knows the service of',
    page({ kind: 'https', url: 'https://hooks.rides.example/T0123456789ABCDEFGH' }),
    `${alerts}.page[0].url`,
    'looks like a token',
    'Secrets Manager',
  ],
  [
    'a URL with a password',
    page({ kind: 'https', url: 'https://me:secret@hooks.rides.example/' }),
    `${alerts}.page[0].url`,
    'looks like a token',
    'Secrets Manager',
  ],
  ['a topic that is none', page({ kind: 'topic', arn: 'on-call' }), `${alerts}.page[0].arn`, 'ARN', 'arn:aws:sns'],
  [
    'a topic of another region',
    page({ kind: 'topic', arn: 'arn:aws:sns:eu-west-2:111122223333:on-call' }),
    `${alerts}.page[0].arn`,
    'eu-west-2',
    'eu-west-1',
  ],
  [
    'a topic of another account',
    page({ kind: 'topic', arn: 'arn:aws:sns:eu-west-1:444455556666:on-call' }),
    `${alerts}.page[0].arn`,
    'another account',
    '111122223333',
  ],
  [
    'more topics than an alarm notifies',
    {
      [alerts]: {
        page: Array.from({ length: 5 }, () => ({ kind: 'topic', arn: 'arn:aws:sns:eu-west-1:111122223333:on-call' })),
      },
    },
    `${alerts}.page`,
    'at most 5',
    '4 topics',
  ],
  ['metrics that are none', { 'observability.metrics': 1 }, 'observability.metrics', 'expected object', '20000'],
  [
    'metrics for ever',
    { 'observability.metrics': { retentionDays: 4000 } },
    'observability.metrics.retentionDays',
    '1095',
    '400',
  ],
  [
    'a cap that nothing fits under',
    { 'observability.metrics': { seriesPerService: 10 } },
    'observability.metrics.seriesPerService',
    'worse than none',
    '20000',
  ],
  [
    'a cap of the platform that nothing fits under',
    { 'observability.metrics': { seriesOfPlatform: 10 } },
    'observability.metrics.seriesOfPlatform',
    'worse than none',
    '100000',
  ],
  ['logs that are none', { [logs]: true }, logs, 'expected object', '90'],
  ['logs kept for 42 days', { [logs]: { retentionDays: 42 } }, `${logs}.retentionDays`, 'certain numbers', ''],
  ['logs sent on to nowhere', { [logs]: { forward: 'x' } }, `${logs}.forward`, 'expected object', 'firehose'],
  [
    'logs sent on to a bucket',
    { [logs]: { forward: { destinationArn: 'arn:aws:s3:::logs' } } },
    `${logs}.forward.destinationArn`,
    'Kinesis',
    'firehose',
  ],
  [
    'logs sent on to another region',
    { [logs]: { forward: { destinationArn: 'arn:aws:lambda:eu-west-2:111122223333:function:logs' } } },
    `${logs}.forward.destinationArn`,
    'eu-west-2',
    'eu-west-1',
  ],
  [
    'logs sent on to a stream without a role',
    { [logs]: { forward: { destinationArn: FIREHOSE } } },
    `${logs}.forward.roleArn`,
    'by a role',
    'arn:aws:iam',
  ],
  [
    'logs sent on by a role that is none',
    { [logs]: { forward: { destinationArn: FIREHOSE, roleArn: 'Logs' } } },
    `${logs}.forward.roleArn`,
    'ARN of a role',
    'arn:aws:iam',
  ],
  ['tracing that is none', { 'observability.tracing': 'x' }, 'observability.tracing', 'expected object', 'existing'],
  [
    'an unknown way to traces',
    { 'observability.tracing': { transactionSearch: 'crate' } },
    'observability.tracing.transactionSearch',
    'one for each account',
    "did you mean 'create'?",
  ],
  [
    'more traces than there are',
    { 'observability.tracing': { indexedPercent: 101 } },
    'observability.tracing.indexedPercent',
    '100 percent',
    '1',
  ],
  [
    'an index of what another environment makes',
    { 'observability.tracing': { transactionSearch: 'existing', indexedPercent: 5 } },
    'observability.tracing.indexedPercent',
    'this environment does not',
    'leave it out',
  ],
  ['a probe that is none', { 'observability.probe': 'yes' }, 'observability.probe', 'none', '/v1/status'],
  [
    'a probe of an entry that is not there',
    { 'observability.probe': { path: '/' } },
    'observability.probe',
    'no edge with a name',
    "'none'",
  ],
  [
    'a path of a probe that is none',
    { 'observability.probe': { path: 'v1' } },
    'observability.probe.path',
    'path',
    '/v1',
  ],
  ['a status that is none', { 'observability.probe': { status: 42 } }, 'observability.probe.status', 'HTTP', '200'],
  [
    'a probe that rests for a day',
    { 'observability.probe': { everyMinutes: 1440 } },
    'observability.probe.everyMinutes',
    'once a minute',
    '1',
  ],
  ["a name of an account's stage", { name: 'account-1' }, 'name', 'what an account has once', 'choose another'],
];

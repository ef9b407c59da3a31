import { Match, Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import { MetricsWorkspace } from '../../../../constructs/aws/metrics-workspace';
import { AlertTopics, type AlertTopicsProps } from '../../../../constructs/aws/observability/alert-topics';
import { SpecError } from '../../../../constructs/plan/problem';
import { openFindings } from '../../../nag';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const context = { environment: 'prod', tier: 'production' } as const;

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Action: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function build(props: AlertTopicsProps = { page: [{ kind: 'https', secret: 'pagerduty' }] }) {
  const stack = new Stack(new App(), 'Observability', { env: ENV });
  const alerts = new AlertTopics(stack, 'Alerts', { ...props, context });
  const metrics = new MetricsWorkspace(stack, 'Metrics', { alerts, context });
  return { stack, alerts, metrics, template: Template.fromStack(stack) };
}

const { stack, template } = build();

const statementsOf = (type: string, property: string): Statement[] =>
  Object.values(template.findResources(type)).flatMap(({ Properties }) => {
    const document = (Properties as Record<string, { Statement: Statement[] }>)[property];
    return document?.Statement ?? [];
  });

const topicStatements = statementsOf('AWS::SNS::TopicPolicy', 'PolicyDocument');
const keyStatements = statementsOf('AWS::KMS::Key', 'KeyPolicy');
const bySid = (statements: readonly Statement[], sid: string) => statements.filter((each) => each.Sid === sid);

describe('the topics', () => {
  test('are two, by how urgent it is, and encrypted by a key of the account', () => {
    template.resourceCountIs('AWS::SNS::Topic', 2);
    for (const name of ['bulkhead-prod-page', 'bulkhead-prod-ticket']) {
      template.hasResourceProperties('AWS::SNS::Topic', { TopicName: name, KmsMasterKeyId: Match.anyValue() });
    }
  });

  test('are closed to whoever comes without TLS', () => {
    const denied = bySid(topicStatements, 'OnlyOverTls');
    expect(denied).toHaveLength(2);
    for (const { Effect, Condition } of denied) {
      expect([Effect, Condition]).toEqual(['Deny', { Bool: { 'aws:SecureTransport': 'false' } }]);
    }
  });

  test('take alarms of this environment, and alerts of this workspace, and of no other', () => {
    const [alarms] = bySid(topicStatements, 'AlarmsOfThisEnvironment');
    expect(alarms?.Condition).toMatchObject({ StringEquals: { 'aws:SourceAccount': '111122223333' } });
    expect(JSON.stringify(alarms?.Condition)).toContain('cloudwatch:eu-west-1:111122223333:alarm:bulkhead-prod-*');
    const [alerts] = bySid(topicStatements, 'AlertsOfOneWorkspace');
    expect(alerts?.Condition).toEqual({
      StringEquals: { 'aws:SourceAccount': '111122223333' },
      ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [expect.stringMatching(/^MetricsWorkspace/), 'Arn'] } },
    });
  });

  test('let nobody publish who is no service of AWS: whom the account lets, IAM says, and nobody may from here', () => {
    const may = topicStatements.filter(
      ({ Effect, Action }) => Effect === 'Allow' && JSON.stringify(Action).includes('Publish'),
    );
    for (const { Principal } of may) expect(Object.keys(Principal as object)).toEqual(['Service']);
    expect(new Set(may.map(({ Principal }) => (Principal as { Service: string }).Service))).toEqual(
      new Set(['aps.amazonaws.com', 'cloudwatch.amazonaws.com', 'events.amazonaws.com']),
    );
  });

  test('have conditions for every publisher that sends what they ask: EventBridge does not, and would be locked out', () => {
    for (const { Condition } of bySid(topicStatements, 'EventsOfRules')) expect(Condition).toBeUndefined();
    const [events] = bySid(keyStatements, 'EventsThroughTheseTopics');
    expect(Object.keys(events?.Condition?.ArnEquals ?? {})).toEqual(['kms:EncryptionContext:aws:sns:topicArn']);
    expect(events?.Condition).not.toHaveProperty('StringEquals');
  });
});

describe('the key', () => {
  test('can be used by services for these two topics, and for nothing else', () => {
    const services = keyStatements.filter(
      ({ Principal }) => JSON.stringify(Principal).includes('Service') && !/^Logs/.test(''),
    );
    const ofTopics = services.filter(({ Sid }) => Sid.endsWith('ThroughTheseTopics'));
    expect(ofTopics).toHaveLength(3);
    for (const { Condition } of ofTopics) {
      const topics = JSON.stringify(Condition?.ArnEquals?.['kms:EncryptionContext:aws:sns:topicArn']);
      for (const name of ['page', 'ticket'])
        expect(topics).toContain(`:sns:eu-west-1:111122223333:bulkhead-prod-${name}`);
    }
  });
});

describe('a subscriber', () => {
  test('with a secret stands in no template: CloudFormation reads it', () => {
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'https',
      Endpoint: '{{resolve:secretsmanager:/bulkhead/prod/alerts/pagerduty}}',
    });
  });

  test('by e-mail and by URL is told by its address', () => {
    const built = build({
      page: [{ kind: 'email', address: 'on-call@rides.example' }],
      ticket: [{ kind: 'https', url: 'https://alerts.rides.example/sns' }],
    });
    const endpoints = Object.values(built.template.findResources('AWS::SNS::Subscription')).map(
      ({ Properties }) => (Properties as { Endpoint: string }).Endpoint,
    );
    expect(endpoints.sort()).toEqual(['https://alerts.rides.example/sns', 'on-call@rides.example']);
  });

  test('keeps its identity when another one comes before it', () => {
    const ids = (props: AlertTopicsProps) => Object.keys(build(props).template.findResources('AWS::SNS::Subscription'));
    const one = { kind: 'email', address: 'a@rides.example' } as const;
    const other = { kind: 'email', address: 'b@rides.example' } as const;
    expect(ids({ page: [other, one] })).toEqual(expect.arrayContaining(ids({ page: [one] })));
  });

  test('that is a topic already is sent to directly, beside ours', () => {
    const arn = 'arn:aws:sns:eu-west-1:111122223333:on-call';
    const { alerts, template: made } = build({ page: [{ kind: 'topic', arn }] });
    expect(alerts.arns.page).toHaveLength(2);
    expect(alerts.arns.page[1]).toBe(arn);
    expect(JSON.stringify(made.findResources('AWS::APS::Workspace'))).toContain(arn);
  });
});

describe('topics that cannot be', () => {
  test('are refused by the construct as by the blueprint: a construct by itself is treated as production', () => {
    const other = new Stack(new App(), 'Other', { env: ENV });
    expect(() => new AlertTopics(other, 'Alerts')).toThrow(SpecError);
    expect(() => new AlertTopics(other, 'Alerts2')).toThrow(/nobody hears/);
  });
});

test('nothing is left open by AwsSolutions', () => {
  expect(openFindings(stack)).toEqual([]);
});

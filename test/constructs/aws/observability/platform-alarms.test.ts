import { Match, Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import { AlertTopics } from '../../../../constructs/aws/observability/alert-topics';
import { PlatformAlarms } from '../../../../constructs/aws/observability/platform-alarms';
import { PlatformDashboard } from '../../../../constructs/aws/observability/platform-dashboard';
import { planAlarms } from '../../../../constructs/plan/observability/alarms/plan';
import { keyOf } from '../../../../constructs/plan/observability/alarms/model';
import { openFindings } from '../../../nag';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const context = { environment: 'prod', tier: 'production' } as const;
const ZONES = ['eu-west-1a', 'eu-west-1b'];

const plans = planAlarms({
  stores: [
    {
      name: 'ledger',
      cluster: 'bulkhead-prod-ledger',
      instances: ['bulkhead-prod-ledger-a'],
      proxy: 'p',
      serverless: true,
    },
  ],
  vaults: ['bulkhead-prod-ledger-snapshots'],
  gateways: ZONES.map((zone) => ({ id: `nat-${zone}`, zone })),
  entry: { loadBalancer: 'app/edge/1', targetGroup: 'targetgroup/edge/1', zones: ZONES },
  cluster: { name: 'bulkhead-prod' },
  metrics: { workspace: 'ws-1', mostSeries: 1000 },
  topics: { page: 'bulkhead-prod-page', ticket: 'bulkhead-prod-ticket' },
});

const stack = new Stack(new App(), 'Alarms', { env: ENV });
const topics = new AlertTopics(stack, 'Alerts', { page: [{ kind: 'email', address: 'a@rides.example' }], context });
const made = new PlatformAlarms(stack, 'Alarms', {
  alarms: plans,
  topics,
  runbooks: 'https://wiki.rides.example/alarms',
  context,
});
new PlatformDashboard(stack, 'Dashboard', { plans, alarms: made.alarms, context });
const template = Template.fromStack(stack);

interface Alarm {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>> & { readonly AlarmName: string; readonly AlarmRule?: string };
  readonly DependsOn?: readonly string[];
}

const alarms = Object.entries({
  ...template.findResources('AWS::CloudWatch::Alarm'),
  ...template.findResources('AWS::CloudWatch::CompositeAlarm'),
}) as [string, Alarm][];
const named = (key: string): [string, Alarm] => {
  const found = alarms.find(([, { Properties }]) => Properties.AlarmName === `bulkhead-prod-${key}`);
  if (found === undefined) throw new Error(`no alarm ${key}`);
  return found;
};
const topic = (urgency: 'page' | 'ticket') => [{ Ref: stack.getLogicalId(topics.topics[urgency]) }];

describe('the alarms of CloudWatch', () => {
  test('are all that the plan has, under names by which others find them', () => {
    const planned = plans.filter(({ form }) => form !== 'event').map((plan) => `bulkhead-prod-${keyOf(plan)}`);
    expect(alarms.map(([, { Properties }]) => Properties.AlarmName).sort()).toEqual(planned.sort());
  });

  test('tell the topic of their severity, and a page also when it is over', () => {
    expect(named('StoreDown-ledger')[1].Properties).toMatchObject({
      AlarmActions: topic('page'),
      OKActions: topic('page'),
    });
    const ticket = named('StoreReplicaLag-ledger-a')[1].Properties;
    expect(ticket).toMatchObject({ AlarmActions: topic('ticket') });
    expect(ticket).not.toHaveProperty('OKActions');
  });

  test('tell nobody by themselves where others build on them', () => {
    expect(named('StoreWriterDown-ledger')[1].Properties).not.toHaveProperty('AlarmActions');
  });

  test('name what they look at, with its dimensions', () => {
    expect(named('EntryTargetsUnhealthy-b')[1].Properties).toMatchObject({
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'UnHealthyHostCount',
      Dimensions: [
        { Name: 'LoadBalancer', Value: 'app/edge/1' },
        { Name: 'TargetGroup', Value: 'targetgroup/edge/1' },
        { Name: 'AvailabilityZone', Value: 'eu-west-1b' },
      ],
      TreatMissingData: 'notBreaching',
    });
  });

  test('reckon a share of two metrics, of which only the share counts', () => {
    const { Metrics: metrics } = named('EntryErrors')[1].Properties as {
      Metrics?: { Id: string; ReturnData: boolean; Expression?: string }[];
    };
    expect(metrics?.map(({ Id, ReturnData }) => [Id, ReturnData])).toEqual([
      ['share', true],
      ['of', false],
      ['out', false],
    ]);
    expect(metrics?.[0]?.Expression).toBe('IF(out > 20, 100 * of / out, 0)');
  });

  test('ask for a sum over things whose names nobody knows', () => {
    const { Metrics: metrics } = named('MetricsRulesFail')[1].Properties as { Metrics?: { Expression: string }[] };
    expect(metrics?.[0]?.Expression).toBe(
      `SELECT SUM(RuleEvaluationFailures) FROM "AWS/Prometheus" WHERE Workspace = 'ws-1'`,
    );
  });

  test('lead to their runbook', () => {
    for (const [, { Properties }] of alarms) {
      expect(Properties.AlarmDescription).toMatch(/Runbook: https:\/\/wiki\.rides\.example\/alarms#[a-z]+$/);
    }
  });
});

describe('an alarm on others', () => {
  test('is made after those that it names', () => {
    for (const [, { Type, Properties, DependsOn = [] }] of alarms) {
      if (Type !== 'AWS::CloudWatch::CompositeAlarm') continue;
      const children = [...(Properties.AlarmRule ?? '').matchAll(/ALARM\("bulkhead-prod-([^"]+)"\)/g)].map(
        ([, key = '']) => named(key)[0],
      );
      expect(children).not.toEqual([]);
      expect(DependsOn).toEqual(expect.arrayContaining(children));
    }
  });

  test('is silent while what explains it fires, and for some minutes after', () => {
    const [zone] = named('ZoneImpaired-a');
    expect(named('WayOutFails-a')[1].Properties).toMatchObject({
      ActionsSuppressor: { 'Fn::GetAtt': [zone, 'Arn'] },
      ActionsSuppressorWaitPeriod: 120,
      ActionsSuppressorExtensionPeriod: 300,
    });
  });
});

describe('what AWS reports', () => {
  test('is told in words, with what the event says, on the topic of its severity', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      Name: 'bulkhead-prod-BackupFailed',
      EventPattern: {
        source: ['aws.backup'],
        'detail-type': ['Backup Job State Change'],
        detail: { state: ['ABORTED', 'EXPIRED', 'FAILED'], backupVaultName: ['bulkhead-prod-ledger-snapshots'] },
      },
      Targets: [
        {
          Arn: topic('ticket')[0],
          InputTransformer: {
            InputPathsMap: Match.objectLike({ why: '$.detail.statusMessage' }),
            InputTemplate: Match.stringLikeRegexp('^".*why: <why>.*Runbook: .*"$'),
          },
        },
      ],
    });
  });

  test('has a place in its message for every fact, and no other', () => {
    for (const { Properties } of Object.values(template.findResources('AWS::Events::Rule'))) {
      const { Targets: targets } = Properties as {
        Targets: { RoleArn?: string; InputTransformer: { InputPathsMap: object; InputTemplate: string } }[];
      };
      for (const { RoleArn, InputTransformer } of targets) {
        const used = [...InputTransformer.InputTemplate.matchAll(/: <([a-z]+)>/g)].map(([, name]) => name);
        expect(used.sort()).toEqual(Object.keys(InputTransformer.InputPathsMap).sort());
        expect(typeof JSON.parse(InputTransformer.InputTemplate)).toBe('string');
        // A role does not go with an encrypted topic.
        expect(RoleArn).toBeUndefined();
      }
    }
  });
});

test('the dashboard is of this region, and shows alarms by their ARNs', () => {
  template.hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'bulkhead-prod-platform' });
  const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  expect(JSON.stringify(dashboard)).toContain(named('EntryDown')[0]);
});

test('nothing is left open by AwsSolutions', () => {
  expect(openFindings(stack)).toEqual([]);
});

import { Match, Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import { MetricsWorkspace, type MetricsWorkspaceProps } from '../../../../constructs/aws/metrics-workspace';
import { AlertRules } from '../../../../constructs/aws/observability/alert-rules';
import { AlertTopics } from '../../../../constructs/aws/observability/alert-topics';
import { printRuleFile } from '../../../../constructs/observability/rules/rule';
import { SpecError } from '../../../../constructs/plan/problem';
import { openFindings } from '../../../nag';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const context = { environment: 'prod', tier: 'production' } as const;

interface Workspace {
  readonly WorkspaceConfiguration: {
    readonly RetentionPeriodInDays: number;
    readonly LimitsPerLabelSets?: readonly { LabelSet: readonly object[]; Limits: { MaxSeries: number } }[];
  };
  readonly AlertManagerDefinition?: { 'Fn::Join': [string, unknown[]] };
}

function build(props: MetricsWorkspaceProps = {}, withAlerts = true) {
  const stack = new Stack(new App(), 'Observability', { env: ENV });
  const alerts = withAlerts
    ? new AlertTopics(stack, 'Alerts', { page: [{ kind: 'email', address: 'a@rides.example' }], context })
    : undefined;
  const metrics = new MetricsWorkspace(stack, 'Metrics', { alerts, ...props, context });
  const template = (): Template => Template.fromStack(stack);
  const workspace = (): Workspace => {
    const [found] = Object.values(template().findResources('AWS::APS::Workspace'));
    return (found as { Properties: Workspace }).Properties;
  };
  return { stack, metrics, template, workspace };
}

describe('a metrics workspace', () => {
  test('keeps metrics for as long as the tier asks, or the environment', () => {
    expect(build().workspace().WorkspaceConfiguration.RetentionPeriodInDays).toBe(400);
    expect(build({ retentionDays: 30 }).workspace().WorkspaceConfiguration.RetentionPeriodInDays).toBe(30);
  });

  test('takes so many series of each namespace, and so many of all others together', () => {
    const { workspace } = build({ services: { servicesByNamespace: { payment: 1 } } });
    expect(workspace().WorkspaceConfiguration.LimitsPerLabelSets).toEqual([
      { LabelSet: [], Limits: { MaxSeries: 100_000 } },
      { LabelSet: [{ Name: 'namespace', Value: 'payment' }], Limits: { MaxSeries: 20_000 } },
    ]);
  });

  test('takes as many as AWS does where nobody has said how many services there are', () => {
    expect(build().workspace().WorkspaceConfiguration).not.toHaveProperty('LimitsPerLabelSets');
  });

  test('sends alerts to the topics, by ARNs that only a deployment knows, in a definition that can be read back', () => {
    const [separator, parts] = build().workspace().AlertManagerDefinition?.['Fn::Join'] ?? ['', []];
    const text = parts
      .map((part) => (typeof part === 'string' ? part : 'arn:aws:sns:eu-west-1:1:topic'))
      .join(separator);
    const outer = JSON.parse(text) as { alertmanager_config: string };
    const { receivers } = JSON.parse(outer.alertmanager_config) as {
      receivers: readonly { name: string; sns_configs?: readonly { topic_arn: string }[] }[];
    };
    expect(receivers.map(({ name, sns_configs: topics = [] }) => [name, topics.length])).toEqual([
      ['nobody', 0],
      ['page', 1],
      ['ticket', 1],
    ]);
  });

  test('sends them to nobody where there are no topics', () => {
    expect(build({}, false).workspace()).not.toHaveProperty('AlertManagerDefinition');
  });

  test('is refused with limits that nothing fits under', () => {
    expect(() => build({ seriesPerService: 1 })).toThrow(SpecError);
  });

  test('leaves nothing open to AwsSolutions', () => {
    expect(openFindings(build().stack)).toEqual([]);
  });
});

describe('rules', () => {
  const file = (name: string) => ({
    name,
    groups: [{ name: 'all', interval: '1m', rules: [{ record: 'up:sum', expr: 'sum(up)', labels: {} }] }],
  });

  test('are a namespace for each file, as Prometheus reads it, in their workspace', () => {
    const { stack, metrics, template } = build();
    new AlertRules(stack, 'Rules', { workspaceArn: metrics.arn, files: [file('payment'), file('platform')] });
    for (const name of ['payment', 'platform']) {
      template().hasResourceProperties('AWS::APS::RuleGroupsNamespace', {
        Name: name,
        Data: printRuleFile(file(name)),
      });
    }
  });

  test('in another stack are bound to their workspace for good: it cannot be replaced under them', () => {
    const { stack, metrics } = build();
    const services = new Stack(Stack.of(stack).node.root as App, 'Services', { env: ENV });
    new AlertRules(services, 'Rules', { workspaceArn: metrics.arn, files: [file('payment')] });
    Template.fromStack(services).hasResourceProperties('AWS::APS::RuleGroupsNamespace', {
      Workspace: { 'Fn::ImportValue': Match.anyValue() },
    });
  });
});

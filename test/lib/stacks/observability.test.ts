import { Template } from 'aws-cdk-lib/assertions';
import { CLOUDWATCH_METRICS } from '../../../constructs/plan/observability/alarms/metrics';
import { monitoringOf } from '../../../lib/environment/monitoring';
import type { Environment } from '../../../lib/environment/schema';
import { platformApp, type AccountStage } from '../../../lib/platform';
import { CONTEXT, foundationOf, shipped, stageOf, templatesOf } from '../synthesized';

const prod = shipped('prod');
const { observability, services, alarms } = templatesOf(prod);

interface Rules {
  readonly Properties: { readonly Name: string; readonly Data: string };
}

const filesIn = (template: Template): string[] =>
  Object.values(template.findResources('AWS::APS::RuleGroupsNamespace')).map(
    (rules) => (rules as Rules).Properties.Name,
  );

describe('the rules of an environment', () => {
  test('stand with the service that they are of, those about the platform with the workspace, each once', () => {
    expect(filesIn(services).sort()).toEqual(Object.keys(prod.services ?? {}).sort());
    expect(filesIn(observability)).toEqual(['platform']);
    expect([...filesIn(services), ...filesIn(observability)].sort()).toEqual(
      monitoringOf(prod)
        .ruleFiles.map(({ name }) => name)
        .sort(),
    );
  });

  test('name their topics by severity: the workspace has an alert manager', () => {
    const [workspace] = Object.values(observability.findResources('AWS::APS::Workspace'));
    expect(JSON.stringify(workspace)).toContain('alertmanager_config');
  });
});

describe('the alarms of an environment', () => {
  interface Alarm {
    readonly Properties: {
      readonly Namespace?: string;
      readonly MetricName?: string;
      readonly Dimensions?: readonly { Name: string; Value: unknown }[];
      readonly Metrics?: readonly {
        readonly MetricStat?: {
          readonly Metric: { Namespace: string; MetricName: string; Dimensions: readonly { Name: string }[] };
        };
      }[];
    };
  }

  const asked = Object.values(alarms.findResources('AWS::CloudWatch::Alarm')).flatMap((alarm) => {
    const { Namespace, MetricName, Dimensions = [], Metrics = [] } = (alarm as Alarm).Properties;
    const single =
      Namespace === undefined ? [] : [{ namespace: Namespace, name: MetricName ?? '', dimensions: Dimensions }];
    const several = Metrics.flatMap(({ MetricStat }) =>
      MetricStat === undefined
        ? []
        : [
            {
              namespace: MetricStat.Metric.Namespace,
              name: MetricStat.Metric.MetricName,
              dimensions: MetricStat.Metric.Dimensions,
            },
          ],
    );
    return [...single, ...several];
  });

  test('ask, as they were rendered, for metrics with the dimensions under which AWS sends them', () => {
    expect(asked.length).toBeGreaterThan(30);
    const catalogue = CLOUDWATCH_METRICS as Record<string, { metrics: Record<string, readonly (readonly string[])[]> }>;
    for (const { namespace, name, dimensions } of asked) {
      const sets = catalogue[namespace]?.metrics[name]?.map((set) => [...set].sort());
      expect(sets).toContainEqual(dimensions.map((dimension) => dimension.Name).sort());
    }
  });

  test('are about what stands: every store, gateway and zone of the environment', () => {
    const names = Object.values({
      ...alarms.findResources('AWS::CloudWatch::Alarm'),
      ...alarms.findResources('AWS::CloudWatch::CompositeAlarm'),
    }).map(({ Properties }) => (Properties as { AlarmName: string }).AlarmName);
    for (const store of Object.keys(prod.stores ?? {})) expect(names).toContain(`bulkhead-prod-StoreDown-${store}`);
    for (const zone of ['a', 'b', 'c']) {
      expect(names).toEqual(
        expect.arrayContaining([`bulkhead-prod-WayOutFails-${zone}`, `bulkhead-prod-ZoneImpaired-${zone}`]),
      );
    }
    expect(names).toContain('bulkhead-prod-EntryCertificateExpires');
  });

  test('probe the entry of production from outside, and no entry that has no name', () => {
    alarms.resourceCountIs('AWS::Synthetics::Canary', 1);
    templatesOf(shipped('dev')).alarms.resourceCountIs('AWS::Synthetics::Canary', 0);
  });

  test('stand where there is no entry, no store and no mesh, too', () => {
    const bare: Environment = {
      ...shipped('dev'),
      stores: undefined,
      services: undefined,
      mesh: undefined,
      gateway: undefined,
      edge: undefined,
    };
    const stage = stageOf(bare);
    const kinds = Object.keys(Template.fromStack(stage.alarms).findResources('AWS::CloudWatch::Alarm'));
    expect(kinds).not.toEqual([]);
    expect(kinds.filter((id) => id.includes('Entry') || id.includes('Store'))).toEqual([]);
  });
});

describe('what an account has once', () => {
  const stagesOf = (environments: readonly Environment[]): readonly AccountStage[] =>
    platformApp(environments, { context: CONTEXT })
      .node.children.filter(({ node }) => node.id.startsWith('account-'))
      .map((stage) => stage as AccountStage);

  const one: Environment = { ...foundationOf(prod), stores: undefined };
  const other: Environment = {
    ...one,
    name: 'twin',
    network: { ...one.network, cidr: '10.90.0.0/16' },
  };
  const existing = (environment: Environment): Environment => ({
    ...environment,
    observability: { ...environment.observability, tracing: { transactionSearch: 'existing' } },
  });

  test('is made by one of the environments that share the account, in a stage of its own', () => {
    const [stage, ...more] = stagesOf([one, existing(other)]);
    expect(more).toEqual([]);
    expect(stage?.node.id).toBe('account-777788889999');
    expect(stage?.stacks.map(({ stackName }) => stackName)).toEqual(['bulkhead-account-eu-west-1']);
  });

  test('is made once for each region of the account, in one stage', () => {
    const elsewhere: Environment = {
      ...other,
      region: 'eu-west-2',
      network: { ...other.network, zones: ['eu-west-2a', 'eu-west-2b', 'eu-west-2c'] },
    };
    const [stage, ...more] = stagesOf([one, elsewhere]);
    expect(more).toEqual([]);
    expect(stage?.stacks.map(({ node }) => node.id)).toEqual(['eu-west-1', 'eu-west-2']);
  });

  test('is not made where every environment says that it is there already', () => {
    expect(stagesOf([existing(one)])).toEqual([]);
  });

  test('lets X-Ray write spans of this account, and nobody else', () => {
    const [stage] = stagesOf([one]);
    const [stack] = stage?.stacks ?? [];
    if (stack === undefined) throw new Error('there is no stack');
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::XRay::TransactionSearchConfig', { IndexingPercentage: 1 });
    const [policy] = Object.values(template.findResources('AWS::Logs::ResourcePolicy'));
    const text = JSON.stringify(policy);
    for (const part of ['aws/spans:*', '/aws/application-signals/data:*', 'xray.amazonaws.com', '777788889999']) {
      expect(text).toContain(part);
    }
  });
});

import { CfnResource, Stack, Stage } from 'aws-cdk-lib/core';
import { limits } from '../../../lib/checks/limits';
import { findings, rendered } from './rendered';

/** An environment whose workspace works out so many rules, in files of at most so many. */
const withRules = (count: number, perFile = 40) =>
  rendered(({ data }) => {
    const rules = new Stack(Stage.of(data), 'rules');
    for (let first = 0; first < count; first += perFile) {
      const groups = [
        {
          name: 'all',
          rules: Array.from({ length: Math.min(perFile, count - first) }, (_, index) => ({ record: `r${index}` })),
        },
      ];
      new CfnResource(rules, `Rules${first}`, {
        type: 'AWS::APS::RuleGroupsNamespace',
        properties: { Name: `file-${first}`, Data: JSON.stringify({ groups }) },
      });
    }
  });

/** An environment whose alert manager holds so many alerts back. */
const withInhibitions = (count: number) =>
  rendered(({ data }) => {
    const config = {
      route: { routes: [{ routes: [{}] }] },
      inhibit_rules: Array.from({ length: count }, () => ({})),
    };
    const text = JSON.stringify({ alertmanager_config: JSON.stringify(config) });
    new CfnResource(data, 'Workspace', {
      type: 'AWS::APS::Workspace',
      properties: { AlertManagerDefinition: { 'Fn::Join': ['', [text.slice(0, 30), text.slice(30)]] } },
    });
  });

describe('the check of limits, of a metrics workspace', () => {
  test('lets as many rules pass as leave a fifth of the quota free', async () => {
    expect(await findings(limits, withRules(1600))).toEqual([]);
  });

  test('warns of more, and of more than the quota too: AWS raises it on request, and nobody here knows whether it has', async () => {
    for (const count of [1601, 2001]) {
      expect(await findings(limits, withRules(count))).toMatchObject([
        {
          environment: 'prod',
          field: 'rules of Prometheus',
          value: count,
          severity: 'warning',
          remedy: expect.stringContaining('L-3D15CDB4') as string,
        },
      ]);
    }
  });

  test('refuses a file of rules that is too large: that quota is for ever', async () => {
    const found = await findings(limits, withLargeFile());
    expect(found).toContainEqual(expect.objectContaining({ field: 'bytes of a file of rules', severity: 'error' }));
  });

  test('reads an alert manager that is put together at deployment', async () => {
    expect(await findings(limits, withInhibitions(80))).toEqual([]);
    expect(await findings(limits, withInhibitions(81))).toMatchObject([
      { resource: 'alert manager', field: 'inhibitions', value: 81, severity: 'warning' },
    ]);
  });
});

function withLargeFile() {
  return rendered(({ data }) => {
    const groups = [{ name: 'all', rules: [{ record: 'r', expr: 'x'.repeat(1_048_576) }] }];
    new CfnResource(data, 'Rules', {
      type: 'AWS::APS::RuleGroupsNamespace',
      properties: { Name: 'large', Data: JSON.stringify({ groups }) },
    });
  });
}

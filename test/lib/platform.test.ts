import { type Stack, Validations } from 'aws-cdk-lib/core';
import { environments } from '../environments';
import { SpecError } from '../../constructs/plan/problem';
import { select } from '../../lib/environment/select';
import { platformApp } from '../../lib/platform';
import { CONTEXT, shipped, stageOf, STACKS, templatesOf } from './synthesized';

describe('the app', () => {
  const customized: string[] = [];
  const app = platformApp(environments, {
    context: CONTEXT,
    customize: ({ environment, network, cluster, data }) =>
      customized.push([environment.name, ...[network, cluster, data].map((stack: Stack) => stack.stackName)].join(' ')),
  });
  const assembly = app.synth();

  test('has one Stage for each environment, and in each the same stacks; and one for each account that they stand in', () => {
    const stacks = assembly.stacksRecursively.map(({ hierarchicalId }) => hierarchicalId);
    const ofAccounts = environments.map(({ account = '', region }) => `account-${account}/${region}`);
    const ofEnvironments = environments.flatMap(({ name }) => STACKS.map((id) => `${name}/${id}`));
    expect(stacks.sort()).toEqual([...ofAccounts, ...ofEnvironments].sort());
  });

  test('names its stacks by platform, environment and tier', () => {
    expect(assembly.stacksRecursively.map(({ stackName }) => stackName)).toContain('bulkhead-prod-network');
  });

  test('protects the stacks of production from being deleted, and no others', () => {
    const protectedStacks = assembly.stacksRecursively.filter(({ terminationProtection }) => terminationProtection);
    expect(protectedStacks.map(({ hierarchicalId }) => hierarchicalId).sort()).toEqual(
      ['account-777788889999/eu-west-1', ...STACKS.map((id) => `prod/${id}`)].sort(),
    );
  });

  test('deploys each stack after what it stands on, and destroys in the opposite order', () => {
    const dependencies = Object.fromEntries(
      assembly.stacksRecursively.map((stack) => [
        stack.hierarchicalId,
        stack.dependencies.flatMap(({ manifest }) => ('displayName' in manifest ? [String(manifest.displayName)] : [])),
      ]),
    );
    expect(dependencies['prod/network']).toEqual([]);
    expect(dependencies['prod/cluster']).toContain('prod/network');
    expect(dependencies['prod/data']).toContain('prod/cluster');
    expect(dependencies['prod/controllers']).toEqual(expect.arrayContaining(['prod/cluster', 'prod/observability']));
    expect(dependencies['prod/services']).toEqual(expect.arrayContaining(['prod/data', 'prod/controllers']));
    expect(dependencies['prod/alarms']).toEqual(
      expect.arrayContaining(STACKS.filter((id) => id !== 'alarms' && id !== 'cluster').map((id) => `prod/${id}`)),
    );
  });

  test('tags everything with platform and environment, and with what the environment adds', () => {
    expect(assembly.stacksRecursively.find(({ hierarchicalId }) => hierarchicalId === 'prod/data')?.tags).toEqual({
      platform: 'bulkhead',
      environment: 'prod',
      'cost-center': 'rides',
    });
  });

  test('needs no look-up: nothing is missing from its context', () => {
    expect(assembly.manifest.missing ?? []).toEqual([]);
  });

  test('limits itself to one environment when asked to', () => {
    const one = platformApp(environments, { context: { ...CONTEXT, environment: 'prod' } });
    expect(one.node.children.map(({ node }) => node.id).filter((id) => id !== 'Tree')).toEqual([
      'account-777788889999',
      'prod',
    ]);
  });

  test('says which environments there are when asked for one that is not', () => {
    expect(() => select(environments, 'prd')).toThrow(SpecError);
    expect(() => select(environments, 'prd')).toThrow(/did you mean 'prod'\? The environments are: dev, staging, prod/);
  });

  test('hands every environment to what customizes it, constructs and all', () => {
    expect(customized).toContain('prod bulkhead-prod-network bulkhead-prod-cluster bulkhead-prod-data');
    expect(customized).toHaveLength(environments.length);
  });

  test('refuses environments that cannot be, before any construct is made', () => {
    expect(() => platformApp([{ ...shipped('prod'), account: undefined }], { context: CONTEXT })).toThrow(SpecError);
  });
});

describe('an environment without stores', () => {
  test('has an empty data stack, which the CDK does not deploy, so that the first store is an update', () => {
    const { data } = templatesOf({ ...shipped('dev'), stores: undefined, services: undefined });
    expect(data.toJSON()).not.toHaveProperty('Resources');
  });
});

describe('the identity of what holds data', () => {
  test('does not change when a zone is added', () => {
    const prod = shipped('prod');
    const two = { ...prod, network: { ...prod.network, zones: ['eu-west-1a', 'eu-west-1c'] } };
    const before = templatesOf(two);
    const after = templatesOf(prod);
    for (const stack of STACKS) {
      const ids = (template: typeof before) => Object.keys(template[stack].toJSON().Resources as object);
      expect(ids(before).filter((id) => !ids(after).includes(id))).toEqual([]);
    }
  });

  test('is not taken from the account: the zones are those that the environment names', () => {
    expect(stageOf(shipped('prod')).data.availabilityZones).toEqual(['eu-west-1a', 'eu-west-1b', 'eu-west-1c']);
  });
});

test('a zone named on purpose is acknowledged to both linters that ask about it, for the same reason', () => {
  const acknowledged = stageOf(shipped('prod'))
    .node.findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, string>));
  const reasons = (rule: string) => acknowledged.filter(([id]) => id === rule).map(([, reason]) => reason);
  expect(new Set(reasons('CloudFormation-Validate::W3010')).size).toBe(2);
  expect(reasons('cfn-lint::W3010')).toEqual(reasons('CloudFormation-Validate::W3010'));
});

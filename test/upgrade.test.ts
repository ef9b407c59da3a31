import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OUTAGE_WHEN_REPLACED } from '../lib/checks/references/keepers';
import { readServiceSpec } from '../lib/checks/references/service-spec';
import { isObject } from '../lib/checks/template';
import type { Environment } from '../lib/environment/schema';
import { foundationOf, shipped, stageOf, templatesOf } from './lib/synthesized';

const spec = readServiceSpec();
const prod = foundationOf(shipped('prod'));
const ledger = prod.stores!.ledger!;

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

function resourcesOf(environment: Environment): ReadonlyMap<string, Resource> {
  return new Map(
    Object.entries(templatesOf(environment)).flatMap(([stack, template]) =>
      Object.entries((template.toJSON() as { Resources?: Record<string, Resource> }).Resources ?? {}).map(
        ([id, resource]) => [`${stack}/${id}`, resource] as const,
      ),
    ),
  );
}

/** The paths at which two values differ, as far down as both are objects. */
function differences(one: unknown, two: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (isObject(one) && isObject(two)) {
    return [...new Set([...Object.keys(one), ...Object.keys(two)])].flatMap((key) =>
      differences(one[key], two[key], [...path, key]),
    );
  }
  return JSON.stringify(one) === JSON.stringify(two) ? [] : [path];
}

const before = resourcesOf(prod);

/** The types of what a change would replace or remove, among those that hold something or that others depend on. */
function lost(change: Partial<Environment>): readonly string[] {
  const after = resourcesOf({ ...prod, ...change });
  const types = [...before].flatMap(([id, { Type, Properties = {} }]) => {
    if (!spec.isStateful(Type) && !OUTAGE_WHEN_REPLACED.has(Type)) return [];
    const now = after.get(id);
    if (now === undefined) return [Type];
    const changed = differences(Properties, now.Properties ?? {});
    return changed.some((path) => spec.isCreateOnly(Type, path)) ? [Type] : [];
  });
  return [...new Set(types)].sort();
}

const network = (change: Partial<Environment['network']>): Partial<Environment> => ({
  network: { ...prod.network, ...change },
});
const cluster = (change: Partial<Environment['cluster']>): Partial<Environment> => ({
  cluster: { ...prod.cluster, ...change },
});
const store = (change: Partial<typeof ledger>): Partial<Environment> => ({
  stores: { ...prod.stores, ledger: { ...ledger, ...change } },
});

const document = readFileSync(join(__dirname, '../docs/upgrade.md'), 'utf8');

describe('what docs/upgrade.md says must never change', () => {
  const [, table = ''] = document.split('## What must never change');
  const fields = [...table.matchAll(/^\| (\S.*?) +\| /gm)].map(([, cell]) => cell!).slice(2);
  const rows: Readonly<Record<string, readonly [Partial<Environment>, string]>> = {
    '`network.cidr`': [network({ cidr: '10.50.0.0/16' }), 'AWS::EC2::VPC'],
    '`network.zoneSlots`': [network({ zoneSlots: 8 }), 'AWS::EC2::Subnet'],
    'a zone taken out of `network.zones`': [network({ zones: prod.network.zones.slice(0, 2) }), 'AWS::EC2::NatGateway'],
    '`cluster.serviceCidr`': [cluster({ serviceCidr: '10.100.0.0/16' }), 'AWS::EKS::Cluster'],
    'the name of a store': [{ stores: { accounts: ledger, riders: prod.stores!.riders! } }, 'AWS::RDS::DBCluster'],
    '`stores.<name>.databaseName`': [store({ databaseName: 'accounts' }), 'AWS::RDS::DBCluster'],
  };

  test.each(Object.entries(rows))('replaces what it says: %s', (field, [change, type]) => {
    expect(fields).toContain(field);
    expect(lost(change)).toContain(type);
  });

  test('makes a second environment where the name, the platform, the account or the region changes', () => {
    const address = (change: Partial<Environment>): string => {
      const { network: stack } = stageOf({ ...prod, ...change });
      return `${stack.account}/${stack.region}/${stack.stackName}`;
    };
    const changes: Partial<Environment>[] = [{ name: 'live' }, { platform: 'rides' }, { account: '111122223333' }];
    const here = address({});
    for (const change of changes) expect(address(change)).not.toBe(here);
    expect(fields).toEqual(['`name`, `platform`', '`account`, `region`', ...Object.keys(rows)]);
  });
});

describe('what docs/upgrade.md says may change at any time', () => {
  const changes: Readonly<Record<string, Partial<Environment>>> = {
    instances: store({ instances: 4 }),
    capacity: store({ capacity: { kind: 'serverless', minimumUnits: 4, maximumUnits: 64 } }),
    retention: store({ backup: { retentionDays: 14 }, logRetentionDays: 90 }),
    clients: store({ clients: { ...ledger.clients, mapping: { access: 'read-only' } } }),
    tags: { tags: { 'cost-center': 'platform' } },
    access: cluster({
      access: {
        ...prod.cluster.access,
        readers: [...(prod.cluster.access.readers ?? []), 'arn:aws:iam::777788889999:role/Audit'],
      },
    }),
    endpoint: cluster({ endpoint: { publicCidrs: ['203.0.113.0/24'] } }),
    version: cluster({ version: '1.36' }),
    endpoints: network({
      interfaceEndpoints: ['sts', 'ecr.api', 'ecr.dkr', 'eks-auth', 'logs', 'secretsmanager', 'kms'],
    }),
    'minor version': store({ engineVersion: '17.9' }),
  };

  test.each(Object.entries(changes))('replaces nothing that holds something: %s', (_, change) => {
    expect(lost(change)).toEqual([]);
  });

  const old = prod.network.zones.slice(0, 2);
  const two = resourcesOf({ ...prod, network: { ...prod.network, zones: old } });
  const three = resourcesOf({ ...prod, cluster: { ...prod.cluster, controlPlaneZones: old } });
  const clusterOf = (resources: ReadonlyMap<string, Resource>) =>
    [...resources].filter(([, { Type }]) => Type === 'AWS::EKS::Cluster');

  test('adding a zone replaces the proxies with their logs, and nothing else that holds something', () => {
    const types = [...two].flatMap(([id, { Type, Properties = {} }]) => {
      if (!spec.isStateful(Type) && !OUTAGE_WHEN_REPLACED.has(Type)) return [];
      const changed = differences(Properties, three.get(id)?.Properties ?? {});
      return changed.some((path) => spec.isCreateOnly(Type, path)) ? [Type] : [];
    });
    expect([...new Set(types)].sort()).toEqual([
      'AWS::Logs::LogGroup',
      'AWS::RDS::DBProxy',
      'AWS::RDS::DBProxyEndpoint',
    ]);
  });

  test('adding a zone leaves the cluster as it is, once cluster.controlPlaneZones has the old list', () => {
    expect(document).toContain('`cluster.controlPlaneZones`');
    expect(clusterOf(three)).toEqual(clusterOf(two));
  });

  test('writing the old list changes nothing, and adding a zone without it asks EKS for what it refuses', () => {
    const written = resourcesOf({
      ...prod,
      network: { ...prod.network, zones: old },
      cluster: { ...prod.cluster, controlPlaneZones: old },
    });
    expect(written).toEqual(two);
    expect(clusterOf(before)).not.toEqual(clusterOf(two));
  });
});

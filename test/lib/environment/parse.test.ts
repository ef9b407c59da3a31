import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SpecError } from '../../../constructs/plan/problem';
import { environmentProblems, parseEnvironments } from '../../../lib/environment/parse';
import { environmentSchema } from '../../../lib/environment/schema';
import { FULL, SOUND, varied } from './examples';
import { fieldsOf, isAt, valuesAt } from './fields';

/** One thing that must not parse: what is changed, where the problem is told, and words of its reason and remedy. */
type Case = readonly [
  title: string,
  changes: Readonly<Record<string, unknown>>,
  field: string,
  reason: string,
  remedy: string,
];

const ledger = 'stores.ledger';
const NODE_GROUPS = { 'cluster.mode': 'node-groups' };

const REFUSED: readonly Case[] = [
  // The environment itself.
  ['no name', { name: undefined }, 'name', 'missing', 'prod'],
  ['a name that AWS would refuse', { name: 'Prod_1' }, 'name', 'AWS limits', 'prod'],
  ['a name too long for what is added to it', { name: 'production-of-the-rides' }, 'name', '20', 'prod'],
  ['an unknown tier', { tier: 'productoin' }, 'tier', 'tier', "did you mean 'production'?"],
  ['a platform name that AWS would refuse', { platform: '-rides' }, 'platform', 'AWS limits', 'bulkhead'],
  ['no account number in production', { account: undefined }, 'account', 'credentials of the moment', '111122223333'],
  ['an account number of 11 digits', { account: '11112222333' }, 'account', '12 digits', '111122223333'],
  ['an unknown region', { region: 'eu-wset-1' }, 'region', 'no AWS region', "did you mean 'eu-west-1'?"],
  ['an unknown key', { netwrok: {} }, 'netwrok', 'no such key', "did you mean 'network'?"],
  ['a reserved tag', { tags: { 'aws:owner': 'x' } }, 'tags["aws:owner"]', "'aws:' is reserved", 'cost-center'],
  ['a tag value with a line break', { tags: { owner: 'a\tb' } }, 'tags.owner', 'a tag value', 'rides'],
  ['tags that are no record', { tags: ['x'] }, 'tags', 'expected record', 'cost-center'],
  ['protection that is no boolean', { terminationProtection: 'yes' }, 'terminationProtection', 'boolean', 'true'],

  // Network.
  ['no network', { network: undefined }, 'network', 'missing', '10.40.0.0/16'],
  ['one zone', { 'network.zones': ['eu-west-1a'] }, 'network.zones', 'cannot lose one', 'at least two'],
  [
    'a zone of another region',
    { 'network.zones': ['eu-west-1a', 'eu-west-2b'] },
    'network.zones[1]',
    'eu-west-2',
    'eu-west-1',
  ],
  ['a block that is none', { 'network.cidr': '10.40.0.0' }, 'network.cidr', 'not a block', '10.40.0.0/16'],
  ['a block too small for the pods', { 'network.cidr': '10.40.0.0/22' }, 'network.cidr', '3000 pods', 'use a /'],
  ['one way out in production', { 'network.egress': 'single' }, 'network.egress', 'stands in one zone', 'per-zone'],
  ['an ipv6 that is no boolean', { 'network.ipv6': 'yes' }, 'network.ipv6', 'expected boolean', 'true'],
  ['six zone slots', { 'network.zoneSlots': 6 }, 'network.zoneSlots', 'four or eight', 'use one of: 4, 8'],
  ['a capacity that is none', { 'network.capacity': 3000 }, 'network.capacity', 'expected object', 'pods'],
  ['half a pod', { 'network.capacity': { pods: 0.5, nodes: 1 } }, 'network.capacity.pods', 'int', '3000'],
  [
    'too few nodes for the pods',
    { 'network.capacity': { pods: 900, nodes: 2 } },
    'network.capacity.nodes',
    '250',
    'at least 4',
  ],
  [
    'a connected network that overlaps',
    { 'network.connectedCidrs': ['10.0.0.0/8'] },
    'network.cidr',
    'overlaps',
    'no connected',
  ],
  [
    'a connected network that is none',
    { 'network.connectedCidrs': ['ten'] },
    'network.connectedCidrs[0]',
    'not a block',
    '10.0',
  ],
  [
    'an unknown endpoint',
    { 'network.interfaceEndpoints': ['ecr.ap'] },
    'network.interfaceEndpoints[0]',
    'expected',
    "'ecr.api'",
  ],
  ['no flow logs', { 'network.flowLogs': false }, 'network.flowLogs', 'expected object', '365'],
  [
    'a retention that CloudWatch has not',
    { 'network.flowLogs': { retentionDays: 42 } },
    'network.flowLogs.retentionDays',
    '',
    '',
  ],
  [
    'an unknown kind of traffic',
    { 'network.flowLogs': { trafficType: 'SOME' } },
    'network.flowLogs.trafficType',
    '',
    'ALL',
  ],

  // Cluster.
  ['no cluster', { cluster: undefined }, 'cluster', 'missing', 'version'],
  ['a version without add-on versions', { 'cluster.version': '1.29' }, 'cluster.version', 'add-ons', '1.35'],
  ['an unknown mode', { 'cluster.mode': 'fargate' }, 'cluster.mode', 'expected', 'auto'],
  ['nobody who may enter', { 'cluster.access': undefined }, 'cluster.access', 'missing', 'administrators'],
  [
    'no administrator',
    { 'cluster.access': { administrators: [] } },
    'cluster.access.administrators',
    'nobody',
    'arn:aws:iam',
  ],
  [
    'an operator that is no role',
    { 'cluster.access.operators': ['OnCall'] },
    'cluster.access.operators[0]',
    '',
    'arn:aws:iam',
  ],
  [
    'operators who may act as any workload in production',
    { 'cluster.access.operators': ['arn:aws:iam::111122223333:role/OnCall'] },
    'cluster.access.operatorNamespaces',
    'any service account',
    "['payment', 'trip']",
  ],
  [
    'a namespace of operators that Kubernetes would refuse',
    { 'cluster.access.operatorNamespaces': ['Payment'] },
    'cluster.access.operatorNamespaces[0]',
    'namespace',
    'payment',
  ],
  ['a reader that is no role', { 'cluster.access.readers': ['Team'] }, 'cluster.access.readers[0]', '', 'arn:aws:iam'],
  [
    'an endpoint that is no object',
    { 'cluster.endpoint': 'public' },
    'cluster.endpoint',
    'expected object',
    'publicCidrs',
  ],
  [
    'a public endpoint open to the world in production',
    { 'cluster.endpoint': { publicCidrs: ['0.0.0.0/0'] } },
    'cluster.endpoint.publicCidrs[0]',
    'world',
    '',
  ],
  ['logging that is no object', { 'cluster.logging': true }, 'cluster.logging', 'expected object', '90'],
  [
    'an unknown log',
    { 'cluster.logging': { types: ['audits'] } },
    'cluster.logging.types[0]',
    '',
    "did you mean 'audit'?",
  ],
  [
    'a log retention that is none',
    { 'cluster.logging': { retentionDays: 91 } },
    'cluster.logging.retentionDays',
    '',
    '',
  ],
  ['a service block in the VPC', { 'cluster.serviceCidr': '10.40.0.0/16' }, 'cluster.serviceCidr', 'overlap', ''],
  ['node pools that are none', { 'cluster.nodePools': ['general'] }, 'cluster.nodePools', 'expected record', 'general'],
  [
    'a pool with a bad name',
    { 'cluster.nodePools': { General: {} } },
    'cluster.nodePools.General',
    'Kubernetes name',
    'general',
  ],
  [
    'a pool without processors',
    { 'cluster.nodePools': { g: { architectures: [] } } },
    'cluster.nodePools.g.architectures',
    '',
    'amd64',
  ],
  [
    'a pool of no category',
    { 'cluster.nodePools': { g: { instanceCategories: [] } } },
    'cluster.nodePools.g.instanceCategories',
    '',
    'r',
  ],
  [
    'a pool that buys nothing',
    { 'cluster.nodePools': { g: { capacityTypes: [] } } },
    'cluster.nodePools.g.capacityTypes',
    '',
    'on-demand',
  ],
  [
    'a pool of one processor',
    { 'cluster.nodePools': { g: { maximumCpus: 1 } } },
    'cluster.nodePools.g.maximumCpus',
    '4',
    '256',
  ],
  [
    'half a minute',
    { 'cluster.nodePools': { g: { consolidateAfterMinutes: 0.5 } } },
    'cluster.nodePools.g.consolidateAfterMinutes',
    'whole number',
    '5',
  ],
  ['node groups under Auto Mode', { 'cluster.nodeGroups': {} }, 'cluster.nodeGroups', '', ''],
  [
    'no instance type',
    { ...NODE_GROUPS, 'cluster.nodeGroups.instanceTypes': [] },
    'cluster.nodeGroups.instanceTypes',
    '',
    'm7i.large',
  ],
  [
    'no node in a zone',
    { ...NODE_GROUPS, 'cluster.nodeGroups.minimumPerZone': 0 },
    'cluster.nodeGroups.minimumPerZone',
    'zone',
    '2',
  ],
  [
    'too many nodes',
    { ...NODE_GROUPS, 'cluster.nodeGroups.maximumPerZone': 451 },
    'cluster.nodeGroups.maximumPerZone',
    '450',
    '20',
  ],
  [
    'a tiny disk',
    { ...NODE_GROUPS, 'cluster.nodeGroups.diskGibibytes': 8 },
    'cluster.nodeGroups.diskGibibytes',
    '20',
    '80',
  ],
  [
    'an unknown way to buy',
    { ...NODE_GROUPS, 'cluster.nodeGroups.capacityType': 'sport' },
    'cluster.nodeGroups.capacityType',
    '',
    "'spot'",
  ],
  ['add-ons that are none', { 'cluster.addons': 'none' }, 'cluster.addons', 'expected record', 'coredns'],
  [
    'an add-on version that is none',
    { 'cluster.addons': { coredns: '1.13' } },
    'cluster.addons.coredns',
    'eksbuild',
    'v1.13',
  ],
  [
    'a control plane in one zone',
    { 'cluster.controlPlaneZones': ['eu-west-1a'] },
    'cluster.controlPlaneZones',
    'two zones',
    'eu-west-1b',
  ],
  [
    'a control plane in a zone that the network has not',
    { 'cluster.controlPlaneZones': ['eu-west-1a', 'eu-west-1d'] },
    'cluster.controlPlaneZones[1]',
    'no such zone',
    'eu-west-1a, eu-west-1b, eu-west-1c',
  ],
  [
    'an unknown control plane tier',
    { 'cluster.controlPlaneTier': 'xl' },
    'cluster.controlPlaneTier',
    'expected',
    'tier-xl',
  ],
  ['an unknown upgrade policy', { 'cluster.upgradePolicy': 'never' }, 'cluster.upgradePolicy', 'expected', 'standard'],
  ['a zonal shift that is no boolean', { 'cluster.zonalShift': 'on' }, 'cluster.zonalShift', 'boolean', 'true'],
  [
    'a cluster protection that is none',
    { 'cluster.deletionProtection': 1 },
    'cluster.deletionProtection',
    'boolean',
    'true',
  ],

  // Stores.
  ['stores that are a list', { stores: [] }, 'stores', 'expected record', 'ledger'],
  [
    'a store name that AWS would refuse',
    { stores: { Ledger: { consistency: 'strong' } } },
    'stores.Ledger',
    'AWS limits',
    'ledger',
  ],
  ['a store that is none', { [ledger]: 'postgres' }, ledger, '', ''],
  [
    'an unknown consistency',
    { [`${ledger}.consistency`]: 'stong' },
    `${ledger}.consistency`,
    '',
    "did you mean 'strong'?",
  ],
  [
    'an unknown engine version',
    { [`${ledger}.engineVersion`]: '9.6' },
    `${ledger}.engineVersion`,
    'version table',
    '17.7',
  ],
  [
    'one instance in production',
    { [`${ledger}.instances`]: 1 },
    `${ledger}.instances`,
    'cannot lose its zone',
    'at least 2',
  ],
  ['a capacity of no kind', { [`${ledger}.capacity`]: 'large' }, `${ledger}.capacity`, '', 'serverless'],
  [
    'an unknown kind of capacity',
    { [`${ledger}.capacity`]: { kind: 'server' } },
    `${ledger}.capacity.kind`,
    '',
    'serverless',
  ],
  [
    'a minimum over the maximum',
    { [`${ledger}.capacity`]: { kind: 'serverless', minimumUnits: 8, maximumUnits: 4 } },
    `${ledger}.capacity.minimumUnits`,
    'more than',
    '',
  ],
  [
    'a maximum over what Aurora has',
    { [`${ledger}.capacity`]: { kind: 'serverless', minimumUnits: 1, maximumUnits: 300 } },
    `${ledger}.capacity.maximumUnits`,
    '256',
    '',
  ],
  [
    'a class that cannot be administered',
    { [`${ledger}.capacity`]: { kind: 'provisioned', instanceClass: 'db.t4g.medium' } },
    `${ledger}.capacity.instanceClass`,
    'Data API',
    '',
  ],
  ['an unknown storage', { [`${ledger}.storage`]: 'fast' }, `${ledger}.storage`, 'expected', 'standard'],
  ['a reserved database name', { [`${ledger}.databaseName`]: 'user' }, `${ledger}.databaseName`, '', ''],
  ['a privileged port', { [`${ledger}.port`]: 80 }, `${ledger}.port`, '1150', '5432'],
  [
    'clients that are a list',
    { [`${ledger}.clients`]: ['payment'] },
    `${ledger}.clients`,
    'expected record',
    'payment',
  ],
  [
    'a client that is none',
    { [`${ledger}.clients`]: { payment: true } },
    `${ledger}.clients.payment`,
    'expected object',
    '',
  ],
  [
    'unknown access',
    { [`${ledger}.clients`]: { pay: { access: 'write' } } },
    `${ledger}.clients.pay.access`,
    '',
    'read-write',
  ],
  [
    'a namespace that is none',
    { [`${ledger}.clients`]: { pay: { access: 'read-only', namespace: 'A B' } } },
    `${ledger}.clients.pay.namespace`,
    'Kubernetes',
    'payment',
  ],
  [
    'a service account that is none',
    { [`${ledger}.clients`]: { pay: { access: 'read-only', serviceAccount: 'A B' } } },
    `${ledger}.clients.pay.serviceAccount`,
    'Kubernetes',
    'payment',
  ],
  ['a backup that is none', { [`${ledger}.backup`]: false }, `${ledger}.backup`, 'expected object', '35'],
  [
    'more days than Aurora keeps',
    { [`${ledger}.backup`]: { retentionDays: 36 } },
    `${ledger}.backup.retentionDays`,
    '1 to 35',
    '35',
  ],
  [
    'a window that is none',
    { [`${ledger}.backup`]: { window: 'night' } },
    `${ledger}.backup.window`,
    'hh:mm-hh:mm',
    '02:00-03:00',
  ],
  ['an unknown vault', { [`${ledger}.backup`]: { vault: 'some' } }, `${ledger}.backup.vault`, '', 'dailyRetentionDays'],
  [
    'no daily snapshot',
    { [`${ledger}.backup`]: { vault: { dailyRetentionDays: 0 } } },
    `${ledger}.backup.vault.dailyRetentionDays`,
    'number of days',
    '35',
  ],
  [
    'no monthly snapshot',
    { [`${ledger}.backup`]: { vault: { monthlyRetentionDays: 0 } } },
    `${ledger}.backup.vault.monthlyRetentionDays`,
    'number of days',
    '365',
  ],
  [
    'an hour that is none',
    { [`${ledger}.backup`]: { vault: { hour: 24 } } },
    `${ledger}.backup.vault.hour`,
    'hour of the day',
    '6',
  ],
  [
    'an unknown lock',
    { [`${ledger}.backup`]: { vault: { lock: 'hard' } } },
    `${ledger}.backup.vault.lock`,
    '',
    'governance',
  ],
  [
    'a maintenance window that is none',
    { [`${ledger}.maintenanceWindow`]: 'sunday' },
    `${ledger}.maintenanceWindow`,
    'ddd',
    'sun:04',
  ],
  ['unknown upgrades', { [`${ledger}.minorUpgrades`]: 'auto' }, `${ledger}.minorUpgrades`, '', 'automatic'],
  [
    'an unprotected store in production',
    { [`${ledger}.deletionProtection`]: false },
    `${ledger}.deletionProtection`,
    'one command',
    '',
  ],
  ['parameters that are none', { [`${ledger}.parameters`]: [] }, `${ledger}.parameters`, 'expected record', 'work_mem'],
  [
    'a parameter that is no text',
    { [`${ledger}.parameters`]: { work_mem: 1 } },
    `${ledger}.parameters.work_mem`,
    'expected string',
    '',
  ],
  ['a retention of logs that is none', { [`${ledger}.logRetentionDays`]: 2 }, `${ledger}.logRetentionDays`, '', ''],
  ['an odd interval', { [`${ledger}.monitoringIntervalSeconds`]: 7 }, `${ledger}.monitoringIntervalSeconds`, '', '60'],
  ['unknown insights', { [`${ledger}.insights`]: 'deep' }, `${ledger}.insights`, '', 'standard'],
  ['a proxy that is none', { [`${ledger}.proxy`]: 'rds' }, `${ledger}.proxy`, 'expected object', '90'],
  [
    'over all connections',
    { [`${ledger}.proxy`]: { maxConnectionsPercent: 101 } },
    `${ledger}.proxy.maxConnectionsPercent`,
    '100',
    '90',
  ],
  [
    'more idle than open',
    { [`${ledger}.proxy`]: { maxConnectionsPercent: 10, maxIdleConnectionsPercent: 20 } },
    `${ledger}.proxy.maxIdleConnectionsPercent`,
    'more than',
    '10',
  ],
  [
    'no idle time',
    { [`${ledger}.proxy`]: { idleClientTimeoutSeconds: 0 } },
    `${ledger}.proxy.idleClientTimeoutSeconds`,
    '',
    '1800',
  ],
  [
    'too long a wait',
    { [`${ledger}.proxy`]: { borrowTimeoutSeconds: 301 } },
    `${ledger}.proxy.borrowTimeoutSeconds`,
    '300',
    '60',
  ],
];

describe('what must not parse is refused, with field, reason and remedy', () => {
  test.each(REFUSED)('%s', (_, changes, field, reason, remedy) => {
    const problems = environmentProblems(varied(changes));
    const problem = problems.find((each) => each.field === field);
    expect(problems.map((each) => each.field)).toContain(field);
    expect(problem?.reason).toContain(reason);
    expect(problem?.remedy).toContain(remedy);
  });

  test('and nothing is left to be read elsewhere: every remedy says what to write', () => {
    const remedies = REFUSED.flatMap(([, changes]) => environmentProblems(varied(changes)).map(({ remedy }) => remedy));
    expect(remedies.filter((remedy) => remedy === '' || remedy.includes('docstring'))).toEqual([]);
  });
});

describe('every field of an environment', () => {
  const fields = fieldsOf(environmentSchema).map(({ path }) => path);

  test.each(fields)('%s has an example that is refused', (path) => {
    expect(REFUSED.map(([, , field]) => field).filter((field) => isAt(path, field))).not.toEqual([]);
  });

  test.each(fields)('%s has an example that is accepted', (path) => {
    expect(FULL.flatMap((environment) => valuesAt(environment, path.split('.')))).not.toEqual([]);
  });
});

describe('what is sound', () => {
  test('is accepted as it is, the least of it and all of it', () => {
    expect(parseEnvironments([SOUND])).toEqual([SOUND]);
    expect(parseEnvironments(FULL)).toEqual(FULL);
  });
});

describe('problems are told all at once', () => {
  const problemsOf = (inputs: readonly unknown[], wanted?: string): readonly string[] => {
    try {
      parseEnvironments(inputs, wanted);
      return [];
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      return error.problems.map(({ field }) => field);
    }
  };

  test('of one environment: of shape, of rules, and between sections', () => {
    const broken = varied({
      account: undefined,
      colour: 'red',
      'network.zones': ['eu-west-1a'],
      'cluster.version': '1.2',
      [`${ledger}.instances`]: 1,
    });
    expect(problemsOf([broken])).toEqual(
      expect.arrayContaining([
        'prod.account',
        'prod.colour',
        'prod.network.zones',
        'prod.cluster.version',
        'prod.stores.ledger.instances',
      ]),
    );
  });

  test('of several environments, and between those that are sound', () => {
    const staging = varied({ name: 'staging', tier: 'staging' });
    const broken = varied({ name: 'dev', region: 'nowhere' });
    expect(problemsOf([SOUND, staging, broken])).toEqual(
      expect.arrayContaining(['dev.region', 'staging.network.cidr']),
    );
  });

  test('of environments that have one name', () => {
    expect(problemsOf([SOUND, varied({ 'network.cidr': '10.50.0.0/16' })])).toEqual(['prod.name']);
  });

  test('of environments whose resources could have one name', () => {
    const inputs = [SOUND, varied({ name: 'prod-eu', 'network.cidr': '10.50.0.0/16' })];
    expect(problemsOf(inputs)).toEqual(['prod-eu.name']);
    expect(problemsOf([SOUND, varied({ name: 'prodeu', 'network.cidr': '10.50.0.0/16' })])).toEqual([]);
  });

  test('of what lies between the one that is wanted and the others, but not of the others alone', () => {
    const staging = varied({ name: 'staging', tier: 'staging' });
    const broken = varied({ name: 'dev', region: 'nowhere', 'network.cidr': '10.60.0.0/16' });
    expect(problemsOf([SOUND, staging, broken], 'prod')).toEqual(['staging.network.cidr']);
    expect(problemsOf([SOUND, broken], 'prod')).toEqual([]);
    expect(parseEnvironments([SOUND, broken], 'prod')).toEqual([SOUND]);
  });

  test('in the words that the README shows', () => {
    const readme = readFileSync(join(__dirname, '../../../README.md'), 'utf8');
    const [, shown] = /```text\n(.*?)\n```/s.exec(readme) ?? [];
    const broken = varied({ account: undefined, 'network.zones': ['eu-west-1a'] });
    expect(() => parseEnvironments([broken])).toThrow(shown ?? 'the README shows none');
  });

  test('of no environments: nothing would be checked, and all would be green', () => {
    expect(problemsOf([])).toEqual(['environments']);
  });

  test('of a file that exports nothing, where another one is wanted', () => {
    expect(() => parseEnvironments([undefined], 'prod')).toThrow(/export default/);
  });

  test('of something that is no environment at all', () => {
    expect(problemsOf([undefined, 'prod'])).toEqual(['environments[0]', 'environments[1]']);
  });
});

import type { EnvironmentTier } from '../../../../constructs/plan/context';
import { storeNameProblems } from '../../../../constructs/plan/database/names';
import { databaseProblems, databaseSpec, type DatabaseSpec } from '../../../../constructs/plan/database/spec';
import { shapeProblems } from '../../../../constructs/plan/spec';

const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];

const judge = (fields: Record<string, unknown>, tier: EnvironmentTier = 'production') => {
  const spec = { consistency: 'strong', ...fields };
  const shape = shapeProblems(databaseSpec, spec);
  if (shape.length > 0) return shape;
  return databaseProblems(
    spec as DatabaseSpec,
    { platform: 'bulkhead', environment: 'prod', tier, region: 'eu-west-1' },
    ZONES,
  );
};

type Example = {
  says: string;
  wrong: Record<string, unknown>;
  field: string;
  right: Record<string, unknown>;
  tier?: EnvironmentTier;
};

const capacity = (minimumUnits: number, maximumUnits: number) => ({
  capacity: { kind: 'serverless', minimumUnits, maximumUnits },
});
const provisioned = (instanceClass: string) => ({ capacity: { kind: 'provisioned', instanceClass } });
const client = (service: string, more = {}) => ({ clients: { [service]: { access: 'read-write', ...more } } });
const RW = { access: 'read-write' };

const EXAMPLES: readonly Example[] = [
  {
    says: 'one answer to a partition',
    wrong: { consistency: 'eventual' },
    field: 'consistency',
    right: { consistency: 'strong' },
  },
  { says: 'no unknown key', wrong: { instance: 3 }, field: 'instance', right: { instances: 3 } },
  {
    says: 'a version of the table',
    wrong: { engineVersion: '13.4' },
    field: 'engineVersion',
    right: { engineVersion: '16.13' },
  },
  { says: 'one instance at least', wrong: { instances: 0 }, field: 'instances', right: { instances: 2 } },
  { says: 'two instances in production', wrong: { instances: 1 }, field: 'instances', right: { instances: 2 } },
  { says: 'sixteen instances at most', wrong: { instances: 17 }, field: 'instances', right: { instances: 16 } },
  {
    says: 'deletion protection in production',
    wrong: { deletionProtection: false },
    field: 'deletionProtection',
    right: { deletionProtection: true },
  },
  {
    says: 'capacity of a known kind',
    wrong: { capacity: { kind: 'burstable' } },
    field: 'capacity',
    right: capacity(2, 16),
  },
  { says: 'no pausing behind a proxy', wrong: capacity(0, 4), field: 'capacity.minimumUnits', right: capacity(0.5, 4) },
  { says: 'units in halves', wrong: capacity(0.7, 4), field: 'capacity.minimumUnits', right: capacity(1.5, 4) },
  { says: 'no more than 256 units', wrong: capacity(2, 300), field: 'capacity.maximumUnits', right: capacity(2, 256) },
  { says: 'a minimum under the maximum', wrong: capacity(8, 4), field: 'capacity.minimumUnits', right: capacity(4, 4) },
  { says: 'a maximum of one unit', wrong: capacity(0.5, 0.5), field: 'capacity.maximumUnits', right: capacity(0.5, 1) },
  {
    says: 'an instance class',
    wrong: provisioned('r7g.large'),
    field: 'capacity.instanceClass',
    right: provisioned('db.r7g.large'),
  },
  {
    says: 'no T class',
    wrong: provisioned('db.t4g.medium'),
    field: 'capacity.instanceClass',
    right: provisioned('db.r6id.2xlarge'),
  },
  { says: 'a way of billing storage', wrong: { storage: 'gp3' }, field: 'storage', right: { storage: 'io-optimized' } },
  {
    says: 'a database name without quotes',
    wrong: { databaseName: 'my-db' },
    field: 'databaseName',
    right: { databaseName: 'my_db' },
  },
  {
    says: 'no reserved database name',
    wrong: { databaseName: 'user' },
    field: 'databaseName',
    right: { databaseName: 'users' },
  },
  {
    says: "none of Aurora's names",
    wrong: { databaseName: 'rdsadmin' },
    field: 'databaseName',
    right: { databaseName: 'admin' },
  },
  { says: 'a port that Aurora listens on', wrong: { port: 80 }, field: 'port', right: { port: 6432 } },
  { says: 'a service name', wrong: client('Payment'), field: 'clients', right: client('payment') },
  {
    says: 'a service name of 63 characters at most',
    wrong: client('p'.repeat(64)),
    field: 'clients',
    right: client('p'.repeat(63)),
  },
  {
    says: 'a user of its own, not the superuser',
    wrong: client('postgres'),
    field: 'clients.postgres',
    right: client('ledger'),
  },
  { says: 'no name of RDS', wrong: client('rdsadmin'), field: 'clients.rdsadmin', right: client('reports') },
  {
    says: "not the deployment's own group",
    wrong: client('store-readers'),
    field: 'clients.store-readers',
    right: client('store'),
  },
  { says: 'not the master user', wrong: client('breakglass'), field: 'clients.breakglass', right: client('user') },
  { says: 'a letter first', wrong: client('3d'), field: 'clients.3d', right: client('d3') },
  {
    says: 'an access',
    wrong: client('payment', { access: 'admin' }),
    field: 'clients.payment.access',
    right: client('payment', { access: 'read-only' }),
  },
  {
    says: 'a namespace',
    wrong: client('payment', { namespace: 'Pay' }),
    field: 'clients.payment.namespace',
    right: client('payment', { namespace: 'pay' }),
  },
  {
    says: 'a service account',
    wrong: client('payment', { serviceAccount: '-' }),
    field: 'clients.payment.serviceAccount',
    right: client('payment', { serviceAccount: 'pay' }),
  },
  {
    says: 'a service account of its own for each client',
    wrong: { clients: { payment: RW, refunds: { ...RW, namespace: 'payment', serviceAccount: 'payment' } } },
    field: 'clients.refunds',
    right: { clients: { payment: RW, refunds: { ...RW, namespace: 'payment' } } },
  },
  {
    says: 'backups for 35 days at most',
    wrong: { backup: { retentionDays: 36 } },
    field: 'backup.retentionDays',
    right: { backup: { retentionDays: 35 } },
  },
  {
    says: 'backups for a day at least',
    wrong: { backup: { retentionDays: 0 } },
    field: 'backup.retentionDays',
    right: { backup: { retentionDays: 1 } },
  },
  {
    says: 'a backup window of the right form',
    wrong: { backup: { window: '2-3' } },
    field: 'backup.window',
    right: { backup: { window: '01:00-02:00' } },
  },
  {
    says: 'a backup window of half an hour',
    wrong: { backup: { window: '01:00-01:20' } },
    field: 'backup.window',
    right: { backup: { window: '01:00-01:30' } },
  },
  {
    says: 'a backup window beside maintenance',
    wrong: { backup: { window: '04:30-05:30' } },
    field: 'backup.window',
    right: { backup: { window: '03:30-04:00' } },
  },
  {
    says: 'a known vault',
    wrong: { backup: { vault: 'some' } },
    field: 'backup.vault',
    right: { backup: { vault: 'none' } },
  },
  {
    says: 'daily snapshots kept for days',
    wrong: { backup: { vault: { dailyRetentionDays: 0 } } },
    field: 'backup.vault.dailyRetentionDays',
    right: { backup: { vault: { dailyRetentionDays: 90 } } },
  },
  {
    says: 'monthly snapshots kept for days',
    wrong: { backup: { vault: { monthlyRetentionDays: 1.5 } } },
    field: 'backup.vault.monthlyRetentionDays',
    right: { backup: { vault: { monthlyRetentionDays: 730 } } },
  },
  {
    says: 'a kind of lock',
    wrong: { backup: { vault: { lock: 'compliance' } } },
    field: 'backup.vault.lock',
    right: { backup: { vault: { lock: 'none' } } },
  },
  {
    says: 'an hour of the day',
    wrong: { backup: { vault: { hour: 24 } } },
    field: 'backup.vault.hour',
    right: { backup: { vault: { hour: 23 } } },
  },
  {
    says: 'snapshots away from the windows',
    wrong: { backup: { vault: { hour: 3 } } },
    field: 'backup.vault.hour',
    right: { backup: { vault: { hour: 5 } } },
  },
  {
    says: 'snapshots away from the windows that are set',
    wrong: { backup: { window: '06:30-07:00' } },
    field: 'backup.vault.hour',
    right: { backup: { window: '06:30-07:00', vault: { hour: 7 } } },
  },
  {
    says: 'a maintenance window of the right form',
    wrong: { maintenanceWindow: 'sunday' },
    field: 'maintenanceWindow',
    right: { maintenanceWindow: 'sat:04:00-sat:05:00' },
  },
  {
    says: 'a maintenance window of half an hour',
    wrong: { maintenanceWindow: 'sun:09:00-sun:09:10' },
    field: 'maintenanceWindow',
    right: { maintenanceWindow: 'sun:22:00-mon:01:00' },
    tier: 'development',
  },
  {
    says: 'a maintenance window beside backups',
    wrong: { maintenanceWindow: 'sun:02:30-sun:03:30' },
    field: 'maintenanceWindow',
    right: { maintenanceWindow: 'sun:03:00-sun:03:30' },
  },
  {
    says: 'who upgrades',
    wrong: { minorUpgrades: 'auto' },
    field: 'minorUpgrades',
    right: { minorUpgrades: 'automatic' },
  },
  {
    says: 'a known parameter',
    wrong: { parameters: { work_mm: '1' } },
    field: 'parameters["work_mm"]',
    right: { parameters: { work_mem: '65536' } },
  },
  {
    says: 'parameters as text',
    wrong: { parameters: { work_mem: 65536 } },
    field: 'parameters.work_mem',
    right: { parameters: { work_mem: '65536' } },
  },
  {
    says: 'TLS in production',
    wrong: { parameters: { 'rds.force_ssl': '0' } },
    field: 'parameters["rds.force_ssl"]',
    right: { parameters: { 'rds.force_ssl': '1' } },
  },
  {
    says: 'TLS that is not broken',
    wrong: { parameters: { ssl_min_protocol_version: 'TLSv1' } },
    field: 'parameters["ssl_min_protocol_version"]',
    right: { parameters: { ssl_min_protocol_version: 'TLSv1.3' } },
  },
  {
    says: 'a retention that CloudWatch knows',
    wrong: { logRetentionDays: 100 },
    field: 'logRetentionDays',
    right: { logRetentionDays: 90 },
  },
  {
    says: 'an interval that RDS knows',
    wrong: { monitoringIntervalSeconds: 20 },
    field: 'monitoringIntervalSeconds',
    right: { monitoringIntervalSeconds: 0 },
  },
  { says: 'a mode of insights', wrong: { insights: 'basic' }, field: 'insights', right: { insights: 'standard' } },
  {
    says: 'a share of connections',
    wrong: { proxy: { maxConnectionsPercent: 0 } },
    field: 'proxy.maxConnectionsPercent',
    right: { proxy: { maxConnectionsPercent: 50 } },
  },
  {
    says: 'a share of idle connections',
    wrong: { proxy: { maxIdleConnectionsPercent: 101 } },
    field: 'proxy.maxIdleConnectionsPercent',
    right: { proxy: { maxIdleConnectionsPercent: 0 } },
  },
  {
    says: 'no more idle than open',
    wrong: { proxy: { maxConnectionsPercent: 50, maxIdleConnectionsPercent: 60 } },
    field: 'proxy.maxIdleConnectionsPercent',
    right: { proxy: { maxConnectionsPercent: 60, maxIdleConnectionsPercent: 60 } },
  },
  {
    says: 'a timeout that the proxy takes',
    wrong: { proxy: { idleClientTimeoutSeconds: 30_000 } },
    field: 'proxy.idleClientTimeoutSeconds',
    right: { proxy: { idleClientTimeoutSeconds: 28_800 } },
  },
  {
    says: 'a wait that the proxy takes',
    wrong: { proxy: { borrowTimeoutSeconds: 301 } },
    field: 'proxy.borrowTimeoutSeconds',
    right: { proxy: { borrowTimeoutSeconds: 0 } },
  },
];

describe('a store', () => {
  test.each(EXAMPLES)('needs $says', ({ wrong, field, right, tier }) => {
    const problems = judge(wrong, tier);
    expect(problems.map((each) => each.field)).toEqual([expect.stringContaining(field)]);
    for (const { reason, remedy } of problems) {
      expect(reason).not.toBe('');
      expect(remedy).not.toMatch(/^$|see the docstring/);
    }
    expect(judge(right, tier)).toEqual([]);
  });

  test('has an example for every field', () => {
    const named = EXAMPLES.flatMap(({ wrong, right }) => [...Object.keys(wrong), ...Object.keys(right)]);
    expect(Object.keys(databaseSpec.shape).filter((field) => !named.includes(field))).toEqual([]);
  });

  test('is sound with nothing said, in every tier', () => {
    for (const tier of ['development', 'staging', 'production'] as const) expect(judge({}, tier)).toEqual([]);
  });

  test('may be one instance, and go with one command, where nothing is at stake', () => {
    expect(
      judge({ instances: 1, deletionProtection: false, parameters: { 'rds.force_ssl': '0' } }, 'development'),
    ).toEqual([]);
  });

  test('suggests the parameter that was probably meant', () => {
    expect(judge({ parameters: { work_mm: '1' } })[0]?.remedy).toBe("did you mean 'work_mem'?");
  });

  test('has all its problems told at once', () => {
    expect(judge({ instances: 1, deletionProtection: false, databaseName: 'table' }).map(({ field }) => field)).toEqual(
      ['instances', 'deletionProtection', 'databaseName'],
    );
  });
});

describe('the name of a store', () => {
  test.each(['ledger', 'trip-history', 'l2'])('may be %s', (name) => expect(storeNameProblems(name)).toEqual([]));
  test.each(['Ledger', 'led_ger', '-ledger', 'ledger-', 'a--b', '2l', '', 'l'.repeat(41)])('may not be %j', (name) => {
    expect(storeNameProblems(name)).toHaveLength(1);
  });
});

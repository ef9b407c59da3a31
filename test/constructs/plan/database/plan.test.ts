import type { EnvironmentTier, PlanContext } from '../../../../constructs/plan/context';
import { planParameters } from '../../../../constructs/plan/database/parameters';
import { planDatabase } from '../../../../constructs/plan/database/plan';
import type { DatabaseSpec } from '../../../../constructs/plan/database/spec';

const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];

const context = (tier: EnvironmentTier = 'production', environment = 'prod'): PlanContext => ({
  platform: 'bulkhead',
  environment,
  tier,
  region: 'eu-west-1',
});

const plan = (spec: Partial<DatabaseSpec> = {}, where = context(), name = 'ledger') =>
  planDatabase(name, { consistency: 'strong', ...spec }, where, ZONES);

describe('the plan of a store', () => {
  test.each([
    ['development', 1, 1, 'none', 'automatic', 'delete', 'standard', 7],
    ['staging', 2, 7, 'open', 'manual', 'snapshot', 'standard', 7],
    ['production', 3, 35, 'locked', 'manual', 'snapshot', 'advanced', 465],
  ] as const)(
    'in %s has %i instances and backups of %i days',
    (tier, instances, days, vault, upgrades, removal, insights, kept) => {
      const made = plan({}, context(tier));
      expect(made.instances).toHaveLength(instances);
      expect(made.backup.retentionDays).toBe(days);
      expect(made.backup.vault === undefined ? 'none' : made.backup.vault.lock === undefined ? 'open' : 'locked').toBe(
        vault,
      );
      expect(made.minorUpgrades).toBe(upgrades);
      expect(made.protection.onRemoval).toBe(removal);
      expect(made.insights).toEqual({ mode: insights, retentionDays: kept });
    },
  );

  test('lets every default be overridden', () => {
    const spec = {
      engineVersion: '16.13',
      instances: 2,
      capacity: { kind: 'provisioned', instanceClass: 'db.r7g.large' },
      storage: 'io-optimized',
      databaseName: 'books',
      port: 6432,
      backup: { retentionDays: 14, window: '00:00-01:00', vault: 'none' },
      maintenanceWindow: 'sat:04:00-sat:05:00',
      minorUpgrades: 'automatic',
      deletionProtection: true,
      logRetentionDays: 90,
      monitoringIntervalSeconds: 0,
      insights: 'standard',
      proxy: {
        maxConnectionsPercent: 80,
        maxIdleConnectionsPercent: 10,
        idleClientTimeoutSeconds: 60,
        borrowTimeoutSeconds: 5,
      },
    } as const;
    expect(plan(spec)).toMatchObject({
      engine: { version: '16.13', parameterFamily: 'aurora-postgresql16', major: 16 },
      instances: [{ zone: 'eu-west-1a' }, { zone: 'eu-west-1b' }],
      capacity: spec.capacity,
      storage: 'io-optimized',
      databaseName: 'books',
      port: 6432,
      backup: { retentionDays: 14, window: '00:00-01:00', vault: undefined },
      maintenanceWindow: 'sat:04:00-sat:05:00',
      minorUpgrades: 'automatic',
      protection: { deletionProtection: true },
      logRetentionDays: 90,
      monitoringIntervalSeconds: 0,
      insights: { mode: 'standard', retentionDays: 7 },
      proxy: spec.proxy,
    });
  });

  test('keeps what its tier says of a vault where the spec says only a part', () => {
    expect(plan({ backup: { vault: { dailyRetentionDays: 50 } } }).backup.vault).toEqual({
      name: 'bulkhead-prod-ledger-snapshots',
      rules: [
        { name: 'daily', schedule: 'cron(0 6 ? * * *)', retentionDays: 50 },
        { name: 'monthly', schedule: 'cron(0 6 1 * ? *)', retentionDays: 365 },
      ],
      lock: { minimumDays: 50, maximumDays: 365 },
    });
  });

  test('has a vault in development when asked to', () => {
    expect(plan({ backup: { vault: {} } }, context('development')).backup.vault?.rules).toEqual([
      { name: 'daily', schedule: 'cron(0 6 ? * * *)', retentionDays: 14 },
    ]);
  });

  test('never shares a name with a store of another name or environment', () => {
    const names = (made: ReturnType<typeof plan>) => [
      made.identifier,
      ...made.instances.map(({ identifier }) => identifier),
      made.proxy.identifier,
      made.proxy.readOnlyEndpoint,
      made.master.name,
      made.key.alias,
      made.functions.users.name,
      made.functions.rotation.name,
      made.backup.vault?.name,
    ];
    const all = [plan(), plan({}, context(), 'riders'), plan({}, context('production', 'prod2'))].flatMap(names);
    expect(new Set(all).size).toBe(all.length);
  });

  test('fits its names into what RDS, AWS Backup and Lambda take, however long the parts', () => {
    const long: PlanContext = {
      platform: 'p'.repeat(20),
      environment: 'e'.repeat(20),
      tier: 'production',
      region: 'eu-west-1',
    };
    const made = plan({}, long, 's'.repeat(40));
    for (const name of [
      made.identifier,
      made.proxy.identifier,
      made.proxy.readOnlyEndpoint,
      ...made.instances.map(({ identifier }) => identifier),
    ]) {
      expect(name?.length).toBeLessThanOrEqual(63);
    }
    expect(new Set(made.instances.map(({ identifier }) => identifier)).size).toBe(3);
    expect(made.backup.vault?.name).toMatch(/^[a-zA-Z0-9_-]{2,50}$/);
    expect(made.backup.vault?.name).not.toBe(plan({}, long, `${'s'.repeat(39)}t`).backup.vault?.name);
  });

  test('names the secret so that it can be found without a look-up', () => {
    expect(plan().master).toEqual({
      name: '/bulkhead/prod/stores/ledger/master',
      user: 'breakglass',
      rotationDays: 30,
    });
  });

  test('names the database after the store, unless SQL reserves the word', () => {
    expect(plan({}, context(), 'trip-history').databaseName).toBe('trip_history');
    expect(plan({}, context(), 'user').databaseName).toBe('user_store');
  });

  test('gives each client a user of its own, in the order of their names', () => {
    const { access } = plan({
      clients: { 'trip-planner': { access: 'read-only', namespace: 'trips' }, payment: { access: 'read-write' } },
    });
    expect(access.clients).toEqual([
      { service: 'payment', user: 'payment', access: 'read-write', namespace: 'payment', serviceAccount: 'payment' },
      {
        service: 'trip-planner',
        user: 'trip_planner',
        access: 'read-only',
        namespace: 'trips',
        serviceAccount: 'trip-planner',
      },
    ]);
  });

  test('is plain data', () => {
    expect(JSON.parse(JSON.stringify(plan()))).toEqual(JSON.parse(JSON.stringify(plan())));
  });
});

describe('the parameters', () => {
  test('each have a reason', () => {
    const { cluster, instance } = planParameters();
    for (const { because } of [...cluster, ...instance]) expect(because).not.toBe('');
  });

  test('give way to the spec’s, in the place where they stood', () => {
    const { cluster, instance } = planParameters({ work_mem: '65536', log_lock_waits: '0', log_connections: '0' });
    expect(cluster).toContainEqual({ name: 'work_mem', value: '65536', because: 'set by the environment' });
    expect(cluster).toContainEqual({ name: 'log_connections', value: '0', because: 'set by the environment' });
    expect(instance).toContainEqual({ name: 'log_lock_waits', value: '0', because: 'set by the environment' });
    expect(cluster.map(({ name }) => name)).not.toContain('log_lock_waits');
  });

  test('ask for the audit extension only while its library is loaded', () => {
    expect(planParameters().extensions).toEqual(['pgaudit']);
    expect(planParameters({ shared_preload_libraries: 'pg_stat_statements' }).extensions).toEqual([]);
  });
});

import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHandler, type Desired } from '../../constructs/aws/functions/database-users/index';
import { GROUPS } from '../../constructs/plan/database/names';

// The statements against a PostgreSQL, where there is one on this machine. The master user is as RDS makes it: no
// superuser, owner of the database, may make roles. What only RDS has (rds_iam) is an empty role here.
const BINARIES = spawnSync('sh', ['-c', 'dirname "$(command -v postgres)" && command -v initdb psql']);
const suite = BINARIES.status === 0 ? describe : describe.skip;

const NOBODY = 65_534;
const asNobody = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

suite('the users of a store, in a PostgreSQL', () => {
  let folder: string;

  const psql = (user: string, sql: string): string =>
    execFileSync(
      'psql',
      ['-X', '-A', '-t', '-q', '-v', 'ON_ERROR_STOP=1', '-h', folder, '-U', user, 'ledger', '-c', sql],
      {
        encoding: 'utf8',
        stdio: 'pipe',
      },
    ).trim();

  const refused = (user: string, sql: string): string => {
    try {
      psql(user, sql);
    } catch (error) {
      return String((error as { stderr?: string }).stderr);
    }
    return '';
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pg-'));
    if (asNobody.uid !== undefined) chownSync(folder, NOBODY, NOBODY);
    const run = (command: string, ...args: string[]) =>
      execFileSync(command, args, { ...asNobody, stdio: 'ignore', cwd: folder });
    run('initdb', '-D', join(folder, 'data'), '-U', 'rdsadmin', '--auth=trust', '--no-sync');
    run('pg_ctl', '-D', join(folder, 'data'), '-w', '-o', `-c listen_addresses= -c fsync=off -k ${folder}`, 'start');
    const admin = (database: string, sql: string) =>
      execFileSync('psql', ['-X', '-q', '-h', folder, '-U', 'rdsadmin', database, '-c', sql], { stdio: 'pipe' });
    admin('postgres', 'CREATE ROLE breakglass LOGIN CREATEROLE CREATEDB');
    admin('postgres', 'CREATE ROLE rds_iam NOLOGIN');
    admin('postgres', 'GRANT rds_iam TO breakglass WITH ADMIN OPTION; REVOKE rds_iam FROM breakglass');
    admin('postgres', 'GRANT pg_signal_backend TO breakglass');
    admin('postgres', 'CREATE DATABASE ledger OWNER breakglass');
  }, 60_000);

  afterAll(() => {
    spawnSync('pg_ctl', ['-D', join(folder, 'data'), '-m', 'immediate', 'stop'], { ...asNobody, cwd: folder });
    rmSync(folder, { recursive: true, force: true });
  });

  /** Deploys the given clients: statements of a transaction are collected and run as one at its end. */
  const deploy = async (clients: Desired['clients']): Promise<Record<string, unknown>> => {
    const answers: Record<string, unknown>[] = [];
    let collected: string[] = [];
    const kinds = { begin: class {}, execute: class {}, commit: class {}, rollback: class {} };
    const command = (kind: keyof typeof kinds) =>
      class extends kinds[kind] {
        public readonly kind = kind;
        public constructor(public readonly input: Record<string, unknown>) {
          super();
        }
      };
    const send = (sent: object) => {
      const { kind, input } = sent as { kind: keyof typeof kinds; input: { sql?: string; transactionId?: string } };
      const sql = input.sql ?? '';
      if (kind === 'begin') return Promise.resolve({ transactionId: 't' });
      if (kind === 'commit') psql('breakglass', ['BEGIN', ...collected, 'COMMIT'].join('; '));
      if (kind !== 'execute') return Promise.resolve({});
      if (sql.startsWith('SELECT')) {
        const rows = psql('breakglass', sql)
          .split('\n')
          .filter((row) => row !== '');
        return Promise.resolve({ records: rows.map((stringValue) => [{ stringValue }]) });
      }
      collected = [...collected, sql];
      return Promise.resolve({});
    };
    const handler = createHandler({
      loadSdk: () => ({
        RDSDataClient: class {
          public readonly send = send;
        },
        BeginTransactionCommand: command('begin'),
        ExecuteStatementCommand: command('execute'),
        CommitTransactionCommand: command('commit'),
        RollbackTransactionCommand: command('rollback'),
      }),
      answer: (_, body) => {
        answers.push(body as Record<string, unknown>);
        return Promise.resolve();
      },
      sleep: () => Promise.resolve(),
    });
    await handler(
      {
        RequestType: 'Update',
        ResponseURL: 'https://answer',
        StackId: 's',
        RequestId: 'r',
        LogicalResourceId: 'l',
        ResourceProperties: {
          clusterArn: 'c',
          secretArn: 's',
          desired: JSON.stringify({ database: 'ledger', extensions: [], groups: GROUPS, clients } satisfies Desired),
        },
      },
      { getRemainingTimeInMillis: () => 60_000 },
    );
    return answers[0] ?? {};
  };

  beforeEach(() => {
    jest.spyOn(console, 'log').mockImplementation(() => undefined);
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
  });
  afterEach(() => jest.restoreAllMocks());

  const payment = { user: 'payment', access: 'read-write' } as const;
  const user = { user: 'user', access: 'read-write' } as const;
  const trip = { user: 'trip', access: 'read-only' } as const;

  test('a writer owns what it makes in its own schema, and a reader reads it, also what is made later', async () => {
    expect(await deploy([payment, trip, user])).toMatchObject({ Status: 'SUCCESS' });
    psql('payment', 'CREATE TABLE charge (id serial PRIMARY KEY, cents int); INSERT INTO charge (cents) VALUES (250)');
    expect(psql('trip', 'SELECT cents FROM charge')).toBe('250');
    expect(psql('payment', "SELECT schemaname FROM pg_tables WHERE tablename = 'charge'")).toBe('payment');
  });

  test('a second run changes nothing', async () => {
    expect(await deploy([payment, trip, user])).toMatchObject({ Status: 'SUCCESS' });
    expect(psql('trip', 'SELECT cents FROM charge')).toBe('250');
  });

  test('a reader writes nothing, also when it turns its read-only default off', () => {
    expect(refused('trip', 'INSERT INTO charge (cents) VALUES (1)')).toContain('read-only transaction');
    const forced = (sql: string) => refused('trip', `SET TRANSACTION READ WRITE; ${sql}`);
    expect(forced('INSERT INTO charge (cents) VALUES (1)')).toContain('permission denied');
    expect(forced('CREATE TABLE payment.mine (id int)')).toContain('permission denied');
    expect(forced('CREATE TABLE public.mine (id int)')).toContain('permission denied');
    expect(forced('CREATE TEMPORARY TABLE mine (id int)')).toContain('permission denied');
  });

  test('the user of RDS Proxy still comes in, and sees nothing', () => {
    psql('rdsadmin', 'CREATE ROLE rdsproxyadmin LOGIN');
    expect(psql('rdsproxyadmin', 'SELECT 1')).toBe('1');
    expect(refused('rdsproxyadmin', 'SELECT * FROM payment.charge')).toContain('permission denied');
  });

  test("a writer does not enter another writer's schema", () => {
    expect(refused('user', 'SELECT * FROM payment.charge')).toContain('permission denied');
    expect(refused('user', 'CREATE TABLE payment.mine (id int)')).toContain('permission denied');
  });

  test('no client makes roles, databases or schemas', () => {
    expect(refused('payment', 'CREATE ROLE other')).toContain('permission denied');
    expect(refused('payment', 'CREATE DATABASE other')).toContain('permission denied');
    expect(refused('payment', 'CREATE SCHEMA other')).toContain('permission denied');
  });

  test('the master user is a member of no client afterwards, so its password still logs it in', () => {
    expect(psql('rdsadmin', "SELECT pg_has_role('breakglass', 'rds_iam', 'MEMBER')")).toBe('f');
    expect(psql('rdsadmin', "SELECT pg_has_role('payment', 'rds_iam', 'MEMBER')")).toBe('t');
  });

  test('the master user is never retired, though PostgreSQL 16 makes it a member of every group', async () => {
    psql('rdsadmin', 'GRANT store_clients, store_retired TO breakglass WITH ADMIN OPTION');
    expect(await deploy([payment, trip, user])).toMatchObject({ Status: 'SUCCESS' });
    expect(psql('rdsadmin', "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'breakglass'")).toBe('t');
  });

  test('who is removed can no longer log in, and what it owns stays', async () => {
    expect(await deploy([trip])).toMatchObject({ Status: 'SUCCESS' });
    expect(refused('payment', 'SELECT 1')).toContain('not permitted to log in');
    expect(psql('trip', 'SELECT cents FROM payment.charge')).toBe('250');
    expect(psql('rdsadmin', "SELECT pg_has_role('payment', 'rds_iam', 'MEMBER')")).toBe('f');
  });

  test('who comes back finds its tables as they were', async () => {
    expect(await deploy([payment, trip, user])).toMatchObject({ Status: 'SUCCESS' });
    psql('payment', 'ALTER TABLE charge ADD COLUMN currency text; INSERT INTO charge (cents) VALUES (300)');
    expect(psql('trip', 'SELECT count(*) FROM charge')).toBe('2');
  });

  test('a writer that becomes a reader loses what an owner could grant itself; the data stays', async () => {
    expect(await deploy([{ user: 'payment', access: 'read-only' }, trip, user])).toMatchObject({ Status: 'SUCCESS' });
    const forced = 'SET TRANSACTION READ WRITE;';
    psql('payment', `${forced} GRANT ALL ON payment.charge TO payment`); // a warning: nothing was granted
    expect(refused('payment', `${forced} DELETE FROM payment.charge`)).toContain('permission denied');
    expect(psql('payment', 'SELECT count(*) FROM payment.charge')).toBe('2');
  });

  test('and as a writer again it writes the same tables', async () => {
    expect(await deploy([payment, trip, user])).toMatchObject({ Status: 'SUCCESS' });
    psql('payment', 'INSERT INTO charge (cents) VALUES (400)');
    expect(psql('trip', 'SELECT count(*) FROM charge')).toBe('3');
  });

  test('a role that somebody else made is not taken over', async () => {
    psql('rdsadmin', 'CREATE ROLE audit SUPERUSER LOGIN');
    expect(await deploy([payment, { user: 'audit', access: 'read-only' }])).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringContaining('were not made by this deployment: audit'),
    });
    expect(psql('trip', 'SELECT count(*) FROM charge')).toBe('3');
  });
});

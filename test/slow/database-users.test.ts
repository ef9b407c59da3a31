import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHandler, type Desired } from '../../constructs/aws/functions/database-users/index';
import { GROUPS } from '../../constructs/plan/database/names';
import { DEFAULT_ENGINE_VERSION, engineVersion } from '../../constructs/plan/database/versions';
import { Session } from './psql-session';

// The statements against a PostgreSQL, the newest on this machine, or the one in the folder POSTGRESQL_BIN. The master
// user is as RDS makes it: no superuser, owner of the database, may make roles. What only RDS has (rds_iam) is an empty
// role here.
const SERVER = newest([
  ...(process.env.POSTGRESQL_BIN === undefined
    ? [
        spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' }).stdout?.trim() ?? '',
        ...(existsSync('/usr/lib/postgresql')
          ? readdirSync('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`)
          : []),
        spawnSync('sh', ['-c', 'dirname "$(command -v postgres)"'], { encoding: 'utf8' }).stdout.trim(),
      ]
    : [process.env.POSTGRESQL_BIN]),
]);

/** From this version on, PostgreSQL makes whoever makes a role a member of it; every version that a store may run does. */
const MEMBERSHIP_OF_MAKERS = 16;

const WITHOUT = (what: string) => `SKIPPED, NOT PASSED: ${what}\n`;
if (SERVER === undefined) {
  process.stderr.write(WITHOUT('no PostgreSQL server (initdb, pg_ctl, postgres) and psql on this machine'));
} else {
  process.stderr.write(`database-users: ${SERVER.version} in ${SERVER.folder}\n`);
  if (SERVER.major < MEMBERSHIP_OF_MAKERS) {
    process.stderr.write(
      WITHOUT(
        `what PostgreSQL ${MEMBERSHIP_OF_MAKERS} changed about membership. Stores run ${engineVersion(DEFAULT_ENGINE_VERSION).major}: set POSTGRESQL_BIN to the bin folder of such a server`,
      ),
    );
  }
}
const suite = SERVER === undefined ? describe.skip : describe;
const sinceMembership = SERVER !== undefined && SERVER.major >= MEMBERSHIP_OF_MAKERS ? test : test.skip;

interface Server {
  readonly folder: string;
  readonly version: string;
  readonly major: number;
}

function newest(folders: readonly string[]): Server | undefined {
  if (spawnSync('psql', ['--version']).status !== 0) return undefined;
  return folders
    .filter((folder) => ['initdb', 'pg_ctl', 'postgres'].every((name) => existsSync(join(folder, name))))
    .map((folder) => {
      const version = execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' }).trim();
      return { folder, version, major: Number(/(\d+)/.exec(version)?.[1]) };
    })
    .sort((one, other) => other.major - one.major)[0];
}

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

  const server = (name: string, ...args: string[]) =>
    spawnSync(join(SERVER?.folder ?? '', name), args, { ...asNobody, encoding: 'utf8', cwd: folder, stdio: 'ignore' });

  /** How the master user belongs to a role, without the memberships that last as long as a transaction. */
  const memberships = (role: string): string =>
    psql(
      'rdsadmin',
      `SELECT admin_option, inherit_option, set_option, grantor::regrole FROM pg_auth_members WHERE roleid = '${role}'::regrole AND member = 'breakglass'::regrole`,
    );

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pg-'));
    if (asNobody.uid !== undefined) chownSync(folder, NOBODY, NOBODY);
    const data = join(folder, 'data');
    expect(server('initdb', '-D', data, '-U', 'rdsadmin', '--auth=trust', '--no-sync').status).toBe(0);
    expect(
      server('pg_ctl', '-D', data, '-w', '-o', `-c listen_addresses= -c fsync=off -k ${folder}`, 'start').status,
    ).toBe(0);
    const admin = (database: string, sql: string) =>
      execFileSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-h', folder, '-U', 'rdsadmin', database, '-c', sql], {
        stdio: 'pipe',
      });
    admin('postgres', 'CREATE ROLE breakglass LOGIN CREATEROLE CREATEDB');
    admin('postgres', 'CREATE ROLE rds_iam NOLOGIN');
    // RDS lets its master user grant rds_iam without being a member of it. A stock PostgreSQL from 16 on wants the ADMIN
    // option, which is a membership, so here it inherits nothing.
    if ((SERVER?.major ?? 0) >= MEMBERSHIP_OF_MAKERS) {
      admin('postgres', 'GRANT rds_iam TO breakglass WITH ADMIN TRUE, INHERIT FALSE, SET FALSE');
    }
    admin('postgres', 'GRANT pg_signal_backend TO breakglass');
    admin('postgres', 'CREATE DATABASE ledger OWNER breakglass');
  }, 60_000);

  afterAll(() => {
    server('pg_ctl', '-D', join(folder, 'data'), '-m', 'immediate', 'stop');
    rmSync(folder, { recursive: true, force: true });
  });

  /** Deploys the given clients, as the Data API does it: one session, one transaction. */
  const deploy = async (clients: Desired['clients']): Promise<Record<string, unknown>> => {
    const answers: Record<string, unknown>[] = [];
    const kinds = { begin: class {}, execute: class {}, commit: class {}, rollback: class {} };
    const command = (kind: keyof typeof kinds) =>
      class extends kinds[kind] {
        public readonly kind = kind;
        public constructor(public readonly input: Record<string, unknown>) {
          super();
        }
      };
    const session = new Session(['-h', folder, '-U', 'breakglass', 'ledger']);
    const send = async (sent: object) => {
      const { kind, input } = sent as { kind: keyof typeof kinds; input: { sql?: string } };
      const rows = await session.run(kind === 'execute' ? (input.sql ?? '') : kind.toUpperCase());
      return { transactionId: 't', records: rows.map((stringValue) => [{ stringValue }]) };
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
    session.end();
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

  test('the master user inherits rds_iam from no client afterwards, so its password still logs it in', () => {
    expect(psql('rdsadmin', "SELECT pg_has_role('breakglass', 'rds_iam', 'USAGE')")).toBe('f');
    expect(psql('rdsadmin', "SELECT pg_has_role('payment', 'rds_iam', 'USAGE')")).toBe('t');
    expect(psql('rdsadmin', "SELECT pg_has_role('breakglass', 'payment', 'USAGE')")).toBe('f');
  });

  sinceMembership(
    'who made the roles belongs to them by the one grant of PostgreSQL itself, which gives it nothing',
    () => {
      for (const role of ['payment', 'trip', 'user']) expect(memberships(role)).toBe('t|f|f|rdsadmin');
      expect(psql('breakglass', "SELECT pg_has_role('payment', 'MEMBER')")).toBe('t');
    },
  );

  sinceMembership('a stock PostgreSQL would take that for membership in its pg_hba.conf, as RDS cannot', () => {
    const rules = join(folder, 'data', 'pg_hba.conf');
    writeFileSync(rules, 'local all rdsadmin trust\nlocal all +payment reject\nlocal all all trust\n');
    psql('rdsadmin', 'SELECT pg_reload_conf()');
    try {
      expect(refused('breakglass', 'SELECT 1')).toContain('rejects connection');
      expect(psql('trip', 'SELECT 1')).toBe('1');
    } finally {
      writeFileSync(rules, 'local all all trust\n');
      psql('rdsadmin', 'SELECT pg_reload_conf()');
    }
    expect(psql('breakglass', 'SELECT 1')).toBe('1');
  });

  sinceMembership('a setting that would make it inherit from what it makes is of no effect', async () => {
    psql('rdsadmin', "ALTER ROLE breakglass SET createrole_self_grant = 'set, inherit'");
    const audit = { user: 'ledger_audit', access: 'read-only' } as const;
    expect(await deploy([payment, trip, user, audit])).toMatchObject({ Status: 'SUCCESS' });
    psql('rdsadmin', 'ALTER ROLE breakglass RESET createrole_self_grant');
    expect(memberships('ledger_audit')).toBe('t|f|f|rdsadmin');
  });

  test('what would lock the master user out is refused with the reason, and changes nothing', async () => {
    const stranger = { user: 'mapping', access: 'read-only' } as const;
    psql('rdsadmin', 'CREATE ROLE staff; GRANT staff TO breakglass');
    psql(
      'rdsadmin',
      `CREATE FUNCTION on_the_quiet() RETURNS event_trigger SECURITY DEFINER LANGUAGE plpgsql AS $$ BEGIN GRANT rds_iam TO staff; END $$;
       CREATE EVENT TRIGGER on_the_quiet ON ddl_command_end WHEN TAG IN ('CREATE SCHEMA') EXECUTE FUNCTION on_the_quiet()`,
    );
    expect(await deploy([payment, trip, user, stranger, { user: 'fare', access: 'read-write' }])).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringMatching(/would inherit rds_iam through .*staff/),
    });
    psql('rdsadmin', 'DROP EVENT TRIGGER on_the_quiet; DROP FUNCTION on_the_quiet');
    expect(psql('rdsadmin', "SELECT count(*) FROM pg_roles WHERE rolname IN ('mapping', 'fare')")).toBe('0');
    expect(psql('rdsadmin', "SELECT pg_has_role('breakglass', 'rds_iam', 'USAGE')")).toBe('f');
  });

  test('the master user is never retired, though a member of the groups', async () => {
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

import {
  createHandler,
  type Properties,
  type Request,
  type Sdk,
} from '../../../../constructs/aws/functions/database-users/index';
import { statements } from '../../../../constructs/aws/functions/database-users/statements';
import { GROUPS } from '../../../../constructs/plan/database/names';

const PAYMENT = { user: 'payment', access: 'read-write' } as const;
const TRIP = { user: 'trip', access: 'read-only' } as const;

const desiredOf = (
  ...clients: (typeof PAYMENT | typeof TRIP | { user: string; access: 'read-write' | 'read-only' })[]
) => ({
  database: 'ledger',
  extensions: ['pgaudit'],
  groups: GROUPS,
  clients,
});

const stateOf = ({
  roles = [],
  schemas = [],
  clients = [],
  retired = [],
}: { roles?: string[]; schemas?: string[]; clients?: string[]; retired?: string[] } = {}) => ({
  roles: new Set([...roles, ...clients, ...retired]),
  schemas: new Set(schemas),
  clients: new Set(clients),
  retired: new Set(retired),
});

const named = (name: string, message = name): Error => Object.assign(new Error(message), { name });

type Sent = { kind: string; input: { sql?: string; transactionId?: string } };

/** A Data API that knows some roles; `fail` throws for what it does not like. */
class FakeDataApi {
  public readonly sent: Sent[] = [];
  public readonly members: Record<string, string[]> = {};
  /** Through which roles the master user inherits `rds_iam`: at the beginning, and at the end of the transaction. */
  public inherits: [before: string[], after: string[]] = [[], []];
  /** Through which roles it is a member of `rds_iam`, inheriting or not. */
  public belongs: string[] = [];

  public constructor(private readonly fail: (sent: Sent) => Error | undefined = () => undefined) {}

  public readonly sdk = (): Sdk => {
    const command = (kind: string) =>
      class {
        public readonly kind = kind;
        public constructor(public readonly input: Record<string, unknown>) {}
      };
    const send = (each: object) => this.send(each as Sent);
    return {
      RDSDataClient: class {
        public readonly send = send;
      },
      BeginTransactionCommand: command('begin'),
      ExecuteStatementCommand: command('execute'),
      CommitTransactionCommand: command('commit'),
      RollbackTransactionCommand: command('rollback'),
    };
  };

  public get statements(): string[] {
    return this.sent.flatMap(({ kind, input }) =>
      kind === 'execute' && !input.sql?.startsWith('SELECT') ? [input.sql ?? ''] : [],
    );
  }

  private send(sent: Sent): Promise<object> {
    this.sent.push(sent);
    const fault = this.fail(sent);
    if (fault !== undefined) return Promise.reject(fault);
    if (sent.kind === 'begin') return Promise.resolve({ transactionId: 'tx' });
    const sql = sent.input.sql ?? '';
    if (sql.includes("'rds_iam'")) {
      const changed = this.statements.some((each) => each.startsWith('GRANT rds_iam'));
      const through = sql.includes("'MEMBER'") ? this.belongs : this.inherits[changed ? 1 : 0];
      return Promise.resolve({ records: through.map((stringValue) => [{ stringValue }]) });
    }
    const group = Object.keys(this.members).find((each) => sql.includes(`'${each}'`) && !sql.includes('pg_terminate'));
    const rows =
      group !== undefined
        ? this.members[group]
        : sql.includes('FROM pg_catalog.pg_roles')
          ? Object.values(this.members).flat()
          : [];
    return Promise.resolve({ records: rows?.map((stringValue) => [{ stringValue }]) });
  }
}

const PROPERTIES: Properties = {
  clusterArn: 'arn:cluster',
  secretArn: 'arn:secret',
  desired: JSON.stringify(desiredOf(PAYMENT, TRIP)),
};

async function call(api: FakeDataApi, change: Partial<Request> = {}, remaining = 600_000) {
  const answers: Record<string, unknown>[] = [];
  let slept = 0;
  const handler = createHandler({
    loadSdk: api.sdk,
    answer: (url, body) => {
      answers.push({ url, ...body });
      return Promise.resolve();
    },
    sleep: (milliseconds) => {
      slept += milliseconds;
      return Promise.resolve();
    },
  });
  await handler(
    {
      RequestType: 'Create',
      ResponseURL: 'https://answer',
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: 'Users',
      ResourceProperties: PROPERTIES,
      ...change,
    },
    { getRemainingTimeInMillis: () => remaining - slept },
  );
  expect(answers).toHaveLength(1);
  return { answer: answers[0] ?? {}, slept };
}

beforeEach(() => {
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => jest.restoreAllMocks());

describe('the function that makes database users', () => {
  test('makes them in one transaction, then ends what retired users had open, then answers', async () => {
    const api = new FakeDataApi();
    const { answer } = await call(api);
    expect(answer).toEqual({
      url: 'https://answer',
      Status: 'SUCCESS',
      PhysicalResourceId: 'arn:cluster/users',
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: 'Users',
    });
    expect(api.sent.map(({ kind }) => kind).filter((kind) => kind !== 'execute')).toEqual(['begin', 'commit']);
    const last = api.sent.at(-1);
    expect(last?.input.sql).toContain('pg_terminate_backend');
    expect(last?.input).not.toHaveProperty('transactionId');
    for (const { kind, input } of api.sent.slice(1, -1)) if (kind === 'execute') expect(input.transactionId).toBe('tx');
    expect(api.statements).toContain('CREATE ROLE "payment" LOGIN');
  });

  test('retires who is a member and no longer a client', async () => {
    const api = new FakeDataApi();
    api.members[GROUPS.clients] = ['payment', 'mapping'];
    await call(api, { RequestType: 'Update', PhysicalResourceId: 'arn:cluster/users' });
    expect(api.statements).toContain('ALTER ROLE "mapping" NOLOGIN');
    expect(api.statements.filter((each) => each.startsWith('DROP'))).toEqual([]);
  });

  test('changes nothing when the resource is deleted, and keeps its identity', async () => {
    const api = new FakeDataApi();
    const { answer } = await call(api, { RequestType: 'Delete', PhysicalResourceId: 'other' });
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'other' });
    expect(api.sent).toEqual([]);
  });

  test('fails with the reason and the statement, and rolls back, when a statement fails', async () => {
    const api = new FakeDataApi(({ input }) =>
      input.sql?.startsWith('GRANT rds_iam')
        ? named('DatabaseErrorException', 'ERROR: no role rds_iam; SQLState: 42704')
        : undefined,
    );
    const { answer } = await call(api);
    expect(answer).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringMatching(/DatabaseErrorException: ERROR: no role rds_iam.*GRANT rds_iam TO "payment"/),
    });
    expect(api.sent.map(({ kind }) => kind)).toContain('rollback');
    expect(api.sent.map(({ kind }) => kind)).not.toContain('commit');
  });

  test('changes nothing and says why when the master user would be locked out', async () => {
    const api = new FakeDataApi();
    api.inherits = [[], ['payment', 'rds_iam']];
    const { answer } = await call(api);
    expect(answer).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringMatching(/master user would inherit rds_iam through payment, rds_iam.*Nothing was changed/),
    });
    const kinds = api.sent.map(({ kind }) => kind);
    expect(kinds).toContain('rollback');
    expect(kinds).not.toContain('commit');
  });

  test('looks for that in the transaction, after everything that could do it', async () => {
    const api = new FakeDataApi();
    await call(api);
    const checks = api.sent.filter(({ input }) => input.sql?.includes("'rds_iam'"));
    expect(checks.map(({ input }) => input.transactionId)).toEqual(['tx', 'tx', 'tx']);
    const commit = api.sent.findIndex(({ kind }) => kind === 'commit');
    expect(api.sent.slice(commit - 2, commit)).toEqual(checks.slice(1));
  });

  test('keeps what made a role from inheriting it, before any role is made', async () => {
    const api = new FakeDataApi();
    await call(api);
    const at = (part: string) => api.sent.findIndex(({ input }) => input.sql?.includes(part));
    expect(at('createrole_self_grant')).toBeGreaterThan(-1);
    expect(at('createrole_self_grant')).toBeLessThan(at('CREATE ROLE'));
  });

  test('only reports the membership that PostgreSQL 16 gives whoever makes a role', async () => {
    const api = new FakeDataApi();
    api.belongs = ['payment', 'rds_iam'];
    expect((await call(api)).answer).toMatchObject({ Status: 'SUCCESS' });
    expect(api.sent.map(({ kind }) => kind)).toContain('commit');
    expect(console.log).toHaveBeenCalledWith(expect.stringContaining('member of rds_iam through: payment, rds_iam'));
  });

  test('is not stopped by what was so when the password had just let it in', async () => {
    const api = new FakeDataApi();
    api.inherits = [['rds_iam'], ['rds_iam']];
    expect((await call(api)).answer).toMatchObject({ Status: 'SUCCESS' });
  });

  test('fails with the first reason when rolling back fails too', async () => {
    const api = new FakeDataApi(({ kind, input }) =>
      kind === 'rollback'
        ? named('TransactionNotFoundException')
        : input.sql?.startsWith('CREATE ROLE "trip"')
          ? named('BadRequestException', 'first')
          : undefined,
    );
    expect((await call(api)).answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('first') });
  });

  test.each([
    'DatabaseResumingException',
    'ThrottlingException',
    'AccessDeniedException',
    'HttpEndpointNotEnabledException',
  ])('waits while the database is not there yet: %s', async (fault) => {
    let left = 3;
    const api = new FakeDataApi(({ kind }) => (kind === 'begin' && left-- > 0 ? named(fault) : undefined));
    const { answer, slept } = await call(api);
    expect(answer).toMatchObject({ Status: 'SUCCESS' });
    expect(slept).toBe(15_000);
  });

  test('waits while the Data API is being switched on', async () => {
    let left = 1;
    const api = new FakeDataApi(({ kind }) =>
      kind === 'begin' && left-- > 0
        ? named('BadRequestException', 'HttpEndpoint is not enabled for resource')
        : undefined,
    );
    expect((await call(api)).answer).toMatchObject({ Status: 'SUCCESS' });
  });

  test('answers in time when the database never comes, so that nobody waits an hour', async () => {
    const api = new FakeDataApi(({ kind }) =>
      kind === 'begin' ? named('DatabaseUnavailableException', 'down') : undefined,
    );
    const { answer, slept } = await call(api);
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: 'DatabaseUnavailableException: down' });
    expect(slept).toBeLessThan(600_000);
  });

  test('does not wait for what will not pass', async () => {
    const api = new FakeDataApi(({ kind }) =>
      kind === 'begin' ? named('BadRequestException', 'Database "ledger" does not exist') : undefined,
    );
    const { answer, slept } = await call(api);
    expect(answer).toMatchObject({ Status: 'FAILED' });
    expect(slept).toBe(0);
  });

  test('tells a long reason in what CloudFormation takes', async () => {
    const api = new FakeDataApi(({ kind }) => (kind === 'commit' ? new Error('x'.repeat(10_000)) : undefined));
    expect(String((await call(api)).answer.Reason).length).toBeLessThanOrEqual(1_500);
  });

  test('fails when properties are no plan', async () => {
    const { answer } = await call(new FakeDataApi(), { ResourceProperties: { ...PROPERTIES, desired: '{' } });
    expect(answer).toMatchObject({ Status: 'FAILED' });
  });
});

describe('the statements', () => {
  test('make a writer with a schema of its own, which readers may read', () => {
    const made = statements(desiredOf(PAYMENT), stateOf());
    expect(made).toEqual(
      expect.arrayContaining([
        'CREATE ROLE "store_clients" NOLOGIN',
        'REVOKE TEMPORARY ON DATABASE "ledger" FROM PUBLIC',
        'GRANT CONNECT ON DATABASE "ledger" TO "store_clients"',
        'CREATE ROLE "payment" LOGIN',
        'GRANT rds_iam TO "payment"',
        'CREATE SCHEMA IF NOT EXISTS "payment"',
        'GRANT USAGE, CREATE ON SCHEMA "payment" TO "payment"',
        'ALTER DEFAULT PRIVILEGES FOR ROLE "payment" IN SCHEMA "payment" GRANT SELECT ON TABLES TO "store_readers"',
      ]),
    );
  });

  test('leave the way in to the user as which RDS Proxy looks after the database', () => {
    expect(statements(desiredOf(PAYMENT), stateOf()).join('\n')).not.toMatch(/REVOKE (ALL|CONNECT).* FROM PUBLIC/);
  });

  test('make a reader that reads what the writers own, and grant it nothing to write', () => {
    const made = statements(desiredOf(PAYMENT, TRIP), stateOf()).filter((each) => each.includes('"trip"'));
    expect(made).toEqual([
      'CREATE ROLE "trip" LOGIN',
      'GRANT "store_clients" TO "trip"',
      'GRANT rds_iam TO "trip"',
      'GRANT "store_readers" TO "trip"',
      'ALTER ROLE "trip" SET default_transaction_read_only = on',
      'ALTER ROLE "trip" SET search_path = "payment"',
    ]);
  });

  test('never make a role twice', () => {
    const made = statements(desiredOf(PAYMENT), stateOf({ roles: Object.values(GROUPS), clients: ['payment'] }));
    expect(made.filter((each) => each.startsWith('CREATE ROLE'))).toEqual([]);
    expect(made).toContain('ALTER ROLE "payment" LOGIN');
  });

  test('let a retired user in again', () => {
    const made = statements(desiredOf(PAYMENT), stateOf({ retired: ['payment'] }));
    expect(made).toEqual(
      expect.arrayContaining(['ALTER ROLE "payment" LOGIN', 'REVOKE "store_retired" FROM "payment"']),
    );
  });

  test('leave the master user a member of no client', () => {
    const made = statements(desiredOf(PAYMENT, TRIP), stateOf({ clients: ['trip'], schemas: ['trip'] }));
    const memberships = made.filter((each) => each.endsWith('TO CURRENT_USER') && each.startsWith('GRANT'));
    expect(memberships).not.toEqual([]);
    for (const each of memberships) {
      const end = made.indexOf(each.replace('GRANT', 'REVOKE').replace(' TO ', ' FROM '));
      expect(end).toBeGreaterThan(made.indexOf(each));
    }
  });

  test('drop nothing, whatever changes', () => {
    const made = statements(
      desiredOf({ user: 'payment', access: 'read-only' }),
      stateOf({ clients: ['payment', 'trip'], schemas: ['payment', 'trip'] }),
    );
    expect(made.filter((each) => /\b(DROP|TRUNCATE|DELETE|CASCADE)\b/.test(each))).toEqual([]);
  });

  test('refuse a role that somebody else made', () => {
    expect(() => statements(desiredOf(PAYMENT), stateOf({ roles: ['payment'] }))).toThrow(
      /not made by this deployment: payment/,
    );
  });

  test.each(['pay"; DROP SCHEMA public; --', "pay'ment", 'Payment', '', 'p'.repeat(64), 'pay ment'])(
    'refuse a name that would be more than a name: %j',
    (user) => {
      expect(() => statements(desiredOf({ user, access: 'read-write' }), stateOf())).toThrow(/is no name/);
    },
  );
});

import { createHandler, newPassword, type Aws } from '../../../../constructs/aws/functions/master-password/index';

const CLUSTER = { identifier: 'bulkhead-prod-ledger', arn: 'arn:cluster', database: 'ledger' };
const TOKEN = 'new';

const named = (name: string): Error => Object.assign(new Error(name), { name });

type Sent = { kind: string; input: Record<string, unknown> };

/** An account with one secret and one cluster, whose password takes a while to change. */
class FakeAccount {
  public readonly sent: Sent[] = [];
  public readonly values: Record<string, string> = {
    old: JSON.stringify({ username: 'breakglass', password: 'old-password', host: 'h' }),
  };
  public stages: Record<string, string[]> = { old: ['AWSCURRENT'], [TOKEN]: ['AWSPENDING'] };
  public password = 'old-password';
  public busy = 0;
  private coming = 'old-password';

  public constructor(
    private readonly takes = 2,
    private readonly fail: (sent: Sent) => Error | undefined = () => undefined,
  ) {}

  public readonly aws = (): Aws => {
    const command = (kind: string) =>
      class {
        public readonly kind = kind;
        public constructor(public readonly input: Record<string, unknown>) {}
      };
    const client = {
      send: (sent: object) => {
        this.sent.push(sent as Sent);
        const fault = this.fail(sent as Sent);
        if (fault !== undefined) return Promise.reject(fault);
        try {
          return Promise.resolve(this.answer(sent as Sent));
        } catch (error) {
          return Promise.reject(error as Error);
        }
      },
    };
    return {
      secrets: client,
      rds: client,
      data: client,
      DescribeSecretCommand: command('describe-secret'),
      GetSecretValueCommand: command('get'),
      PutSecretValueCommand: command('put'),
      UpdateSecretVersionStageCommand: command('promote'),
      DescribeDBClustersCommand: command('describe-cluster'),
      ModifyDBClusterCommand: command('modify'),
      ExecuteStatementCommand: command('execute'),
    };
  };

  public kinds(): string[] {
    return this.sent.map(({ kind }) => kind);
  }

  private answer({ kind, input }: Sent): object {
    const labelled = (stage: string) =>
      Object.keys(this.stages).find((version) => this.stages[version]?.includes(stage)) ?? '';
    switch (kind) {
      case 'describe-secret':
        return { VersionIdsToStages: this.stages };
      case 'get': {
        const value = this.values[String(input.VersionId ?? labelled(String(input.VersionStage)))];
        if (value === undefined) throw named('ResourceNotFoundException');
        return { SecretString: value };
      }
      case 'put':
        this.values[String(input.ClientRequestToken)] = String(input.SecretString);
        return {};
      case 'promote':
        this.stages = {
          [String(input.RemoveFromVersionId)]: ['AWSPREVIOUS'],
          [String(input.MoveToVersionId)]: ['AWSCURRENT'],
        };
        return {};
      case 'modify':
        this.coming = String(input.MasterUserPassword);
        this.busy = this.takes;
        return {};
      case 'describe-cluster': {
        // The first look after a change still shows the cluster at rest.
        const stale = this.busy === this.takes;
        const pending = this.busy > 0 && !stale;
        this.busy = Math.max(0, this.busy - 1);
        if (this.busy === 0) this.password = this.coming;
        return {
          DBClusters: [
            {
              Status: pending && this.busy > 1 ? 'resetting-master-credentials' : 'available',
              PendingModifiedValues: pending ? { MasterUserPassword: '****' } : {},
            },
          ],
        };
      }
      default: {
        const current = JSON.parse(this.values[labelled('AWSCURRENT')] ?? '{}') as { password?: string };
        if (current.password !== this.password) throw named('DatabaseErrorException');
        return { records: [[{ longValue: 1 }]] };
      }
    }
  }
}

async function run(account: FakeAccount, step: string, milliseconds = 600_000): Promise<number> {
  let slept = 0;
  const handler = createHandler({
    load: account.aws,
    cluster: CLUSTER,
    sleep: (pause) => {
      slept += pause;
      return Promise.resolve();
    },
    password: () => 'new-password',
  });
  await handler(
    { SecretId: 'arn:secret', ClientRequestToken: TOKEN, Step: step },
    { getRemainingTimeInMillis: () => milliseconds - slept },
  );
  return slept;
}

const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];

describe('the rotation of the master password', () => {
  test('changes the password in RDS, waits until it is there, makes it current and logs in with it', async () => {
    const account = new FakeAccount(5);
    for (const step of STEPS) await run(account, step);
    expect(account.password).toBe('new-password');
    expect(account.stages).toEqual({ old: ['AWSPREVIOUS'], new: ['AWSCURRENT'] });
    expect(account.kinds().at(-1)).toBe('execute');
    expect(account.sent.find(({ kind }) => kind === 'modify')?.input).toEqual({
      DBClusterIdentifier: CLUSTER.identifier,
      MasterUserPassword: 'new-password',
      ApplyImmediately: true,
    });
  });

  test('keeps what else the secret says', async () => {
    const account = new FakeAccount();
    await run(account, 'createSecret');
    expect(JSON.parse(account.values[TOKEN] ?? '')).toEqual({
      username: 'breakglass',
      password: 'new-password',
      host: 'h',
    });
  });

  test('makes no second password when a step is tried again', async () => {
    const account = new FakeAccount();
    account.values[TOKEN] = JSON.stringify({ password: 'made-before' });
    await run(account, 'createSecret');
    expect(account.kinds()).not.toContain('put');
    await run(account, 'setSecret');
    await run(account, 'testSecret');
    expect(account.password).toBe('made-before');
  });

  test('every step can run twice', async () => {
    const account = new FakeAccount();
    for (const step of STEPS.flatMap((each) => [each, each])) await run(account, step);
    expect(account.stages.new).toEqual(['AWSCURRENT']);
    expect(account.kinds().filter((kind) => kind === 'promote')).toHaveLength(1);
  });

  test('does not touch the password before the cluster is at rest', async () => {
    const account = new FakeAccount(4);
    account.values[TOKEN] = JSON.stringify({ password: 'p' });
    account.busy = 3;
    await run(account, 'setSecret');
    const before = account.kinds().slice(0, account.kinds().indexOf('modify'));
    expect(before.filter((kind) => kind === 'describe-cluster')).toHaveLength(5);
  });

  test('stops in time and leaves the old version current when RDS takes too long', async () => {
    const account = new FakeAccount(1_000);
    account.busy = 999;
    await expect(run(account, 'testSecret', 60_000)).rejects.toThrow(/Secrets Manager will try again/);
    expect(account.stages.old).toEqual(['AWSCURRENT']);
  });

  test('fails loudly when the new password does not log in', async () => {
    const account = new FakeAccount();
    account.values[TOKEN] = JSON.stringify({ password: 'never-set' });
    await expect(run(account, 'finishSecret')).rejects.toThrow('DatabaseErrorException');
    await expect(run(account, 'finishSecret')).rejects.toThrow('DatabaseErrorException');
  });

  test('passes on a fault other than a missing version', async () => {
    const account = new FakeAccount(2, ({ kind }) => (kind === 'get' ? named('AccessDeniedException') : undefined));
    await expect(run(account, 'createSecret')).rejects.toThrow('AccessDeniedException');
    expect(account.kinds()).not.toContain('put');
  });

  test('refuses a version that is not pending, and a step that it does not know', async () => {
    const account = new FakeAccount();
    await expect(run(account, 'rollbackSecret')).rejects.toThrow(/no step/);
    account.stages = { old: ['AWSCURRENT'], [TOKEN]: [] };
    await expect(run(account, 'createSecret')).rejects.toThrow(/not pending/);
  });

  test('makes passwords that RDS takes, and never one twice', () => {
    const passwords = Array.from({ length: 100 }, newPassword);
    for (const password of passwords) expect(password).toMatch(/^[A-Za-z0-9]{40}$/);
    expect(new Set(passwords).size).toBe(100);
  });
});

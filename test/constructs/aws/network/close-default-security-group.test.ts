import { CLOSE_DEFAULT_SECURITY_GROUP } from '../../../../constructs/aws/network/close-default-security-group';

interface Revocation {
  readonly direction: 'in' | 'out';
  readonly input: unknown;
}

type Handler = (event: object) => Promise<void>;

/** Runs the function's code as Lambda would, against an EC2 that answers each revocation with what `fails` gives. */
async function run(
  event: object,
  fails: (revocation: Revocation, attempt: number) => string | undefined = () => undefined,
  taken = true,
) {
  const revocations: Revocation[] = [];
  const answers: { readonly url: string; readonly body: unknown; readonly headers: unknown }[] = [];
  const command = (direction: Revocation['direction']) =>
    class {
      public readonly revocation: Revocation;
      public constructor(input: unknown) {
        this.revocation = { direction, input };
      }
    };
  const sdk = {
    EC2Client: class {
      public send({ revocation }: { readonly revocation: Revocation }): Promise<void> {
        revocations.push(revocation);
        const name = fails(revocation, revocations.length);
        return name === undefined
          ? Promise.resolve()
          : Promise.reject(Object.assign(new Error('told by EC2'), { name }));
      }
    },
    RevokeSecurityGroupIngressCommand: command('in'),
    RevokeSecurityGroupEgressCommand: command('out'),
  };
  const fetched = (url: string, { body, headers }: { readonly body: string; readonly headers: unknown }) => {
    answers.push({ url, body: JSON.parse(body), headers });
    return Promise.resolve({ ok: taken, status: taken ? 200 : 403 });
  };
  const exported: { handler?: Handler } = {};
  const immediately = (then: () => void): void => then();

  new Function('require', 'exports', 'fetch', 'setTimeout', 'console', CLOSE_DEFAULT_SECURITY_GROUP)(
    (name: string) => (name === '@aws-sdk/client-ec2' ? sdk : undefined),
    exported,
    fetched,
    immediately,
    { error: () => undefined },
  );
  const outcome = await exported.handler?.(event).catch((error: unknown) => error);
  return { revocations, answers, outcome };
}

const event = (RequestType: string) => ({
  RequestType,
  ResponseURL: 'https://answer.example',
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'logical',
  ResourceProperties: { GroupId: 'sg-1' },
});

const all = (peer: object) => ({ GroupId: 'sg-1', IpPermissions: [{ IpProtocol: '-1', ...peer }] });

const EVERY_RULE: readonly Revocation[] = [
  { direction: 'in', input: all({ UserIdGroupPairs: [{ GroupId: 'sg-1' }] }) },
  { direction: 'out', input: all({ IpRanges: [{ CidrIp: '0.0.0.0/0' }] }) },
  { direction: 'out', input: all({ Ipv6Ranges: [{ CidrIpv6: '::/0' }] }) },
];

const success = {
  Status: 'SUCCESS',
  PhysicalResourceId: 'sg-1',
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'logical',
};

test.each(['Create', 'Update'])('on %s every rule that AWS gives a default group is revoked', async (type) => {
  const { revocations, answers } = await run(event(type));
  expect(revocations).toEqual(EVERY_RULE);
  expect(answers).toEqual([{ url: 'https://answer.example', body: success, headers: { 'content-type': '' } }]);
});

test('a rule that is not there is as good as revoked', async () => {
  const { revocations, answers } = await run(event('Create'), () => 'InvalidPermission.NotFound');
  expect(revocations).toEqual(EVERY_RULE);
  expect(answers[0]?.body).toEqual(success);
});

test('on Delete the group stays closed', async () => {
  const { revocations, answers } = await run(event('Delete'));
  expect(revocations).toEqual([]);
  expect(answers[0]?.body).toEqual(success);
});

test('a permission that is not known everywhere yet is waited for', async () => {
  const { revocations, answers } = await run(event('Create'), (_, attempt) =>
    attempt <= 2 ? 'UnauthorizedOperation' : undefined,
  );
  expect(revocations).toEqual([EVERY_RULE[0], EVERY_RULE[0], ...EVERY_RULE]);
  expect(answers[0]?.body).toEqual(success);
});

test('a permission that never comes fails the deployment', async () => {
  const { revocations, answers } = await run(event('Create'), () => 'UnauthorizedOperation');
  expect(revocations).toHaveLength(5);
  expect(answers[0]?.body).toMatchObject({ Status: 'FAILED', Reason: 'UnauthorizedOperation: told by EC2' });
});

test('any other failure fails the deployment at once', async () => {
  const { revocations, answers } = await run(event('Update'), () => 'InvalidGroup.NotFound');
  expect(revocations).toHaveLength(1);
  expect(answers[0]?.body).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'sg-1' });
});

test('an answer that CloudFormation does not take is an error of the function', async () => {
  const { outcome } = await run(event('Create'), undefined, false);
  expect(outcome).toBeInstanceOf(Error);
});

test('the code fits into a template', () => {
  // The limit of inline code (CloudFormation, AWS::Lambda::Function Code, "ZipFile").
  expect(CLOSE_DEFAULT_SECURITY_GROUP.length).toBeLessThanOrEqual(4096);
});

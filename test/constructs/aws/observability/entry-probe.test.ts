import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runInNewContext } from 'node:vm';
import { Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import { EntryProbe } from '../../../../constructs/aws/observability/entry-probe';
import { PROBE_SCRIPT } from '../../../../constructs/aws/observability/probe-script';
import { planProbe, PROBE_RUNTIME } from '../../../../constructs/plan/observability/probe/plan';
import { openFindings } from '../../../nag';

const context = { platform: 'bulkhead', environment: 'prod', tier: 'production', region: 'eu-west-1' } as const;
const plan = planProbe(undefined, 'api.rides.example', context);
if (plan === undefined) throw new Error('there is no probe');

const stack = new Stack(new App(), 'Alarms', { env: { account: '111122223333', region: 'eu-west-1' } });
new EntryProbe(stack, 'Probe', plan);
const template = Template.fromStack(stack);

describe('the probe', () => {
  test('asks the public name, every minute in production, with the runtime that is pinned', () => {
    template.hasResourceProperties('AWS::Synthetics::Canary', {
      Name: 'bulkhead-prod-entry',
      RuntimeVersion: PROBE_RUNTIME,
      Schedule: { Expression: 'rate(1 minute)' },
      RunConfig: { EnvironmentVariables: { PROBE_URL: 'https://api.rides.example/', PROBE_STATUS: '' } },
      StartCanaryAfterCreation: true,
    });
  });

  test('is over before the next one begins, and its time for an answer fits into that', () => {
    const [canary] = Object.values(template.findResources('AWS::Synthetics::Canary'));
    const { TimeoutInSeconds: timeout } = (canary as { Properties: { RunConfig: { TimeoutInSeconds: number } } })
      .Properties.RunConfig;
    expect(timeout).toBeLessThanOrEqual(60);
    expect(timeout).toBeGreaterThan(plan.timeoutSeconds + 15);
  });

  test('wants status 200 of a path that is named, any that is no error of the server of one that is not', () => {
    expect(planProbe({ path: '/v1/status' }, 'a.example', context)).toMatchObject({
      status: 200,
      url: 'https://a.example/v1/status',
    });
    expect(planProbe({}, 'a.example', context)?.status).toBeUndefined();
    expect(planProbe('none', 'a.example', context)).toBeUndefined();
  });

  test('keeps its records for a month, encrypted, out of reach', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: [{ Id: 'expire', ExpirationInDays: 31 }] },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
    });
  });

  test('may write its records, its log and its result, and nothing else', () => {
    const [role] = Object.values(template.findResources('AWS::IAM::Role'));
    const actions = JSON.stringify(role).match(/"(?:s3|logs|cloudwatch|xray|kms|ec2):[A-Z*][A-Za-z*]*"/g);
    expect(actions?.sort()).toEqual([
      '"cloudwatch:PutMetricData"',
      '"logs:CreateLogGroup"',
      '"logs:CreateLogStream"',
      '"logs:PutLogEvents"',
      '"s3:GetBucketLocation"',
      '"s3:PutObject"',
    ]);
    template.resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('leaves nothing open to AwsSolutions', () => {
    expect(openFindings(stack)).toEqual([]);
  });
});

describe('the script of the probe', () => {
  let server: Server;
  let status = 200;

  beforeAll((done) => {
    server = createServer((_, response) => {
      if (status === 0) return;
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
    }).listen(0, '127.0.0.1', done);
  });
  afterAll(() => server.close().closeAllConnections());

  /** Runs it as Synthetics does: the handler that the file exports. */
  const run = (wanted = '', seconds = '5'): Promise<string> => {
    const { port } = server.address() as AddressInfo;
    const exports: { handler?: () => Promise<string> } = {};
    const env = { PROBE_URL: `http://127.0.0.1:${port}/`, PROBE_STATUS: wanted, PROBE_TIMEOUT_SECONDS: seconds };
    runInNewContext(PROBE_SCRIPT, { exports, process: { env }, fetch, AbortSignal, Date, Number, Error });
    return exports.handler?.() ?? Promise.reject(new Error('it exports no handler'));
  };

  test.each([200, 302, 401, 404])('takes %d, where nothing is wanted in particular', async (answered) => {
    status = answered;
    await expect(run()).resolves.toMatch(new RegExp(`^${answered} after \\d+ ms$`));
  });

  test.each([500, 503])('fails at %d, and says so', async (answered) => {
    status = answered;
    await expect(run()).rejects.toThrow(`answered ${answered} after`);
  });

  test('fails at any other status than the one that is wanted', async () => {
    status = 204;
    await expect(run('204')).resolves.toMatch(/^204/);
    await expect(run('200')).rejects.toThrow('answered 204');
  });

  test('fails where nothing answers in time', async () => {
    status = 0;
    await expect(run('', '0.2')).rejects.toThrow();
  });
});

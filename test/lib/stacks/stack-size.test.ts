import * as fc from 'fast-check';
import { environmentProblems } from '../../../lib/environment/parse';
import type { Environment } from '../../../lib/environment/schema';
import { service } from '../../../lib/environment/service';
import { shardsOf } from '../../../lib/stacks/shards';
import { enoughStacks, resourcesOf, shareOf, templateBytesOf } from '../../../lib/stacks/stack-size';
import { Template } from 'aws-cdk-lib/assertions';
import { shipped, stageOf } from '../synthesized';

const prod = shipped('prod');
const dev = shipped('dev');

const plain = service({
  image: { tag: '1.4.2' },
  promise: { availability: 0.999, latency: { percentile: 99, thresholdMilliseconds: 250 }, requestsPerSecond: 50 },
});

/** An environment of so many services, each with five resources. */
const withServices = (count: number, more: Partial<Environment> = {}): Environment => ({
  ...dev,
  stores: undefined,
  services: Object.fromEntries(Array.from({ length: count }, (_, index) => [`svc-${index}`, plain])),
  ...more,
});

/** The same environment with services of the longest names, and no mesh: its rules are longest. */
function longNames(rest: Environment): Environment {
  const names = ['a', 'b', 'c'].map((letter) => letter.repeat(40));
  return {
    ...rest,
    mesh: undefined,
    edge: undefined,
    gateway: undefined,
    stores: undefined,
    services: Object.fromEntries(names.map((name) => [name, plain])),
  };
}

const problemsOf = (environment: Environment) =>
  environmentProblems(environment).filter(({ field }) => field === 'serviceStacks');

const gitops = {
  repository: 'https://github.com/rides/platform.git',
  identityCenter: {
    instanceArn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
    administrators: { groups: ['90670a1b2c-3d4e5f60-7182-93a4-b5c6-d7e8f9a0b1c2'] },
  },
};

describe('the size of a stack of services', () => {
  test.each<[string, Environment]>([
    ['what ships', prod],
    ['services that Argo CD applies', { ...prod, gitops }],
    [
      'services that share a namespace, with secrets, and pods that only a store knows',
      {
        ...withServices(3, { serviceStacks: 2 }),
        stores: {
          ledger: {
            consistency: 'strong',
            clients: {
              'svc-0': { access: 'read-only' },
              report: { access: 'read-only', namespace: 'office', serviceAccount: 'report' },
            },
          },
        },
        services: {
          'svc-0': { ...plain, namespace: 'shared' },
          'svc-1': { ...plain, namespace: 'shared', secrets: ['key'] },
          'svc-2': plain,
        },
      },
    ],
  ])('is known before it is made: %s', (_, environment) => {
    const predicted = shardsOf(environment).map((shard) => resourcesOf(shard, environment));
    const made = stageOf(environment).services.map(
      (stack) => Object.keys(Template.fromStack(stack).toJSON().Resources as object).length,
    );
    expect(predicted).toEqual(made);
  });

  test.each([
    ['what ships', prod],
    ['services with the longest names, without a mesh', longNames(prod)],
  ])('is known in bytes, and a little less in truth: %s', (_, environment) => {
    const [shard] = shardsOf(environment);
    const [stack] = stageOf(environment).services;
    if (shard === undefined || stack === undefined) throw new Error('there is no stack of services');
    // The CDK writes templates with one space of indentation.
    const made = JSON.stringify(Template.fromStack(stack).toJSON(), undefined, 1).length;
    const predicted = templateBytesOf(shard, environment);
    expect(predicted).toBeGreaterThanOrEqual(made);
    expect(predicted).toBeLessThan(made * 1.25);
  });
});

describe('an environment whose services do not fit into its stacks', () => {
  test('is refused with the number of stacks that would do', () => {
    expect(problemsOf(withServices(100))).toEqual([]);
    expect(problemsOf(withServices(101))).toEqual([
      {
        field: 'serviceStacks',
        value: undefined,
        reason: "the stack 'services' would have 505 resources, and CloudFormation takes at most 500",
        remedy: 'set serviceStacks to 6, or to more if there will be more services: a later change moves some of them',
      },
    ]);
  });

  test('is accepted with that number', () => {
    const services = withServices(300);
    expect(problemsOf(services)).toHaveLength(1);
    expect(problemsOf({ ...services, serviceStacks: enoughStacks(services) })).toEqual([]);
  });

  test('is told to use more namespaces where no number of stacks would do', () => {
    const services = Object.fromEntries(
      Object.entries(withServices(101).services ?? {}).map(([name, each]) => [name, { ...each, namespace: 'rides' }]),
    );
    expect(problemsOf(withServices(0, { services }))).toMatchObject([
      { remedy: expect.stringContaining('more namespaces') as string },
    ]);
  });
});

describe('the number of stacks that would do', () => {
  test('leaves a fifth of each free, and one stack less would not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), (count) => {
        const environment = withServices(count);
        const stacks = enoughStacks(environment) ?? 0;
        const largest = (serviceStacks: number) =>
          Math.max(...shardsOf({ ...environment, serviceStacks }).map((shard) => shareOf(shard, environment)));
        expect(largest(stacks)).toBeLessThanOrEqual(0.8);
        if (stacks > 1) expect(largest(stacks - 1)).toBeGreaterThan(0.8);
      }),
      { numRuns: 30 },
    );
  });

  test('is never less than what the environment has: nothing moves without need', () => {
    expect(enoughStacks(withServices(10, { serviceStacks: 7 }))).toBe(7);
  });
});

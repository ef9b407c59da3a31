import { canary } from '../../../../constructs/delivery/spec';
import type { PlanContext } from '../../../../constructs/plan/context';
import type { ServiceFacts } from '../../../../constructs/plan/service/facts';
import { serviceProblems, serviceSpec, type ServiceSpec } from '../../../../constructs/plan/service/spec';
import { shapeProblems } from '../../../../constructs/plan/spec';
import { development, facts, payment, production } from './examples';

const problems = (spec: unknown, context: PlanContext = production, known: ServiceFacts = facts) => {
  const shape = shapeProblems(serviceSpec, spec);
  return shape.length > 0 ? shape : serviceProblems(spec as ServiceSpec, context, known);
};

const digest = `sha256:${'0'.repeat(64)}`;
const router = { kind: 'istio' } as const;

test.each<[string, object]>([
  ['the smallest description', {}],
  ['an image by its digest', { image: `ghcr.io/rides/payment@${digest}` }],
  ['a registry with a port', { image: 'localhost:5000/payment:1.4.2' }],
  ['known neighbours', { calls: ['user'], callers: ['trip'], stores: ['ledger'] }],
  ['settings and secrets', { configuration: { CURRENCY: 'EUR', TOKENIZER: 'fast' }, secrets: ['stripe-key'] }],
  ['an edge behind the mesh', { router, edge: { hosts: ['api.rides.example'], paths: ['/payments'] } }],
  ['an edge behind a load balancer', { router: { kind: 'alb' }, edge: {} }],
  ['one port for users and probes', { adminPort: 8080 }],
])('%s is accepted', (_, more) => {
  expect(problems({ ...payment, ...more })).toEqual([]);
});

test('one pod is accepted in development', () => {
  expect(problems({ ...payment, replicas: { minimum: 1, maximum: 1 } }, development)).toEqual([]);
});

test('the default rollout is accepted on every router, and for few or many pods', () => {
  for (const kind of ['istio', 'alb', 'replicas'] as const) {
    for (const minimum of [2, 3, 5, 9, 40]) {
      const spec = { ...payment, router: { kind }, edge: {}, replicas: { minimum, maximum: 50 } };
      expect(problems(spec)).toEqual([]);
    }
  }
});

test.each<[string, object, { field: string; reason: RegExp; remedy: RegExp }]>([
  ['an image without a tag', { image: 'ghcr.io/rides/payment' }, { field: 'image', reason: /moves/, remedy: /:1.4.2/ }],
  [
    'a registry port is no tag',
    { image: 'localhost:5000/payment' },
    { field: 'image', reason: /without a tag/, remedy: /:1.4.2/ },
  ],
  ['latest', { image: 'payment:latest' }, { field: 'image', reason: /rolls nothing out/, remedy: /digest/ }],
  ['no image at all', { image: 'Not an image' }, { field: 'image', reason: /not the name/, remedy: /:1.4.2/ }],
  ['a reserved name', { name: 'payment-canary' }, { field: 'name', reason: /canary Service/, remedy: /suffixes/ }],
  ['a name that is no DNS label', { name: 'Payment' }, { field: 'name', reason: /63 characters/, remedy: /payment/ }],
  ['a port of root', { port: 80 }, { field: 'port', reason: /below 1024/, remedy: /8080/ }],
  [
    'a maximum below the minimum',
    { replicas: { minimum: 4, maximum: 3 } },
    { field: 'replicas.maximum', reason: /at least 4/, remedy: /4 or more/ },
  ],
  [
    'one pod in production',
    { replicas: { minimum: 1, maximum: 3 } },
    { field: 'replicas.minimum', reason: /one zone/, remedy: /at least 2/ },
  ],
  [
    'a limit below the request',
    { resources: { cpuMillicores: 500, memoryMebibytes: 256, cpuLimitMillicores: 200 } },
    { field: 'resources.cpuLimitMillicores', reason: /below the 500/, remedy: /500 or more/ },
  ],
  ['an unknown callee', { calls: ['usr'] }, { field: 'calls[0]', reason: /no service/, remedy: /did you mean 'user'/ }],
  ['itself', { calls: ['payment'] }, { field: 'calls[0]', reason: /without the network/, remedy: /leave it out/ }],
  ['a callee twice', { calls: ['user', 'user'] }, { field: 'calls[1]', reason: /twice/, remedy: /once/ }],
  ['an unknown caller', { callers: ['tripp'] }, { field: 'callers[0]', reason: /no service/, remedy: /'trip'/ }],
  ['an unknown store', { stores: ['legder'] }, { field: 'stores[0]', reason: /no store/, remedy: /'ledger'/ }],
  [
    'a secret among settings',
    { configuration: { STRIPE_API_KEY: 'sk_1' } },
    { field: 'configuration.STRIPE_API_KEY', reason: /secret/, remedy: /secrets: \['stripe-api-key'\]/ },
  ],
  [
    'an access key under another name',
    { configuration: { BUCKET: 'AKIAIOSFODNN7EXAMPLE' } },
    { field: 'configuration.BUCKET', reason: /secret/, remedy: /Secrets Manager/ },
  ],
  [
    'a variable of the platform',
    { configuration: { OTEL_SERVICE_NAME: 'me' } },
    { field: 'configuration.OTEL_SERVICE_NAME', reason: /platform sets/, remedy: /differently/ },
  ],
  ['a secret twice', { secrets: ['a', 'a'] }, { field: 'secrets[1]', reason: /twice/, remedy: /once/ }],
  [
    'a drain that cuts requests off',
    {
      drainSeconds: 5,
      promise: { ...payment.promise, latency: { percentile: 99, thresholdMilliseconds: 5000 } },
    },
    { field: 'drainSeconds', reason: /cut off/, remedy: /more than 5/ },
  ],
  [
    'a load balancer without users',
    { router: { kind: 'alb' } },
    { field: 'router', reason: /gets none/, remedy: /edge/ },
  ],
  [
    'a promise that cannot be measured',
    { promise: { ...payment.promise, availability: 0.5 } },
    { field: 'promise.availability', reason: /./, remedy: /./ },
  ],
  [
    'a strategy with a trap',
    {
      router,
      strategy: canary({
        steps: [
          { step: 'setCanaryScale', scale: { matchTrafficWeight: true } },
          { step: 'setWeight', weight: 20 },
          { step: 'pause', seconds: 600 },
        ],
        analysis: { checks: [{ check: 'promise' }] },
      }),
    },
    { field: 'strategy.steps[0].scale.matchTrafficWeight', reason: /scales the canary to 0/, remedy: /move it/ },
  ],
])('%s is refused', (_, more, { field, reason, remedy }) => {
  const found = problems({ ...payment, ...more });
  const problem = found.find((each) => each.field === field || each.field.startsWith(`${field}.`));
  expect(problem).toMatchObject({
    reason: expect.stringMatching(reason),
    remedy: expect.stringMatching(remedy),
  });
});

test('an edge is refused while nobody says where the load balancer sends from', () => {
  const known = { ...facts, loadBalancer: { ingressClass: 'alb', cidrs: [] } };
  expect(problems({ ...payment, edge: {} }, production, known)).toEqual([
    expect.objectContaining({ field: 'edge', reason: expect.stringMatching(/shut it out/) }),
  ]);
});

test('the value of something that looks like a secret is not repeated', () => {
  expect(JSON.stringify(problems({ ...payment, configuration: { DB_PASSWORD: 'hunter2' } }))).not.toContain('hunter2');
});

test('neighbours are not judged where nobody knows them', () => {
  const { services: _, stores: __, ...unknown } = facts;
  expect(problems({ ...payment, calls: ['anything'], stores: ['any'] }, production, unknown)).toEqual([]);
});

test('all problems are told at once', () => {
  const spec = { ...payment, image: 'payment', calls: ['nobody'], configuration: { PORT: '1' } };
  expect(problems(spec).map(({ field }) => field)).toEqual(['image', 'calls[0]', 'configuration.PORT']);
});

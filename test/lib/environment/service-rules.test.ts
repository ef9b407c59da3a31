import type { Problem } from '../../../constructs/plan/problem';
import { applicationsOf } from '../../../lib/charts';
import { clusterSection } from '../../../lib/environment/cluster';
import { environmentProblems, parseEnvironments } from '../../../lib/environment/parse';
import type { Environment } from '../../../lib/environment/schema';
import type { EnvironmentService } from '../../../lib/environment/service';
import { TARGETS } from '../../../lib/images/image-name';
import { FULL, SOUND, varied } from './examples';
import { REFUSED } from './refused';
import { LEAST } from './service-examples';

type Services = Readonly<Record<string, Partial<EnvironmentService>>>;

/** Production with a store that payment uses, its services, and what else a test changes. */
function withServices(services: Services, changes: Readonly<Record<string, unknown>> = {}): Environment {
  const full = Object.entries(services).map(([name, service]) => [name, { ...LEAST, ...service }]);
  return varied({ stores: undefined, ...changes }, { ...SOUND, services: Object.fromEntries(full) }) as Environment;
}

const problemsOf = (services: Services, changes?: Readonly<Record<string, unknown>>): readonly Problem[] =>
  environmentProblems(withServices(services, changes));

/** A service, or what else is changed, and the words of what is told of it. */
type Case = readonly [
  title: string,
  services: Services,
  changes: Readonly<Record<string, unknown>>,
  field: string,
  reason: string,
  remedy: string,
];

const BUILT = { image: { build: 'examples/reference-service' } };
const TAGGED = { image: { tag: '1.4.2' } };
const NODE_GROUPS = { 'cluster.mode': 'node-groups' };
const STAGING = { tier: 'staging' };
const MESH = { mesh: { version: '1.31' } };
const client = (name: string, more: object = {}) => ({
  stores: { ledger: { consistency: 'strong', clients: { [name]: { access: 'read-write', ...more } } } },
});
const withArchitectures = (...architectures: string[]) => ({ 'cluster.nodePools': { general: { architectures } } });

const WRONG: readonly Case[] = [
  // Images.
  [
    'an image that is built for nobody knows which account',
    { payment: BUILT },
    { ...STAGING, account: undefined },
    'services.payment.image',
    'does not say',
    "account: '111122223333'",
  ],
  [
    'a tag in the registry of nobody knows which account',
    { payment: TAGGED },
    { ...STAGING, account: undefined },
    'services.payment.image',
    'does not say',
    "account: '111122223333'",
  ],
  [
    'a folder without a Dockerfile',
    { payment: { image: { build: 'examples' } } },
    {},
    'services.payment.image.build',
    'no Dockerfile',
    "'examples/reference-service'",
  ],
  [
    'a folder above the blueprint',
    { payment: { image: { build: '../elsewhere' } } },
    {},
    'services.payment.image.build',
    'named from the root',
    'examples/reference-service',
  ],
  [
    'an image that is built for one processor, where a node may have another',
    { payment: BUILT },
    withArchitectures('amd64', 'arm64'),
    'services.payment.image.build',
    'any of: amd64, arm64',
    "image: { tag: '1.4.2' }",
  ],
  [
    'an image that is built for one processor, where pools differ',
    { payment: BUILT },
    { 'cluster.nodePools': { general: {}, graviton: { architectures: ['arm64'] } } },
    'services.payment.image.build',
    'any of: amd64, arm64',
    'one architecture',
  ],
  [
    'a tag that moves',
    { payment: { image: { tag: 'latest' } } },
    {},
    'services.payment.image',
    "'latest' moves",
    'ghcr.io/rides/payment:1.4.2',
  ],

  // Names.
  ['a name that Kubernetes would refuse', { Payment: {} }, {}, 'services.Payment', '63 characters', 'payment'],
  [
    'a name that another service gives to one of its own',
    { 'payment-canary': {} },
    {},
    'services.payment-canary',
    'canary Service of another',
    'end the name differently',
  ],
  [
    'a name that the platform applies itself',
    { 'guard-rails': {} },
    {},
    'services.guard-rails',
    'of this name itself',
    'guard-rails-service',
  ],
  [
    'names that differ by a dash',
    { svc1: {}, 'svc-1': {} },
    {},
    'services.svc-1',
    "differs from 'svc1' by dashes only",
    'tell from it',
  ],

  // Namespaces.
  [
    'a namespace of Kubernetes',
    { payment: { namespace: 'kube-system' } },
    {},
    'services.payment.namespace',
    'belongs to Kubernetes',
    'or leave it out',
  ],
  [
    'a namespace of a controller',
    { payment: { namespace: 'istio-ingress' } },
    {},
    'services.payment.namespace',
    'a controller of the platform',
    "namespace: 'payments'",
  ],
  [
    'a namespace that is taken and nobody wrote',
    { observability: {} },
    {},
    'services.observability.namespace',
    'a controller of the platform',
    'or another name',
  ],
  [
    'namespaces that differ by a dash',
    { trip: { namespace: 'ri-des' }, user: { namespace: 'rides' } },
    {},
    'services.user.namespace',
    "differs from 'ri-des'",
    "write it as 'ri-des'",
  ],

  // What a service refers to.
  [
    'a priority class that is misspelt',
    { payment: { priorityClass: 'critical-servce' } },
    {},
    'services.payment.priorityClass',
    'refuse every pod',
    "did you mean 'critical-service'?",
  ],
  [
    'a priority class of Kubernetes itself',
    { payment: { priorityClass: 'system-node-critical' } },
    {},
    'services.payment.priorityClass',
    'no priority class',
    'use one of: critical-service, service, batch',
  ],
  [
    'a call of nobody',
    { trip: { calls: ['paymnet'] }, payment: {} },
    {},
    'services.trip.calls[0]',
    'no service of this name',
    "did you mean 'payment'?",
  ],
  [
    'a router of a mesh that is not there',
    { payment: { router: { kind: 'istio' } } },
    {},
    'services.payment.router.kind',
    'no mesh',
    "mesh: { version: '1.31' }",
  ],

  // Clients of stores.
  [
    'a client that is misspelt',
    { payment: {} },
    client('paymnet'),
    'stores.ledger.clients.paymnet',
    'no service',
    "did you mean 'payment'?",
  ],
  [
    'a client that is no service, of pods that are half known',
    { payment: {} },
    client('reports', { namespace: 'reports' }),
    'stores.ledger.clients.reports',
    'no service',
    'give namespace and serviceAccount',
  ],
  [
    'a client that is a service, and pods that are not its own',
    { payment: {} },
    client('payment', { namespace: 'money' }),
    'stores.ledger.clients.payment',
    'are known',
    'leave both out',
  ],
];

describe('what is wrong with a service of an environment is told at the service', () => {
  test.each(WRONG)('%s', (_, services, changes, field, reason, remedy) => {
    const problems = problemsOf(services, changes);
    const problem = problems.find((each) => each.field === field);
    expect(problems.map((each) => each.field)).toContain(field);
    expect(problem?.reason).toContain(reason);
    expect(problem?.remedy).toContain(remedy);
  });

  test('and nothing else is told of it', () => {
    const others = WRONG.map(([title, services, changes, field]) => [
      title,
      problemsOf(services, changes).filter((each) => each.field !== field),
    ]).filter(([, problems = []]) => problems.length > 0);
    expect(others).toEqual([]);
  });

  test('by the path from the environment on, for its own rules as for those of any service', () => {
    const wrong = withServices({ payment: { promise: { ...LEAST.promise, availability: 2 }, namespace: 'default' } });
    expect(() => parseEnvironments([wrong])).toThrow(/prod\.services\.payment\.promise\.availability = 2/);
    expect(() => parseEnvironments([wrong])).toThrow(/prod\.services\.payment\.namespace = "default"/);
  });

  test('all at once, though one has an image that cannot be had', () => {
    const fields = problemsOf(
      {
        trip: { image: { build: 'nowhere' }, calls: ['nobody'] },
        payment: { image: { tag: '1.4.2' }, priorityClass: 'high' },
      },
      { ...STAGING, account: undefined },
    ).map(({ field }) => field);
    expect(fields).toEqual([
      'services.trip.image',
      'services.trip.image.build',
      'services.trip.calls[0]',
      'services.payment.image',
      'services.payment.priorityClass',
    ]);
  });

  test('unless it stands in a network or a cluster that is wrong itself', () => {
    const services = { payment: { namespace: 'default' } };
    expect(problemsOf(services, { 'network.zones': ['eu-west-1a'] }).map(({ field }) => field)).toEqual([
      'network.zones',
    ]);
  });

  test('whatever else is wrong with the environment, no rule fails over it', () => {
    for (const [, changes] of REFUSED) {
      const base = { ...SOUND, services: { payment: LEAST } };
      expect(() => environmentProblems(varied(changes, base))).not.toThrow();
    }
  });
});

type Sound = readonly [title: string, services: Services, changes: Readonly<Record<string, unknown>>];

const RIGHT: readonly Sound[] = [
  ['an image of any registry, where nobody knows the account', { payment: {} }, { ...STAGING, account: undefined }],
  ['an image that is built, and one that was pushed', { payment: BUILT, trip: TAGGED }, {}],
  ['an image that is built for the processor of all nodes', { payment: BUILT }, withArchitectures('arm64')],
  ['an image that is built, on node groups', { payment: BUILT }, NODE_GROUPS],
  ['an image that was pushed, on any processor', { payment: TAGGED }, withArchitectures('amd64', 'arm64')],
  ['names that letters tell apart', { user: {}, users: {}, 'user-2': {} }, {}],
  ['a namespace that services share', { user: { namespace: 'rides' }, trip: { namespace: 'rides' } }, {}],
  ["a namespace that is another service's own", { user: { namespace: 'trip' }, trip: {} }, {}],
  ['a name that is taken as a namespace only', { observability: { namespace: 'telemetry' } }, {}],
  ['a priority class of the platform', { payment: { priorityClass: 'batch' } }, {}],
  [
    'a call of another service',
    { trip: { calls: ['payment'], resilience: { timeoutMilliseconds: 2000 } }, payment: {} },
    {},
  ],
  ['the router of a mesh that is there', { payment: { router: { kind: 'istio' } } }, MESH],
  ['a client that is a service', { payment: {} }, client('payment')],
  [
    'a client that is no service, of pods that are known',
    { payment: {} },
    client('reports', { namespace: 'reports', serviceAccount: 'nightly' }),
  ],
  ['clients of a store where nobody describes services', {}, { ...client('reports'), services: undefined }],
];

describe('what is right with a service is accepted', () => {
  test.each(RIGHT)('%s', (_, services, changes) => {
    expect(problemsOf(services, changes)).toEqual([]);
  });
});

describe('names of the platform', () => {
  const [full] = FULL;
  if (full === undefined) throw new Error('there is an environment that says everything');
  const alb = withServices({ web: { edge: {}, router: { kind: 'alb' } } });
  const applied = [...FULL, alb].flatMap((environment) =>
    TARGETS.flatMap((target) =>
      applicationsOf(environment, target)
        .filter(({ name }) => environment.services?.[name] === undefined)
        .map((application) => ({ application })),
    ),
  );
  const names = [...new Set(applied.map(({ application }) => application.name))];
  const namespaces = applied.flatMap(({ application }) =>
    'objects' in application && application.name === 'namespaces'
      ? application.objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name)
      : [application.namespace],
  );
  const own = new Set(FULL.flatMap(({ services = {} }) => Object.keys(services)).concat('web', 'payments'));

  test('are those of all that it applies', () => {
    expect(names).toEqual(
      expect.arrayContaining(['namespaces', 'guard-rails', 'load-balancer', 'istiod-1-30', 'edge']),
    );
  });

  test.each(names)('%s is refused for a service', (name) => {
    expect(problemsOf({ [name]: { namespace: 'mine' } }).map(({ field }) => field)).toEqual([`services.${name}`]);
  });

  test.each([...new Set(namespaces)].filter((name) => !own.has(name)))('%s is refused for a namespace', (namespace) => {
    expect(problemsOf({ payment: { namespace } }).map(({ field }) => field)).toEqual(['services.payment.namespace']);
  });
});

describe('the namespaces that operators may change', () => {
  const access = {
    administrators: ['arn:aws:iam::111122223333:role/Admin'],
    operators: ['arn:aws:iam::111122223333:role/OnCall'],
  };
  const services = { trip: { namespace: 'rides' }, user: { namespace: 'rides' }, payment: {} };

  test("are those of the environment's services, each once, unless it says otherwise", () => {
    const environment = withServices(services, { 'cluster.access': access });
    expect(environmentProblems(environment)).toEqual([]);
    expect(clusterSection(environment).access.operatorNamespaces).toEqual(['payment', 'rides']);
    const said = withServices(services, { 'cluster.access': { ...access, operatorNamespaces: ['payment'] } });
    expect(clusterSection(said).access.operatorNamespaces).toEqual(['payment']);
  });

  test('must be said where there are operators and no services', () => {
    const problems = problemsOf({}, { 'cluster.access': access, services: {} });
    expect(problems.map(({ field }) => field)).toEqual(['cluster.access.operatorNamespaces']);
  });

  test('are nothing where there are no operators', () => {
    expect(clusterSection(withServices(services)).access).not.toHaveProperty('operatorNamespaces');
  });
});

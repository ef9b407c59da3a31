import { edgeRouteProblems, type RouteFacts } from '../../../../constructs/plan/gateway/route-rules';
import type { RouteSpec, ServiceEdgeSpec } from '../../../../constructs/plan/service/edge-spec';

const facts: RouteFacts = { hosts: ['api.rides.example'], hasIssuers: true };
const open = (path: string, more: Partial<RouteSpec> = {}): RouteSpec => ({ path, authentication: 'none', ...more });
const closed = (path: string, more: Partial<RouteSpec> = {}): RouteSpec => ({
  path,
  authentication: 'required',
  ...more,
});
const below = { match: 'prefix' } as const;

type Services = Readonly<Record<string, ServiceEdgeSpec>>;
const problems = (services: Services, known: Partial<RouteFacts> = {}) =>
  edgeRouteProblems(Object.fromEntries(Object.entries(services).map(([name, edge]) => [name, { edge }])), {
    ...facts,
    ...known,
  });

test.each<[string, Services]>([
  [
    'two services with paths of their own',
    { trip: { routes: [closed('/v1/trips')] }, user: { routes: [closed('/v1/users')] } },
  ],
  [
    'one path, by methods of their own',
    {
      trip: { routes: [closed('/v1/trips', { methods: ['POST'] })] },
      report: { routes: [closed('/v1/trips', { methods: ['GET'] })] },
    },
  ],
  [
    'one path, at hosts of their own',
    {
      trip: { hosts: ['api.rides.example'], paths: ['/v1'] },
      partner: { hosts: ['partner.rides.example'], paths: ['/v1'] },
    },
  ],
  ['a service within another’s subtree', { shop: { paths: ['/'] }, trip: { routes: [closed('/v1/trips')] } }],
  [
    'an open path within a subtree that wants a token',
    { user: { routes: [closed('/v1', below), open('/v1/sessions')] } },
  ],
  ['an open subtree with nothing in it that wants more', { web: { routes: [open('/', below)] } }],
  [
    'an open subtree whose methods are others',
    { web: { routes: [open('/', { ...below, methods: ['GET'] }), closed('/v1/trips', { methods: ['POST'] })] } },
  ],
  [
    'a subtree that asks for more than what lies within',
    {
      admin: { routes: [closed('/v1', { ...below, claims: { role: ['admin'] } })] },
      trip: { routes: [closed('/v1/x')] },
    },
  ],
  [
    'a subtree that accepts fewer claims than what lies within',
    {
      a: { routes: [closed('/v1', { ...below, claims: { role: 'admin' } })] },
      b: { routes: [closed('/v1/x', { claims: { role: ['admin', 'clerk'] } })] },
    },
  ],
])('%s is accepted', (_title, services) => {
  expect(problems(services, { hosts: ['*'] })).toEqual([]);
});

test.each<[string, Services, { field: string; reason: RegExp; remedy: RegExp }]>([
  [
    'one path and method of two services',
    { trip: { routes: [closed('/v1/trips')] }, report: { routes: [closed('/v1/trips', { methods: ['GET'] })] } },
    {
      field: 'report.edge.routes[0]',
      reason: /^trip has this path too .*any \/v1\/trips/,
      remedy: /path, method or host/,
    },
  ],
  [
    'one subtree of two services, one of which says hosts',
    { trip: { paths: ['/v1'] }, report: { hosts: ['api.rides.example'], paths: ['/v1'] } },
    { field: 'report.edge.paths[0]', reason: /^trip has this path too/, remedy: /host/ },
  ],
  [
    'the same, written with a slash at its end',
    { trip: { paths: ['/v1/'] }, report: { paths: ['/v1'] } },
    { field: 'report.edge.paths[0]', reason: /^trip/, remedy: /host/ },
  ],
  [
    'everything, which two services have when neither says',
    { trip: {}, report: {} },
    { field: 'report.edge', reason: /^trip has this path too \(edge: any \/\*\)/, remedy: /host/ },
  ],
  [
    'an open subtree around what wants a token',
    { web: { routes: [open('/', below)] }, trip: { routes: [closed('/v1/trips')] } },
    { field: 'web.edge.routes[0]', reason: /asks less of callers than any \/v1\/trips of trip/, remedy: /one by one/ },
  ],
  [
    'the same within one service, at one path',
    { trip: { routes: [open('/v1/trips', below), closed('/v1/trips')] } },
    { field: 'trip.edge.routes[0]', reason: /spells that path/, remedy: /exact/ },
  ],
  [
    'a subtree that asks for no claim around a path that does',
    { trip: { routes: [closed('/v1', below), closed('/v1/admin', { claims: { role: 'admin' } })] } },
    { field: 'trip.edge.routes[0]', reason: /asks less/, remedy: /ask as much/ },
  ],
  [
    'a subtree that accepts a claim which a path within does not',
    {
      trip: {
        routes: [
          closed('/v1', { ...below, claims: { role: ['admin', 'clerk'] } }),
          closed('/v1/admin', { claims: { role: 'admin' } }),
        ],
      },
    },
    { field: 'trip.edge.routes[0]', reason: /asks less/, remedy: /ask as much/ },
  ],
  [
    'a host that the gateway does not answer',
    { trip: { hosts: ['api.rides.test'], paths: ['/v1'] } },
    { field: 'trip.edge.hosts[0]', reason: /answers api\.rides\.example only/, remedy: /gateway\.hosts/ },
  ],
])('%s is refused', (_title, services, { field, reason, remedy }) => {
  expect(problems(services)).toEqual([
    expect.objectContaining({
      field,
      reason: expect.stringMatching(reason),
      remedy: expect.stringMatching(remedy),
    }),
  ]);
});

test('what wants a token is refused where nobody makes any, each route by name', () => {
  const services = {
    trip: { routes: [closed('/v1/trips')] },
    user: { paths: ['/v1/users'], routes: [open('/login')] },
  };
  expect(problems(services, { hasIssuers: false })).toEqual([
    expect.objectContaining({ field: 'trip.edge.routes[0]', remedy: expect.stringContaining('issuers') }),
    expect.objectContaining({ field: 'user.edge.paths[0]', reason: expect.stringContaining('nobody could get in') }),
  ]);
  expect(problems({ web: { routes: [open('/', below)] } }, { hasIssuers: false })).toEqual([]);
});

test('a wildcard of the gateway has the hosts of a service', () => {
  const services = { trip: { hosts: ['api.rides.example'], paths: ['/v1'] } };
  expect(problems(services, { hosts: ['*.rides.example'] })).toEqual([]);
  expect(problems(services, { hosts: ['*.other.example'] })).toHaveLength(1);
});

test('the routes of a thousand services are judged in the time of one', () => {
  const services = Object.fromEntries(
    Array.from({ length: 1000 }, (_, index) => [
      `service-${index}`,
      { routes: [1, 2, 3].map((each) => closed(`/v1/${index}/things/${each}`, below)) },
    ]),
  );
  const from = performance.now();
  expect(problems(services)).toEqual([]);
  expect(performance.now() - from).toBeLessThan(1000);
});

describe('the routes of a host, which are one object', () => {
  const thousand = (each: number): Services =>
    Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [
        `service-${index}`,
        { routes: Array.from({ length: each }, (_route, nth) => closed(`/v1/${index}/${nth}`)) },
      ]),
    );

  test('may be three of each of a thousand services', () => {
    expect(problems(thousand(3))).toEqual([]);
  });

  test('may not be more than the API server keeps', () => {
    expect(problems(thousand(4))).toEqual([
      expect.objectContaining({
        field: '',
        value: '4000 routes',
        remedy: expect.stringContaining('host of their own'),
      }),
    ]);
  });

  test('are larger where web pages may call them', () => {
    expect(problems(thousand(2))).toEqual([]);
    expect(problems(thousand(2), { hasPages: true })).toHaveLength(1);
  });
});

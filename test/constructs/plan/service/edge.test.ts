import type { RouteSpec } from '../../../../constructs/plan/service/edge-spec';
import { planService } from '../../../../constructs/plan/service/plan';
import { serviceProblems, serviceSpec, type ServiceSpec } from '../../../../constructs/plan/service/spec';
import { shapeProblems } from '../../../../constructs/plan/spec';
import type { PlanContext } from '../../../../constructs/plan/context';
import { development, facts, payment, production } from './examples';

const inMesh = { router: { kind: 'istio' } } as const;

const problems = (edge: unknown, more: Partial<ServiceSpec> = inMesh, context: PlanContext = production) => {
  const spec = { ...payment, ...more, edge };
  const shape = shapeProblems(serviceSpec, spec);
  return shape.length > 0 ? shape : serviceProblems(spec as ServiceSpec, context, facts);
};

const routesOf = (edge: ServiceSpec['edge'], context = production) =>
  planService({ ...payment, ...inMesh, edge }, context, facts).edge?.routes;

const post: RouteSpec = { path: '/v1/payments', methods: ['POST'], authentication: 'required' };

describe('what leads to a service', () => {
  test('is everything, for callers with a token, when it says no more than that it has users', () => {
    expect(routesOf({})).toEqual([{ path: '/', match: 'prefix', methods: [], authentication: 'required', claims: {} }]);
  });

  test('is nothing but its routes where it names them', () => {
    expect(routesOf({ routes: [post] })).toEqual([{ ...post, match: 'exact', claims: {} }]);
    expect(planService({ ...payment, ...inMesh, edge: { routes: [post] } }, production, facts).edge?.paths).toEqual([]);
  });

  test('wants a token where nobody says, and wants one by its path alone', () => {
    const [below, route] = routesOf({ paths: ['/v1/'], routes: [{ path: '/v2' }] }, development) ?? [];
    expect(below).toMatchObject({ path: '/v1', match: 'prefix', authentication: 'required' });
    expect(route).toMatchObject({ path: '/v2', match: 'exact', authentication: 'required' });
  });

  test('takes one value of a claim as a list of one', () => {
    expect(routesOf({ routes: [{ ...post, claims: { scope: 'a', role: ['b', 'c'] } }] })?.[0]?.claims).toEqual({
      scope: ['a'],
      role: ['b', 'c'],
    });
  });
});

test.each<[string, unknown]>([
  ['a subtree', { paths: ['/v1/payments'] }],
  ['a route', { routes: [post] }],
  ['an open subtree that is asked for', { routes: [{ path: '/', match: 'prefix', authentication: 'none' }] }],
  [
    'two routes of one path by methods of their own',
    { routes: [post, { ...post, methods: ['GET'], authentication: 'none' }] },
  ],
  [
    'a path and what lies below it, with settings of their own',
    { routes: [post, { ...post, match: 'prefix', methods: ['GET'], maximumBodyKibibytes: 'unlimited' }] },
  ],
  [
    'pages of one’s own',
    { routes: [{ ...post, cors: { origins: ['https://app.rides.example'], credentials: true } }] },
  ],
])('%s is accepted', (_title, edge) => {
  expect(problems(edge)).toEqual([]);
});

test.each<[string, unknown, { field: string; reason: RegExp; remedy: RegExp }]>([
  [
    'a route of production that does not say who gets in',
    { routes: [{ path: '/v1/payments' }] },
    { field: 'edge.routes[0].authentication', reason: /know a default/, remedy: /'required', or 'none'/ },
  ],
  [
    'claims of callers without a token',
    { routes: [{ path: '/v1', authentication: 'none', claims: { scope: 'x' } }] },
    { field: 'edge.routes[0].claims', reason: /claims nothing/, remedy: /'required'/ },
  ],
  [
    'one path and method twice',
    { routes: [post, { ...post, authentication: 'none' }] },
    { field: 'edge.routes[1]', reason: /^edge\.routes\[0\] leads here/, remedy: /keep one/ },
  ],
  [
    'a method that a route for all has already',
    {
      routes: [
        { path: '/v1', authentication: 'required' },
        { ...post, path: '/v1' },
      ],
    },
    { field: 'edge.routes[1]', reason: /^edge\.routes\[0\]/, remedy: /its own methods/ },
  ],
  [
    'a subtree twice, once by its path alone',
    { paths: ['/v1'], routes: [{ ...post, path: '/v1/', match: 'prefix' }] },
    { field: 'edge.routes[0]', reason: /^edge\.paths\[0\]/, remedy: /keep one/ },
  ],
  [
    'a method twice',
    { routes: [{ ...post, methods: ['POST', 'POST'] }] },
    { field: 'edge.routes[0].methods[1]', reason: /twice/, remedy: /once/ },
  ],
  [
    'sizes that differ by method',
    {
      routes: [
        { ...post, maximumBodyKibibytes: 16 },
        { ...post, methods: ['PUT'], maximumBodyKibibytes: 32 },
      ],
    },
    { field: 'edge.routes[1].maximumBodyKibibytes', reason: /whatever the method/, remedy: /the same in both/ },
  ],
  [
    'pages that differ by method',
    {
      routes: [
        { ...post, cors: 'none' },
        { ...post, methods: ['PUT'] },
      ],
    },
    { field: 'edge.routes[1].cors', reason: /whatever the method/, remedy: /the same in both/ },
  ],
  [
    'cookies from any page',
    { routes: [{ ...post, cors: { origins: ['*'], credentials: true } }] },
    { field: 'edge.routes[0].cors.credentials', reason: /cookies/, remedy: /name the origins/ },
  ],
  [
    'a claim that would fit any',
    { routes: [{ ...post, claims: { scope: 'trips:*' } }] },
    { field: 'edge.routes[0].claims.scope', reason: /asterisk/, remedy: /trips:write/ },
  ],
  ...['v1', '/v1//trips', '/v1/../trips', '/v1/./trips', '/v1/%74rips', '/v1/*', '/v1?x', '/v1/..'].map(
    (path) =>
      [
        `the path ${path}`,
        { routes: [{ ...post, path }] },
        { field: 'edge.routes[0].path', reason: /a path begins with a slash/, remedy: /\/v1\/trips/ },
      ] as [string, unknown, { field: string; reason: RegExp; remedy: RegExp }],
  ),
])('%s is refused', (_title, edge, { field, reason, remedy }) => {
  expect(problems(edge)).toEqual([
    expect.objectContaining({
      field,
      reason: expect.stringMatching(reason),
      remedy: expect.stringMatching(remedy),
    }),
  ]);
});

test('routes are refused where no gateway would keep them: a load balancer would let anybody in, by any method', () => {
  for (const kind of ['alb', 'replicas'] as const) {
    expect(problems({ routes: [post] }, { router: { kind } })).toEqual([
      expect.objectContaining({ field: 'edge.routes', reason: expect.stringContaining('anybody') }),
    ]);
    expect(problems({ paths: ['/v1'] }, { router: { kind } })).toEqual([]);
  }
});

test('what a route asks need not be said in a playground', () => {
  expect(problems({ routes: [{ path: '/v1/payments' }] }, inMesh, development)).toEqual([]);
});

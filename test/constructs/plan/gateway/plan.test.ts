import fc from 'fast-check';
import { planMeshGateway, type GatewayService } from '../../../../constructs/plan/gateway/plan';
import type { GatewaySpec } from '../../../../constructs/plan/gateway/spec';
import { includesHost } from '../../../../constructs/plan/gateway/hosts';
import type { RoutedPath } from '../../../../constructs/plan/gateway/model';
import { METHODS, type Method } from '../../../../constructs/plan/service/edge-spec';
import { behind, facts, gateway, issuer } from './examples';

const plan = (services: readonly GatewayService[], spec: GatewaySpec = gateway, known = facts) =>
  planMeshGateway(spec, services, known);
const pathsOf = (services: readonly GatewayService[], spec?: GatewaySpec, host?: string) =>
  plan(services, spec).hosts.find((each) => host === undefined || each.host === host)?.paths ?? [];
const required = { authentication: 'required' } as const;

const trip = behind('trip', {
  routes: [
    { path: '/v1/trips', methods: ['POST'], ...required, claims: { scope: 'trips:write' } },
    { path: '/v1/trips', match: 'prefix', methods: ['GET', 'HEAD'], ...required },
  ],
});
const user = behind('user', {
  routes: [
    { path: '/v1/sessions', methods: ['POST'], authentication: 'none', maximumBodyKibibytes: 16 },
    { path: '/v1/users', match: 'prefix', ...required },
  ],
});

/** Where a request goes: to the first path that fits, as the mesh does it. */
function taken(paths: readonly RoutedPath[], path: string, method: Method): RoutedPath | undefined {
  return paths.find(
    (each) =>
      (each.methods === undefined || each.methods.includes(method)) &&
      (each.path === path || (each.match === 'prefix' && path.startsWith(each.path === '/' ? '/' : `${each.path}/`))),
  );
}

describe('the hosts', () => {
  test('are the domain of the edge, and any where it has none', () => {
    expect(plan([trip]).answers).toEqual(['api.rides.example']);
    expect(plan([trip], gateway, { ...facts, door: { ...facts.door!, domain: undefined! } }).answers).toEqual(['*']);
    expect(plan([trip], { hosts: ['a.example'] }).answers).toEqual(['a.example']);
  });

  test('each have the routes of every service that means them, a wildcard’s included', () => {
    const wide = behind('wide', { hosts: ['*.rides.example'], paths: ['/wide'] });
    const narrow = behind('narrow', { hosts: ['api.rides.example'], paths: ['/narrow'] });
    const { hosts } = plan([wide, narrow, trip], { hosts: ['*.rides.example'] });
    const services = Object.fromEntries(
      hosts.map(({ host, paths }) => [host, [...new Set(paths.map(({ service }) => service))].sort()]),
    );
    expect(services).toEqual({ '*.rides.example': ['trip', 'wide'], 'api.rides.example': ['narrow', 'trip', 'wide'] });
  });
});

describe('the order', () => {
  test('is the more exact path first, whatever the order of the services', () => {
    const shop = behind('shop', { paths: ['/'] });
    const names = (services: readonly GatewayService[]) => pathsOf(services).map(({ name }) => name);
    expect(names([shop, user, trip])).toEqual([
      'POST /v1/sessions',
      'POST /v1/trips',
      'GET,HEAD /v1/trips/*',
      '/v1/users/*',
      '/*',
    ]);
    expect(names([trip, user, shop])).toEqual(names([shop, user, trip]));
  });

  test('never lets a subtree take what a path within it is for', () => {
    const segment = fc.constantFrom('a', 'b', 'c');
    const path = fc.array(segment, { maxLength: 3 }).map((parts) => `/${parts.join('/')}`);
    const route = fc.record({
      path,
      match: fc.constantFrom('exact' as const, 'prefix' as const),
      methods: fc.uniqueArray(fc.constantFrom(...METHODS), { minLength: 1, maxLength: 3 }),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(route, { minLength: 1, maxLength: 8, selector: (each) => `${each.match} ${each.path}` }),
        path,
        fc.constantFrom(...METHODS),
        (routes, asked, method) => {
          const services = routes.map((each, index) => behind(`s${index}`, { routes: [{ ...each, ...required }] }));
          const isFor = routes
            .map((each, index) => ({ ...each, service: `s${index}` }))
            .filter(({ methods }) => methods.includes(method))
            .filter((each) =>
              each.match === 'exact'
                ? each.path === asked
                : each.path === '/' || asked === each.path || asked.startsWith(`${each.path}/`),
            )
            .sort((first, second) => second.path.length - first.path.length || (first.match === 'exact' ? -1 : 1));
          const found = taken(pathsOf(services), asked, method);
          // A path that nobody else shares names no methods: who may use which is for the grants to say.
          const only = isFor[0]?.service;
          if (only !== undefined) expect(found?.service).toBe(only);
        },
      ),
    );
  });

  test('asks for the method only where another route would have it', () => {
    expect(pathsOf([user]).map(({ methods }) => methods)).toEqual([undefined, undefined]);
    const report = behind('report', { routes: [{ path: '/v1/trips', match: 'exact', methods: ['GET'], ...required }] });
    expect(pathsOf([trip, report]).map(({ service, methods }) => [service, methods])).toEqual([
      ['report', ['GET']],
      ['trip', ['POST']],
      ['trip', undefined],
    ]);
  });
});

describe('who gets through', () => {
  const grantsOf = (service: GatewayService, spec?: GatewaySpec) =>
    plan([service], spec).services.find((each) => each.service === service.name);

  test('is said route by route, those of like demands together', () => {
    expect(grantsOf(trip)).toMatchObject({
      hosts: ['api.rides.example'],
      grants: [
        {
          authentication: 'required',
          claims: { scope: ['trips:write'] },
          operations: [{ methods: ['POST'], paths: [{ path: '/v1/trips', match: 'exact' }] }],
        },
        {
          authentication: 'required',
          claims: {},
          operations: [{ methods: ['GET', 'HEAD'], paths: [{ path: '/v1/trips', match: 'prefix' }] }],
        },
      ],
      preflights: [],
    });
  });

  test('is nobody at a service without an edge, or outside the mesh', () => {
    const inner = behind('payment', undefined);
    const elsewhere: GatewayService = { ...behind('old', { paths: ['/old'] }), router: { kind: 'alb' } };
    expect(plan([inner, elsewhere, user]).services.map(({ service }) => service)).toEqual(['user']);
  });

  test('includes a browser’s question before the call, without a token, for the pages that may call', () => {
    const cors = { origins: ['https://app.rides.example'] };
    expect(grantsOf(trip, { ...gateway, cors })?.preflights).toEqual([
      { ...cors, methods: ['POST'], paths: [{ path: '/v1/trips', match: 'exact' }] },
      { ...cors, methods: ['GET', 'HEAD'], paths: [{ path: '/v1/trips', match: 'prefix' }] },
    ]);
    const none = behind('web', { routes: [{ path: '/', authentication: 'none', cors: 'none' }] });
    expect(grantsOf(none, { ...gateway, cors })?.preflights).toEqual([]);
    expect(pathsOf([none], { ...gateway, cors })[0]).not.toHaveProperty('cors');
  });
});

describe('headers', () => {
  test('by which services know who calls are removed from what comes in, also where nobody writes them', () => {
    const own = { ...issuer, claimHeaders: { 'x-rider': 'sub' } };
    const stripped = plan([], { issuers: [own], strippedHeaders: ['x-debug'] }).strippedRequestHeaders;
    expect(stripped).toEqual(expect.arrayContaining(['x-fault', 'x-rider', 'x-debug', 'x-auth-subject']));
    expect(plan([], {}).strippedRequestHeaders).toContain('x-auth-subject');
  });

  test('that mean something to the platform are removed where no load balancer says which', () => {
    const { door: _, ...alone } = facts;
    expect(plan([], {}, alone).strippedRequestHeaders).toEqual(
      expect.arrayContaining(['x-envoy-retry-on', 'x-request-timeout-ms']),
    );
  });
});

describe('connections', () => {
  test('come from the load balancer, and go to the services, the mesh, DNS and the collector only', () => {
    const { ingress, egress } = plan([trip, behind('user', { paths: ['/v1'] }, 9000)]).access;
    expect(
      ingress.map(({ because, ports }) => [because.split(' ', 3).join(' '), ports.map(({ port }) => port)]),
    ).toEqual([
      ['users come through', [8080, 15_021]],
      ['its metrics are', [15_020]],
    ]);
    expect(egress.map(({ because, ports }) => [because, ports.map(({ port }) => port)])).toEqual([
      ['it leads to trip', [8080]],
      ['it leads to user', [9000]],
      ['it is configured by the mesh', [15_012]],
      ['it looks names up', [53, 53]],
      ['it sends traces', [4318]],
    ]);
  });

  test('come from nowhere outside where no load balancer leads in: a rule without parties would admit everybody', () => {
    const { door: _, ...alone } = facts;
    const { ingress } = plan([trip], gateway, alone).access;
    expect(ingress.map(({ because }) => because)).toEqual(['its metrics are scraped']);
  });
});

test('one pattern of hosts has another if every name of the second is one of the first', () => {
  const host = fc.constantFrom('*', '*.a.example', 'b.a.example', '*.b.a.example', 'c.b.a.example', 'a.example');
  fc.assert(
    fc.property(host, host, host, (first, second, third) => {
      expect(includesHost(first, first)).toBe(true);
      if (includesHost(first, second) && includesHost(second, third)) expect(includesHost(first, third)).toBe(true);
    }),
  );
  expect(includesHost('*.a.example', 'a.example')).toBe(false);
});

import type { MicroserviceProps } from '../../../constructs/kubernetes';
import { bodyFilter } from '../../../constructs/kubernetes/mesh/gateway-filters';
import { gatewayVirtualServices } from '../../../constructs/kubernetes/traffic/gateway-routes';
import { planMeshGateway } from '../../../constructs/plan/gateway/plan';
import { planService } from '../../../constructs/plan/service/plan';
import type { ServiceSpec } from '../../../constructs/plan/service/spec';
import { facts, payment, production } from '../plan/service/examples';
import { manifestsOf, VARIETIES } from './examples';
import { find, type StrictManifest } from './strict';

type Of<K extends StrictManifest['kind']> = Extract<StrictManifest, { kind: K }>;
type Route = Of<'VirtualService'>['spec']['http'][number];
type Match = NonNullable<Route['match']>[number];

const all = <K extends StrictManifest['kind']>(manifests: readonly StrictManifest[], kind: K): Of<K>[] =>
  manifests.filter((each): each is Of<K> => each.kind === kind);

const mesh = { router: { kind: 'istio' } } as const;
const inMesh = (more: Partial<MicroserviceProps> = {}) => manifestsOf({ ...mesh, ...more });
const canary = VARIETIES['a canary in the mesh, with everything'];
const blueGreen = VARIETIES['a blue-green rollout in the mesh'];

describe('the rules of hosts', () => {
  test.each([
    ['a canary', canary, ['payment', 'payment-stable', 'payment-canary']],
    ['a blue-green rollout', blueGreen, ['payment', 'payment-preview']],
  ])('are there for the name and for every version of %s, and all the same', (_, more, names) => {
    const manifests = manifestsOf(more);
    const rules = all(manifests, 'DestinationRule');
    expect(rules.map(({ spec }) => spec.host)).toEqual(names.map((name) => `${name}.payment.svc.cluster.local`));
    expect(new Set(rules.map(({ spec }) => JSON.stringify(spec.trafficPolicy))).size).toBe(1);
    expect(rules.map(({ metadata }) => metadata.name)).toEqual(
      all(manifests, 'Service').map(({ metadata }) => metadata.name),
    );
  });

  test('have no subsets, whose hashes the engine would lose with every deployment', () => {
    for (const { spec } of all(inMesh(), 'DestinationRule'))
      expect(Object.keys(spec)).toEqual(['host', 'trafficPolicy']);
  });

  test('leave a pod alone that does not answer, and not one that answers 500', () => {
    const { outlierDetection } = find(inMesh(), 'DestinationRule').spec.trafficPolicy;
    expect(outlierDetection).toEqual({
      consecutive5xxErrors: 0,
      consecutiveGatewayErrors: 5,
      interval: '5s',
      baseEjectionTime: '30s',
      maxEjectionPercent: 41,
      minHealthPercent: 0,
    });
    const never = find(inMesh({ resilience: { ejection: { maximumPercent: 0 } } }), 'DestinationRule');
    expect(never.spec.trafficPolicy).not.toHaveProperty('outlierDetection');
  });

  test('say whether the own zone comes first, since the mesh prefers it by itself once pods are left alone', () => {
    const preferred = (minimum: number) =>
      find(inMesh({ replicas: { minimum, maximum: 12 } }), 'DestinationRule').spec.trafficPolicy.loadBalancer
        .localityLbSetting;
    expect(preferred(6)).toEqual({ enabled: true });
    expect(preferred(3)).toEqual({ enabled: false });
  });

  test('close an idle connection before the service does, and give up one to a pod that is gone in time for another', () => {
    const { connectionPool } = find(inMesh(), 'DestinationRule').spec.trafficPolicy;
    expect(connectionPool.http.idleTimeout).toBe('60s');
    expect(connectionPool.tcp.connectTimeout).toBe('250ms');
  });

  test('let a request have a connection each, and as many wait for one', () => {
    const { connectionPool } = find(inMesh({ resilience: { limits: { perCaller: 321 } } }), 'DestinationRule').spec
      .trafficPolicy;
    expect(connectionPool.tcp.maxConnections).toBe(321);
    expect(connectionPool.http).toMatchObject({ http1MaxPendingRequests: 321, http2MaxRequests: 321 });
  });

  test('warm new pods up, unless that is not wanted', () => {
    const { loadBalancer } = find(inMesh(), 'DestinationRule').spec.trafficPolicy;
    expect(loadBalancer).toMatchObject({ simple: 'LEAST_REQUEST', warmup: { duration: '30s', minimumPercent: 10 } });
    const cold = find(inMesh({ resilience: { warmupSeconds: 0 } }), 'DestinationRule').spec.trafficPolicy.loadBalancer;
    expect(cold).not.toHaveProperty('warmup');
  });
});

/** The route that takes a request: the first that matches. */
function routeOf(routes: readonly Route[], method: string, headers: Readonly<Record<string, string>> = {}): Route {
  const fits = ({ method: wanted, headers: named = {} }: Match): boolean =>
    (wanted === undefined || wanted.exact === method) &&
    Object.entries(named).every(([name, { regex }]) => new RegExp(`^(?:${regex})$`).test(headers[name] ?? ''));
  const found = routes.find(({ match }) => match === undefined || match.some(fits));
  if (found === undefined) throw new Error(`nothing takes a ${method}`);
  return found;
}

describe('what is tried again', () => {
  const routes = (more: Partial<MicroserviceProps> = {}) => find(inMesh(more), 'VirtualService', 'payment').spec.http;
  const conditions = (route: Route): string[] => (route.retries?.retryOn ?? '').split(',');

  test.each(['GET', 'HEAD', 'OPTIONS'])('%s, after every failure, with a time for each try', (method) => {
    const { retries, timeout } = routeOf(routes(), method);
    expect(timeout).toBe('1s');
    expect(retries).toMatchObject({ attempts: 1, perTryTimeout: '487ms', backoff: '25ms' });
    expect(retries?.retryOn.split(',')).toEqual(expect.arrayContaining(['gateway-error', 'reset', 'connect-failure']));
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH'])(
    '%s only while nobody has got it, and it has the whole time',
    (method) => {
      const route = routeOf(routes(), method);
      expect(route.timeout).toBe('1s');
      expect(route.retries).not.toHaveProperty('perTryTimeout');
      expect(conditions(route)).toEqual(['connect-failure', 'refused-stream', 'reset-before-request']);
    },
  );

  test('a POST that carries the key by which the service knows it', () => {
    const keyed = routes({ resilience: { retries: { idempotencyKey: 'idempotency-key' } } });
    expect(conditions(routeOf(keyed, 'POST', { 'idempotency-key': '17' }))).toContain('gateway-error');
    expect(conditions(routeOf(keyed, 'POST', { 'idempotency-key': '' }))).not.toContain('gateway-error');
    expect(conditions(routeOf(keyed, 'POST'))).not.toContain('gateway-error');
  });

  test('what is declared', () => {
    const idempotent = routes({ resilience: { retries: { idempotent: 'idempotent-methods' } } });
    expect(conditions(routeOf(idempotent, 'PUT'))).toContain('gateway-error');
    const everything = routes({ resilience: { retries: { idempotent: 'all' } } });
    expect(everything.map(({ name }) => name)).toEqual(['any']);
    expect(conditions(routeOf(everything, 'POST'))).toContain('gateway-error');
    const nothing = routes({ resilience: { retries: { attempts: 1 } } });
    expect(nothing.map(({ name }) => name)).toEqual(['any']);
    expect(conditions(routeOf(nothing, 'GET'))).not.toContain('gateway-error');
  });

  test('within a budget, so that trying again does not keep a service down', () => {
    expect(find(inMesh(), 'DestinationRule').spec.trafficPolicy.retryBudget).toEqual({
      percent: 20,
      minRetryConcurrency: 3,
    });
  });
});

describe('the engine of rollouts', () => {
  const manifests = inMesh({ edge: { paths: ['/payments'] } });
  const { strategy } = find(manifests, 'Rollout').spec;
  const managed = 'canary' in strategy ? (strategy.canary.trafficRouting?.istio?.virtualServices ?? []) : [];

  test('is told of every route that divides, so that no method stays with the old version', () => {
    const divided = all(manifests, 'VirtualService').flatMap(({ metadata, spec }) => {
      const routes = spec.http.filter(({ route = [] }) => route.some(({ weight }) => weight !== undefined));
      return routes.length === 0 ? [] : [{ name: metadata.name, routes: routes.map(({ name }) => name) }];
    });
    expect(divided).toEqual(managed);
    expect(managed).toEqual([{ name: 'payment-versions', routes: ['primary'] }]);
  });

  test('finds the same two versions in each of them, at the same weights', () => {
    const routes = managed.flatMap(({ name }) => find(manifests, 'VirtualService', name).spec.http);
    expect(new Set(routes.map(({ route }) => JSON.stringify(route))).size).toBe(1);
  });
});

/** A match of the gateway's own. */
type GatewayMatch = NonNullable<
  ReturnType<typeof gatewayVirtualServices>[number]['spec']['http'][number]['match']
>[number];

/** Whether Istio drops a route behind a gateway: when one of its matches contradicts all of the gateway's (`mergeHTTPMatchRequests`). */
function isDropped(gateway: readonly GatewayMatch[], behind: Route): boolean {
  const contradicts = (one: GatewayMatch & { readonly method?: unknown }, other: Match): boolean =>
    (one.method !== undefined && other.method !== undefined) ||
    (one.uri !== undefined && other.uri !== undefined) ||
    Object.keys(other.headers ?? {}).some((name) => Object.hasOwn(one.headers ?? {}, name));
  return (behind.match ?? []).some((match) => gateway.every((each) => contradicts(each, match)));
}

test('what the gateway picks contradicts no route behind it, or Istio would drop that with its tries', () => {
  const spec: ServiceSpec = {
    ...payment,
    ...mesh,
    edge: {
      routes: [
        { path: '/v1/payments', methods: ['POST'], authentication: 'required' },
        {
          path: '/v1/payments',
          match: 'prefix',
          methods: ['GET'],
          authentication: 'none',
          cors: { origins: ['https://rides.example'] },
        },
      ],
    },
    resilience: { retries: { idempotent: 'idempotent-methods', idempotencyKey: 'idempotency-key' } },
  };
  const behind = find(manifestsOf(spec), 'VirtualService', 'payment-versions').spec.http;
  const gateway = planMeshGateway({}, [planService(spec, production, facts)], facts);
  const routes = gatewayVirtualServices(gateway).flatMap(({ spec: { http } }) => http);
  expect(routes.length).toBeGreaterThan(1);
  for (const { match = [], delegate, timeout, retries } of routes) {
    expect(delegate).toEqual({ name: 'payment-versions', namespace: 'payment' });
    // Behind it nobody says them.
    expect({ timeout, retries }).toMatchObject({ timeout: '1s', retries: { attempts: 1 } });
    for (const route of behind) expect(Object.keys(route)).toEqual(['name', 'route']);
    expect(behind.filter((route) => isDropped(match, route)).map(({ name }) => name)).toEqual([]);
  }
});

describe('at the gateway', () => {
  const RETRIES: readonly NonNullable<NonNullable<ServiceSpec['resilience']>['retries']>[] = [
    {},
    { idempotencyKey: 'idempotency-key' },
    { idempotent: 'idempotent-methods' },
    { idempotent: 'idempotent-methods', idempotencyKey: 'idempotency-key' },
    { idempotent: 'all' },
    { attempts: 1 },
  ];
  const METHODS_OF_PATH = [undefined, ['GET'], ['GET', 'HEAD'], ['POST'], ['GET', 'POST'], ['PUT', 'POST']] as const;

  type Edge = NonNullable<ServiceSpec['edge']>;
  const planned = (edge: Edge, retries: (typeof RETRIES)[number]) =>
    planService({ ...payment, ...mesh, edge, resilience: { retries } }, production, facts);
  const routed = (edge: Edge, retries: (typeof RETRIES)[number]) =>
    gatewayVirtualServices(planMeshGateway({}, [planned(edge, retries)], facts)).flatMap(({ spec: { http } }) => http);

  /** What takes a request for a path, as the gateway compares methods: as a header. */
  const taken = (routes: ReturnType<typeof routed>, path: string, method: string, headers = {}) => {
    const all: Readonly<Record<string, string>> = { ...headers, ':method': method };
    return routes.find(({ match }) =>
      match.some(
        ({ uri, headers: wanted = {} }) =>
          ('exact' in uri ? uri.exact === path : path.startsWith(uri.prefix)) &&
          Object.entries(wanted).every(([name, pattern]) =>
            'exact' in pattern
              ? all[name] === pattern.exact
              : new RegExp(`^(?:${pattern.regex})$`).test(all[name] ?? ''),
          ),
      ),
    );
  };

  const cases = RETRIES.flatMap((retries) => METHODS_OF_PATH.map((methods) => ({ retries, methods })));

  test.each(cases)('a request is tried as in the mesh: $retries of $methods', ({ retries, methods }) => {
    const route = { path: '/v1/payments', match: 'prefix' as const, authentication: 'required' as const };
    const own = find(inMesh({ resilience: { retries } }), 'VirtualService', 'payment').spec.http;
    for (const edge of [
      { routes: [{ ...route, ...(methods === undefined ? {} : { methods: [...methods] }) }] },
      // Beside another route that has the other methods, so that methods decide where a request goes.
      {
        routes: [
          { ...route, ...(methods === undefined ? {} : { methods: [...methods] }) },
          { path: '/v1/payments/7', methods: ['DELETE' as const], authentication: 'required' as const },
        ],
      },
    ]) {
      const routes = routed(edge, retries);
      for (const method of methods ?? ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
        for (const headers of [{}, { 'idempotency-key': '17' }] as Readonly<Record<string, string>>[]) {
          const { timeout, retries: tries } = taken(routes, '/v1/payments/8', method, headers) ?? {};
          const inside = routeOf(own, method, headers);
          expect({ timeout, tries }).toEqual({ timeout: inside.timeout, tries: inside.retries });
        }
      }
    }
  });

  test('a path has a second route only where it has requests of both kinds', () => {
    const names = (methods: ('GET' | 'POST')[]) =>
      routed({ routes: [{ path: '/p', methods, authentication: 'required' }] }, {}).map(({ name }) => name);
    expect(names(['GET'])).toEqual(['/p']);
    expect(names(['POST'])).toEqual(['/p']);
    expect(names(['GET', 'POST'])).toEqual(['/p idempotent', '/p']);
  });

  test('a body of a size of its own is bounded at both', () => {
    const edge: Edge = { routes: [{ path: '/p', authentication: 'required', maximumBodyKibibytes: 16 }] };
    const plan = planned(edge, {});
    const { spec } = bodyFilter(planMeshGateway({}, [plan], facts), [plan]);
    const named = spec.configPatches.flatMap((each) =>
      each.applyTo === 'HTTP_ROUTE' ? [each.match.routeConfiguration.vhost.route.name] : [],
    );
    expect(named).toEqual(['/p idempotent-primary', '/p-primary']);
  });
});

describe('a service’s own pods', () => {
  test('take what is left to one of them after the loss of a zone, twice, and no more', () => {
    const { spec } = all(inMesh(), 'Sidecar')[0]!;
    expect(spec.workloadSelector.labels).toEqual({ 'app.kubernetes.io/name': 'payment' });
    // 200 requests/s at 250 ms are 50 under way in 3 pods; of the fours that the autoscaler makes, two are left.
    expect(spec.inboundConnectionPool.http.http2MaxRequests).toBe(Math.ceil((2 * 50 * (4 / 2)) / 3));
    expect(spec.inboundConnectionPool.http.idleTimeout).toBe('60s');
  });

  test('know whom the service calls, and nobody else: one that is silent would know everybody', () => {
    const [{ spec }] = all(inMesh({ calls: ['user', { service: 'trip', optional: true }] }), 'Sidecar') as [
      Of<'Sidecar'>,
    ];
    const hosts = spec.egress.flatMap((each) => each.hosts);
    expect(hosts).toEqual(
      expect.arrayContaining(['user/user.user.svc.cluster.local', 'rides/trip.rides.svc.cluster.local']),
    );
    expect(hosts).not.toContain('*/*');
  });

  test('count requests in a second only when they are asked to', () => {
    expect(all(inMesh(), 'EnvoyFilter')).toEqual([]);
    const filter = find(
      inMesh({ resilience: { rateLimit: { requestsPerSecondPerPod: 150, burst: 400 } } }),
      'EnvoyFilter',
    );
    const [patch] = filter.spec.configPatches;
    expect(patch?.match.listener.portNumber).toBe(8080);
    expect(patch?.patch.value.typed_config.token_bucket).toEqual({
      max_tokens: 400,
      tokens_per_fill: 150,
      fill_interval: '1s',
    });
  });
});

test.each([{}, { router: { kind: 'alb' }, edge: {} }] as const)(
  'without a mesh nothing of it is rendered: %j',
  (more) => {
    const kinds = manifestsOf({ ...more, resilience: { rateLimit: { requestsPerSecondPerPod: 150 } } }).map(
      ({ kind }) => kind,
    );
    for (const kind of ['DestinationRule', 'VirtualService', 'Sidecar', 'EnvoyFilter'])
      expect(kinds).not.toContain(kind);
  },
);

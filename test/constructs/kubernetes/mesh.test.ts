import { App, Chart, Testing } from 'cdk8s';
import type { Construct } from 'constructs';
import { MeshGateway, MeshMember, MeshPolicies, type MeshGatewayProps } from '../../../constructs/kubernetes';
import { canary } from '../../../constructs/delivery/spec';
import { SpecError } from '../../../constructs/plan/problem';
import { planService, type ServicePlan } from '../../../constructs/plan/service/plan';
import type { ServiceSpec } from '../../../constructs/plan/service/spec';
import { facts as gatewayFacts, gateway, issuer } from '../plan/gateway/examples';
import { facts, payment, production } from '../plan/service/examples';
import { findMesh, MESH_MANIFEST, type MeshManifest } from './strict-mesh';

/** The manifests of a construct, each checked strictly. */
function manifestsOf(make: (scope: Construct) => void): MeshManifest[] {
  const chart = new Chart(new App(), 'mesh');
  make(chart);
  return (Testing.synth(chart) as unknown[]).map((manifest) => MESH_MANIFEST.parse(manifest));
}

const planned = (more: Partial<ServiceSpec> = {}, known = facts): ServicePlan =>
  planService({ ...payment, router: { kind: 'istio' }, ...more }, production, known);
const ofGateway = (services: readonly ServicePlan[], more: Partial<MeshGatewayProps> = {}) =>
  manifestsOf(
    (scope) => void new MeshGateway(scope, 'gateway', { ...gateway, services, facts: gatewayFacts, ...more }),
  );
const ofMember = (more: Partial<ServiceSpec> = {}, known = facts) =>
  manifestsOf((scope) => void new MeshMember(scope, 'member', { plan: planned(more, known) }));

const required = { authentication: 'required' } as const;
const trip = planned({
  name: 'trip',
  edge: {
    routes: [
      { path: '/v1/trips', methods: ['POST'], ...required, claims: { scope: 'trips:write' } },
      { path: '/v1/trips', match: 'prefix', methods: ['GET', 'HEAD'], ...required },
    ],
  },
});
const user = planned({
  name: 'user',
  edge: {
    routes: [
      { path: '/v1/sessions', methods: ['POST'], authentication: 'none', maximumBodyKibibytes: 16 },
      { path: '/v1/users', match: 'prefix', ...required },
    ],
  },
});

describe('the mesh as a whole', () => {
  const manifests = manifestsOf(
    (scope) => void new MeshPolicies(scope, 'mesh', { ...facts, clusterCidrs: ['10.40.0.0/16'] }),
  );

  test('takes encrypted connections only, and lets nobody ask for anything', () => {
    expect(findMesh(manifests, 'PeerAuthentication').spec.mtls.mode).toBe('STRICT');
    expect(findMesh(manifests, 'AuthorizationPolicy').spec).toEqual({});
  });

  test('says so in the namespace of the control plane, where it holds for every other', () => {
    expect(new Set(manifests.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['istio-system']));
  });

  test('knows DNS by its address, for all', () => {
    const { spec } = findMesh(manifests, 'ServiceEntry');
    expect(spec).toMatchObject({ exportTo: ['*'], addresses: ['172.20.0.10'], ports: [{ number: 53 }] });
    expect(findMesh(manifests, 'Sidecar').spec.egress[0].hosts).toContain(`*/${spec.hosts[0]}`);
  });
});

describe('a mesh that only observes, for services that run already', () => {
  const observing: typeof facts = { ...facts, mesh: { ...facts.mesh, policies: 'observed' } };
  const whole = manifestsOf(
    (scope) => void new MeshPolicies(scope, 'mesh', { ...observing, clusterCidrs: ['10.40.0.0/16'] }),
  );
  const TRIED_OUT = { 'istio.io/dry-run': 'true' };

  test('lets in what is not encrypted, and whom nobody has declared, and counts him', () => {
    expect(findMesh(whole, 'PeerAuthentication').spec.mtls.mode).toBe('PERMISSIVE');
    expect(findMesh(whole, 'AuthorizationPolicy').metadata.annotations).toEqual(TRIED_OUT);
    expect(findMesh(ofMember({}, observing), 'AuthorizationPolicy').metadata.annotations).toEqual(TRIED_OUT);
  });

  test('has the same objects with the same rules as one that refuses: what is counted is what would be refused', () => {
    const enforcing = manifestsOf(
      (scope) => void new MeshPolicies(scope, 'mesh', { ...facts, clusterCidrs: ['10.40.0.0/16'] }),
    );
    const rules = (manifests: readonly MeshManifest[]) =>
      manifests.map(({ kind, metadata: { name }, spec }) =>
        kind === 'PeerAuthentication' ? { kind, name } : { kind, name, spec },
      );
    expect(rules(whole)).toEqual(rules(enforcing));
    expect(rules(ofMember({}, observing))).toEqual(rules(ofMember()));
  });

  test('refuses at its gateway as ever: nobody uses that before', () => {
    const policy = findMesh(ofGateway([trip]), 'AuthorizationPolicy');
    expect(policy.metadata.annotations).toBeUndefined();
  });
});

describe('a service of the mesh', () => {
  test('is asked by its callers on its port, and by the gateway for its routes', () => {
    const edge: ServiceSpec['edge'] = {
      routes: [{ path: '/v1/payments', match: 'prefix', methods: ['GET'], ...required }],
    };
    const [callers, users, ...others] =
      findMesh(ofMember({ port: 8443, edge }), 'AuthorizationPolicy').spec.rules ?? [];
    expect(callers).toEqual({
      from: [{ source: { principals: ['cluster.local/ns/rides/sa/trip'] } }],
      to: [{ operation: { ports: ['8443'] } }],
    });
    expect(users).toEqual({
      from: [{ source: { principals: ['cluster.local/ns/istio-ingress/sa/edge'] } }],
      to: [{ operation: { ports: ['8443'], methods: ['GET'], paths: ['/v1/payments', '/v1/payments/*'] } }],
    });
    expect(others).toEqual([]);
  });

  test('whom nobody may ask has a policy all the same, which lets nobody in', () => {
    expect(findMesh(ofMember({ callers: [] }), 'AuthorizationPolicy').spec).toEqual({
      selector: { matchLabels: { 'app.kubernetes.io/name': 'payment' } },
      action: 'ALLOW',
    });
  });

  test('reaches its stores by address, and tells nobody else of them', () => {
    const entries = ofMember({ stores: ['ledger'] }).filter(({ kind }) => kind === 'ServiceEntry');
    expect(entries.map(({ spec }) => spec)).toMatchObject([
      { exportTo: ['.'], addresses: ['10.40.12.0/22'], ports: [{ number: 5432, protocol: 'TCP' }], resolution: 'NONE' },
      { exportTo: ['.'], addresses: ['10.40.28.0/22'] },
    ]);
  });

  test('that is in no mesh has none of it', () => {
    expect(ofMember({ router: { kind: 'replicas' } })).toEqual([]);
  });
});

describe('the gateway', () => {
  const manifests = ofGateway([trip, user]);
  const routes = findMesh(manifests, 'VirtualService').spec;

  test('answers its hosts with routes of its own namespace only', () => {
    expect(findMesh(manifests, 'Gateway').spec.servers).toEqual([
      { port: { number: 8080, name: 'http', protocol: 'HTTP' }, hosts: ['./api.rides.example'] },
    ]);
    expect(findMesh(manifests, 'VirtualService').metadata.namespace).toBe('istio-ingress');
  });

  test('has all routes of a host in one list, the more exact first, and hands over to the services', () => {
    expect(routes.hosts).toEqual(['api.rides.example']);
    expect(routes.http.map(({ name, delegate }) => [name, `${delegate.namespace}/${delegate.name}`])).toEqual([
      ['/v1/sessions', 'user/user-versions'],
      ['POST /v1/trips', 'trip/trip-versions'],
      ['/v1/trips/*', 'trip/trip-versions'],
      // Some of its requests may be carried out twice, and some not.
      ['/v1/users/* idempotent', 'user/user-versions'],
      ['/v1/users/*', 'user/user-versions'],
    ]);
    expect(manifests.filter(({ kind }) => kind === 'VirtualService')).toHaveLength(1);
  });

  test('takes a subtree by segments: what only begins with the same letters is another path', () => {
    const [match] = routes.http.filter(({ name }) => name === '/v1/users/*');
    expect(match?.match).toEqual([{ uri: { exact: '/v1/users' } }, { uri: { prefix: '/v1/users/' } }]);
  });

  test('compares methods as a header, which is not in the way of the routes that the engine adds by method', () => {
    for (const { match } of routes.http) for (const each of match) expect(each).not.toHaveProperty('method');
    expect(routes.http.find(({ name }) => name === 'POST /v1/trips')?.match).toEqual([
      { uri: { exact: '/v1/trips' }, headers: { ':method': { regex: 'POST' } } },
    ]);
  });

  test('takes tokens from the header only, never from an address, and hands on what they claim', () => {
    const [rule] = findMesh(manifests, 'RequestAuthentication').spec.jwtRules;
    expect(rule).toMatchObject({
      issuer: 'https://api.rides.example',
      audiences: ['rides'],
      fromHeaders: [{ name: 'authorization', prefix: 'Bearer ' }],
      forwardOriginalToken: false,
      outputClaimToHeaders: expect.arrayContaining([{ header: 'x-auth-subject', claim: 'sub' }]),
    });
  });

  test('lets through with a token what wants one, with a claim what wants that, and anybody where anybody may come', () => {
    const rulesOf = (service: string) => findMesh(manifests, 'AuthorizationPolicy', `to-${service}`).spec.rules ?? [];
    const hosts = ['api.rides.example', 'api.rides.example:*'];
    const withToken = [{ source: { requestPrincipals: ['*'] } }];
    expect(rulesOf('trip')).toEqual([
      {
        from: withToken,
        to: [{ operation: { hosts, methods: ['POST'], paths: ['/v1/trips'] } }],
        when: [{ key: 'request.auth.claims[scope]', values: ['trips:write'] }],
      },
      {
        from: withToken,
        to: [{ operation: { hosts, methods: ['GET', 'HEAD'], paths: ['/v1/trips', '/v1/trips/*'] } }],
      },
    ]);
    expect(rulesOf('user')).toEqual([
      { to: [{ operation: { hosts, methods: ['POST'], paths: ['/v1/sessions'] } }] },
      { from: withToken, to: [{ operation: { hosts, paths: ['/v1/users', '/v1/users/*'] } }] },
    ]);
  });

  test('says what gets through and never what does not: who spells a path in another way fits no rule', () => {
    const policies = manifests.filter((each) => each.kind === 'AuthorizationPolicy');
    expect(policies).toHaveLength(2);
    expect(JSON.stringify(policies)).not.toMatch(/"not[A-Z]|DENY/);
  });

  test('removes headers before anything else sees them, and bounds bodies after everybody was let in', () => {
    const [headers] = findMesh(manifests, 'EnvoyFilter', 'headers').spec.configPatches;
    const [body] = findMesh(manifests, 'EnvoyFilter', 'body-size').spec.configPatches;
    expect(headers?.patch.operation).toBe('INSERT_FIRST');
    expect(JSON.stringify(headers)).toContain('{"remove":"x-auth-subject"}');
    expect(body?.patch).toMatchObject({
      operation: 'INSERT_BEFORE',
      value: { typed_config: { max_request_bytes: 1_048_576 } },
    });
  });

  test('admits the load balancer on both ports', () => {
    const { spec } = findMesh(manifests, 'NetworkPolicy');
    expect(spec.podSelector.matchLabels).toEqual({ app: 'edge', istio: 'edge' });
    expect(spec.ingress[0]).toEqual({
      from: [{ ipBlock: { cidr: '10.40.0.0/24' } }, { ipBlock: { cidr: '10.40.16.0/24' } }],
      ports: [
        { protocol: 'TCP', port: 8080 },
        { protocol: 'TCP', port: 15_021 },
      ],
    });
  });
});

describe('a body', () => {
  const sizes = (more: Partial<ServiceSpec>) => {
    const service = planned({ name: 'user', ...more });
    const filter = findMesh(ofGateway([service]), 'EnvoyFilter', 'body-size').spec;
    return Object.fromEntries(
      filter.configPatches.flatMap((each) =>
        each.applyTo === 'HTTP_ROUTE'
          ? [
              [
                each.match.routeConfiguration.vhost.route.name,
                each.patch.value.typed_per_filter_config['envoy.filters.http.buffer'],
              ],
            ]
          : [],
      ),
    );
  };
  const edge = (maximumBodyKibibytes: number | 'unlimited') => ({
    routes: [{ path: '/upload', authentication: 'none' as const, maximumBodyKibibytes }],
  });

  test('of a size of its own has it at every route of the service, those of a rollout included', () => {
    const strategy = canary({
      steps: [
        { step: 'setCanaryScale', scale: { replicas: 2 } },
        { step: 'headerRoute', name: 'testers', match: [{ header: 'x-tester', value: { exact: 'yes' } }] },
        { step: 'pause' },
        { step: 'headerRoute', name: 'testers' },
        { step: 'setWeight', weight: 50 },
      ],
    });
    const found = sizes({ strategy, edge: edge(16) });
    expect(Object.keys(found)).toEqual(expect.arrayContaining(['/upload-testers', '/upload-primary']));
    for (const each of Object.values(found)) expect(each).toMatchObject({ buffer: { max_request_bytes: 16_384 } });
  });

  test('that is streamed is not waited for', () => {
    expect(sizes({ edge: edge('unlimited') })['/upload-primary']).toMatchObject({ disabled: true });
  });

  test('of the gateway’s size needs nothing said at the route', () => {
    expect(sizes({ edge: { paths: ['/upload'] } })).toEqual({});
  });
});

describe('web pages', () => {
  const cors = { origins: ['https://app.rides.example'] };
  const manifests = ofGateway([trip], { cors });

  test('are answered by the gateway, and their questions from elsewhere reach nobody', () => {
    const [post] = findMesh(manifests, 'VirtualService').spec.http;
    expect(post?.corsPolicy).toEqual({
      allowOrigins: [{ exact: 'https://app.rides.example' }],
      allowMethods: ['POST'],
      allowHeaders: ['authorization', 'content-type', 'idempotency-key'],
      maxAge: '600s',
      allowCredentials: false,
      unmatchedPreflights: 'IGNORE',
    });
  });

  test('have their question led to the route that it is about, where methods lead to several', () => {
    const [post] = findMesh(manifests, 'VirtualService').spec.http;
    expect(post?.match[1]?.headers).toEqual({
      ':method': { exact: 'OPTIONS' },
      'access-control-request-method': { regex: 'POST' },
    });
  });

  test('ask without a token, and only for what they may call', () => {
    const preflights = findMesh(manifests, 'AuthorizationPolicy', 'to-trip').spec.rules?.slice(2) ?? [];
    expect(preflights).toHaveLength(2);
    for (const rule of preflights) {
      expect(rule).not.toHaveProperty('from');
      expect(rule.to[0]?.operation.methods).toEqual(['OPTIONS']);
      expect(rule.when?.map(({ key }) => key)).toEqual([
        'request.headers[origin]',
        'request.headers[access-control-request-method]',
      ]);
    }
  });
});

test('a gateway that cannot be refuses to be made, with every reason', () => {
  const broken = { issuers: [{ ...issuer, audiences: [] }], hosts: ['api'] };
  expect(() => ofGateway([trip], broken)).toThrow(SpecError);
});

test('without issuers nobody’s tokens are accepted, and nothing is said of them', () => {
  const kinds = ofGateway([user], { issuers: undefined! }).map(({ kind }) => kind);
  expect(kinds).not.toContain('RequestAuthentication');
});

test('many hosts have a list each, under names that Kubernetes takes', () => {
  const manifests = ofGateway([user], { hosts: ['*.rides.example', 'api.rides.example'] });
  expect(
    manifests.flatMap((each) => (each.kind === 'VirtualService' ? [[each.metadata.name, each.spec.hosts[0]]] : [])),
  ).toEqual([
    ['host-any.rides.example', '*.rides.example'],
    ['host-api.rides.example', 'api.rides.example'],
  ]);
});

import { gatewayProblems, gatewaySpec } from '../../../constructs/plan/gateway/spec';
import { shapeProblems } from '../../../constructs/plan/spec';
import { environmentGatewayProblems, gatewayFacts, meshPoliciesFacts } from '../../../lib/environment/gateway';
import { gatewayApplication, meshApplication } from '../../../lib/charts/platform';
import { serviceApplications } from '../../../lib/charts/services';
import type { Environment } from '../../../lib/environment/schema';
import { WAVES } from '../../../lib/charts/application';
import { MESH_MANIFEST } from '../../constructs/kubernetes/strict-mesh';
import { shipped } from '../synthesized';
import { GATEWAY } from './gateway-examples';

const gateway = { issuers: GATEWAY.issuers! };
const prod: Environment = { ...shipped('prod'), gateway };
const problems = (more: Partial<Environment>) => environmentGatewayProblems({ ...prod, ...more });
const { trip, user, mapping } = prod.services!;
const edge = { paths: ['/v1/trips'] };

test('a gateway can say everything at once', () => {
  expect(shapeProblems(gatewaySpec, GATEWAY)).toEqual([]);
  expect(gatewayProblems(GATEWAY)).toEqual([]);
});

test('the environments that ship are sound once they name who makes tokens', () => {
  for (const name of ['dev', 'staging', 'prod']) {
    expect(environmentGatewayProblems({ ...shipped(name), gateway })).toEqual([]);
  }
});

test.each<[string, Partial<Environment>, { field: string; reason: RegExp; remedy: RegExp }]>([
  [
    'routes that want a token where nobody makes any',
    { gateway: {}, services: { trip: { ...trip!, edge } } },
    { field: 'services.trip.edge.paths[0]', reason: /nobody could get in/, remedy: /issuers/ },
  ],
  [
    'two services of one path',
    { services: { trip: { ...trip!, edge }, user: { ...user!, edge } } },
    { field: 'services.user.edge.paths[0]', reason: /^trip has this path too/, remedy: /its own/ },
  ],
  [
    'a gateway without a mesh',
    { mesh: undefined!, services: {} },
    { field: 'gateway', reason: /no mesh/, remedy: /mesh: \{ version/ },
  ],
  [
    'hosts without the name that clients use',
    { gateway: { ...gateway, hosts: ['other.example'] }, services: {} },
    { field: 'gateway.hosts', reason: /api\.rides\.example/, remedy: /add 'api\.rides\.example'/ },
  ],
  [
    'a service outside the mesh that calls one inside',
    {
      services: {
        mapping: mapping!,
        report: { ...mapping!, edge: undefined!, router: { kind: 'replicas' }, calls: ['mapping'] },
      },
    },
    { field: 'services.report.calls[0]', reason: /proves who he is/, remedy: /router/ },
  ],
  [
    'what is wrong with the gateway itself',
    { gateway: { ...gateway, strippedHeaders: ['host'] }, services: {} },
    { field: 'gateway.strippedHeaders[0]', reason: /needs it/, remedy: /leave it out/ },
  ],
])('%s: refused', (_title, more, { field, reason, remedy }) => {
  expect(problems(more)).toEqual([
    expect.objectContaining({
      field,
      reason: expect.stringMatching(reason),
      remedy: expect.stringMatching(remedy),
    }),
  ]);
});

test('services behind a load balancer share no routes with those behind the gateway', () => {
  const services = {
    trip: trip!,
    old: { ...mapping!, edge, router: { kind: 'alb' as const } },
  };
  expect(problems({ services })).toEqual([]);
});

describe('what an environment stands in', () => {
  test('is the load balancer of its edge, by the subnets that it sends from', () => {
    const { door } = gatewayFacts(prod);
    expect(door).toMatchObject({ domain: 'api.rides.example', ports: { http: 8080, health: 15_021 } });
    expect(door?.cidrs).toHaveLength(prod.network.zones.length);
    const inner = gatewayFacts({ ...prod, edge: { ...prod.edge, scheme: 'internal', clients: ['10.0.0.0/8'] } }).door;
    expect(inner?.cidrs).not.toEqual(door?.cidrs);
  });

  test('is no load balancer on one’s own machine, and a cluster of any addresses', () => {
    expect(gatewayFacts(prod, 'local').door).toBeUndefined();
    expect(meshPoliciesFacts(prod, 'local').clusterCidrs).toEqual(['0.0.0.0/0']);
    expect(meshPoliciesFacts(prod).clusterCidrs).toEqual(['10.40.0.0/16']);
  });
});

describe.each(['dev', 'staging', 'prod'])('the mesh of %s', (name) => {
  const environment: Environment = { ...shipped(name), gateway };
  const services = serviceApplications(environment, 'aws');
  const routes = gatewayApplication(
    environment,
    'aws',
    services.map(({ plan }) => plan),
  );
  const mesh = meshApplication(environment, 'aws');

  test('is strictly what Istio takes', () => {
    for (const object of [...mesh.objects, ...routes.objects]) expect(() => MESH_MANIFEST.parse(object)).not.toThrow();
  });

  test('is applied before the services that are in it', () => {
    for (const { wave } of [mesh, routes]) expect(wave).toBeLessThan(WAVES.services);
  });

  test('leads to every service with users, and to what each of them keeps behind the gateway', () => {
    const behind = services.flatMap(({ objects }) =>
      objects.flatMap(({ kind, metadata }) =>
        kind === 'VirtualService' ? [`${metadata.namespace}/${metadata.name}`] : [],
      ),
    );
    const led = routes.objects.flatMap((object) => {
      const parsed = MESH_MANIFEST.parse(object);
      return parsed.kind === 'VirtualService' ? parsed.spec.http.map((each) => each.delegate) : [];
    });
    expect([...new Set(led.map(({ namespace }) => namespace))].sort()).toEqual(['mapping', 'trip', 'user']);
    for (const each of led) expect(behind).toContain(`${each.namespace}/${each.name}`);
  });
});

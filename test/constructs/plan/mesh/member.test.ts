import { planMeshMember } from '../../../../constructs/plan/mesh/member';
import { outsideAddresses } from '../../../../constructs/plan/mesh/outside-address';
import type { ServiceSpec } from '../../../../constructs/plan/service/spec';
import { facts, payment } from '../service/examples';

const member = (more: Partial<ServiceSpec> = {}, asked = false) =>
  planMeshMember({ ...payment, ...more }, { kind: 'istio' }, facts, asked)!;
const principals = (more: Partial<ServiceSpec> = {}, asked = false) =>
  member(more, asked).grants.flatMap((grant) => grant.principals);

describe('who gets through to a service of the mesh', () => {
  test('are its callers, by their namespace and service account', () => {
    expect(principals()).toEqual(['cluster.local/ns/rides/sa/trip']);
    expect(principals({ callers: [] })).toEqual([]);
  });

  test('is the gateway, by the routes of the service and no others', () => {
    const routes = [{ path: '/v1/payments', methods: ['POST' as const], authentication: 'required' as const }];
    const grant = member({ edge: { routes } }).grants.find((each) => each.routes !== undefined);
    expect(grant).toMatchObject({
      principals: ['cluster.local/ns/istio-ingress/sa/edge'],
      routes: [{ path: '/v1/payments', match: 'exact', methods: ['POST'] }],
    });
  });

  test('are the checks of a release where it has any, and never another service of the namespace', () => {
    const shared = { namespace: 'rides', callers: [] };
    expect(principals(shared, true)).toEqual(['cluster.local/ns/rides/sa/default']);
    expect(principals(shared, false)).toEqual([]);
  });

  test('is not said of a service outside the mesh', () => {
    expect(planMeshMember(payment, { kind: 'alb' }, facts, true)).toBeUndefined();
  });
});

describe('what a service of the mesh knows', () => {
  test('is what it calls, its addresses, the collector and DNS: not every service there is', () => {
    expect(member({ calls: ['trip'], stores: ['ledger'] }).imports).toEqual([
      'rides/trip.rides.svc.cluster.local',
      './10-40-12-0-22-5432.payment.addresses.internal',
      './10-40-28-0-22-5432.payment.addresses.internal',
      'observability/*',
      'istio-system/cluster-dns.addresses.internal',
    ]);
  });
});

describe('addresses outside the cluster', () => {
  test('are one name for each block, since of several under one name a sidecar takes the first', () => {
    const { addresses } = member({ stores: ['ledger'], reaches: [{ cidr: '203.0.113.0/24', port: 443 }] });
    expect(addresses.map(({ cidr, port }) => [cidr, port])).toEqual([
      ['10.40.12.0/22', 5432],
      ['10.40.28.0/22', 5432],
      ['203.0.113.0/24', 443],
    ]);
    expect(new Set(addresses.map(({ host }) => host)).size).toBe(3);
  });

  test('are named once, however many stores stand there', () => {
    const block = { cidr: '10.40.12.0/22', port: 5432 };
    expect(outsideAddresses('trip', [block, block, { ...block, port: 5433 }])).toHaveLength(2);
  });

  test('that may be any have no block: the port is all that is known', () => {
    expect(outsideAddresses('trip', [{ cidr: '0.0.0.0/0', port: 443 }])).toEqual([
      { name: 'trip-anywhere-443', host: 'anywhere-443.trip.addresses.internal', port: 443 },
    ]);
  });

  test('have names that Kubernetes and the mesh take, for the longest service too', () => {
    const [address] = outsideAddresses('s'.repeat(40), [{ cidr: '255.255.255.255/32', port: 65_535 }]);
    expect(address?.name.length).toBeLessThan(253);
    for (const label of address?.host.split('.') ?? []) expect(label).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
  });
});

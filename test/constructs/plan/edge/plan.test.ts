import fc from 'fast-check';
import { planEdge } from '../../../../constructs/plan/edge/plan';
import { GATEWAY_PORTS, GATEWAY_SERVICE } from '../../../../constructs/plan/edge/defaults';
import { STRIPPED_REQUEST_HEADERS } from '../../../../constructs/plan/edge/headers';
import type { EdgeSpec } from '../../../../constructs/plan/edge/spec';
import { defaultFacts } from '../../../../constructs/plan/service/facts';
import { FAULT_HEADER } from '../../../../examples/reference-service/src/faults/injector';
import { DEADLINE_HEADER } from '../../../../examples/reference-service/src/http/deadline';
import { CERTIFICATE, contextOf, DOMAIN, edge, ZONE } from './examples';

describe('who comes in', () => {
  test('speaks TLS 1.2 or newer, and is sent there when it does not', () => {
    expect(edge().listeners).toEqual([
      { kind: 'redirect', port: 80, toPort: 443, status: 301 },
      {
        kind: 'tls',
        port: 443,
        policy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
        strictTransportSecurity: 'max-age=31536000',
      },
    ]);
    expect(edge({ oldestTls: '1.3' }).listeners[1]).toMatchObject({ policy: 'ELBSecurityPolicy-TLS13-1-3-PQ-2025-09' });
  });

  test('comes unencrypted only where there is no name', () => {
    const { listeners, certificate, records } = edge({ domain: undefined }, 'development');
    expect(listeners).toEqual([{ kind: 'plain', port: 80 }]);
    expect(certificate).toBeUndefined();
    expect(records).toEqual([]);
  });

  test('is everybody, or whom the edge names', () => {
    expect(edge().clients).toEqual([{ cidr: '0.0.0.0/0', ipVersion: 4 }]);
    expect(edge({ ipv6: true }).clients.map(({ cidr }) => cidr)).toEqual(['0.0.0.0/0', '::/0']);
    expect(edge({ ipv6: true, clients: ['10.0.0.0/8', 'fd00::/8'] }).clients).toEqual([
      { cidr: '10.0.0.0/8', ipVersion: 4 },
      { cidr: 'fd00::/8', ipVersion: 6 },
    ]);
  });

  test('has one address that the gateway can believe, and two proxies before it behind a CDN', () => {
    expect(edge().gateway.trustedProxies).toBe(1);
    const rateLimit = { clientAddressHeader: 'true-client-ip' };
    expect(edge({ clients: ['203.0.113.0/24'], firewall: { rateLimit } }).gateway.trustedProxies).toBe(2);
  });
});

describe('the name', () => {
  test('has a certificate that is validated through its own zone', () => {
    expect(edge().certificate).toEqual({ kind: 'issued', name: 'api.rides.example', zoneId: ZONE.id });
    expect(edge({ domain: { ...DOMAIN, certificateArn: CERTIFICATE } }).certificate).toEqual({
      kind: 'given',
      arn: CERTIFICATE,
    });
  });

  test('leads to the load balancer in each IP version that it has', () => {
    expect(edge().records.map(({ type }) => type)).toEqual(['A']);
    expect(edge({ ipv6: true }).records.map(({ type }) => type)).toEqual(['A', 'AAAA']);
    expect(edge({ domain: { ...DOMAIN, zone: 'elsewhere', certificateArn: CERTIFICATE } }).records).toEqual([]);
  });
});

describe('when a zone fails', () => {
  test('the other zones carry on: requests go to any zone, and traffic can be moved out of one', () => {
    expect(edge().zones).toEqual({
      crossZone: true,
      zonalShift: true,
      leastHealthyForDns: 1,
      leastHealthyForRouting: 1,
    });
  });

  test('ELB takes its thresholds: DNS must not be more patient than routing', () => {
    const { leastHealthyForDns, leastHealthyForRouting } = edge().zones;
    expect(leastHealthyForDns).toBeGreaterThanOrEqual(leastHealthyForRouting);
  });

  test('clients are out of it within five minutes, since none keeps a connection for longer', () => {
    expect(edge().connections.clientKeepAliveSeconds).toBe(300);
  });

  test('a pod that only answers with errors gets fewer requests, not more', () => {
    expect(edge().targetGroup).toMatchObject({ algorithm: 'weighted_random', anomalyMitigation: true });
  });
});

describe('the target group', () => {
  const name = (spec: EdgeSpec, environment = 'prod') =>
    planEdge({ domain: DOMAIN, ...spec }, contextOf('production', environment), { clusterName: 'c' }).targetGroup.name;

  test('is called by what cannot be changed in place, so that a new one can be made before the old one goes', () => {
    expect(name({})).toBe('bulkhead-prod-edge-http1-8080');
    const spec = fc.record({
      scheme: fc.constantFrom('internet-facing', 'internal'),
      httpPort: fc.integer({ min: 1024, max: 14_999 }),
      protocol: fc.constantFrom('HTTP1', 'HTTP2'),
    });
    fc.assert(
      fc.property(spec, spec, fc.constantFrom('prod', 'a-rather-long-name'), (one, other, environment) => {
        const [first, second] = [one, other].map(({ scheme, ...gateway }) =>
          name({ scheme, gateway } as EdgeSpec, environment),
        );
        expect(first === second).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });

  test('keeps its name when anything else changes', () => {
    const changed: EdgeSpec[] = [
      { timeouts: { idleSeconds: 30, drainSeconds: 90 } },
      { gateway: { healthPort: 15_022, namespace: 'ingress', service: 'gateway' } },
      { clients: ['10.0.0.0/8'], ipv6: true, oldestTls: '1.3', firewall: { largeBodies: 'pass' } },
      { domain: { ...DOMAIN, name: 'rides.example' } },
    ];
    for (const spec of changed) expect(name(spec)).toBe(name({}));
  });

  test('has a name that ELB takes, however long those of platform and environment are', () => {
    const part = fc.stringMatching(/^[a-z][a-z0-9]{0,19}$/);
    fc.assert(
      fc.property(part, part, fc.constantFrom('internet-facing', 'internal'), (platform, environment, scheme) => {
        const context = { ...contextOf(), platform, environment };
        const { targetGroup } = planEdge({ domain: DOMAIN, scheme } as EdgeSpec, context, { clusterName: 'c' });
        expect(targetGroup.name).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/);
      }),
    );
  });

  test('says to whose cluster it belongs, for EKS Auto Mode asks', () => {
    expect(edge().targetGroup.tags['eks:eks-cluster-name']).toBe('bulkhead-prod');
  });
});

describe('the gateway', () => {
  test('is the one that services know', () => {
    const { mesh } = defaultFacts('eu-west-1');
    expect(GATEWAY_SERVICE.namespace).toBe(mesh.gatewayNamespace);
    expect(`${GATEWAY_SERVICE.namespace}/${GATEWAY_SERVICE.name}`).toBe(mesh.gateway);
    expect(edge().gateway).toMatchObject({ namespace: 'istio-ingress', service: 'edge', ports: GATEWAY_PORTS });
  });

  test('keeps silent connections for longer than the load balancer', () => {
    expect(edge({ timeouts: { idleSeconds: 90 } }).gateway.longerIdleThanSeconds).toBe(90);
  });

  test('is reached from where the load balancer stands', () => {
    expect(edge()).toMatchObject({ subnets: 'public', gateway: { admitsFrom: 'public' } });
    expect(edge({ scheme: 'internal', clients: ['10.0.0.0/8'] })).toMatchObject({
      subnets: 'private',
      gateway: { admitsFrom: 'private' },
    });
  });
});

describe('headers from outside', () => {
  const names = STRIPPED_REQUEST_HEADERS.map(({ name }) => name);

  test.each([DEADLINE_HEADER, FAULT_HEADER, 'x-envoy-expected-rq-timeout-ms', 'x-forwarded-client-cert'])(
    'that mean something inside do not get in: %s',
    (name) => expect(edge().gateway.strippedHeaders).toContain(name),
  );

  test.each(['forwarded', 'x-forwarded-host', 'x-forwarded-prefix', 'x-real-ip', 'x-original-url'])(
    'that only a proxy should write, and the load balancer does not, do not get in: %s',
    (name) => expect(edge().gateway.strippedHeaders).toContain(name),
  );

  test('are named in lower case, once each, with a reason', () => {
    expect(names.filter((name) => !/^[a-z0-9-]+$/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    for (const { because } of STRIPPED_REQUEST_HEADERS)
      expect(because).toMatch(/^(a client would|services pass it on)/);
  });

  test('that say where a request came from stay: the gateway needs them', () => {
    for (const name of ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-port', 'host', 'authorization']) {
      expect(names).not.toContain(name);
    }
  });
});

describe('what is kept', () => {
  test('is as much as is at stake', () => {
    const kept = (tier: 'development' | 'staging' | 'production') => {
      const { logs, firewall, deletionProtection } = edge({}, tier);
      return [logs?.retentionDays, firewall?.log.retentionDays, firewall?.log.retain, deletionProtection];
    };
    expect(kept('development')).toEqual([undefined, 7, false, false]);
    expect(kept('staging')).toEqual([30, 30, false, false]);
    expect(kept('production')).toEqual([365, 365, true, true]);
  });

  test('is what the edge says, where it says something', () => {
    expect(edge({ logs: {} }, 'development').logs?.retentionDays).toBe(30);
    expect(edge({ logs: { retentionDays: 90 } }).logs?.retentionDays).toBe(90);
    expect(edge({ logs: 'none' }, 'staging').logs).toBeUndefined();
    expect(edge({ firewall: 'none' }, 'staging').firewall).toBeUndefined();
    expect(edge({ deletionProtection: false }).deletionProtection).toBe(false);
  });
});

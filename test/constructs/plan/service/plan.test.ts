import { blueGreen, canary } from '../../../../constructs/delivery/spec';
import { COMPUTE_MODE_FACTS } from '../../../../constructs/plan/cluster/compute-modes';
import { planCluster } from '../../../../constructs/plan/cluster/plan';
import { defaultFacts, type ServiceFacts } from '../../../../constructs/plan/service/facts';
import type { AccessRule } from '../../../../constructs/plan/service/access';
import { peerFacts } from '../../../../constructs/plan/service/peers';
import { planService } from '../../../../constructs/plan/service/plan';
import type { ServiceSpec } from '../../../../constructs/plan/service/spec';
import { cluster } from '../cluster/examples';
import { development, facts, payment, production } from './examples';

const plan = (more: Partial<ServiceSpec> = {}, known: Partial<ServiceFacts> = {}, context = production) =>
  planService({ ...payment, ...more }, context, { ...facts, ...known });

const rule = (rules: readonly AccessRule[], because: string): AccessRule | undefined =>
  rules.find((each) => each.because.includes(because));

describe('what a service is when nobody says', () => {
  test('it has a pod in each zone, and room to grow fourfold', () => {
    expect(plan().replicas).toEqual({ minimum: 3, maximum: 12 });
    expect(plan({}, {}, development).replicas).toEqual({ minimum: 1, maximum: 3 });
  });

  test('its limit leaves one thread a whole core, and memory is never overcommitted', () => {
    expect(plan().resources).toEqual({ cpuMillicores: 250, cpuLimitMillicores: 1000, memoryMebibytes: 256 });
    const large = plan({ resources: { cpuMillicores: 2000, memoryMebibytes: 512 } });
    expect(large.resources.cpuLimitMillicores).toBe(4000);
  });

  test('the address of DNS is the one that a cluster has when nobody says', () => {
    expect(defaultFacts('eu-west-1').dnsAddress).toBe(planCluster(cluster(), production, ['eu-west-1a']).dnsAddress);
  });

  test('the same description gives the same plan', () => {
    expect(JSON.stringify(plan())).toBe(JSON.stringify(plan()));
  });
});

describe('how it stops', () => {
  test('it answers for as long as the load balancer may send, and is killed after its process had its time', () => {
    const { drain } = plan({ drainSeconds: 60 });
    expect(drain.deregistrationSeconds).toBe(60);
    expect(drain.preStopSeconds).toBeGreaterThan(drain.deregistrationSeconds);
    expect(drain.graceSeconds - drain.preStopSeconds).toBeGreaterThanOrEqual(30);
  });
});

describe('who gets through', () => {
  test('callers are those that name the service, unless it names them', () => {
    const from = (more: Partial<ServiceSpec>) =>
      plan(more)
        .access.ingress.map(({ because }) => because)
        .filter((because) => because.includes('calls it'));
    expect(from({})).toEqual(['trip calls it']);
    expect(from({ callers: ['user'] })).toEqual(['user calls it']);
    expect(from({ callers: [] })).toEqual([]);
  });

  test('a callee is reached in its namespace, on its port', () => {
    const { egress } = plan({ name: 'mapping', calls: ['trip'] }).access;
    expect(rule(egress, 'calls trip')).toMatchObject({
      parties: [{ kind: 'pods', namespace: 'rides', labels: { 'app.kubernetes.io/name': 'trip' } }],
      ports: [{ protocol: 'TCP', port: 8081 }],
    });
  });

  test('a store is reached at the blocks of its subnets', () => {
    expect(rule(plan({ stores: ['ledger'] }).access.egress, 'store ledger')?.parties).toEqual([
      { kind: 'addresses', cidr: '10.40.12.0/22' },
      { kind: 'addresses', cidr: '10.40.28.0/22' },
    ]);
  });

  test('DNS is allowed by address where it is no pod, and by its pods elsewhere', () => {
    const dns = (compute: ServiceFacts['compute']) => rule(plan({}, { compute }).access.egress, 'names up')?.parties;
    expect(dns(COMPUTE_MODE_FACTS.auto)).toEqual([{ kind: 'addresses', cidr: '172.20.0.10/32' }]);
    expect(dns(COMPUTE_MODE_FACTS['node-groups'])).toEqual([
      { kind: 'pods', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
    ]);
  });

  test('the agent of Pod Identity is reached, except where there is none', () => {
    expect(rule(plan().access.egress, 'credentials')).toMatchObject({
      parties: [{ cidr: '169.254.170.23/32' }],
      ports: [{ port: 80 }],
    });
    expect(rule(plan({}, { podIdentity: false }).access.egress, 'credentials')).toBeUndefined();
  });

  test('a load balancer reaches the users’ port and the one that it asks for health', () => {
    const open = rule(plan({ edge: {} }).access.ingress, 'load balancer');
    expect(open?.ports.map(({ port }) => port)).toEqual([8080, 9090]);
    expect(open?.parties).toHaveLength(2);
    expect(rule(plan().access.ingress, 'load balancer')).toBeUndefined();
  });

  test('in the mesh users come from the gateway, metrics from the sidecar, and configuration from the control plane', () => {
    const { ingress, egress } = plan({ router: { kind: 'istio' }, edge: {} }).access;
    expect(rule(ingress, 'gateway')?.parties).toEqual([{ kind: 'pods', namespace: 'istio-ingress', labels: {} }]);
    expect(rule(ingress, 'scraped')?.ports).toEqual([{ protocol: 'TCP', port: 15020 }]);
    expect(rule(egress, 'mesh')?.ports).toEqual([{ protocol: 'TCP', port: 15012 }]);
  });

  test('no rule is without parties or ports, since that would let everybody through', () => {
    const { access, smoke } = plan(
      { edge: {}, stores: ['ledger'] },
      { loadBalancer: { ingressClass: 'alb', cidrs: [] } },
    );
    for (const each of [...access.ingress, ...access.egress, ...smoke.access.egress]) {
      expect(each.parties).not.toEqual([]);
      expect(each.ports).not.toEqual([]);
    }
  });

  test('what others must know of a service follows from its description', () => {
    expect(peerFacts({ ...payment, port: 8443, calls: ['user'] })).toEqual({
      namespace: 'payment',
      port: 8443,
      calls: ['user'],
    });
  });
});

describe('what its pods are told', () => {
  const valueOf = (name: string, more: Partial<ServiceSpec> = {}) => {
    const found = plan(more).variables.find((each) => each.name === name);
    return found !== undefined && 'value' in found ? found.value : undefined;
  };

  test('the addresses of the services that it calls', () => {
    expect(valueOf('BULKHEAD_CALLS', { name: 'mapping', calls: ['user', 'trip'] })).toBe(
      'user=http://user.user:8080,trip=http://trip.rides:8081',
    );
    expect(valueOf('BULKHEAD_CALLS')).toBeUndefined();
  });

  test('who it is, after the variables that this refers to', () => {
    const names = plan().variables.map(({ name }) => name);
    expect(valueOf('OTEL_RESOURCE_ATTRIBUTES')).toContain('service.version=1.4.2');
    expect(valueOf('OTEL_RESOURCE_ATTRIBUTES')).toContain('deployment.environment.name=prod');
    for (const [, used] of (valueOf('OTEL_RESOURCE_ATTRIBUTES') ?? '').matchAll(/\$\((\w+)\)/g)) {
      expect(names.indexOf(used!)).toBeLessThan(names.indexOf('OTEL_RESOURCE_ATTRIBUTES'));
      expect(names).toContain(used);
    }
  });

  test('its secrets have names that follow from the environment', () => {
    expect(plan({ secrets: ['stripe-key'] }).secrets).toEqual([
      { file: 'stripe-key', name: '/bulkhead/prod/services/payment/stripe-key' },
    ]);
  });
});

describe('how it is rolled out', () => {
  test('callers use one name, whatever the strategy', () => {
    const steps = [{ step: 'setWeight' as const, weight: 20 }];
    for (const strategy of [canary({ steps }), blueGreen({})]) {
      for (const kind of ['istio', 'alb', 'replicas'] as const) {
        expect(plan({ strategy, router: { kind }, edge: {} }).services.root).toBe('payment');
      }
    }
  });

  test('behind a load balancer two Services take turns, and checks have one of their own', () => {
    const { services } = plan({ router: { kind: 'alb' }, edge: {} });
    expect(services).toEqual({
      root: 'payment',
      canary: 'payment-canary',
      pingPong: { ping: 'payment-ping', pong: 'payment-pong' },
    });
  });

  test('where there is a mesh its proxies count the requests, elsewhere the service does', () => {
    const query = (kind: 'istio' | 'replicas') => JSON.stringify(plan({ router: { kind } }).analyses);
    expect(query('istio')).toContain('istio_requests_total');
    expect(query('replicas')).toContain('http_server_request_duration_seconds_count');
  });

  test('every query asks for the new version only', () => {
    for (const { metrics } of plan().analyses) {
      for (const metric of metrics) {
        expect(metric).toMatchObject({ kind: 'query', query: expect.stringContaining('"{{args.canary-hash}}"') });
      }
    }
  });

  test('a release without requests fails where it must not wait for a person', () => {
    const names = (onNoEvidence: 'abort' | 'hold') =>
      plan({
        strategy: canary({
          onNoEvidence,
          steps: [
            { step: 'setWeight', weight: 20 },
            { step: 'pause', seconds: 600 },
          ],
          analysis: { checks: [{ check: 'promise' }] },
        }),
      }).analyses.flatMap(({ metrics }) => metrics.map(({ name }) => name));
    expect(names('abort')).toEqual(['availability', 'latency', 'evidence']);
    expect(names('hold')).toEqual(['availability', 'latency']);
  });

  test('evidence asks for at least as many requests as a verdict needs', () => {
    const evidence = plan().analyses[0]?.metrics.find(({ name }) => name === 'evidence');
    const availability = plan().analyses[0]?.metrics.find(({ name }) => name === 'availability');
    const perSecond = Number(/< ([\d.]+)$/.exec(evidence?.kind === 'query' ? evidence.failureCondition : '')?.[1]);
    const needed = Number(/>= (\d+)\)\)$/.exec(availability?.kind === 'query' ? availability.query : '')?.[1]);
    expect(perSecond * 120).toBeGreaterThanOrEqual(needed);
  });
});

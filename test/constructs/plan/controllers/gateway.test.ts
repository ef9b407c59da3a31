import * as fc from 'fast-check';
import { gatewayReplicas } from '../../../../constructs/plan/controllers/gateway';
import { GATEWAY_PORTS } from '../../../../constructs/plan/edge/defaults';
import { planEdge } from '../../../../constructs/plan/edge/plan';
import { leftAfterZoneLoss } from '../../../../constructs/plan/service/capacity';
import { controllers, release } from './examples';

const { context } = controllers();
const CLUSTER = { clusterName: 'bulkhead-prod' };
const values = (changed: Parameters<typeof release>[1] = {}) => release('edge', changed).values;

describe('the gateway', () => {
  test('is the one that services are told of', () => {
    expect(release('edge')).toMatchObject({ namespace: 'istio-ingress', name: 'edge', chart: 'gateway' });
  });

  test('has a Service for inside the cluster, since the platform’s own load balancer registers its pods', () => {
    expect(values().service).toEqual({
      type: 'ClusterIP',
      ports: [
        { name: 'http', port: 8080, targetPort: 8080, protocol: 'TCP' },
        { name: 'status-port', port: 15021, targetPort: 15021, protocol: 'TCP' },
      ],
    });
  });

  test('listens where the load balancer before it expects it, and says there whether it is ready', () => {
    const { gateway } = planEdge({}, context, CLUSTER);
    expect(values({ gateway })).toMatchObject({
      service: { ports: [{ port: gateway.ports.http }, { port: gateway.ports.health }] },
      readinessProbe: { httpGet: { path: '/healthz/ready', port: gateway.ports.health } },
    });
    const { gateway: moved } = planEdge({ gateway: { httpPort: 9080 } }, context, CLUSTER);
    expect(values({ gateway: moved })).toMatchObject({ service: { ports: [{ port: 9080, targetPort: 9080 }, {}] } });
  });

  test('listens on ports that need no privilege, and keeps to restricted pod security', () => {
    for (const port of Object.values(GATEWAY_PORTS)) expect(port).toBeGreaterThan(1023);
    expect(values().securityContext).toEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  });

  test('is spread over zones by the labels that its pods carry', () => {
    expect(values()).toMatchObject({
      labels: { app: 'edge', istio: 'edge' },
      topologySpreadConstraints: [
        { whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'edge', istio: 'edge' } } },
        { whenUnsatisfiable: 'ScheduleAnyway' },
      ],
    });
  });

  test('follows the new control plane unless its namespace stays with the previous one', () => {
    const previous = (namespaces: string[]) => ({ version: '1.30', namespaces }) as const;
    expect(release('edge', { mesh: { version: '1.31', previous: previous(['payment']) } })).toMatchObject({
      version: '1.31.1',
      values: { revision: '1-31' },
    });
    expect(release('edge', { mesh: { version: '1.31', previous: previous(['istio-ingress']) } })).toMatchObject({
      version: '1.30.5',
      values: { revision: '1-30' },
    });
  });
});

describe('its pods', () => {
  test.each([
    ['production', 6, 24],
    ['staging', 3, 12],
    ['development', 1, 3],
  ] as const)('are in %s, over three zones, %i to %i', (tier, minReplicas, maxReplicas) => {
    expect(values({ tier }).autoscaling).toMatchObject({ enabled: true, minReplicas, maxReplicas });
  });

  test('are as many in each zone as the environment says', () => {
    const mesh = { version: '1.31', gateway: { replicasPerZone: { minimum: 3, maximum: 5 } } } as const;
    expect(values({ mesh, tier: 'development' }).autoscaling).toMatchObject({ minReplicas: 9, maxReplicas: 15 });
  });

  test('can carry everything when a zone is lost, and may be evicted a zone’s worth at a time', () => {
    const counts = fc.record({
      zones: fc.integer({ min: 2, max: 6 }),
      minimum: fc.integer({ min: 1, max: 10 }),
      more: fc.integer({ min: 0, max: 10 }),
    });
    fc.assert(
      fc.property(counts, ({ zones, minimum, more }) => {
        const mesh = { version: '1.31', gateway: { replicasPerZone: { minimum, maximum: minimum + more } } } as const;
        const replicas = gatewayReplicas(mesh, context, zones);
        expect(leftAfterZoneLoss(replicas.minimum, zones)).toBe(minimum * (zones - 1));
        const facts = { ...controllers().facts, zones: Array.from({ length: zones }, (_, index) => `zone-${index}`) };
        const { autoscaling, podDisruptionBudget } = values({ mesh, facts }) as {
          autoscaling: { targetCPUUtilizationPercentage: number };
          podDisruptionBudget: { maxUnavailable: number };
        };
        const load = autoscaling.targetCPUUtilizationPercentage * replicas.minimum;
        expect(load / leftAfterZoneLoss(replicas.minimum, zones)).toBeLessThanOrEqual(90);
        expect(podDisruptionBudget.maxUnavailable).toBe(minimum);
      }),
    );
  });
});

/** What its proxies are told. */
const proxyConfig = (changed: Parameters<typeof release>[1] = {}) => {
  const { podAnnotations } = values(changed) as { podAnnotations: Record<string, string> };
  return JSON.parse(podAnnotations['proxy.istio.io/config'] ?? '') as Record<string, unknown>;
};

describe('a pod that is stopped', () => {
  const drained = (drainSeconds: number) => {
    const { gateway } = planEdge({ timeouts: { drainSeconds } }, context, CLUSTER);
    const { lifecycle, terminationGracePeriodSeconds } = values({ gateway }) as {
      lifecycle: { preStop: { sleep: { seconds: number } } };
      terminationGracePeriodSeconds: number;
    };
    const { terminationDrainDuration } = proxyConfig({ gateway });
    return {
      gateway,
      before: lifecycle.preStop.sleep.seconds,
      proxy: Number(String(terminationDrainDuration).replace('s', '')),
      grace: terminationGracePeriodSeconds,
    };
  };

  test('goes on until the load balancer has forgotten it, and is never killed before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3600 }), (seconds) => {
        const { gateway, before, proxy, grace } = drained(seconds);
        expect(before).toBeGreaterThanOrEqual(gateway.drain.deregistrationSeconds);
        expect(grace).toBeGreaterThan(before + proxy);
      }),
    );
  });

  test('has its time without a load balancer too', () => {
    expect(values()).toMatchObject({
      lifecycle: { preStop: { sleep: { seconds: 40 } } },
      terminationGracePeriodSeconds: 70,
    });
  });
});

test('it believes as many addresses of a caller as proxies before it are the platform’s, and none without them', () => {
  expect(proxyConfig()).toMatchObject({ gatewayTopology: { numTrustedProxies: 0 } });
  const { gateway } = planEdge({}, context, CLUSTER);
  expect(proxyConfig({ gateway })).toMatchObject({ gatewayTopology: { numTrustedProxies: 1 } });
});

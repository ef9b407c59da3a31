import { App, Chart, Testing } from 'cdk8s';
import { LoadBalancerClass, readinessGateLabel } from '../../../constructs/kubernetes';
import { COMPUTE_MODE_FACTS, COMPUTE_MODES } from '../../../constructs/plan/cluster/compute-modes';
import { manifestsOf, VARIETIES } from './examples';
import { find, MANIFEST, type StrictManifest } from './strict';

const servicesOf = (manifests: readonly StrictManifest[]) =>
  manifests.flatMap(({ kind, metadata }) => (kind === 'Service' ? [metadata.name] : []));

describe('a load balancer', () => {
  const manifests = manifestsOf(VARIETIES['a canary behind a load balancer']);

  test('divides by the annotation that the engine writes, between two Services that take turns', () => {
    expect(find(manifests, 'Rollout').spec.strategy).toMatchObject({
      canary: {
        pingPong: { pingService: 'payment-ping', pongService: 'payment-pong' },
        trafficRouting: { alb: { ingress: 'payment', rootService: 'payment', servicePort: 8080 } },
      },
    });
    const [rule] = find(manifests, 'Ingress').spec.rules;
    expect(rule?.http.paths.map(({ path, backend }) => [path, backend.service])).toEqual([
      ['/payments', { name: 'payment', port: { name: 'use-annotation' } }],
      ['/refunds', { name: 'payment', port: { name: 'use-annotation' } }],
    ]);
    expect(servicesOf(manifests)).toEqual(['payment', 'payment-canary', 'payment-ping', 'payment-pong']);
  });

  test('is given no action to begin with, so that applying again resets no weight', () => {
    const annotations = Object.keys(find(manifests, 'Ingress').metadata.annotations ?? {});
    expect(annotations.filter((key) => key.includes('/actions.'))).toEqual([]);
  });

  test('sends to pods by address and asks them on their admin port', () => {
    expect(find(manifests, 'Ingress').metadata.annotations).toMatchObject({
      'alb.ingress.kubernetes.io/target-type': 'ip',
      'alb.ingress.kubernetes.io/healthcheck-port': '9090',
      'alb.ingress.kubernetes.io/healthcheck-path': '/readyz',
    });
  });

  test('leads to the Service itself where nothing divides', () => {
    const [rule] = find(manifestsOf({ edge: { hosts: ['api.rides.example'] } }), 'Ingress').spec.rules;
    expect(rule).toMatchObject({
      host: 'api.rides.example',
      http: { paths: [{ backend: { service: { port: { number: 8080 } } } }] },
    });
  });
});

describe('the mesh', () => {
  const manifests = manifestsOf(VARIETIES['a canary in the mesh, with everything']);

  test('begins with everything at the stable version', () => {
    const [route] = find(manifests, 'VirtualService', 'payment-versions').spec.http;
    expect(route?.route?.map(({ destination, weight }) => [destination.host, weight])).toEqual([
      ['payment-stable.payment.svc.cluster.local', 100],
      ['payment-canary.payment.svc.cluster.local', 0],
    ]);
  });

  test('divides callers and users alike', () => {
    expect(find(manifests, 'Rollout').spec.strategy).toMatchObject({
      canary: {
        trafficRouting: {
          istio: {
            virtualServices: [{ name: 'payment-versions', routes: ['primary'] }],
          },
        },
      },
    });
  });

  test('says where what divides is nothing but where: the engine owns the list, and nobody else could change it', () => {
    const versions = find(manifests, 'VirtualService', 'payment-versions').spec;
    expect(Object.keys(versions)).toEqual(['http']);
    expect(versions.http.map((route) => Object.keys(route))).toEqual([['name', 'route']]);
  });

  test('hands over what callers ask, with its time-outs and tries, to what divides', () => {
    const { hosts, http } = find(manifests, 'VirtualService', 'payment').spec;
    expect(hosts).toEqual(['payment.payment.svc.cluster.local']);
    for (const route of http) {
      expect(route).toMatchObject({ delegate: { name: 'payment-versions', namespace: 'payment' } });
      expect(route).toHaveProperty('timeout');
      expect(route).not.toHaveProperty('route');
    }
  });

  test('leads a blue-green service by its name, which moves', () => {
    const blueGreen = manifestsOf(VARIETIES['a blue-green rollout in the mesh']);
    const [route] = find(blueGreen, 'VirtualService', 'payment-versions').spec.http;
    expect(route?.route?.map(({ destination }) => destination.host)).toEqual(['payment.payment.svc.cluster.local']);
    const names = blueGreen.flatMap(({ kind, metadata }) => (kind === 'VirtualService' ? [metadata.name] : []));
    expect(names).toEqual(['payment-versions', 'payment']);
  });

  test('needs no Ingress, and a service without users nothing at the gateway', () => {
    const inner = manifestsOf({ router: { kind: 'istio' } });
    expect(() => find(manifests, 'Ingress')).toThrow();
    expect(inner.filter(({ kind }) => kind === 'VirtualService').map(({ metadata }) => metadata.name)).toEqual([
      'payment-versions',
      'payment',
    ]);
  });
});

describe('the number of pods', () => {
  test('divides where there is no router', () => {
    const manifests = manifestsOf();
    expect(find(manifests, 'Rollout').spec.strategy).not.toHaveProperty(['canary', 'trafficRouting']);
    expect(servicesOf(manifests)).toEqual(['payment', 'payment-stable', 'payment-canary']);
  });
});

describe.each(COMPUTE_MODES)('a class of load balancers in the mode %s', (mode) => {
  const chart = new Chart(new App(), 'platform');
  new LoadBalancerClass(chart, 'alb', { compute: COMPUTE_MODE_FACTS[mode], group: 'bulkhead-prod' });
  const manifests = (Testing.synth(chart) as unknown[]).map((each) => MANIFEST.parse(each));

  test('speaks the API of the mode, and holds the group, which an Ingress must not', () => {
    const [group = ''] = COMPUTE_MODE_FACTS[mode].ingressClassParamsApi.split('/');
    expect(find(manifests, 'IngressClass').spec).toEqual({
      controller: COMPUTE_MODE_FACTS[mode].ingressController,
      parameters: { apiGroup: group, kind: 'IngressClassParams', name: 'alb' },
    });
    expect(find(manifests, 'IngressClassParams').spec.group).toEqual({ name: 'bulkhead-prod' });
  });

  test('has its own label for namespaces whose pods wait for their target group', () => {
    const [group = ''] = COMPUTE_MODE_FACTS[mode].targetGroupBindingApi.split('/');
    expect(readinessGateLabel(COMPUTE_MODE_FACTS[mode])).toEqual({ [`${group}/pod-readiness-gate-inject`]: 'enabled' });
  });
});

import { App, Chart, Testing } from 'cdk8s';
import { Microservice } from '../../../constructs/kubernetes';
import { SpecError } from '../../../constructs/plan/problem';
import { facts, payment } from '../plan/service/examples';
import { manifestsOf, VARIETIES } from './examples';
import { find, MANIFEST, type StrictManifest } from './strict';

const context = { environment: 'prod', region: 'eu-west-1' };
const podOf = (manifests: readonly StrictManifest[]) => find(manifests, 'Rollout').spec.template;
const containerOf = (manifests: readonly StrictManifest[]) => podOf(manifests).spec.containers[0]!;

describe.each(Object.entries(VARIETIES))('%s', (_, more) => {
  const manifests = manifestsOf(more);

  test('holds no field that its schema does not know', () => {
    expect(manifests.length).toBeGreaterThan(8);
  });

  test('holds no token, ARN or account number', () => {
    expect(JSON.stringify(manifests)).not.toMatch(/\$\{Token|arn:aws|\b\d{12}\b/);
  });

  test('is the same bytes every time', () => {
    expect(JSON.stringify(manifestsOf(more))).toBe(JSON.stringify(manifests));
  });

  test('has one object of each name', () => {
    const names = manifests.map(({ kind, metadata }) => `${kind}/${metadata.namespace}/${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test('names only Services, templates and accounts that are there', () => {
    const { strategy, template } = find(manifests, 'Rollout').spec;
    const text = JSON.stringify(strategy);
    for (const [, key, name] of text.matchAll(/"(\w+Service|rootService|templateName|ingress)":"([\w-]+)"/g)) {
      const kind = key === 'templateName' ? 'AnalysisTemplate' : key === 'ingress' ? 'Ingress' : 'Service';
      expect(find(manifests, kind, name).metadata.name).toBe(name);
    }
    expect(find(manifests, 'ServiceAccount').metadata.name).toBe(template.spec.serviceAccountName);
  });

  test('leaves the number of pods to the autoscaler', () => {
    expect(find(manifests, 'Rollout').spec).not.toHaveProperty('replicas');
    expect(find(manifests, 'HorizontalPodAutoscaler').spec.scaleTargetRef).toEqual({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      name: 'payment',
    });
  });

  test('is applied in an order in which nothing refers to what comes later', () => {
    const place = (kind: StrictManifest['kind']) => manifests.findIndex((each) => each.kind === kind);
    for (const kind of ['ServiceAccount', 'NetworkPolicy', 'Service', 'AnalysisTemplate'] as const) {
      expect(place(kind)).toBeLessThan(place('Rollout'));
    }
    expect(place('Rollout')).toBeLessThan(place('HorizontalPodAutoscaler'));
  });
});

describe('the schemas themselves', () => {
  test('refuse a field that nobody knows', () => {
    const [first] = manifestsOf();
    expect(MANIFEST.safeParse({ ...first, replicas: 3 }).success).toBe(false);
  });
});

describe('its pods', () => {
  test('are spread over zones strictly and over nodes if possible, each version for itself', () => {
    expect(podOf(manifestsOf()).spec.topologySpreadConstraints).toEqual([
      {
        maxSkew: 1,
        minDomains: 2,
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'payment' } },
        matchLabelKeys: ['rollouts-pod-template-hash'],
        nodeTaintsPolicy: 'Honor',
      },
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'payment' } },
        matchLabelKeys: ['rollouts-pod-template-hash'],
        nodeTaintsPolicy: 'Honor',
      },
    ]);
  });

  test('start on a cluster without zones', () => {
    const local = manifestsOf({ facts: { ...facts, zones: [] } });
    expect(podOf(local).spec.topologySpreadConstraints?.map(({ topologyKey }) => topologyKey)).toEqual([
      'kubernetes.io/hostname',
    ]);
  });

  test('stop answering only after the load balancer has forgotten them', () => {
    const manifests = manifestsOf({ router: { kind: 'alb' }, edge: {}, drainSeconds: 45 });
    const annotations = find(manifests, 'Ingress').metadata.annotations ?? {};
    const attribute = annotations['alb.ingress.kubernetes.io/target-group-attributes'];
    expect(attribute).toBe('deregistration_delay.timeout_seconds=45');
    const sleep = containerOf(manifests).lifecycle?.preStop.sleep.seconds ?? 0;
    expect(sleep).toBeGreaterThan(45);
    expect(podOf(manifests).spec.terminationGracePeriodSeconds).toBeGreaterThan(sleep);
  });

  test('are asked how they are on the admin port, or on the only port', () => {
    const ports = (more: object) => {
      const { startupProbe, readinessProbe, livenessProbe, ports: open } = containerOf(manifestsOf(more));
      return [startupProbe, readinessProbe, livenessProbe]
        .map((probe) => probe?.httpGet.port)
        .concat(open?.map(({ name }) => name));
    };
    expect(ports({})).toEqual(['http-admin', 'http-admin', 'http-admin', 'http', 'http-admin']);
    expect(ports({ adminPort: 8080 })).toEqual(['http', 'http', 'http', 'http']);
  });

  test('are given as long to start as the service says', () => {
    const { startupProbe } = containerOf(manifestsOf({ health: { startupSeconds: 121 } }));
    expect((startupProbe?.periodSeconds ?? 0) * (startupProbe?.failureThreshold ?? 0)).toBeGreaterThanOrEqual(121);
  });

  test('say to the collector that they want to be scraped', () => {
    expect(podOf(manifestsOf({ metrics: { path: '/stats' } })).metadata.annotations).toMatchObject({
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': '9090',
      'prometheus.io/path': '/stats',
    });
  });

  test('get a sidecar in the mesh only, and it outlasts the drain', () => {
    const { labels, annotations } = podOf(manifestsOf({ router: { kind: 'istio' } })).metadata;
    expect(labels['sidecar.istio.io/inject']).toBe('true');
    expect(JSON.parse(annotations?.['proxy.istio.io/config'] ?? '{}')).toMatchObject({
      terminationDrainDuration: '40s',
    });
    expect(podOf(manifestsOf()).metadata.labels).not.toHaveProperty(['sidecar.istio.io/inject']);
  });
});

describe('its configuration', () => {
  const reference = (configuration: Record<string, string>) =>
    containerOf(manifestsOf({ configuration })).envFrom?.map(({ configMapRef }) => configMapRef.name);

  test('rolls the pods when it changes, and only then', () => {
    expect(reference({ CURRENCY: 'EUR' })).not.toEqual(reference({ CURRENCY: 'USD' }));
    expect(reference({ A: '1', B: '2' })).toEqual(reference({ B: '2', A: '1' }));
  });

  test('stays when a newer one takes its place, because old pods still start from it', () => {
    const { metadata, immutable } = find(manifestsOf({ configuration: { CURRENCY: 'EUR' } }), 'ConfigMap');
    expect(metadata.annotations).toEqual({
      'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
      'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
      'helm.sh/resource-policy': 'keep',
    });
    expect(immutable).toBe(true);
  });

  test('comes after what only AWS knows, which pods start without', () => {
    const [first] = containerOf(manifestsOf({ configuration: { CURRENCY: 'EUR' } })).envFrom ?? [];
    expect(first).toEqual({ configMapRef: { name: 'platform-facts', optional: true } });
  });
});

test('secrets are fetched by the node, by name, with the role of the pod', () => {
  const manifests = manifestsOf({ secrets: ['stripe-key'] });
  const { parameters } = find(manifests, 'SecretProviderClass').spec;
  expect(JSON.parse(parameters.objects)).toEqual([
    {
      objectName: '/bulkhead/prod/services/payment/stripe-key',
      objectType: 'secretsmanager',
      objectAlias: 'stripe-key',
    },
  ]);
  expect(containerOf(manifests).volumeMounts).toContainEqual({
    name: 'secrets',
    mountPath: '/var/run/secrets/platform',
    readOnly: true,
  });
  expect(() => find(manifestsOf(), 'SecretProviderClass')).toThrow();
});

test("without AWS credentials, secrets are a Secret of the service's name, with every file that it reads", () => {
  const manifests = manifestsOf({ secrets: ['stripe-key', 'risk-key'], facts: { ...facts, podIdentity: false } });
  expect(() => find(manifests, 'SecretProviderClass')).toThrow();
  expect(podOf(manifests).spec.volumes).toContainEqual({
    name: 'secrets',
    secret: {
      secretName: 'payment',
      items: [
        { key: 'stripe-key', path: 'stripe-key' },
        { key: 'risk-key', path: 'risk-key' },
      ],
    },
  });
  expect(containerOf(manifests).volumeMounts).toContainEqual({
    name: 'secrets',
    mountPath: '/var/run/secrets/platform',
    readOnly: true,
  });
});

describe('its network policy', () => {
  const policy = find(manifestsOf({ calls: ['user'], callers: ['trip'] }), 'NetworkPolicy', 'payment').spec;

  test('closes both directions', () => {
    expect(policy.policyTypes).toEqual(['Ingress', 'Egress']);
  });

  test('lets the declared caller in, from its own namespace', () => {
    expect(policy.ingress).toContainEqual({
      from: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'rides' } },
          podSelector: { matchLabels: { 'app.kubernetes.io/name': 'trip' } },
        },
      ],
      ports: [{ protocol: 'TCP', port: 8080 }],
    });
  });

  test('says why each rule is there', () => {
    const { annotations } = find(manifestsOf({ calls: ['user'] }), 'NetworkPolicy', 'payment').metadata;
    expect(annotations?.['bulkhead/egress']).toContain('it calls user');
  });

  test('lets smoke checks ask, which may do nothing else', () => {
    const manifests = manifestsOf(VARIETIES['a blue-green rollout in the mesh']);
    const smoke = find(manifests, 'NetworkPolicy', 'payment-smoke').spec;
    expect(smoke.policyTypes).toContain('Ingress');
    expect(smoke).not.toHaveProperty('ingress');
    expect(smoke.podSelector.matchLabels).toEqual({ 'app.kubernetes.io/name': 'payment-smoke' });
    expect(() => find(manifestsOf(), 'NetworkPolicy', 'payment-smoke')).toThrow();
  });
});

test('Services have the port of the pods, without which the VPC CNI would not let callers through', () => {
  for (const each of manifestsOf({ port: 8443 })) {
    if (each.kind === 'Service') expect(each.spec.ports.map(({ port }) => port)).toEqual([8443]);
  }
});

test('the autoscaler leaves room to lose a zone, and a drain may always go on', () => {
  const manifests = manifestsOf({ replicas: { minimum: 6, maximum: 6 } });
  const [metric] = find(manifests, 'HorizontalPodAutoscaler').spec.metrics;
  expect(metric?.containerResource).toMatchObject({ container: 'payment', target: { averageUtilization: 60 } });
  expect(find(manifests, 'PodDisruptionBudget').spec).toMatchObject({
    maxUnavailable: 2,
    unhealthyPodEvictionPolicy: 'AlwaysAllow',
  });
});

describe('in any cdk8s app', () => {
  test('it stands in the namespace of its chart, and needs no facts', () => {
    const chart = new Chart(new App(), 'mine', { namespace: 'mine' });
    const { plan } = new Microservice(chart, 'payment', { ...payment, context });
    expect(plan.namespace).toBe('mine');
    const manifests = Testing.synth(chart) as { metadata: { namespace: string } }[];
    expect(new Set(manifests.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['mine']));
  });

  test('a service that cannot be is refused with all its problems', () => {
    const make = () =>
      new Microservice(new Chart(new App(), 'c'), 's', {
        ...payment,
        context,
        image: 'payment:latest',
        configuration: { API_KEY: 'x' },
      });
    expect(make).toThrow(SpecError);
    expect(make).toThrow(/image[\s\S]*configuration\.API_KEY/);
  });
});

import { blueGreen, canary } from '../../../constructs/delivery/spec';
import { manifestsOf, VARIETIES } from './examples';
import { find, type StrictManifest } from './strict';

type Canary = Extract<ReturnType<typeof strategyOf>, { canary: unknown }>['canary'];

function strategyOf(manifests: readonly StrictManifest[]) {
  return find(manifests, 'Rollout').spec.strategy;
}

function canaryOf(manifests: readonly StrictManifest[]): Canary {
  const strategy = strategyOf(manifests);
  if (!('canary' in strategy)) throw new Error('not a canary');
  return strategy.canary;
}

const mesh = manifestsOf(VARIETIES['a canary in the mesh, with everything']);
const experiment = manifestsOf(VARIETIES['an experiment in the mesh']);

describe('a canary', () => {
  test('has its steps in the words of the engine, each of one kind', () => {
    expect(canaryOf(mesh).steps).toEqual([
      { setCanaryScale: { replicas: 2 } },
      { analysis: { templates: [{ templateName: 'payment-step-1' }] } },
      { setHeaderRoute: { name: 'testers', match: [{ headerName: 'x-tester', headerValue: { exact: 'yes' } }] } },
      { setMirrorRoute: { name: 'shadow', percentage: 10, match: [{ method: { exact: 'GET' } }] } },
      { pause: {} },
      { setMirrorRoute: { name: 'shadow' } },
      { setWeight: 10 },
      { setCanaryScale: { matchTrafficWeight: true } },
      { pause: { duration: '15m' } },
      { setHeaderRoute: { name: 'testers' } },
      { setWeight: 50 },
      { pause: { duration: '15m' } },
    ]);
  });

  test('tells the engine of its routes beforehand', () => {
    expect(canaryOf(mesh).trafficRouting?.managedRoutes).toEqual([{ name: 'testers' }, { name: 'shadow' }]);
  });

  test('never has fewer pods than the autoscaler asked for', () => {
    expect(canaryOf(mesh)).toMatchObject({ maxUnavailable: 0, minPodsPerReplicaSet: 2 });
  });

  test('is judged in the background only once it has requests', () => {
    expect(canaryOf(mesh).analysis).toEqual({
      templates: [{ templateName: 'payment-background' }],
      args: [{ name: 'canary-hash', valueFrom: { podTemplateHashValue: 'Latest' } }],
      startingStep: 7,
    });
  });
});

describe('a blue-green rollout', () => {
  test('moves the name that callers use', () => {
    const strategy = strategyOf(manifestsOf(VARIETIES['a blue-green rollout in the mesh']));
    expect(strategy).toEqual({
      blueGreen: {
        activeService: 'payment',
        previewService: 'payment-preview',
        autoPromotionEnabled: true,
        autoPromotionSeconds: 120,
        prePromotionAnalysis: { templates: [{ templateName: 'payment-pre-promotion' }] },
        postPromotionAnalysis: {
          templates: [{ templateName: 'payment-post-promotion' }],
          args: [{ name: 'canary-hash', valueFrom: { podTemplateHashValue: 'Latest' } }],
        },
        scaleDownDelaySeconds: expect.any(Number),
        scaleDownDelayRevisionLimit: 1,
        abortScaleDownDelaySeconds: 30,
        maxUnavailable: 0,
      },
    });
  });

  test('keeps a smaller preview only where one was asked for', () => {
    const preview = (previewReplicaCount?: number) =>
      strategyOf(
        manifestsOf({
          router: { kind: 'istio' },
          replicas: { minimum: 4, maximum: 8 },
          strategy: blueGreen({
            ...(previewReplicaCount === undefined ? {} : { previewReplicaCount }),
            postPromotionAnalysis: { checks: [{ check: 'promise' }] },
          }),
        }),
      );
    expect(preview(2)).toMatchObject({ blueGreen: { previewReplicaCount: 2 } });
    expect(preview()).not.toHaveProperty(['blueGreen', 'previewReplicaCount']);
  });
});

describe('an experiment', () => {
  const [first] = canaryOf(experiment).steps;

  test('judges its pods of the new version by the hash that the engine gives them', () => {
    expect(first).toMatchObject({
      experiment: {
        analyses: [
          {
            templateName: 'payment-step-0',
            requiredForCompletion: true,
            args: [{ name: 'canary-hash', value: '{{templates.candidate.podTemplateHash}}' }],
          },
        ],
      },
    });
  });

  test('gives a Service to the pods that a check asks, and to no others', () => {
    expect(first).toMatchObject({
      experiment: { templates: [{ name: 'baseline' }, { name: 'candidate', service: { name: 'payment-step-0' } }] },
    });
    expect(JSON.stringify(find(experiment, 'AnalysisTemplate', 'payment-step-0'))).toContain(
      'http://payment-step-0.payment:8080/quotes',
    );
  });
});

describe('its checks', () => {
  const metrics = (manifests: readonly StrictManifest[], name: string) =>
    find(manifests, 'AnalysisTemplate', name).spec.metrics;

  test('have an end as a step, and none in the background', () => {
    for (const metric of metrics(mesh, 'payment-step-1')) expect(metric.count).toBeGreaterThan(0);
    for (const metric of metrics(mesh, 'payment-background')) expect(metric).not.toHaveProperty('count');
  });

  test('are signed for Amazon Managed Service for Prometheus, whose address the controller knows', () => {
    const [metric] = metrics(mesh, 'payment-background');
    expect(metric?.provider).toMatchObject({ prometheus: { authentication: { sigv4: { region: 'eu-west-1' } } } });
    expect(metric?.provider).not.toHaveProperty(['prometheus', 'address']);
  });

  test('ask any other Prometheus at its address, unsigned', () => {
    const prometheus = { kind: 'address', address: 'http://prometheus.observability:9090' } as const;
    const [metric] = metrics(manifestsOf({ facts: { prometheus } }), 'payment-background');
    expect(metric?.provider).toMatchObject({ prometheus: { address: prometheus.address } });
    expect(metric?.provider).not.toHaveProperty(['prometheus', 'authentication']);
  });

  test('pass, fail or know nothing: in three states', () => {
    const [metric] = metrics(mesh, 'payment-background');
    expect(metric?.successCondition).toMatch(/^len\(result\) > 0 && !isNaN\(result\[0\]\) && result\[0\] >= /);
    expect(metric?.failureCondition).toMatch(/^len\(result\) > 0 && !isNaN\(result\[0\]\) && result\[0\] < /);
  });

  test.each([
    ['a canary in the mesh, with everything', 'payment-step-1', 'payment-canary'],
    ['a blue-green rollout in the mesh', 'payment-pre-promotion', 'payment-preview'],
  ])('ask the new version and no other: %s', (variety, template, service) => {
    const [metric] = metrics(manifestsOf(VARIETIES[variety]), template);
    const job = metric?.provider !== undefined && 'job' in metric.provider ? metric.provider.job : undefined;
    const [container] = job?.spec.template.spec.containers ?? [];
    expect(container?.command?.at(-1)).toBe(`http://${service}.payment:8080/quotes`);
    expect(job?.spec.backoffLimit).toBe(0);
  });

  test('run in pods that no Service of the service selects', () => {
    const [metric] = metrics(mesh, 'payment-step-1');
    const job = metric?.provider !== undefined && 'job' in metric.provider ? metric.provider.job : undefined;
    expect(job?.spec.template.metadata.labels['app.kubernetes.io/name']).toBe('payment-smoke');
  });

  test('behind a load balancer they ask the canary’s own Service, since ping and pong take turns', () => {
    const manifests = manifestsOf({
      router: { kind: 'alb' },
      edge: {},
      strategy: canary({
        steps: [
          { step: 'setCanaryScale', scale: { replicas: 2 } },
          { step: 'analysis', checks: [{ check: 'smoke', path: '/' }] },
          { step: 'setWeight', weight: 20 },
          { step: 'pause', seconds: 600 },
        ],
        analysis: { checks: [{ check: 'promise' }] },
      }),
    });
    expect(canaryOf(manifests)).toMatchObject({ canaryService: 'payment-canary', pingPong: {} });
    expect(JSON.stringify(metrics(manifests, 'payment-step-1'))).toContain('http://payment-canary.payment:8080/"');
  });
});

describe('a load', () => {
  const green = manifestsOf(VARIETIES['a preview under load in the mesh']);
  const loadIn = (manifests: readonly StrictManifest[], template: string) => {
    const metric = find(manifests, 'AnalysisTemplate', template).spec.metrics.find(({ name }) => name === 'load');
    if (metric === undefined || !('job' in metric.provider)) throw new Error(`no load in ${template}`);
    const { job } = metric.provider;
    return { metric, job, pod: job.spec.template, container: job.spec.template.spec.containers[0] };
  };

  test('is a job that begins with its analysis, and is part of it', () => {
    const { metric, job } = loadIn(green, 'payment-pre-promotion');
    expect(metric).toMatchObject({ count: 1, failureLimit: 0 });
    expect(metric).not.toHaveProperty('initialDelay');
    expect(job.spec.template.spec.restartPolicy).toBe('Never');
  });

  test('asks the Service of the new version at the rate and for the time of its plan, and nobody else', () => {
    const { container } = loadIn(green, 'payment-pre-promotion');
    // 20 a second that take 350 ms each are 7 at once; the promise is measured last after 120, 60 and 180 s.
    const [shell, option, script, name, ...words] = container?.command ?? [];
    expect([shell, option, name]).toEqual(['sh', '-c', 'load']);
    expect(words).toEqual(['http://payment-preview.payment:8080/quotes?of=7', '7', '350000', '360', '5']);
    expect(script).not.toMatch(/https?:/);
  });

  test('asks the pods of an experiment, and the canary beside the steps', () => {
    const addressOf = (template: string) => loadIn(experiment, template).container?.command?.[4];
    expect(addressOf('payment-step-0')).toBe('http://payment-step-0.payment:8080/quotes');
    expect(addressOf('payment-background')).toBe('http://payment-canary.payment:8080/quotes');
  });

  test('gives a Service to the pods of an experiment that nothing else asks', () => {
    const strategy = canary({
      load: { requestsPerSecond: 20, path: '/quotes' },
      steps: [
        {
          step: 'experiment',
          templates: [{ name: 'candidate', version: 'canary' }],
          checks: [{ check: 'promise' }],
        },
        { step: 'setWeight', weight: 50 },
        { step: 'pause', seconds: 900 },
      ],
      analysis: { checks: [{ check: 'promise' }] },
    });
    expect(canaryOf(manifestsOf({ router: { kind: 'istio' }, strategy })).steps[0]).toMatchObject({
      experiment: { templates: [{ name: 'candidate', service: { name: 'payment-step-0' } }] },
    });
  });

  test('ends in time, though a pod that was lost with its node is replaced', () => {
    const { job } = loadIn(green, 'payment-pre-promotion');
    expect(job.spec.backoffLimit).toBeGreaterThan(0);
    expect(job.spec.activeDeadlineSeconds).toBe(120 + 2 * 360);
  });

  test('has the labels of smoke checks, and so their network policy, and a sidecar in the mesh', () => {
    const { pod } = loadIn(green, 'payment-pre-promotion');
    const { podSelector } = find(green, 'NetworkPolicy', 'payment-smoke').spec;
    expect(pod.metadata.labels).toMatchObject({ ...podSelector.matchLabels, 'sidecar.istio.io/inject': 'true' });
    const alone = manifestsOf({
      strategy: canary({
        steps: [
          { step: 'setWeight', weight: 50 },
          { step: 'pause', seconds: 900 },
        ],
        analysis: { checks: [{ check: 'promise' }] },
        load: { requestsPerSecond: 20, path: '/quotes' },
      }),
    });
    expect(loadIn(alone, 'payment-background').pod.metadata.labels).not.toHaveProperty(['sidecar.istio.io/inject']);
    expect(find(alone, 'NetworkPolicy', 'payment-smoke').spec.podSelector).toEqual(podSelector);
  });

  test('is a script that neither Kubernetes nor the engine reads as theirs', () => {
    const [, , script = ''] = loadIn(green, 'payment-pre-promotion').container?.command ?? [];
    expect(script).not.toContain('$$');
    expect(script).not.toMatch(/\$\([A-Za-z_]/);
    expect(script).not.toMatch(/[{]{2}|[}]{2}/);
  });
});

import { mkdirSync, mkdtempSync, writeFileSync, appendFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PROMISE_ATTRIBUTE } from '../../constructs/plan/observability/names';
import { Collector, refusal } from './collector';
import { discovering, drafted, planned, withoutKubernetes, type DiscoveredPod, type Draft } from './draft';
import { readWriteRequest, type Written } from './remote-write';
import { exposing, Sink } from './sink';

const aws = planned('aws', { traces: { keptShare: 0 } });
const local = planned('local');
const AGENT = '127.0.0.31';
const GATEWAY = '127.0.0.32';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'collector-'));
  mkdirSync(join(folder, 'pods'));
  writeFileSync(join(folder, 'token'), 'token');
  // A certificate is read when it is used.
  writeFileSync(join(folder, 'ca.crt'), '');
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Somebody to write to, and from what was written the series of a metric. */
const seriesOf = (sink: Sink, metric: string): readonly Written[] =>
  sink.received.flatMap(({ body }) => readWriteRequest(body)).filter(({ labels }) => labels.__name__ === metric);

const has = (sink: Sink, metric: string) => () => seriesOf(sink, metric).length > 0;

const POD = {
  namespace: 'payment',
  pod: 'payment-abc',
  node: 'node-a',
  app_kubernetes_io_name: 'payment',
  rollouts_pod_template_hash: '6d4b',
};

const STORE = { environment: 'prod', cluster: 'bulkhead-prod' };

describe('a real collector', () => {
  test.each([
    ['the agent', aws.agent],
    ['the gateway', aws.gateway],
    ["the agent of one's own machine", local.agent],
  ])('takes the configuration of %s as it is', (_, plan) => {
    if (plan === undefined) throw new Error('it is planned');
    expect(refusal({ name: 'validated', folder, config: drafted(plan, folder), address: AGENT })).toBe('');
  });

  test('refuses one that names what is not there, so that the test above means something', () => {
    const config = drafted(aws.agent, folder, (draft) => draft.service.pipelines.traces?.processors.push('nobody'));
    expect(refusal({ name: 'validated', folder, config, address: AGENT })).toContain('nobody');
  });
});

describe('metrics on their way through a real agent', () => {
  const store = new Sink();
  const closing: (() => Promise<void>)[] = [];
  let agent: Collector;

  const PAYMENT = [
    '# TYPE http_server_request_duration_seconds histogram',
    'http_server_request_duration_seconds_bucket{http_route="/v1/payments",le="0.25"} 7',
    'http_server_request_duration_seconds_bucket{http_route="/v1/payments",le="+Inf"} 9',
    'http_server_request_duration_seconds_sum{http_route="/v1/payments"} 2',
    'http_server_request_duration_seconds_count{http_route="/v1/payments"} 9',
    '# TYPE pilot_xds_pushes counter',
    'pilot_xds_pushes{type="cds",namespace="somebody-else"} 3',
    '# TYPE nobody_asks_for_this gauge',
    'nobody_asks_for_this 1',
    '# TYPE rides_matched_total counter',
    'rides_matched_total 4',
    '',
  ].join('\n');
  const OPEN_METRICS = [
    '# TYPE http_server_request_duration_seconds histogram',
    'http_server_request_duration_seconds_bucket{http_route="/v1/payments",le="0.25"} 7 # {trace_id="0af7651916cd43dd8448eb211c80319c"} 0.2',
    'http_server_request_duration_seconds_bucket{http_route="/v1/payments",le="+Inf"} 9',
    'http_server_request_duration_seconds_sum{http_route="/v1/payments"} 2',
    'http_server_request_duration_seconds_count{http_route="/v1/payments"} 9',
    '# EOF',
    '',
  ].join('\n');
  const ROLLOUTS = [
    '# TYPE rollout_info gauge',
    'rollout_info{namespace="payment",name="payment",phase="Paused"} 1',
    '# TYPE argo_rollouts_controller_info gauge',
    'argo_rollouts_controller_info{version="v1.9.1"} 1',
    '',
  ].join('\n');
  const OBJECTS = [
    '# TYPE kube_pod_status_phase gauge',
    'kube_pod_status_phase{namespace="trip",pod="trip-xyz",uid="1",phase="Running"} 1',
    '# TYPE kube_node_info gauge',
    'kube_node_info{node="node-b"} 1',
    '',
  ].join('\n');
  const KUBELET = [
    '# TYPE container_cpu_usage_seconds_total counter',
    'container_cpu_usage_seconds_total{namespace="trip",pod="trip-xyz",container="trip"} 3 1600000000000',
    '# TYPE container_cpu_cfs_periods_total counter',
    'container_cpu_cfs_periods_total{namespace="trip",pod="trip-xyz",container="trip",id="/a",image="i",name="n"} 3',
    'container_cpu_cfs_periods_total{namespace="trip",pod="trip-xyz",container="",id="/b",image="",name=""} 9',
    '',
  ].join('\n');

  async function agentOf(plan: typeof aws.agent, change: (draft: Draft) => void): Promise<Collector> {
    const expose = async (text: string, open?: string) => {
      const server = await exposing(text, open);
      closing.push(server.close);
      return server.address;
    };
    const pods: readonly DiscoveredPod[] = [
      {
        namespace: 'payment',
        name: 'payment-abc',
        address: await expose(PAYMENT, OPEN_METRICS),
        labels: { 'app.kubernetes.io/name': 'payment', 'rollouts-pod-template-hash': '6d4b' },
        asks: true,
      },
      {
        namespace: 'argo-rollouts',
        name: 'argo-rollouts-0',
        address: await expose(ROLLOUTS),
        labels: { 'app.kubernetes.io/name': 'argo-rollouts' },
        asks: true,
      },
      {
        namespace: 'observability',
        name: 'kube-state-metrics-0',
        address: await expose(OBJECTS),
        labels: { 'app.kubernetes.io/name': 'kube-state-metrics' },
        asks: false,
        portName: 'http-metrics',
      },
    ];
    const kubelet = await expose(KUBELET);
    const config = drafted(plan, folder, (draft) => {
      withoutKubernetes(draft);
      discovering(draft, pods, kubelet);
      draft.processors.batch = { timeout: '1s' };
      change(draft);
    });
    const started = new Collector({ name: 'agent', folder, config, address: AGENT });
    await started.started();
    return started;
  }

  /** As it is, but for the address. */
  const toStore = (draft: Draft): void => {
    for (const [id, exporter] of Object.entries(draft.exporters)) {
      if (id.startsWith('prometheus_remote_write') && exporter.http !== undefined) {
        exporter.http.endpoint = `http://${store.address}/${id.endsWith('/cluster') ? 'cluster' : 'write'}`;
      }
    }
  };

  beforeAll(async () => {
    await store.open();
    agent = await agentOf(planned('aws', { keptMetrics: ['rides_matched_total'] }).agent, toStore);
    for (const metric of ['pilot_xds_pushes', 'rollout_info', 'kube_node_info', 'container_cpu_cfs_periods_total']) {
      await agent.until(has(store, metric));
    }
  });

  afterAll(async () => {
    await agent.stop();
    await Promise.all(closing.map((close) => close()));
    await store.close();
  });

  test('have the labels of the pod that they come from, those of the environment, and no others', () => {
    const [bucket] = seriesOf(store, 'http_server_request_duration_seconds_bucket');
    expect(bucket?.labels).toEqual({
      __name__: 'http_server_request_duration_seconds_bucket',
      job: 'pods',
      instance: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      ...POD,
      ...STORE,
      http_route: '/v1/payments',
      le: expect.stringMatching(/^(0\.25|\+Inf)$/),
    });
  });

  test('keep the names that they were exposed by, whatever OpenTelemetry would call them', () => {
    expect(seriesOf(store, 'pilot_xds_pushes')).not.toEqual([]);
    expect(seriesOf(store, 'pilot_xds_pushes_total')).toEqual([]);
    expect(seriesOf(store, 'rides_matched_total')).not.toEqual([]);
  });

  test('cannot pass for those of another namespace', () => {
    expect(seriesOf(store, 'pilot_xds_pushes')[0]?.labels).toMatchObject({
      namespace: 'payment',
      exported_namespace: 'somebody-else',
    });
  });

  test('are not stored when nobody asks for them', () => {
    expect(seriesOf(store, 'nobody_asks_for_this')).toEqual([]);
    expect(seriesOf(store, 'scrape_series_added')).toEqual([]);
    expect(seriesOf(store, 'target_info')).toEqual([]);
  });

  test('come with what collecting says of each pod', () => {
    const up = seriesOf(store, 'up').map(({ labels }) => labels);
    expect(up).toContainEqual(expect.objectContaining({ job: 'pods', ...POD, ...STORE }));
    expect(up).toContainEqual(
      expect.objectContaining({
        job: 'argo-rollouts',
        namespace: 'argo-rollouts',
        pod: 'argo-rollouts-0',
        node: 'node-a',
      }),
    );
  });

  test('of the controller of releases name the namespace of what they are about', () => {
    expect(seriesOf(store, 'rollout_info')[0]?.labels).toEqual({
      __name__: 'rollout_info',
      job: 'argo-rollouts',
      instance: expect.any(String),
      pod: 'argo-rollouts-0',
      namespace: 'payment',
      name: 'payment',
      phase: 'Paused',
      ...STORE,
    });
    expect(seriesOf(store, 'argo_rollouts_controller_info')[0]?.labels).not.toHaveProperty('namespace');
  });

  test('of objects are written in the name of the node, so that the store listens to one writer only', () => {
    expect(seriesOf(store, 'kube_pod_status_phase')[0]?.labels).toEqual({
      __name__: 'kube_pod_status_phase',
      job: 'kube-state-metrics',
      instance: 'kube-state-metrics',
      namespace: 'trip',
      pod: 'trip-xyz',
      uid: '1',
      phase: 'Running',
      ...STORE,
      __replica__: 'node-a',
    });
    const fromReplicas = store.at('/cluster').flatMap(({ body }) => readWriteRequest(body));
    expect(fromReplicas.filter(({ labels }) => !labels.__name__?.startsWith('kube_'))).toEqual([]);
    const others = store.at('/write').flatMap(({ body }) => readWriteRequest(body));
    expect(others.filter(({ labels }) => labels.__name__?.startsWith('kube_'))).toEqual([]);
  });

  test('of a node count each core once, and no sum of several containers', () => {
    const usage = seriesOf(store, 'container_cpu_usage_seconds_total').map(({ labels }) => labels);
    expect(new Set(usage.map(({ job }) => job))).toEqual(new Set(['kubelet']));
    expect(usage[0]).toEqual({
      __name__: 'container_cpu_usage_seconds_total',
      job: 'kubelet',
      instance: 'node-a',
      node: 'node-a',
      namespace: 'trip',
      pod: 'trip-xyz',
      container: 'trip',
      ...STORE,
    });
    const periods = seriesOf(store, 'container_cpu_cfs_periods_total').map(({ labels }) => labels);
    expect(new Set(periods.map(({ container }) => container))).toEqual(new Set(['trip']));
  });

  test('are signed for the store, and bring no exemplars, which it does not take', () => {
    expect(store.received[0]?.headers.authorization).toContain('/eu-west-1/aps/aws4_request');
    expect(
      store.received.flatMap(({ body }) => readWriteRequest(body)).filter(({ exemplars }) => exemplars > 0),
    ).toEqual([]);
  });

  test('of the collector itself are called what the catalogue calls them', async () => {
    const text = await (await fetch(`http://${AGENT}:8888/metrics`)).text();
    expect(text).toMatch(/^otelcol_exporter_sent_metric_points\{exporter="prometheus_remote_write"\} \d/m);
    expect(text).toMatch(/^otelcol_exporter_queue_size\{data_type="metrics",exporter="prometheus_remote_write"\} \d/m);
    expect(text).toMatch(/^otelcol_receiver_refused_metric_points\{receiver="prometheus",transport="http"\} 0/m);
    expect(text).not.toContain('otelcol_exporter_sent_metric_points_total');
  });

  test("bring their exemplars on one's own machine", async () => {
    await agent.stop();
    const before = store.received.length;
    agent = await agentOf(local.agent, toStore);
    const exemplars = (): readonly Written[] =>
      store.received
        .slice(before)
        .flatMap(({ body }) => readWriteRequest(body))
        .filter((each) => each.exemplars > 0);
    await agent.until(() => exemplars().length > 0);
    expect(exemplars()[0]?.labels).toMatchObject({ __name__: 'http_server_request_duration_seconds_bucket', ...POD });
  });
});

describe('traces on their way through a real agent and gateway', () => {
  const xray = new Sink();
  let agent: Collector;
  let gateway: Collector;

  const trace = (digit: string): string => digit.repeat(32);
  const span = (traceId: string, milliseconds: number, failed: boolean) => {
    const start = BigInt(Date.now() - 2000) * 1_000_000n;
    return {
      traceId,
      spanId: '00f067aa0ba902b7',
      name: 'POST /v1/payments',
      kind: 2,
      startTimeUnixNano: String(start),
      endTimeUnixNano: String(start + BigInt(milliseconds) * 1_000_000n),
      status: failed ? { code: 2 } : {},
    };
  };
  const send = (service: string, promised: number | undefined, spans: readonly object[]) =>
    fetch(`http://${AGENT}:4318/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        resourceSpans: [
          {
            resource: {
              attributes: [
                { key: 'service.name', value: { stringValue: service } },
                // As an SDK reads it from OTEL_RESOURCE_ATTRIBUTES: a text.
                ...(promised === undefined
                  ? []
                  : [{ key: PROMISE_ATTRIBUTE, value: { stringValue: String(promised) } }]),
              ],
            },
            scopeSpans: [{ spans }],
          },
        ],
      }),
    });

  beforeAll(async () => {
    await xray.open();
    if (aws.gateway === undefined) throw new Error('it is planned');
    gateway = new Collector({
      name: 'gateway',
      folder,
      address: GATEWAY,
      config: drafted(aws.gateway, folder, (draft) => {
        Object.assign(draft.processors.tail_sampling ?? {}, { decision_wait: '2s' });
        Object.assign(draft.exporters['otlp_http/xray'] ?? {}, {
          traces_endpoint: `http://${xray.address}/v1/traces`,
          encoding: 'json',
        });
      }),
    });
    agent = new Collector({
      name: 'agent',
      folder,
      address: AGENT,
      config: drafted(aws.agent, folder, (draft) => {
        withoutKubernetes(draft);
        discovering(draft, [], '127.0.0.1:1');
        const { resolver } = draft.exporters.load_balancing ?? {};
        if (resolver !== undefined) resolver.dns.hostname = GATEWAY;
      }),
    });
    await Promise.all([gateway.started(), agent.started()]);
  });

  afterAll(async () => {
    await Promise.all([agent.stop(), gateway.stop()]);
    await xray.close();
  });

  test('are kept with an error, or slower than promised, and otherwise left to chance', async () => {
    await send('payment', 250, [span(trace('a'), 20, true)]);
    await send('payment', 250, [span(trace('b'), 300, false)]);
    await send('trip', 400, [span(trace('c'), 300, false)]);
    await send('payment', 250, [span(trace('d'), 20, false)]);
    await send('mapping', undefined, [span(trace('e'), 900, false)]);
    const came = (): string => xray.received.map(({ body }) => body.toString()).join('');
    await agent.until(() => ['a', 'b', 'e'].every((each) => came().includes(trace(each))));
    await wait(2000);
    expect(came()).not.toContain(trace('c'));
    expect(came()).not.toContain(trace('d'));
  });

  test('say which environment they are of, and are signed for X-Ray', () => {
    expect(xray.received[0]?.headers.authorization).toContain('/eu-west-1/xray/aws4_request');
    const text = xray.received[0]?.body.toString() ?? '';
    expect(text).toContain('{"key":"deployment.environment.name","value":{"stringValue":"prod"}}');
    expect(text).toContain('{"key":"k8s.cluster.name","value":{"stringValue":"bulkhead-prod"}}');
  });
});

describe('logs on their way through a real agent', () => {
  const cloudWatch = new Sink();
  let agent: Collector;
  let config: string;

  interface Line {
    readonly body?: { readonly stringValue?: string };
    readonly severityText?: string;
    readonly severityNumber?: number;
    readonly traceId?: string;
    readonly spanId?: string;
    readonly attributes?: readonly { readonly key: string }[];
  }

  const linesOf = (of: 'services' | 'platform'): readonly Line[] =>
    cloudWatch.received
      .filter(({ headers }) => headers['x-aws-log-group'] === `/bulkhead/prod/logs/${of}`)
      .flatMap(({ body }) => {
        const { resourceLogs } = JSON.parse(body.toString()) as {
          resourceLogs: { scopeLogs: { logRecords: Line[] }[] }[];
        };
        return resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords));
      });

  const textsOf = (of: 'services' | 'platform'): readonly string[] =>
    linesOf(of).map(({ body }) => body?.stringValue ?? '');

  function write(namespace: string, pod: string, ...lines: readonly string[]): void {
    const place = join(folder, 'pods', `${namespace}_${pod}_0af7651916cd43dd`, 'app');
    mkdirSync(place, { recursive: true });
    const time = new Date().toISOString().replace('Z', '000000Z');
    appendFileSync(join(place, '0.log'), lines.map((line) => `${time} stdout F ${line}\n`).join(''));
  }

  const start = async (): Promise<void> => {
    agent = new Collector({ name: 'agent', folder, address: AGENT, config });
    await agent.started();
  };

  beforeAll(async () => {
    await cloudWatch.open();
    config = drafted(aws.agent, folder, (draft) => {
      withoutKubernetes(draft);
      discovering(draft, [], '127.0.0.1:1');
      for (const group of ['services', 'platform']) {
        Object.assign(draft.exporters[`otlp_http/${group}`] ?? {}, {
          logs_endpoint: `http://${cloudWatch.address}/v1/logs`,
          encoding: 'json',
        });
      }
    });
    await start();
    write(
      'payment',
      'payment-abc',
      JSON.stringify({
        time: '2026-11-01T00:00:00Z',
        level: 'error',
        message: 'the bank said no',
        trace_id: '0af7651916cd43dd8448eb211c80319c',
        span_id: 'b7ad6b7169203331',
        http_route: '/v1/payments',
      }),
      'Exception in thread "main" java.lang.IllegalStateException: no bank',
      '\tat rides.Payment.pay(Payment.java:10)',
      'Caused by: java.net.ConnectException',
      '{ this is no JSON',
      JSON.stringify({ level: 30, msg: 'pino says hello', trace_id: 'not-hexadecimal' }),
    );
    write('istio-system', 'istiod-1', 'a line of the platform');
    write('observability', 'otel-agent-x', 'what the agent says of itself');
    await agent.until(() => linesOf('services').length >= 4 && linesOf('platform').length >= 1);
  });

  afterAll(async () => {
    await agent.stop();
    await cloudWatch.close();
  });

  test('have their trace, severity and message lifted out of JSON, and the rest as attributes', () => {
    const line = linesOf('services').find(({ body }) => body?.stringValue === 'the bank said no');
    expect(line).toMatchObject({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      severityText: 'error',
      severityNumber: 17,
    });
    expect(line?.attributes?.map(({ key }) => key)).toEqual(expect.arrayContaining(['http_route', 'time']));
    expect(line?.attributes?.map(({ key }) => key)).not.toContain('trace_id');
  });

  test('keep the lines of a stack trace together', () => {
    expect(textsOf('services')).toContain(
      [
        'Exception in thread "main" java.lang.IllegalStateException: no bank',
        '\tat rides.Payment.pay(Payment.java:10)',
        'Caused by: java.net.ConnectException',
      ].join('\n'),
    );
  });

  test('come through as they are when they cannot be read', () => {
    expect(textsOf('services')).toContain('{ this is no JSON');
    const line = linesOf('services').find(({ body }) => body?.stringValue === 'pino says hello');
    expect(line?.severityNumber).toBe(9);
    expect(line?.attributes?.map(({ key }) => key)).toContain('trace_id');
  });

  test('go each to the group of whose they are, signed for CloudWatch Logs, and the agent tells nothing of itself', () => {
    expect(textsOf('platform')).toEqual(['a line of the platform']);
    expect(textsOf('services')).not.toContain('a line of the platform');
    expect(cloudWatch.received[0]?.headers).toMatchObject({
      'x-aws-log-stream': 'otel-agent',
      authorization: expect.stringContaining('/eu-west-1/logs/aws4_request'),
    });
  });

  test('outlive an hour without CloudWatch, and the end of the agent in it', async () => {
    cloudWatch.refuses = true;
    write('payment', 'payment-abc', 'while nobody listens');
    await wait(4000);
    await agent.stop();
    write('payment', 'payment-abc', 'while nobody reads');
    cloudWatch.refuses = false;
    await start();
    await agent.until(() =>
      ['while nobody listens', 'while nobody reads'].every((each) => textsOf('services').includes(each)),
    );
    expect(textsOf('services').filter((each) => each === 'the bank said no')).toHaveLength(1);
  });
});

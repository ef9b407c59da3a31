import fc from 'fast-check';
import { METRICS_EXPORTER } from '../../../../../constructs/observability/alerts/platform/collector';
import { planClusterState, watchedKinds } from '../../../../../constructs/plan/observability/collector/cluster-state';
import type { FileLogReceiver } from '../../../../../constructs/plan/observability/collector/config/receivers';
import type {
  OtlpHttpExporter,
  RemoteWriteExporter,
} from '../../../../../constructs/plan/observability/collector/config/exporters';
import type { TailSampling } from '../../../../../constructs/plan/observability/collector/config/processors';
import { printCollectorConfig } from '../../../../../constructs/plan/observability/collector/config/config';
import { onlyLogsOf } from '../../../../../constructs/plan/observability/collector/logs';
import { goMemoryLimit, memoryLimiter } from '../../../../../constructs/plan/observability/collector/memory';
import { resolveSampling } from '../../../../../constructs/plan/observability/collector/plan';
import { KEPT_OF_OBJECTS } from '../../../../../constructs/plan/observability/collector/scraping/kept';
import { leftAfterZoneLoss } from '../../../../../constructs/plan/service/capacity';
import { development, production } from '../../service/examples';
import { facts, gatewayOf, onOwnMachine, planned } from './examples';

const sampling = (...given: Parameters<typeof planned>) =>
  gatewayOf(planned(...given)).config.processors.tail_sampling as TailSampling;

const policies = (...given: Parameters<typeof planned>) => sampling(...given).policies;

describe('the loss of a zone', () => {
  test.each([2, 3])('leaves gateways and kube-state-metrics in the others, of %i zones', (count) => {
    const zones = facts.zones.slice(0, count);
    const { gateway, clusterState } = planned({}, {}, { zones });
    for (const workload of [gateway, clusterState]) {
      expect(workload?.overZones).toBe(true);
      expect(leftAfterZoneLoss(workload?.replicas ?? 0, count)).toBeGreaterThanOrEqual(1);
    }
  });

  test('leaves as many gateways in each zone as the environment says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 2, max: 3 }), (gatewaysPerZone, count) => {
        const { replicas } = gatewayOf(planned({ gatewaysPerZone }, {}, { zones: facts.zones.slice(0, count) }));
        expect(replicas - leftAfterZoneLoss(replicas, count)).toBe(gatewaysPerZone);
      }),
    );
  });

  test('is nothing that a cluster on one’s own machine is made for', () => {
    const { gateway, clusterState, identities } = onOwnMachine();
    expect(gateway).toBeUndefined();
    expect(clusterState).toMatchObject({ replicas: 1, overZones: false });
    expect(identities).toEqual([]);
  });
});

describe('a trace', () => {
  test('is kept with an error, when it is too slow, and by chance', () => {
    expect(policies().map(({ name }) => name)).toEqual(['errors', 'slow', 'broken-promises', 'share-of-the-rest']);
  });

  test('is kept when a service was slower than its own spans say that it promises', () => {
    const broken = policies().find(({ name }) => name === 'broken-promises');
    const promised = 'resource.attributes["bulkhead.promise.latency_milliseconds"]';
    expect(broken).toMatchObject({
      ottl_condition: {
        span: [
          `span.kind == SPAN_KIND_SERVER and ${promised} != nil and ` +
            `span.end_time_unix_nano - span.start_time_unix_nano > Int(${promised}) * 1000000`,
        ],
      },
    });
  });

  test('is slow from the longest promise on, or from what the environment says', () => {
    const slowest = (spec: Parameters<typeof resolveSampling>[0], longest = 400): number =>
      resolveSampling(spec, production, longest).slowMilliseconds;
    expect(slowest({})).toBe(400);
    expect(slowest({ traces: { slowMilliseconds: 900 } })).toBe(900);
    expect(slowest({}, 0)).toBe(1000);
  });

  test('with which nothing is wrong is kept by a share of the tier, and none by a share of 0', () => {
    const share = (...given: Parameters<typeof planned>) =>
      policies(...given).flatMap((each) =>
        each.type === 'probabilistic' ? [each.probabilistic.sampling_percentage] : [],
      );
    expect(share()).toEqual([5]);
    expect(share({}, development)).toEqual([100]);
    expect(share({ traces: { keptShare: 0.5 } })).toEqual([50]);
    expect(share({ traces: { keptShare: 0 } })).toEqual([]);
  });

  test('is remembered for longer than it is held', () => {
    const { num_traces: held, decision_cache: cache } = sampling();
    expect(cache.sampled_cache_size).toBeGreaterThan(held);
    expect(cache.non_sampled_cache_size).toBeGreaterThan(held);
  });
});

describe('memory', () => {
  test('is refused before the container has none left, and collected before it is refused for good', () => {
    fc.assert(
      fc.property(fc.integer({ min: 64, max: 65_536 }), (mebibytes) => {
        const { limit_mib: limit, spike_limit_mib: spike } = memoryLimiter(mebibytes);
        expect(limit).toBeLessThan(mebibytes);
        expect(limit - spike).toBeGreaterThan(mebibytes / 2);
        expect(Number.parseInt(goMemoryLimit(mebibytes), 10)).toBeLessThan(mebibytes);
      }),
    );
  });
});

describe('a line of a log', () => {
  const { receivers, exporters } = planned().agent.config;
  const reader = receivers.file_log as FileLogReceiver;

  test('goes to the services’ group or to the platform’s, never to both or to none', () => {
    const [services] = onlyLogsOf('services').log_conditions ?? [];
    const [platform] = onlyLogsOf('platform').log_conditions ?? [];
    expect(platform).toBe(`not ${services}`);
    expect(services).toContain('|argo-rollouts|');
    expect(services).toContain('|observability)$');
  });

  test.each(['services', 'platform'] as const)('waits until its group %s takes it, on the disk, however long', (of) => {
    const { sending_queue: queue, retry_on_failure: retry, headers } = exporters[`otlp_http/${of}`] as OtlpHttpExporter;
    expect(queue).toMatchObject({ enabled: true, storage: 'file_storage', block_on_overflow: true });
    expect(retry).toMatchObject({ enabled: true, max_elapsed_time: '0s' });
    expect(headers).toEqual({
      'x-aws-log-group': `/bulkhead/prod/logs/${of}`,
      'x-aws-log-stream': 'otel-agent',
    });
    expect(queue?.batch).toMatchObject({ sizer: 'bytes' });
    expect(queue?.batch?.max_size).toBeLessThan(1_048_576);
  });

  test('is held by its file when nobody takes it, and found again after the agent’s end', () => {
    expect(reader.retry_on_failure).toEqual({ enabled: true, max_elapsed_time: '0s' });
    expect(reader).toMatchObject({ storage: 'file_storage', start_at: 'beginning' });
  });

  test('of the agent itself is left where it is, or each failure would make another line', () => {
    expect(reader.exclude).toEqual(['/var/log/pods/observability_otel-agent-*_*/*/*.log']);
  });
});

describe('metrics', () => {
  const { exporters } = planned().agent.config;

  test('are written in the name of the environment and the cluster', () => {
    const { external_labels: labels } = exporters.prometheus_remote_write as RemoteWriteExporter;
    expect(labels).toEqual({ environment: 'prod', cluster: 'bulkhead-prod' });
  });

  test('about objects name their writer as well, so that the store keeps one of them', () => {
    const { external_labels: labels } = exporters['prometheus_remote_write/cluster'] as RemoteWriteExporter;
    expect(labels).toEqual({ environment: 'prod', cluster: 'bulkhead-prod', __replica__: '${env:NODE_NAME}' });
  });

  test('are written by exporters that the alerts about them know by name', () => {
    const names = Object.keys(exporters).filter((id) => id.startsWith('prometheus'));
    expect(names).toHaveLength(2);
    for (const name of names) expect(name).toMatch(new RegExp(`^(?:${METRICS_EXPORTER})$`));
    expect('otlp_http/services').not.toMatch(new RegExp(`^(?:${METRICS_EXPORTER})$`));
  });

  test('go to the workspace that only the deployment knows, and the configuration names no account', () => {
    const text = printCollectorConfig(planned().agent.config);
    expect(text).toContain(
      'https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/${env:PROMETHEUS_WORKSPACE}/api/v1/remote_write',
    );
    expect(text).not.toMatch(/arn:|\b\d{12}\b/);
  });
});

describe('what collectors may do in AWS', () => {
  const { identities } = planned();

  test('is to write metrics, logs and traces of their environment, each by whom it concerns', () => {
    const actions = Object.fromEntries(
      identities.map(({ serviceAccount, permissions }) => [
        serviceAccount,
        permissions.flatMap((each) => each.actions),
      ]),
    );
    expect(actions).toEqual({
      'otel-agent': ['aps:RemoteWrite', 'logs:PutLogEvents'],
      'otel-gateway': ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    });
  });

  test('ends at the workspace with the environment’s tags, and at the streams that are made for them', () => {
    const [metricsOnly, logsOnly] = identities[0]?.permissions ?? [];
    expect(metricsOnly?.conditions?.StringEquals).toMatchObject({
      'aws:ResourceTag/platform': 'bulkhead',
      'aws:ResourceTag/environment': 'prod',
    });
    expect(logsOnly?.resources).toEqual([
      'arn:aws:logs:eu-west-1:*:log-group:/bulkhead/prod/logs/services:log-stream:otel-agent',
      'arn:aws:logs:eu-west-1:*:log-group:/bulkhead/prod/logs/platform:log-stream:otel-agent',
    ]);
  });
});

describe('the state of objects', () => {
  const { clusterState } = planned();

  test('is told of the kinds that the catalogue asks for, and of no secret or setting', () => {
    const resources = clusterState.watches.flatMap((each) => each.resources);
    expect(resources).toEqual(expect.arrayContaining(['nodes', 'pods', 'deployments', 'horizontalpodautoscalers']));
    expect(resources).not.toContain('secrets');
    expect(resources).not.toContain('configmaps');
    expect(clusterState.arguments).toContain(`--resources=${resources.join(',')}`);
  });

  test('is told by the metrics of the catalogue only', () => {
    expect(clusterState.arguments).toContain(`--metric-allowlist=${KEPT_OF_OBJECTS.join(',')}`);
  });

  test('cannot be asked for of a kind that nobody knows', () => {
    expect(() => watchedKinds(['kube_unicorn_info'])).toThrow('kube_unicorn');
  });

  test('is told twice at most, however many gateways each zone has', () => {
    const spread = { replicas: 9, overZones: true };
    expect(planClusterState(spread, { ingress: [], egress: [] }).replicas).toBe(2);
  });
});

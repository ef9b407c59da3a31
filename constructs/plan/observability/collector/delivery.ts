import { fromVariable } from './config/config';
import type { LoadBalancingExporter, OtlpHttpExporter, RemoteWriteExporter, Retry } from './config/exporters';
import type { BatchProcessor, FilterProcessor } from './config/processors';
import type { OwnTelemetry } from './config/config';
import { GATEWAY } from '../names';
import { COLLECTOR_PORTS } from './defaults';
import { SAID_BY_COLLECTION } from './scraping/kept';

/** The environment variable with the address of a collector's own pod. */
export const POD_ADDRESS = 'POD_IP';

/** On the pod's address only: nothing listens where nobody should ask. */
export const listening = (port: number): string => `${fromVariable(POD_ADDRESS)}:${port}`;

/**
 * The collector about itself, as its own default says it (catalogue/collector.ts), but where it can be collected from. Its
 * logs are JSON, like everybody's.
 */
export const OWN_TELEMETRY: OwnTelemetry = {
  logs: { encoding: 'json' },
  metrics: {
    readers: [
      {
        pull: {
          exporter: {
            prometheus: {
              host: fromVariable(POD_ADDRESS),
              port: COLLECTOR_PORTS.metrics,
              without_scope_info: true,
              without_type_suffix: true,
              without_units: true,
            },
          },
        },
      },
    ],
  },
};

/** For a quarter of an hour: a sample that is older than an hour is refused by Amazon Managed Service for Prometheus. */
const METRICS_RETRY: Retry = {
  enabled: true,
  initial_interval: '5s',
  max_interval: '30s',
  max_elapsed_time: '15m',
};

/**
 * How many batches wait. An agent sends a few in each half minute, so that these are more than a quarter of an hour. They are
 * in memory: the exporter's log of writes has stood still for ever, and lost what it held (contrib #15277, #49130), and what
 * an agent's end loses is the half minute since the last scrape.
 */
const METRICS_QUEUE = 200;

/**
 * Writes metrics. Their names and labels stay as whoever is collected from wrote them: with OpenTelemetry's suffixes a counter
 * such as `pilot_xds_pushes` would get another name than the one that everybody asks for. One request after the other, so
 * that samples stay in order.
 */
export function remoteWrite(
  http: RemoteWriteExporter['http'],
  labels: Readonly<Record<string, string>>,
): RemoteWriteExporter {
  return {
    http,
    external_labels: labels,
    translation_strategy: 'UnderscoreEscapingWithoutSuffixes',
    disable_scope_info: true,
    target_info: { enabled: false },
    max_batch_request_parallelism: 1,
    retry_on_failure: METRICS_RETRY,
    remote_write_queue: { enabled: true, queue_size: METRICS_QUEUE },
  };
}

/** Several targets' samples in one request. */
export const METRICS_BATCH: BatchProcessor = { timeout: '5s', send_batch_size: 4000, send_batch_max_size: 8000 };

/** Of what collecting says of each target, what nobody asks for. */
export const SAID_IN_VAIN: FilterProcessor = {
  error_mode: 'ignore',
  metric_conditions: ['scrape_samples_post_metric_relabeling', 'scrape_series_added'].map(named),
};

/**
 * Of what collecting says of kube-state-metrics, nothing: the replica that cannot be collected from would say so for ever,
 * and with that remain the one that is listened to, instead of its neighbour.
 */
export const NOTHING_OF_ITSELF: FilterProcessor = {
  error_mode: 'ignore',
  metric_conditions: ['IsMatch(metric.name, "^scrape_.+$")', ...SAID_BY_COLLECTION.filter(isNotOfScrapes).map(named)],
};

function named(metric: string): string {
  return `metric.name == "${metric}"`;
}

function isNotOfScrapes(metric: string): boolean {
  return !metric.startsWith('scrape_');
}

/**
 * Sends each trace to one gateway, whichever agent it comes from. DNS answers with the gateways that are ready, so that one
 * which is lost is gone from it after a few seconds; the resolver that asks Kubernetes takes every address of the
 * EndpointSlice, ready or not (load_balancing v0.159.0, resolver_k8s_handler.go, `convertToEndpoints`).
 *
 * What a gateway does not take comes back into the queue here, and goes to another: the exporters below have neither queue
 * nor patience of their own.
 */
export function toGateways(): LoadBalancingExporter {
  const { name, namespace, otlpGrpcPort } = GATEWAY;
  return {
    routing_key: 'traceID',
    resolver: {
      dns: {
        hostname: `${name}.${namespace}.svc.cluster.local`,
        port: String(otlpGrpcPort),
        interval: '5s',
        timeout: '2s',
      },
    },
    timeout: '10s',
    retry_on_failure: { enabled: true, initial_interval: '1s', max_interval: '10s', max_elapsed_time: '2m' },
    sending_queue: {
      enabled: true,
      sizer: 'items',
      queue_size: 20_000,
      batch: { flush_timeout: '1s', min_size: 500, max_size: 2000, sizer: 'items' },
    },
    protocol: {
      otlp: {
        tls: { insecure: true },
        timeout: '5s',
        retry_on_failure: { enabled: false },
        sending_queue: { enabled: false },
      },
    },
  };
}

/**
 * Sends traces to X-Ray, which takes 10,000 spans and 5 MB at most (CloudWatch user guide, "OTLP Endpoints"): 2,000 spans of
 * 2.5 KB each.
 */
export function toTracing(region: string, authenticator: string): OtlpHttpExporter {
  return {
    traces_endpoint: `https://xray.${region}.amazonaws.com/v1/traces`,
    compression: 'gzip',
    auth: { authenticator },
    timeout: '10s',
    retry_on_failure: { enabled: true, initial_interval: '1s', max_interval: '30s', max_elapsed_time: '5m' },
    sending_queue: {
      enabled: true,
      sizer: 'items',
      queue_size: 50_000,
      batch: { flush_timeout: '5s', min_size: 1000, max_size: 2000, sizer: 'items' },
    },
  };
}

/** How large a queue of logs may become on the disk of a node, in bytes. */
const LOG_QUEUE_BYTES = 100_000_000;

/** Below the 1 MB that CloudWatch takes at once (CloudWatch Logs quotas, `PutLogEvents`). */
const LOG_REQUEST_BYTES = 900_000;

/** How much a queue's file may take on the disk: the queue, and what is written meanwhile. */
export const QUEUE_FILE_BYTES = 2 * LOG_QUEUE_BYTES;

/**
 * Sends logs to a log group. Whatever was read stays on the disk of the node until it was taken, and when that is full,
 * reading waits: an agent's end or an hour without CloudWatch loses no line.
 */
export function toLogGroup(
  region: string,
  group: { readonly name: string; readonly stream: string },
  { authenticator, storage }: { readonly authenticator: string; readonly storage: string },
): OtlpHttpExporter {
  return {
    logs_endpoint: `https://logs.${region}.amazonaws.com/v1/logs`,
    compression: 'gzip',
    headers: { 'x-aws-log-group': group.name, 'x-aws-log-stream': group.stream },
    auth: { authenticator },
    timeout: '10s',
    retry_on_failure: { enabled: true, initial_interval: '1s', max_interval: '30s', max_elapsed_time: '0s' },
    sending_queue: {
      enabled: true,
      sizer: 'bytes',
      queue_size: LOG_QUEUE_BYTES,
      block_on_overflow: true,
      storage,
      batch: { flush_timeout: '2s', min_size: 200_000, max_size: LOG_REQUEST_BYTES, sizer: 'bytes' },
    },
  };
}

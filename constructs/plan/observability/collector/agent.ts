import type { PlanContext } from '../../context';
import { WORKSPACE_FACT } from '../../controllers/metrics-signer';
import { CONTAINER_LOG_STREAM, containerLogGroup, type ContainerLogs } from '../names';
import { collectorConfig, fromVariable, type CollectorConfig } from './config/config';
import type { Sigv4Auth } from './config/extensions';
import type { OtlpReceiver } from './config/receivers';
import { COLLECTOR_PORTS } from './defaults';
import {
  listening,
  METRICS_BATCH,
  NOTHING_OF_ITSELF,
  OWN_TELEMETRY,
  QUEUE_FILE_BYTES,
  remoteWrite,
  SAID_IN_VAIN,
  toGateways,
  toLogGroup,
} from './delivery';
import { externalLabels, ofEnvironment } from './environment';
import { containerLogs, onlyLogsOf } from './logs';
import { memoryLimiter } from './memory';
import { OF_PODS } from './pods';
import { clusterStateJob, NODE_NAME, nodeJobs, type ScrapingFacts } from './scraping/jobs';

/** Where an agent keeps, on its node's disk, how far each log was read and what waits to be sent. */
export const AGENT_STORAGE = '/var/lib/otel-agent';

/** What pods send: spans only. Metrics are collected from them, and logs are read from the disk. */
export const FROM_PODS_BY_OTLP: OtlpReceiver = {
  protocols: {
    grpc: { endpoint: listening(COLLECTOR_PORTS.otlpGrpc) },
    http: { endpoint: listening(COLLECTOR_PORTS.otlpHttp) },
  },
};

/** What the agent of an environment on AWS depends on. */
export interface AgentFacts {
  /** The environment. */
  readonly context: PlanContext;
  /** Its memory, in MiB. */
  readonly memoryMebibytes: number;
  /** Metrics that are kept beside those of the catalogue. */
  readonly keptMetrics: readonly string[];
}

/**
 * The agent on each node of a cluster on AWS: it takes the spans of the node's pods, collects their metrics, reads their logs,
 * and says of all three whose they are.
 */
export function agentConfig({ context, memoryMebibytes, keptMetrics }: AgentFacts): CollectorConfig {
  const { region } = context;
  const labels = externalLabels(context);
  const scraping: ScrapingFacts = { exemplars: false, kubeletCertificate: 'of-cluster', keptMetrics };
  const store = {
    endpoint: `https://aps-workspaces.${region}.amazonaws.com/workspaces/${fromVariable(WORKSPACE_FACT)}/api/v1/remote_write`,
    timeout: '15s',
    auth: { authenticator: 'sigv4auth/metrics' },
  } as const;
  const signed = (service: string): Sigv4Auth => ({ region, service });
  const logGroup = (of: ContainerLogs) =>
    toLogGroup(
      region,
      { name: containerLogGroup(context, of), stream: CONTAINER_LOG_STREAM },
      { authenticator: 'sigv4auth/logs', storage: 'file_storage' },
    );
  return collectorConfig({
    receivers: {
      otlp: FROM_PODS_BY_OTLP,
      prometheus: { config: { scrape_configs: nodeJobs(scraping) } },
      'prometheus/cluster': { config: { scrape_configs: [clusterStateJob(scraping)] } },
      file_log: containerLogs('file_storage'),
    },
    processors: {
      memory_limiter: memoryLimiter(memoryMebibytes),
      k8s_attributes: OF_PODS,
      resource: ofEnvironment(context),
      'filter/targets': SAID_IN_VAIN,
      'filter/cluster': NOTHING_OF_ITSELF,
      'filter/services': onlyLogsOf('services'),
      'filter/platform': onlyLogsOf('platform'),
      batch: METRICS_BATCH,
    },
    exporters: {
      load_balancing: toGateways(),
      prometheus_remote_write: remoteWrite(store, labels),
      // Every agent beside a replica of kube-state-metrics writes the same series. The store listens to one of them, and to
      // another when that one was silent for 30 s (Amazon Managed Service for Prometheus user guide, "Deduplicating high
      // availability metrics"). Series without this label are kept whoever writes them.
      'prometheus_remote_write/cluster': remoteWrite(store, { ...labels, __replica__: fromVariable(NODE_NAME) }),
      'otlp_http/services': logGroup('services'),
      'otlp_http/platform': logGroup('platform'),
    },
    extensions: {
      health_check: { endpoint: listening(COLLECTOR_PORTS.health) },
      'sigv4auth/metrics': signed('aps'),
      'sigv4auth/logs': signed('logs'),
      file_storage: {
        directory: AGENT_STORAGE,
        create_directory: true,
        recreate: true,
        max_size: QUEUE_FILE_BYTES,
        compaction: { directory: AGENT_STORAGE, on_start: true, on_rebound: true },
      },
    },
    service: {
      extensions: ['health_check', 'sigv4auth/metrics', 'sigv4auth/logs', 'file_storage'],
      telemetry: OWN_TELEMETRY,
      pipelines: {
        traces: {
          receivers: ['otlp'],
          processors: ['memory_limiter', 'k8s_attributes', 'resource'],
          exporters: ['load_balancing'],
        },
        metrics: {
          receivers: ['prometheus'],
          processors: ['memory_limiter', 'filter/targets', 'batch'],
          exporters: ['prometheus_remote_write'],
        },
        'metrics/cluster': {
          receivers: ['prometheus/cluster'],
          processors: ['memory_limiter', 'filter/cluster', 'batch'],
          exporters: ['prometheus_remote_write/cluster'],
        },
        'logs/services': {
          receivers: ['file_log'],
          processors: ['memory_limiter', 'filter/services', 'k8s_attributes', 'resource'],
          exporters: ['otlp_http/services'],
        },
        'logs/platform': {
          receivers: ['file_log'],
          processors: ['memory_limiter', 'filter/platform', 'k8s_attributes', 'resource'],
          exporters: ['otlp_http/platform'],
        },
      },
    },
  });
}

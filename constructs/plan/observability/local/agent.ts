import type { PlanContext } from '../../context';
import { FROM_PODS_BY_OTLP } from '../collector/agent';
import { collectorConfig, type CollectorConfig } from '../collector/config/config';
import { COLLECTOR_PORTS } from '../collector/defaults';
import {
  listening,
  METRICS_BATCH,
  NOTHING_OF_ITSELF,
  OWN_TELEMETRY,
  remoteWrite,
  SAID_IN_VAIN,
} from '../collector/delivery';
import { externalLabels, ofEnvironment } from '../collector/environment';
import { memoryLimiter } from '../collector/memory';
import { OF_PODS } from '../collector/pods';
import { clusterStateJob, nodeJobs, type ScrapingFacts } from '../collector/scraping/jobs';
import { JAEGER, PROMETHEUS } from './names';

/** What the agent of a cluster on one's own machine depends on. */
export interface LocalAgentFacts {
  /** The environment. */
  readonly context: PlanContext;
  /** Its memory, in MiB. */
  readonly memoryMebibytes: number;
  /** Metrics that are kept beside those of the catalogue. */
  readonly keptMetrics: readonly string[];
}

/**
 * The agent on one's own machine: the same jobs as on AWS, written to a Prometheus in the cluster, with exemplars, which that
 * keeps; every trace goes to Jaeger. Logs stay where `kubectl logs` finds them.
 */
export function localAgentConfig({ context, memoryMebibytes, keptMetrics }: LocalAgentFacts): CollectorConfig {
  const scraping: ScrapingFacts = { exemplars: true, kubeletCertificate: 'of-nobody', keptMetrics };
  return collectorConfig({
    receivers: {
      otlp: FROM_PODS_BY_OTLP,
      prometheus: { config: { scrape_configs: nodeJobs(scraping) } },
      'prometheus/cluster': { config: { scrape_configs: [clusterStateJob(scraping)] } },
    },
    processors: {
      memory_limiter: memoryLimiter(memoryMebibytes),
      k8s_attributes: OF_PODS,
      resource: ofEnvironment(context),
      'filter/targets': SAID_IN_VAIN,
      'filter/cluster': NOTHING_OF_ITSELF,
      batch: METRICS_BATCH,
    },
    exporters: {
      'otlp_grpc/jaeger': {
        endpoint: `${JAEGER.name}.${JAEGER.namespace}:${COLLECTOR_PORTS.otlpGrpc}`,
        tls: { insecure: true },
        timeout: '5s',
        retry_on_failure: { enabled: true, initial_interval: '1s', max_interval: '10s', max_elapsed_time: '2m' },
        sending_queue: {
          enabled: true,
          sizer: 'items',
          queue_size: 20_000,
          batch: { flush_timeout: '1s', min_size: 500, max_size: 2000, sizer: 'items' },
        },
      },
      prometheus_remote_write: remoteWrite(
        {
          endpoint: `http://${PROMETHEUS.name}.${PROMETHEUS.namespace}:${PROMETHEUS.port}/api/v1/write`,
          timeout: '15s',
          tls: { insecure: true },
        },
        externalLabels(context),
      ),
    },
    extensions: { health_check: { endpoint: listening(COLLECTOR_PORTS.health) } },
    service: {
      extensions: ['health_check'],
      telemetry: OWN_TELEMETRY,
      pipelines: {
        traces: {
          receivers: ['otlp'],
          processors: ['memory_limiter', 'k8s_attributes', 'resource'],
          exporters: ['otlp_grpc/jaeger'],
        },
        metrics: {
          receivers: ['prometheus'],
          processors: ['memory_limiter', 'filter/targets', 'batch'],
          exporters: ['prometheus_remote_write'],
        },
        'metrics/cluster': {
          receivers: ['prometheus/cluster'],
          processors: ['memory_limiter', 'filter/cluster', 'batch'],
          exporters: ['prometheus_remote_write'],
        },
      },
    },
  });
}

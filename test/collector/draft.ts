import { printCollectorConfig } from '../../constructs/plan/observability/collector/config/config';
import { planCollector, type CollectorPlan } from '../../constructs/plan/observability/collector/plan';
import type { CollectorSpec } from '../../constructs/plan/observability/collector/spec';
import { defaultFacts } from '../../constructs/plan/service/facts';

const REGION = 'eu-west-1';

const CONTEXT = { platform: 'bulkhead', environment: 'prod', tier: 'production', region: REGION } as const;

/** The collectors of an environment with two services. */
export function planned(target: 'aws' | 'local', spec: CollectorSpec = {}): CollectorPlan {
  return planCollector(spec, CONTEXT, {
    ...defaultFacts(REGION),
    ...(target === 'local' ? { zones: [], podIdentity: false } : {}),
    target,
    longestPromiseMilliseconds: 400,
  });
}

/** A job of a receiver of metrics. */
type Job = Record<string, unknown>;

/** A configuration to be changed. */
export type Draft = {
  receivers: Record<string, { config?: { scrape_configs?: Job[] } }>;
  processors: Record<string, object>;
  exporters: Record<string, { http?: { endpoint: string }; resolver?: { dns: { hostname: string } } }>;
  service: { pipelines: Record<string, { processors: string[] }> };
};

/**
 * A configuration as it is rendered, with what only a cluster has put aside: its files lie in a folder of the test, and whatever
 * the test changes.
 */
export function drafted(
  plan: CollectorPlan['agent'] | NonNullable<CollectorPlan['gateway']>,
  folder: string,
  change: (draft: Draft) => void = () => undefined,
): string {
  const text = printCollectorConfig(plan.config)
    .replaceAll('/var/run/secrets/kubernetes.io/serviceaccount', folder)
    .replaceAll('/var/lib/otel-agent', `${folder}/storage`)
    .replaceAll('/var/log/pods', `${folder}/pods`);
  const draft = JSON.parse(text) as Draft;
  change(draft);
  return JSON.stringify(draft, undefined, 1);
}

/** There is no API server to ask for pods: what it would say of a span or a line stays unsaid. */
export function withoutKubernetes(draft: Draft): void {
  delete draft.processors.k8s_attributes;
  for (const pipeline of Object.values(draft.service.pipelines)) {
    pipeline.processors = pipeline.processors.filter((id) => id !== 'k8s_attributes');
  }
}

/** A pod as Kubernetes tells of it to whoever discovers targets. */
export interface DiscoveredPod {
  readonly namespace: string;
  readonly name: string;
  /** `127.0.0.1:34567`: where it exposes its metrics. */
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Whether it asks to be collected from. */
  readonly asks: boolean;
  /** The name of its container's port. */
  readonly portName?: string;
}

const sanitized = (name: string): string => name.replace(/[^a-zA-Z0-9_]/g, '_');

function metaOf({ namespace, name, address, labels, asks, portName }: DiscoveredPod): Record<string, string> {
  const [host = '', port = ''] = address.split(':');
  const prefix = '__meta_kubernetes_pod_';
  return {
    __meta_kubernetes_namespace: namespace,
    [`${prefix}name`]: name,
    [`${prefix}ip`]: host,
    [`${prefix}node_name`]: 'node-a',
    [`${prefix}phase`]: 'Running',
    ...(portName === undefined ? {} : { [`${prefix}container_port_name`]: portName }),
    ...(asks
      ? {
          [`${prefix}annotation_prometheus_io_scrape`]: 'true',
          [`${prefix}annotation_prometheus_io_port`]: port,
          [`${prefix}annotation_prometheus_io_path`]: '/metrics',
        }
      : {}),
    ...Object.fromEntries(Object.entries(labels).map(([key, value]) => [`${prefix}label_${sanitized(key)}`, value])),
  };
}

/** Every job finds these pods, as if Kubernetes had told of them, and asks often. The kubelet is a server without a certificate. */
export function discovering(draft: Draft, pods: readonly DiscoveredPod[], kubelet: string): void {
  for (const receiver of [draft.receivers.prometheus, draft.receivers['prometheus/cluster']]) {
    for (const job of receiver?.config?.scrape_configs ?? []) {
      job.scrape_interval = '1s';
      job.scrape_timeout = '1s';
      if (job.kubernetes_sd_configs === undefined) {
        job.scheme = 'http';
        delete job.tls_config;
        delete job.authorization;
        job.static_configs = [{ targets: [kubelet], labels: { node: 'node-a' } }];
      } else {
        delete job.kubernetes_sd_configs;
        job.static_configs = pods.map((pod) => ({ targets: [pod.address], labels: metaOf(pod) }));
      }
    }
  }
}

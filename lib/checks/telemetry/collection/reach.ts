import { PRODUCERS, type ProducerName } from '../../../../constructs/observability/catalogue/catalogue';
import type { RenderedCluster } from '../../wiring/cluster';
import { at, listAt, textAt } from '../../wiring/value';
import {
  addressOf,
  asksFor,
  discoveriesOf,
  isOnEveryNode,
  OWN_NODE,
  selectsOwnNode,
  staticTargetsOf,
  type ScrapeJob,
} from './configuration';
import { discoveredPod, isServedAt, metaOf, podsBehind, type Pod } from './pods';
import { relabeled, type LabelValues } from './relabel';

/** A job that fetches from somewhere, and what it makes of what it finds there. */
export interface Reach {
  readonly job: ScrapeJob;
  /** What is exposed there. */
  readonly producers: readonly ProducerName[];
  /** Who exposes it. */
  readonly title: string;
  /** The pod, where it is one. */
  readonly pod?: Pod;
  /** The address and the path. */
  readonly endpoint: string;
  /** The labels that every series from there gets. */
  readonly labels: LabelValues;
  /** Whether other nodes' collectors fetch from there too. */
  readonly fromEveryNode: boolean;
}

/** What a job fetches, by following its relabeling for everything that it may discover. */
export function reachesOf(job: ScrapeJob, cluster: RenderedCluster, pods: readonly Pod[]): readonly Reach[] {
  const discovered = discoveriesOf(job.job).flatMap((discovery) => {
    switch (textAt(discovery, 'role')) {
      case 'pod':
        return pods
          .filter((pod) => asksFor(discovery, pod))
          .flatMap((pod) => podReaches(job, pod, selectsOwnNode(discovery)));
      case 'node':
        return nodeReaches(job, selectsOwnNode(discovery));
      case 'endpoints':
      case 'endpointslice':
        return endpointReaches(
          job,
          cluster,
          pods.filter((pod) => asksFor(discovery, pod)),
          selectsOwnNode(discovery),
        );
      default:
        return [];
    }
  });
  return [...discovered, ...staticReaches(job, cluster, pods)];
}

function podReaches(job: ScrapeJob, pod: Pod, ownNode: boolean): readonly Reach[] {
  const elsewhere = ownNode ? [] : discoveredPod(pod, 'another-node').flatMap((target) => fetched(job, target) ?? []);
  return discoveredPod(pod, OWN_NODE.name).flatMap((target) => reachOf(job, target, pod, elsewhere.length > 0));
}

function endpointReaches(
  job: ScrapeJob,
  cluster: RenderedCluster,
  pods: readonly Pod[],
  ownNode: boolean,
): readonly Reach[] {
  return cluster.objectsOf('Service').flatMap(({ name, namespace = '', object }) => {
    const selected = cluster.select(namespace, {
      matchLabels: (object as { readonly spec?: { readonly selector?: unknown } }).spec?.selector,
    });
    const meta = [
      ['__meta_kubernetes_service_name', name] as const,
      ...metaOf('service_label', object.metadata.labels ?? {}),
      ...metaOf('service_annotation', object.metadata.annotations ?? {}),
    ];
    return pods
      .filter(({ workload }) => workload !== undefined && selected.includes(workload))
      .flatMap((pod) => {
        const found = (node: string): LabelValues[] =>
          discoveredPod(pod, node).map((target) => new Map([...target, ...meta]));
        const elsewhere = ownNode ? [] : found('another-node').flatMap((target) => fetched(job, target) ?? []);
        return found(OWN_NODE.name).flatMap((target) => reachOf(job, target, pod, elsewhere.length > 0));
      });
  });
}

function reachOf(job: ScrapeJob, target: LabelValues, pod: Pod, fromEveryNode: boolean): readonly Reach[] {
  const found = fetched(job, target);
  if (found === undefined || !isServedAt(pod, found.address, found.path)) return [];
  return [
    {
      job,
      producers: pod.producers,
      title: pod.title,
      pod,
      endpoint: `${found.address}${found.path}`,
      labels: found.labels,
      fromEveryNode: fromEveryNode && isOnEveryNode(job.collector),
    },
  ];
}

/** The endpoints of a kubelet, by the ends of their paths. */
const KUBELET_PATHS = /\/metrics\/(resource|cadvisor)$/;

function nodeReaches(job: ScrapeJob, ownNode: boolean): readonly Reach[] {
  const node = (name: string, address: string): LabelValues =>
    new Map([
      ['__address__', `${address}:10250`],
      ['__meta_kubernetes_node_name', name],
      ['__meta_kubernetes_node_address_InternalIP', address],
      ['__meta_kubernetes_node_label_kubernetes_io_hostname', name],
    ]);
  const elsewhere = ownNode ? undefined : fetched(job, node('another-node', '10.0.9.9'));
  return kubeletReach(job, fetched(job, node(OWN_NODE.name, OWN_NODE.address)), elsewhere !== undefined);
}

function kubeletReach(job: ScrapeJob, found: Fetched | undefined, fromEveryNode: boolean): readonly Reach[] {
  if (found === undefined || !KUBELET_PATHS.test(found.path)) return [];
  // A kubelet answers to nobody whom it does not know, and by TLS only (kubernetes.io, "Kubelet authentication/authorization").
  if (found.scheme !== 'https' || (at(job.job, 'authorization') ?? at(job.job, 'bearer_token_file')) === undefined) {
    return [];
  }
  return [
    {
      job,
      producers: ['kubelet'],
      title: 'the kubelet',
      endpoint: `${found.address}${found.path}`,
      labels: found.labels,
      fromEveryNode: fromEveryNode && isOnEveryNode(job.collector),
    },
  ];
}

/** What a pod may call itself. */
const OWN_HOSTS = ['localhost', '127.0.0.1', '0.0.0.0'];

function staticReaches(job: ScrapeJob, cluster: RenderedCluster, pods: readonly Pod[]): readonly Reach[] {
  const ownHosts = [...OWN_HOSTS, addressOf(cluster, job.collector)];
  return staticTargetsOf(job.job).flatMap(({ address, labels }): readonly Reach[] => {
    const own = Object.entries(labels ?? {}).map(([name, value]) => [name, String(value)] as const);
    const found = fetched(job, new Map([['__address__', address], ...own]));
    if (found === undefined) return [];
    const [host = ''] = found.address.split(':');
    if (host === OWN_NODE.address || host === OWN_NODE.name) return kubeletReach(job, found, false);
    const reached = ownHosts.includes(host)
      ? pods.filter(({ workload }) => workload === job.collector)
      : podsBehind(host, job, cluster, pods);
    return reached.map((pod) => ({
      job,
      producers: pod.producers,
      title: pod.title,
      pod,
      endpoint: `${found.address}${found.path}`,
      labels: found.labels,
      fromEveryNode: !ownHosts.includes(host) && isOnEveryNode(job.collector),
    }));
  });
}

interface Fetched {
  readonly scheme: string;
  readonly address: string;
  readonly path: string;
  readonly labels: LabelValues;
}

/** Where a job fetches from when it finds a target, and with which labels; nothing when it leaves it alone. */
function fetched({ job, name }: ScrapeJob, target: LabelValues): Fetched | undefined {
  const start = new Map([
    ['job', name],
    ['__metrics_path__', textAt(job, 'metrics_path') ?? '/metrics'],
    ['__scheme__', textAt(job, 'scheme') ?? 'http'],
    ...target,
  ]);
  const found = relabeled(start, listAt(job, 'relabel_configs'));
  const address = found?.get('__address__');
  if (found === undefined || address === undefined) return undefined;
  return {
    scheme: found.get('__scheme__') ?? 'http',
    address,
    path: found.get('__metrics_path__') ?? '/metrics',
    labels: new Map([['instance', address], ...[...found].filter(([label]) => !label.startsWith('__'))]),
  };
}

/** Whether what a job fetches from a producer has this metric among it, once its own rules on series are done. */
export function bringsMetric({ job, producers, endpoint }: Reach, producer: ProducerName, metric: string): boolean {
  if (!producers.includes(producer)) return false;
  if (producer === 'kubelet' && !endpoint.endsWith(kubeletPath(metric))) return false;
  return relabeled(new Map([['__name__', metric]]), nameRulesOf(job)) !== undefined;
}

/** Where a kubelet serves a metric: what stands in the catalogue of cAdvisor's is only how often containers were held back. */
const kubeletPath = (metric: string): string =>
  metric.startsWith('container_cpu_cfs_') ? '/metrics/cadvisor' : '/metrics/resource';

/** Metrics of the catalogue that both of a kubelet's endpoints serve: fetched from both, every core would count twice. */
export const SERVED_TWICE = Object.keys(PRODUCERS.kubelet.metrics).filter((metric) =>
  /^container_(cpu_usage_seconds_total|memory_working_set_bytes|start_time_seconds)$/.test(metric),
);

/** Rules on series that look at nothing but the name: others depend on what only the series know. */
export const nameRulesOf = ({ job }: ScrapeJob): readonly unknown[] =>
  listAt(job, 'metric_relabel_configs').filter((step) => {
    const sources = listAt(step, 'source_labels');
    return sources.length > 0 && sources.every((label) => label === '__name__');
  });

/** The labels that a job takes away from series. */
export function labelsAfter({ job }: ScrapeJob, labels: readonly string[]): readonly string[] {
  const steps = listAt(job, 'metric_relabel_configs').filter((step) =>
    ['labeldrop', 'labelkeep'].includes(textAt(step, 'action') ?? ''),
  );
  const left = relabeled(new Map(labels.map((label) => [label, 'x'])), steps);
  return [...(left?.keys() ?? [])];
}

import type { ProducerName } from '../../../../constructs/observability/catalogue/catalogue';
import { at, labelsAt, textAt } from '../../wiring/value';
import type { RenderedCluster } from '../../wiring/cluster';
import { containersOf, podPorts, type Workload } from '../../wiring/workload';
import { producersOfImage } from '../producers';
import { addressOf, OWN_NODE, type ScrapeJob } from './configuration';

/** A pod that exposes metrics, as Kubernetes tells of it. */
export interface Pod {
  /** Who it is, for people. */
  readonly title: string;
  readonly namespace: string;
  readonly name: string;
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Its containers' ports. */
  readonly ports: readonly { readonly name?: string; readonly number: number }[];
  /** What it exposes. */
  readonly producers: readonly ProducerName[];
  /** The pods that an object of the cluster makes; none for those of a chart. */
  readonly workload?: Workload;
}

const SCRAPE = 'prometheus.io/scrape';
const PORT = 'prometheus.io/port';
const PATH = 'prometheus.io/path';

/** Where Istio's agent serves what the proxy, the agent and the service itself expose (istio.io, "Metrics merging"). */
const MERGED = { [SCRAPE]: 'true', [PORT]: '15020', [PATH]: '/stats/prometheus' } as const;

/** Pods that expose something: those that objects make, and those of charts that are known here. */
export function podsOf(cluster: RenderedCluster): readonly Pod[] {
  return [
    ...cluster.workloads.flatMap((workload) => podOf(workload, cluster)),
    ...cluster.releases.flatMap(({ release: { chart, name, namespace, values } }) =>
      podOfChart(chart, name, namespace, values),
    ),
  ];
}

/** Whether the pods of an object ask to be collected from. */
export const isScraped = (object: unknown): boolean =>
  textAt(object, 'spec', 'template', 'metadata', 'annotations', SCRAPE) === 'true';

function podOf(workload: Workload, cluster: RenderedCluster): Pod[] {
  const { placed, namespace, labels, title } = workload;
  const asks = isScraped(placed.object);
  const known = containersOf(workload).flatMap(({ value }) => producersOfImage(textAt(value, 'image') ?? ''));
  const inMesh = labels['sidecar.istio.io/inject'] === 'true' && asks;
  const producers: readonly ProducerName[] = [
    ...(known.length > 0 ? known : asks ? (['services'] as const) : []),
    ...(inMesh ? (['mesh-proxies', 'mesh-agents'] as const) : []),
  ];
  if (producers.length === 0) return [];
  // A hash that every version of a Rollout has, and each its own.
  const added = Object.fromEntries(workload.addedLabels.map((label) => [label, 'added']));
  return [
    {
      title,
      namespace,
      name: `${placed.name}-0`,
      address: addressOf(cluster, workload),
      labels: { ...labels, ...added },
      annotations: {
        ...labelsAt(placed.object, 'spec', 'template', 'metadata', 'annotations'),
        ...(inMesh ? MERGED : {}),
      },
      ports: podPorts(workload),
      producers,
      workload,
    },
  ];
}

/**
 * The pods of charts, by what their publishers write into them. istiod and the gateway ask to be collected from (istio 1.31
 * charts: istio-control/istio-discovery/templates/deployment.yaml, gateway/values.yaml); Argo Rollouts is told to.
 */
function podOfChart(chart: string, name: string, namespace: string, values: unknown): Pod[] {
  const pod = { title: `the pods of ${chart}`, namespace, name: `${name}-0`, address: `10.2.0.${chart.length}` };
  switch (chart) {
    case 'istiod':
      return [
        {
          ...pod,
          labels: { app: 'istiod' },
          annotations: { [SCRAPE]: 'true', [PORT]: '15014' },
          ports: [{ number: 15014 }],
          producers: ['istiod'],
        },
      ];
    case 'argo-rollouts':
      return [
        {
          ...pod,
          labels: { 'app.kubernetes.io/name': 'argo-rollouts' },
          annotations: labelsAt(values, 'controller', 'podAnnotations'),
          ports: [{ name: 'metrics', number: 8090 }],
          producers: ['argo-rollouts'],
        },
      ];
    case 'kube-state-metrics':
      return [
        {
          ...pod,
          labels: { 'app.kubernetes.io/name': 'kube-state-metrics' },
          annotations: labelsAt(values, 'podAnnotations'),
          ports: [{ name: 'http', number: 8080 }],
          producers: ['kube-state-metrics'],
        },
      ];
    default:
      return [];
  }
}

/** What Kubernetes says of a pod to whoever discovers targets, once for each port of its containers. */
export function discoveredPod(pod: Pod, node: string): readonly ReadonlyMap<string, string>[] {
  const own = podMeta(pod, node);
  const ports = pod.ports.length === 0 ? [undefined] : pod.ports;
  return ports.map(
    (port) =>
      new Map([
        ...own,
        ['__address__', port === undefined ? pod.address : `${pod.address}:${port.number}`],
        ...(port === undefined
          ? []
          : ([
              ['__meta_kubernetes_pod_container_port_number', String(port.number)],
              ['__meta_kubernetes_pod_container_port_protocol', 'TCP'],
              ...(port.name === undefined ? [] : [['__meta_kubernetes_pod_container_port_name', port.name] as const]),
            ] as const)),
      ]),
  );
}

function podMeta(pod: Pod, node: string): readonly (readonly [string, string])[] {
  const kind = pod.workload?.placed.kind.replace(/^.*\//, '');
  return [
    ['__meta_kubernetes_namespace', pod.namespace],
    ['__meta_kubernetes_pod_name', pod.name],
    ['__meta_kubernetes_pod_ip', pod.address],
    ['__meta_kubernetes_pod_host_ip', node === OWN_NODE.name ? OWN_NODE.address : '10.0.9.9'],
    ['__meta_kubernetes_pod_node_name', node],
    ['__meta_kubernetes_pod_phase', 'Running'],
    ['__meta_kubernetes_pod_ready', 'true'],
    ['__meta_kubernetes_pod_uid', 'uid'],
    ['__meta_kubernetes_pod_container_init', 'false'],
    ['__meta_kubernetes_pod_container_name', 'container'],
    ...(kind === undefined ? [] : [['__meta_kubernetes_pod_controller_kind', kind] as const]),
    ...metaOf('pod_label', pod.labels),
    ...metaOf('pod_annotation', pod.annotations),
  ];
}

/** Names of Prometheus cannot hold what names of Kubernetes can (`strutil.SanitizeLabelName`). */
export const sanitized = (name: string): string => name.replace(/[^a-zA-Z0-9_]/g, '_');

export function metaOf(what: string, values: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(values).flatMap(([name, value]) => [
    [`__meta_kubernetes_${what}_${sanitized(name)}`, value] as const,
    [`__meta_kubernetes_${what}present_${sanitized(name)}`, 'true'] as const,
  ]);
}

/** Where a pod says that its metrics are; any port and path will do where it says nothing. */
export function isServedAt(pod: Pod, address: string, path: string): boolean {
  const { [PORT]: port, [PATH]: wanted = '/metrics' } = pod.annotations;
  const [host = '', asked] = address.split(':');
  if (host !== pod.address || asked === undefined) return false;
  return port === undefined ? path === '/metrics' : asked === port && path === wanted;
}

/** The pods that a Service of the cluster leads to, by the host that a job names: `name.namespace.svc:8080`. */
export function podsBehind(
  host: string,
  { collector }: ScrapeJob,
  cluster: RenderedCluster,
  pods: readonly Pod[],
): readonly Pod[] {
  const [name = '', namespace = collector.namespace] = host.split('.');
  const service = cluster.find({ kind: 'Service', namespace, name });
  if (service === undefined) return [];
  const selected = cluster.select(namespace, { matchLabels: at(service.object, 'spec', 'selector') });
  return pods.filter(({ workload }) => workload !== undefined && selected.includes(workload));
}

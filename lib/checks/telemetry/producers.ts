import type { ProducerName } from '../../../constructs/observability/catalogue/catalogue';
import type { RenderedCluster } from '../wiring/cluster';
import { containersOf } from '../wiring/workload';
import { textAt } from '../wiring/value';

/** The images of what exposes metrics, wherever they come from. */
export const IMAGES = {
  istiod: /(^|\/)pilot[:@]/,
  'argo-rollouts': /(^|\/)argo-rollouts[:@]/,
  'kube-state-metrics': /(^|\/)kube-state-metrics[:@]/,
  collector: /(^|\/)(opentelemetry-collector[\w-]*|aws-otel-collector)[:@]/,
} as const;

/** What comes with a chart. */
const CHARTS: Readonly<Record<string, readonly ProducerName[]>> = {
  istiod: ['istiod', 'mesh-proxies', 'mesh-agents'],
  'argo-rollouts': ['argo-rollouts'],
  'kube-state-metrics': ['kube-state-metrics'],
};

/** What the pods of an image expose. */
export function producersOfImage(image: string): readonly ProducerName[] {
  const found = Object.entries(IMAGES).find(([, pattern]) => pattern.test(image));
  return found === undefined ? [] : [found[0] as keyof typeof IMAGES];
}

/** What runs in an environment and exposes metrics, as far as it was rendered, whether anybody collects them or not. */
export function runningIn(cluster: RenderedCluster, hasRules: boolean): ReadonlySet<ProducerName> {
  const images = cluster.workloads.flatMap(containersOf).flatMap(({ value }) => textAt(value, 'image') ?? []);
  return new Set<ProducerName>([
    // Every node has one, and services are looked at one by one.
    'kubelet',
    ...(cluster.workloads.some(({ placed }) => isScraped(placed.object)) ? (['services'] as const) : []),
    ...images.flatMap(producersOfImage),
    ...cluster.releases.flatMap(({ release }) => CHARTS[release.chart] ?? []),
    ...(images.some((image) => IMAGES.collector.test(image)) ? (['collection'] as const) : []),
    ...(hasRules ? (['ruler'] as const) : []),
  ]);
}

/** Whether the pods of an object ask to be collected from. */
export const isScraped = (object: unknown): boolean =>
  textAt(object, 'spec', 'template', 'metadata', 'annotations', 'prometheus.io/scrape') === 'true';

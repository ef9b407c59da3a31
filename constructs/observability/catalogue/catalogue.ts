import { series, type Matcher, type Selector } from '../../slo/promql';
import { ARGO_ROLLOUTS } from './argo-rollouts';
import { COLLECTOR } from './collector';
import { KUBE_STATE_METRICS } from './kube-state-metrics';
import { KUBELET } from './kubelet';
import { ISTIOD, MESH_AGENTS } from './mesh';
import type { Producer } from './metric';
import { MESH_PROXIES, SERVICES } from './services';
import { COLLECTION, RULER } from './store';

/** Who exposes metrics in a cluster of this platform. */
export const PRODUCERS = {
  services: SERVICES,
  'mesh-proxies': MESH_PROXIES,
  'mesh-agents': MESH_AGENTS,
  istiod: ISTIOD,
  'argo-rollouts': ARGO_ROLLOUTS,
  'kube-state-metrics': KUBE_STATE_METRICS,
  kubelet: KUBELET,
  collector: COLLECTOR,
  collection: COLLECTION,
  ruler: RULER,
} as const satisfies Readonly<Record<string, Producer>>;

/** One of {@link PRODUCERS}. */
export type ProducerName = keyof typeof PRODUCERS;

/** What the platform itself asks about, by name: the services' own metrics are asked for by `constructs/slo/queries.ts`. */
type MetricFamilies = (typeof MESH_AGENTS)['metrics'] &
  (typeof ISTIOD)['metrics'] &
  (typeof ARGO_ROLLOUTS)['metrics'] &
  (typeof KUBE_STATE_METRICS)['metrics'] &
  (typeof KUBELET)['metrics'] &
  (typeof COLLECTOR)['metrics'] &
  (typeof COLLECTION)['metrics'] &
  (typeof RULER)['metrics'];

/** A metric that something in the cluster exposes. */
export type MetricName = keyof MetricFamilies;

/** A label that a metric has. */
export type LabelOf<Metric extends MetricName> = MetricFamilies[Metric]['labels'][number];

/**
 * The series of a metric of the catalogue. What nothing exposes does not compile.
 *
 * @example select('rollout_info', [is('namespace', 'payment'), is('phase', 'Paused')])
 */
export function select<Metric extends MetricName>(
  metric: Metric,
  matchers: readonly Matcher<LabelOf<Metric>>[] = [],
): Selector {
  return series(metric, matchers);
}

/** The labels of one series of a metric of the catalogue: of its own labels, those that matter. */
export type SeriesLabels<Metric extends MetricName> = Readonly<Partial<Record<LabelOf<Metric>, string>>>;

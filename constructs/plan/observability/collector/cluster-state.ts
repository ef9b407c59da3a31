import type { AccessPlan } from '../../service/access';
import { IMAGES, imageReference } from '../../versions/table';
import { CLUSTER_STATE } from '../names';
import type { SpreadPlan } from './plan';
import { KEPT_OF_OBJECTS } from './scraping/kept';

/** Kinds of objects whose state is told, by their API group: what kube-state-metrics may list and watch, and nothing else. */
export interface WatchedKinds {
  /** The API group; empty for the core of Kubernetes. */
  readonly group: string;
  /** The kinds, as Kubernetes' API calls them. */
  readonly resources: readonly string[];
}

/** Who tells the state of Kubernetes' objects. */
export interface ClusterStatePlan extends SpreadPlan {
  /** The name of its Deployment and service account. */
  readonly name: string;
  /** Its namespace. */
  readonly namespace: string;
  /** Its image. */
  readonly image: string;
  /** What it is started with. */
  readonly arguments: readonly string[];
  /** What it watches. */
  readonly watches: readonly WatchedKinds[];
  /** Where it answers. */
  readonly ports: { readonly metrics: number; readonly own: number };
  /** Who may connect to it, and whom it may connect to. */
  readonly access: AccessPlan;
}

/** Where a kind's metrics come from: the word that their names begin with, `kube_node_info`. */
const KINDS: Readonly<Record<string, { readonly group: string; readonly resource: string }>> = {
  node: { group: '', resource: 'nodes' },
  pod: { group: '', resource: 'pods' },
  resourcequota: { group: '', resource: 'resourcequotas' },
  deployment: { group: 'apps', resource: 'deployments' },
  daemonset: { group: 'apps', resource: 'daemonsets' },
  statefulset: { group: 'apps', resource: 'statefulsets' },
  horizontalpodautoscaler: { group: 'autoscaling', resource: 'horizontalpodautoscalers' },
  poddisruptionbudget: { group: 'policy', resource: 'poddisruptionbudgets' },
};

/** Where it tells of itself, and whether it is ready. */
const OWN_PORT = 8081;

/** Decides who tells the state of objects: what is asked for by the catalogue of metrics, and no more. */
export function planClusterState(spread: SpreadPlan, access: AccessPlan): ClusterStatePlan {
  const watches = watchedKinds(KEPT_OF_OBJECTS);
  const { name, namespace, port } = CLUSTER_STATE;
  return {
    // Two where there are zones: every further one would only watch the same.
    ...spread,
    replicas: Math.min(spread.replicas, 2),
    name,
    namespace,
    image: imageReference(IMAGES['kube-state-metrics']),
    arguments: [
      `--port=${port}`,
      `--telemetry-port=${OWN_PORT}`,
      `--resources=${watches.flatMap(({ resources }) => resources).join(',')}`,
      `--metric-allowlist=${KEPT_OF_OBJECTS.join(',')}`,
    ],
    watches,
    ports: { metrics: port, own: OWN_PORT },
    access,
  };
}

/** The kinds that metrics are about, by group. A metric of a kind that is not known here would be one that never comes. */
export function watchedKinds(metrics: readonly string[]): readonly WatchedKinds[] {
  const kinds = [...new Set(metrics.map((metric) => metric.split('_', 2)[1] ?? ''))].map((word) => {
    const kind = KINDS[word];
    if (kind === undefined) throw new Error(`no kind of Kubernetes is known whose metrics begin with kube_${word}`);
    return kind;
  });
  return [...new Set(kinds.map(({ group }) => group))].map((group) => ({
    group,
    resources: kinds.filter((kind) => kind.group === group).map(({ resource }) => resource),
  }));
}

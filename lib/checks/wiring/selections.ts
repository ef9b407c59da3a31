import type { RenderedCluster } from './cluster';
import type { Flaw, Placed } from './placed';
import { isEmpty, matches } from './selector';
import { at, itemsAt, mapAt, textAt } from './value';
import { findPort, podPorts, type Workload } from './workload';

const SIDECAR = 'networking.istio.io/Sidecar';

/** Where objects say which pods they are about. */
const SELECTORS: ReadonlyMap<string, readonly string[]> = new Map([
  [SIDECAR, ['spec', 'workloadSelector']],
  ['networking.k8s.io/NetworkPolicy', ['spec', 'podSelector']],
  ['policy/PodDisruptionBudget', ['spec', 'selector']],
  ['security.istio.io/AuthorizationPolicy', ['spec', 'selector']],
  ['security.istio.io/PeerAuthentication', ['spec', 'selector']],
  ['security.istio.io/RequestAuthentication', ['spec', 'selector']],
]);

/** Kinds that make pods and find them again by their labels. */
const MAKERS = ['apps/DaemonSet', 'apps/Deployment', 'apps/StatefulSet', 'argoproj.io/Rollout'];

/** What is wrong with how objects choose pods: one that chooses none does nothing, without a word. */
export function selectionFlaws(placed: Placed, cluster: RenderedCluster): Flaw[] {
  if (placed.kind === 'Service') return serviceFlaws(placed, cluster);
  if (MAKERS.includes(placed.kind)) return makerFlaws(placed, cluster);
  const path = SELECTORS.get(placed.kind);
  if (path === undefined) return [];
  const written = at(placed.object, ...path);
  // The mesh's own selector of pods is a list of labels by another word.
  const selector = placed.kind === SIDECAR ? { matchLabels: mapAt(written, 'labels') } : written;
  // An empty one is about all pods, those that will come included.
  if (isEmpty(selector) || selects(placed, selector, cluster)) return [];
  return [nobody(path.join('.'), written)];
}

/** The pods that a Service leads to. */
export function podsBehind({ object, namespace = '' }: Placed, cluster: RenderedCluster): readonly Workload[] {
  const matchLabels = mapAt(object, 'spec', 'selector');
  return Object.keys(matchLabels).length === 0 ? [] : cluster.select(namespace, { matchLabels });
}

/** Without a selector somebody else fills in where it leads to. */
function serviceFlaws(placed: Placed, cluster: RenderedCluster): Flaw[] {
  const matchLabels = mapAt(placed.object, 'spec', 'selector');
  if (Object.keys(matchLabels).length === 0) return [];
  if (!selects(placed, { matchLabels }, cluster)) return [nobody('spec.selector', matchLabels)];
  return itemsAt(placed.object, '', 'spec', 'ports').flatMap(({ value, field }) => {
    const target = at(value, 'targetPort') ?? at(value, 'port');
    const protocol = textAt(value, 'protocol');
    return podsBehind(placed, cluster)
      .filter((workload) => findPort(podPorts(workload), target, protocol) === undefined)
      .map((workload) => ({
        field: `${field}.targetPort`,
        value: target,
        reason: `no container of ${workload.title}, which it leads to, has this port`,
        remedy: `name one that they have: ${podPorts(workload)
          .map(({ name, number }) => name ?? String(number))
          .join(', ')}`,
      }));
  });
}

function makerFlaws(placed: Placed, cluster: RenderedCluster): Flaw[] {
  const selector = at(placed.object, 'spec', 'selector');
  return cluster
    .workloadsOf(placed)
    .filter(({ labels }) => isEmpty(selector) || !matches(selector, labels))
    .map(() => ({
      field: 'spec.selector',
      value: selector,
      reason: 'it does not select the pods that it makes, so that the API server or the engine refuses it',
      remedy: 'select labels of spec.template',
    }));
}

function selects({ namespace = '' }: Placed, selector: unknown, cluster: RenderedCluster): boolean {
  // Pods of a chart that is not rendered here have labels that nobody here knows.
  return cluster.hasStrangersIn(namespace) || cluster.select(namespace, selector).length > 0;
}

function nobody(field: string, selector: unknown): Flaw {
  return {
    field,
    value: selector,
    reason: 'no pods that are rendered in its namespace have these labels',
    remedy: 'select labels of the pods that are meant',
  };
}

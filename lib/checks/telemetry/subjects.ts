import { METRIC_SOURCES, METRICS } from '../../../constructs/slo/metrics';
import type { RenderedCluster } from '../wiring/cluster';
import { isScraped } from './producers';
import { askedBy, selectorsIn, type Matcher } from './selectors';
import type { Part } from './syntax';

/** Why nothing will ever answer for what a query asks about by name. */
export interface SubjectFlaw {
  readonly value: string;
  readonly reason: string;
  readonly remedy: string;
}

const valueOf = (matchers: readonly Matcher[], label: string): string | undefined =>
  matchers.find((matcher) => matcher.label === label && matcher.operator === '=')?.value;

/** Metrics that are about one object, by how they begin, with the kind of that object and the label with its name. */
const ABOUT: readonly { readonly metrics: RegExp; readonly kind: string; readonly label: string }[] = [
  { metrics: /^kube_poddisruptionbudget_/, kind: 'policy/PodDisruptionBudget', label: 'poddisruptionbudget' },
  {
    metrics: /^kube_horizontalpodautoscaler_/,
    kind: 'autoscaling/HorizontalPodAutoscaler',
    label: 'horizontalpodautoscaler',
  },
  { metrics: /^rollout_info/, kind: 'argoproj.io/Rollout', label: 'name' },
];

/** Objects that a query asks about by name, and that nothing renders: the alert that waits for them waits for ever. */
export function missingObjects(query: Part, cluster: RenderedCluster): readonly SubjectFlaw[] {
  return selectorsIn(query)
    .map(askedBy)
    .flatMap(({ metric, matchers }) => {
      const about = ABOUT.find(({ metrics }) => metrics.test(metric));
      const name = about === undefined ? undefined : valueOf(matchers, about.label);
      const namespace = valueOf(matchers, 'namespace');
      if (about === undefined || name === undefined || namespace === undefined) return [];
      // Charts bring objects of their own, which are not rendered here.
      if (cluster.hasStrangersIn(namespace)) return [];
      return cluster
        .missing({ kind: about.kind, namespace, name }, about.label)
        .map(({ reason, remedy }) => ({ value: `${namespace}/${name}`, reason: `${metric}: ${reason}`, remedy }));
    });
}

/** Services that a query asks about by name, and whose metrics nobody collects. */
export function silentServices(query: Part, cluster: RenderedCluster): readonly SubjectFlaw[] {
  return selectorsIn(query)
    .map(askedBy)
    .flatMap(({ metric, matchers }) => {
      const contract = METRIC_SOURCES.map((source) => METRICS[source]).find(
        ({ requests, durations }) => metric === requests || metric.startsWith(`${durations}_`),
      );
      if (contract === undefined) return [];
      const name = valueOf(matchers, contract.labels.service);
      const namespace = valueOf(matchers, contract.labels.namespace);
      if (name === undefined || namespace === undefined) return [];
      const found = cluster.workloads.find(({ placed }) => placed.name === name && placed.namespace === namespace);
      if (found !== undefined && isScraped(found.placed.object)) return [];
      return [
        {
          value: `${namespace}/${name}`,
          reason:
            found === undefined
              ? `it asks about ${namespace}/${name}, and nothing of this name is rendered`
              : `it asks about ${namespace}/${name}, whose pods do not ask to be collected from`,
          remedy:
            found === undefined
              ? 'ask about a service of this environment'
              : "give its pods the annotation prometheus.io/scrape: 'true'",
        },
      ];
    });
}

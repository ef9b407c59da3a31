import { METRICS, type MetricSource } from '../../../constructs/slo/metrics';
import { is, series } from '../../../constructs/slo/promql';
import { printQuery } from '../../../constructs/slo/promql-text';
import { canary } from './examples';
import type { Kind } from './traffic';

/** A series as promtool's unit tests are given it. */
export interface InputSeries {
  readonly series: string;
  readonly values: string;
}

interface Labels {
  readonly [label: string]: string;
}

/** A selector or a series as text. */
export const written = (metric: string, labels: Labels): string =>
  printQuery(
    series(
      metric,
      Object.entries(labels).map(([label, value]) => is(label, value)),
    ),
  );

/** A counter that grows by so many in each scrape interval. */
const growing = (metric: string, labels: Labels, by: number): InputSeries => ({
  series: written(metric, labels),
  values: `1000+${by}x40`,
});

/** How a boundary is written in `le`: as the exposition of Prometheus 2 has it, or as Prometheus 3 stores it. */
export type BoundaryText = (boundary: number) => string;
/** Whole numbers without a fraction: what most libraries expose, and Prometheus 2 keeps. */
export const asExposed: BoundaryText = String;
/** Always with a fraction: what Prometheus 3 makes of it. */
export const asFloat: BoundaryText = (boundary) => (Number.isInteger(boundary) ? `${boundary}.0` : String(boundary));

interface Pods {
  readonly service: string;
  readonly hash: string;
  /** Which proxy reports, in the mesh: that of the answering pod unless said. */
  readonly reporter?: string;
}

/** The canary's own pods. */
export const OWN: Pods = { service: canary.service, hash: canary.podHash ?? '' };

/** What a source exposes for these requests, on each of two pods. Slow requests lie beyond every boundary. */
export function exposed(
  source: MetricSource,
  whose: Pods,
  kinds: readonly Kind[],
  boundaryText: BoundaryText,
): readonly InputSeries[] {
  const { labels, requests, durations, boundariesMilliseconds, millisecondsPerUnit } = METRICS[source];
  return ['a', 'b'].flatMap((pod) =>
    kinds.flatMap((kind) => {
      const common: Labels = {
        [labels.service]: whose.service,
        [labels.namespace]: canary.namespace,
        [labels.status]: String(kind.status),
        rollouts_pod_template_hash: whose.hash,
        pod,
        ...(source === 'mesh'
          ? { reporter: whose.reporter ?? 'destination' }
          : { http_request_method: 'GET', http_route: kind.route ?? '/rides/:id' }),
      };
      const buckets = [...boundariesMilliseconds, Infinity].map((boundary) => {
        const slow = kind.slow ?? 0;
        const within = boundary === Infinity ? kind.requests : boundary >= 250 ? kind.requests - slow : 0;
        const le = boundary === Infinity ? '+Inf' : boundaryText(boundary / millisecondsPerUnit);
        return growing(`${durations}_bucket`, { ...common, le }, within);
      });
      const count = growing(`${durations}_count`, common, kind.requests);
      const counter = requests === `${durations}_count` ? [] : [growing(requests, common, kind.requests)];
      return [...buckets, count, ...counter];
    }),
  );
}

/** What else is scraped, and must not be counted: the other version, other services, what callers and probes report. */
export function beside(source: MetricSource): readonly InputSeries[] {
  const bad: Kind[] = [{ status: 500, requests: 500 }];
  const good: Kind[] = [{ status: 200, requests: 500, slow: 400 }];
  return [
    ...exposed(source, { ...OWN, hash: 'stable' }, [...bad, ...good], asExposed),
    ...exposed(source, { ...OWN, service: 'payment-batch' }, [...bad, ...good], asExposed),
    ...(source === 'mesh'
      ? exposed(source, { ...OWN, reporter: 'source' }, [...bad, ...good], asExposed)
      : exposed(source, OWN, [{ status: 200, requests: 5000, route: '/readyz' }], asExposed)),
  ];
}

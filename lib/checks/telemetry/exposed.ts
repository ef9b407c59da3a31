import { PRODUCERS, type ProducerName } from '../../../constructs/observability/catalogue/catalogue';
import type { MetricFamily } from '../../../constructs/observability/catalogue/metric';
import { nearest } from '../../../constructs/plan/spec';

/** A metric that can be asked for. */
export interface Exposed extends Pick<MetricFamily, 'labels' | 'values'> {
  /** Who exposes it, in messages. */
  readonly by: string;
}

/** The metrics that can be asked for, by their names. */
export type Exposition = ReadonlyMap<string, Exposed>;

/** What a producer exposes, as far as it is collected. */
export function expositionOf(
  producer: ProducerName,
  collected: (metric: string) => boolean = () => true,
): readonly (readonly [string, Exposed])[] {
  const { name, metrics } = PRODUCERS[producer];
  return Object.entries(metrics)
    .filter(([metric]) => collected(metric))
    .map(([metric, { labels, values }]) => [metric, { labels, ...(values === undefined ? {} : { values }), by: name }]);
}

/** Why a query asks for something that nothing answers. */
export interface Unanswered {
  /** What it asks for: a metric, or a label. */
  readonly value: string;
  readonly reason: string;
  readonly remedy: string;
  /** Whose metric it is, where it is known and only nobody brings it. */
  readonly producer?: ProducerName;
}

/** What is wrong with asking for a metric that is not among these. */
export function unknownMetric(metric: string, exposition: Exposition): Unanswered {
  const producer = producerOf(metric);
  if (producer !== undefined) {
    return {
      value: metric,
      reason: `${metric} is exposed by ${PRODUCERS[producer].name}, and nobody brings it here`,
      remedy: 'let it run and be collected, or ask for something else',
      producer,
    };
  }
  const meant = nearest(metric, [...exposition.keys()]);
  // Names of what rules record have colons in them, and no others (prometheus.io, "Recording rules").
  const recorded = [...exposition.keys()].filter((name) => name.includes(':'));
  if (metric.includes(':') && meant === undefined) {
    return {
      value: metric,
      reason: `no rule records ${metric}: the answer is always empty`,
      remedy: 'record it, or ask for something else',
      ...(recorded.length === 0 ? { producer: 'ruler' as const } : {}),
    };
  }
  return {
    value: metric,
    reason: `nothing in this environment exposes ${metric}: the answer is always empty`,
    remedy:
      meant === undefined
        ? 'ask for a metric of constructs/observability/catalogue, or add it there with its source'
        : `did you mean '${meant}'?`,
  };
}

function producerOf(metric: string): ProducerName | undefined {
  const found = Object.entries(PRODUCERS).find(([, { metrics }]) => Object.hasOwn(metrics, metric));
  return found?.[0] as ProducerName | undefined;
}

/** A metric as a producer exposes it. `Label` is the names of its labels. */
export interface MetricFamily<Label extends string = string> {
  /** Whether it counts up, or goes up and down. */
  readonly type: 'counter' | 'gauge';
  /** Its labels, with those that collecting adds. */
  readonly labels: readonly Label[];
  /** The values of labels that have only so many: asking for another is asking for nothing. */
  readonly values?: Readonly<Partial<Record<string, readonly string[]>>>;
}

/** How a producer's metrics are collected. */
export interface Collection<Label extends string = string> {
  /**
   * Who fetches them: the agent of each node from the pods that ask for it by annotation (`pods`), from its kubelet
   * (`node`), from one place for the whole cluster (`cluster`); or nobody, since the metrics store makes them itself
   * (`store`).
   */
  readonly by: 'pods' | 'node' | 'cluster' | 'store';
  /** The labels that collecting adds to every series: where it comes from. */
  readonly labels: readonly Label[];
  /**
   * Whether a label that the producer itself writes stands where collecting would write the same (`honor_labels` of
   * Prometheus). It must where the series are about other objects: else `namespace` would be the producer's own.
   */
  readonly ownLabelsWin: boolean;
}

/** Who exposes metrics: a program at a version, and what is known of it. */
export interface Producer {
  /** Its name in messages: `kube-state-metrics`. */
  readonly name: string;
  /** The version that was read. */
  readonly version: string;
  /** Where it was read. */
  readonly source: string;
  /** How its metrics are collected. */
  readonly collected: Collection;
  /** What it exposes, by the names of the metrics: what is used or may be, not everything. */
  readonly metrics: Readonly<Record<string, MetricFamily>>;
}

/** The metrics of a producer, each with the labels that collecting adds. */
type Collected<Families extends Readonly<Record<string, MetricFamily>>, Added extends string> = {
  readonly [Name in keyof Families]: MetricFamily<Families[Name]['labels'][number] | Added>;
};

/** A producer, whose metrics and labels the type checker knows by name. */
export function producer<const Added extends string, const Families extends Readonly<Record<string, MetricFamily>>>(
  described: Omit<Producer, 'collected' | 'metrics'> & {
    readonly collected: Collection<Added>;
    readonly metrics: Families;
  },
): Omit<Producer, 'metrics'> & { readonly metrics: Collected<Families, Added> };
/** The same for all types: the labels that collecting adds are added. */
export function producer(described: Producer): Producer {
  const { collected, metrics } = described;
  return {
    ...described,
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([name, each]) => [
        name,
        { ...each, labels: [...new Set([...each.labels, ...collected.labels])] },
      ]),
    ),
  };
}

type Values = MetricFamily['values'];

/** A counter with these labels. */
export const counter = <const Label extends string = never>(
  labels: readonly Label[] = [],
  values?: Values,
): MetricFamily<NoInfer<Label>> => family('counter', labels, values);

/** A gauge with these labels. */
export const gauge = <const Label extends string = never>(
  labels: readonly Label[] = [],
  values?: Values,
): MetricFamily<NoInfer<Label>> => family('gauge', labels, values);

/** The three metrics of a classic histogram. */
export function histogram<const Name extends string, const Label extends string = never>(
  name: Name,
  labels: readonly Label[] = [],
): { readonly [Each in `${Name}_bucket`]: MetricFamily<Label | 'le'> } & {
  readonly [Each in `${Name}_count` | `${Name}_sum`]: MetricFamily<Label>;
} {
  return {
    [`${name}_bucket`]: counter([...labels, 'le']),
    [`${name}_count`]: counter(labels),
    [`${name}_sum`]: counter(labels),
  } as ReturnType<typeof histogram<Name, Label>>;
}

function family<Label extends string>(
  type: MetricFamily['type'],
  labels: readonly Label[],
  values: Values,
): MetricFamily<Label> {
  return { type, labels, ...(values === undefined ? {} : { values }) };
}

import type { Exemplar, Family, Sample } from './exposition';

/** What a histogram is. */
export interface HistogramOptions<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly unit: string;
  /** Upper bounds, ascending, without +Inf. */
  readonly buckets: readonly number[];
  readonly labels: readonly Label[];
}

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** Observations per bucket, not yet cumulative; the last is +Inf. */
  readonly counts: number[];
  readonly exemplars: (Exemplar | undefined)[];
  sum: number;
}

/** Counts observations in buckets, per set of labels. */
export class Histogram<Label extends string> {
  private readonly series = new Map<string, Series>();

  public constructor(private readonly options: HistogramOptions<Label>) {}

  public observe(labels: Readonly<Record<Label, string>>, value: number, exemplar?: Exemplar): void {
    const series = this.seriesOf(labels);
    const { buckets } = this.options;
    const found = buckets.findIndex((bound) => value <= bound);
    const index = found === -1 ? buckets.length : found;
    series.counts[index] = (series.counts[index] ?? 0) + 1;
    series.sum += value;
    if (exemplar !== undefined) series.exemplars[index] = exemplar;
  }

  public family(): Family {
    const { name, help, unit } = this.options;
    return {
      name,
      help,
      unit,
      type: 'histogram',
      samples: [...this.series.values()].flatMap((each) => this.samples(each)),
    };
  }

  private seriesOf(labels: Readonly<Record<Label, string>>): Series {
    const key = JSON.stringify(this.options.labels.map((label) => labels[label]));
    const known = this.series.get(key);
    if (known !== undefined) return known;
    const made: Series = {
      labels: Object.fromEntries(this.options.labels.map((label) => [label, labels[label]])),
      counts: new Array<number>(this.options.buckets.length + 1).fill(0),
      exemplars: [],
      sum: 0,
    };
    this.series.set(key, made);
    return made;
  }

  private samples({ labels, counts, exemplars, sum }: Series): Sample[] {
    let total = 0;
    const buckets = counts.map((count, index): Sample => {
      total += count;
      const le = this.options.buckets[index];
      const exemplar = exemplars[index];
      return {
        suffix: '_bucket',
        labels: { ...labels, le: le === undefined ? '+Inf' : String(le) },
        value: total,
        ...(exemplar === undefined ? {} : { exemplar }),
      };
    });
    return [...buckets, { suffix: '_sum', labels, value: sum }, { suffix: '_count', labels, value: total }];
  }
}

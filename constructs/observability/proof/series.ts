import { decimal } from '../../slo/decimal';
import type { MetricName, SeriesLabels } from '../catalogue/catalogue';

/** A stretch of time in which a series holds a value, grows evenly, or is not there. */
export interface Stretch {
  /** How long, in seconds. */
  readonly seconds: number;
  /** The value that it holds. */
  readonly value?: number;
  /** By how much it grows in a second, from where it was. */
  readonly perSecond?: number;
}

/** A series as a proof has it. */
export interface MockSeries {
  /** The metric's name. */
  readonly metric: string;
  /** Its labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** What becomes of it, from the start. */
  readonly course: readonly Stretch[];
}

/** It holds a value for so many seconds. */
export const holds = (seconds: number, value: number): Stretch => ({ seconds, value });

/** It grows for so many seconds. */
export const grows = (seconds: number, perSecond: number): Stretch => ({ seconds, perSecond });

/** It is not there for so many seconds. */
export const missing = (seconds: number): Stretch => ({ seconds });

/** A series of a metric of the catalogue. What nothing exposes does not compile. */
export function mock<Metric extends MetricName>(
  metric: Metric,
  labels: SeriesLabels<Metric>,
  ...course: readonly Stretch[]
): MockSeries {
  return { metric, labels: labels as Readonly<Record<string, string>>, course };
}

/**
 * A course as promtool takes it: `0+60x9 _x5 600+0x4`. Every sample of a stretch is given, the first at its start, so that a
 * stretch must be a multiple of the interval.
 */
export function sampleText(course: readonly Stretch[], intervalSeconds: number): string {
  let value = 0;
  return course
    .flatMap((stretch) => {
      const samples = stretch.seconds / intervalSeconds;
      if (!Number.isInteger(samples)) {
        throw new RangeError(`a stretch of ${stretch.seconds} s is no multiple of ${intervalSeconds} s`);
      }
      if (samples === 0) return [];
      if (stretch.value === undefined && stretch.perSecond === undefined) return [`_x${samples}`];
      const step = decimal((stretch.perSecond ?? 0) * intervalSeconds);
      const first = stretch.value ?? value;
      value = decimal(first + step * samples);
      return [`${first}${step < 0 ? '-' : '+'}${Math.abs(step)}x${samples - 1}`];
    })
    .join(' ');
}

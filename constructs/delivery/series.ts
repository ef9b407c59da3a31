import type { CheckPlan } from './check-plan';
import type { MeasurementPhase } from './analysis-run';

/** What a metric shows of the new version when it is asked. */
export type Sample =
  /** It keeps its promise. */
  | 'good'
  /** It breaks it, and answers a smoke check all the same. */
  | 'breach'
  /** It breaks it, and fails a smoke check too. */
  | 'bad'
  /** It got too few requests to say. */
  | 'no-traffic'
  /** The metrics store does not answer. */
  | 'no-answer';

/** What the metrics show at each moment: seconds from the start of the release, and how often was asked before. */
export type Series = (at: number, asked: number) => Sample;

/** The series that a release can be tried against. */
export const SERIES_NAMES = ['bad', 'good', 'flaky', 'no-traffic'] as const;

/** One of {@link SERIES_NAMES}. */
export type SeriesName = (typeof SERIES_NAMES)[number];

/**
 * A named series. `flaky` is a good version on a bad day: of every seven questions the third shows a breach, the fifth has
 * no data and the sixth no answer.
 */
export function series(name: SeriesName): Series {
  switch (name) {
    case 'bad':
      return () => 'bad';
    case 'good':
      return () => 'good';
    case 'no-traffic':
      return () => 'no-traffic';
    case 'flaky':
      return (_, asked) =>
        (['good', 'good', 'breach', 'good', 'no-traffic', 'no-answer', 'good'] as const)[asked % 7] ?? 'good';
  }
}

/** A version that keeps its promise until a moment, and breaks it from then on, unseen by smoke checks. */
export function badFrom(second: number): Series {
  return (at) => (at >= second ? 'breach' : 'good');
}

/** The samples in this order, one for each question; the last is repeated. */
export function samples(...given: readonly [Sample, ...Sample[]]): Series {
  return (_, asked) => given[Math.min(asked, given.length - 1)] ?? given[0];
}

/**
 * What a measurement makes of a sample: three states for the promise, so that no data is no verdict; two for evidence, for
 * which no data is the verdict; and a smoke check, which brings its own request and needs no metrics store.
 */
export function judge({ check }: CheckPlan, sample: Sample): MeasurementPhase {
  if (check === 'smoke') return sample === 'bad' ? 'Failed' : 'Successful';
  if (sample === 'no-answer') return 'Error';
  if (check === 'evidence') return sample === 'no-traffic' ? 'Failed' : 'Successful';
  if (sample === 'no-traffic') return 'Inconclusive';
  return sample === 'good' ? 'Successful' : 'Failed';
}

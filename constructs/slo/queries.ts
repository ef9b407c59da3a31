import { decimal } from './decimal';
import { answered, failed, METRICS, POD_HASH_LABEL, type MetricSource } from './metrics';
import {
  above,
  absent,
  atLeast,
  histogramQuantile,
  increase,
  is,
  matches,
  minus,
  or,
  over,
  rate,
  series,
  sum,
  vector,
  type Matcher,
  type Selector,
  type Vector,
} from './promql';

/** Whose requests are asked about. */
export interface RequestsOf {
  /** The service by the name of its workload: `payment`. */
  readonly service: string;
  /** Its namespace: `payment`. */
  readonly namespace: string;
  /**
   * One version of it, by the hash that Argo Rollouts gives its pods. In an AnalysisTemplate it is an argument,
   * `{{args.canary-hash}}`. Without it, all versions together.
   */
  readonly podHash?: string;
}

/** Over how long, and how much there must be to judge by. */
export interface Window {
  /** How far back, in seconds: `120`. */
  readonly seconds: number;
  /** The fewest requests in it: with fewer the answer is empty, which reads as no evidence. Without it, any at all. */
  readonly minimumRequests?: number;
}

/**
 * The share of requests that failed, 0 to 1; empty when there were none, or too few.
 *
 * The three ways in which a plain `errors / requests` lies are closed one by one. Without a failed request there is no
 * series of failures, and an empty side makes the whole empty: `or vector(0)`. Without traffic 0 / 0 is NaN, which no
 * comparison catches: requests are filtered before they divide. And the share is of failures, not of successes: when
 * all fail there is no series of successes, so an outage would read as no data.
 */
export function errorRatio(source: MetricSource, of: RequestsOf, window: Window): Vector {
  const failures = sum(increase(requests(source, of, [failed(source)]), window.seconds));
  return over(or(failures, vector(0)), enough(sum(increase(requests(source, of), window.seconds)), window));
}

/** The share of requests that did not fail, 0 to 1; empty when there were none, or too few. See {@link errorRatio}. */
export function availabilityQuery(source: MetricSource, of: RequestsOf, window: Window): Vector {
  return minus(1, errorRatio(source, of, window));
}

/**
 * The share of requests that were answered within the threshold, of those that did not fail; empty when there were none,
 * or too few. It counts what a bucket holds, so it is exact where a percentile would be interpolated, and empty where the
 * histogram has no such bucket.
 *
 * Failures are left out because they are often fast: a service that refuses everything at once would look quick.
 */
export function withinThresholdQuery(
  source: MetricSource,
  of: RequestsOf,
  thresholdMilliseconds: number,
  window: Window,
): Vector {
  const fast = within(source, of, thresholdMilliseconds);
  const all = durations(source, of, 'count', [answered(source)]);
  return over(sum(increase(fast, window.seconds)), enough(sum(increase(all, window.seconds)), window));
}

/**
 * The latency at a percentile, in the unit of the source's histogram, of requests that did not fail: for people to look
 * at. It is interpolated within a bucket and never beyond the highest boundary, so it judges nothing; NaN without
 * traffic.
 */
export function latencyQuery(source: MetricSource, of: RequestsOf, percentile: number, windowSeconds: number): Vector {
  const buckets = durations(source, of, 'bucket', [answered(source)]);
  return histogramQuantile(decimal(percentile / 100), sum(rate(buckets, windowSeconds), ['le']));
}

/** The requests per second; empty when there are no series at all, 0 when nobody asks. */
export function requestRateQuery(source: MetricSource, of: RequestsOf, windowSeconds: number): Vector {
  return sum(rate(requests(source, of), windowSeconds));
}

/** The requests per second by the values of a label: of the status, or of the version. */
export function requestRateByQuery(
  source: MetricSource,
  of: RequestsOf,
  label: 'status' | 'version',
  windowSeconds: number,
): Vector {
  const by = label === 'status' ? METRICS[source].labels.status : POD_HASH_LABEL;
  return sum(rate(requests(source, of), windowSeconds), [by]);
}

/** One element when nothing is measured at all: no series of requests. Silence is not health. */
export function unmeasuredQuery(source: MetricSource, of: RequestsOf): Vector {
  return absent(requests(source, of));
}

/** The requests of a window, failed or not; empty when there are no series. */
export function requestCountQuery(source: MetricSource, of: RequestsOf, windowSeconds: number): Vector {
  return sum(increase(requests(source, of), windowSeconds));
}

/** The requests of a window that did not fail; empty when there are no series. */
export function answeredCountQuery(source: MetricSource, of: RequestsOf, windowSeconds: number): Vector {
  return sum(increase(durations(source, of, 'count', [answered(source)]), windowSeconds));
}

/** The requests per second that failed; 0 when none does. */
export function failureRateQuery(source: MetricSource, of: RequestsOf, windowSeconds: number): Vector {
  return or(sum(rate(requests(source, of, [failed(source)]), windowSeconds)), vector(0));
}

/** The requests per second that did not fail; empty when there are no series. */
export function answeredRateQuery(source: MetricSource, of: RequestsOf, windowSeconds: number): Vector {
  return sum(rate(durations(source, of, 'count', [answered(source)]), windowSeconds));
}

/** The requests per second that did not fail and took longer than the threshold; empty when there are no series. */
export function slowRateQuery(
  source: MetricSource,
  of: RequestsOf,
  thresholdMilliseconds: number,
  windowSeconds: number,
): Vector {
  const fast = sum(rate(within(source, of, thresholdMilliseconds), windowSeconds));
  return minus(answeredRateQuery(source, of, windowSeconds), fast);
}

/** The share of requests that did not fail and took longer than the threshold. See {@link withinThresholdQuery}. */
export function slowRatio(source: MetricSource, of: RequestsOf, thresholdMilliseconds: number, window: Window): Vector {
  return minus(1, withinThresholdQuery(source, of, thresholdMilliseconds, window));
}

function requests(source: MetricSource, of: RequestsOf, more: readonly Matcher[] = []): Selector {
  return series(METRICS[source].requests, [...whose(source, of), ...more]);
}

function durations(source: MetricSource, of: RequestsOf, part: 'bucket' | 'count', more: readonly Matcher[]): Selector {
  return series(`${METRICS[source].durations}_${part}`, [...whose(source, of), ...more]);
}

/** The bucket of the requests that did not fail and took at most that long. */
function within(source: MetricSource, of: RequestsOf, thresholdMilliseconds: number): Selector {
  const boundary = decimal(thresholdMilliseconds / METRICS[source].millisecondsPerUnit);
  return durations(source, of, 'bucket', [bucketBoundary(boundary), answered(source)]);
}

function whose(source: MetricSource, { service, namespace, podHash }: RequestsOf): readonly Matcher[] {
  const { labels, always } = METRICS[source];
  const version = podHash === undefined ? [] : [is(POD_HASH_LABEL, podHash)];
  return [...always, is(labels.namespace, namespace), is(labels.service, service), ...version];
}

function enough(total: Vector, { minimumRequests = 0 }: Window): Vector {
  return minimumRequests > 0 ? atLeast(total, minimumRequests) : above(total, 0);
}

/**
 * A whole boundary is `le="1"` or `le="1.0"` by the version and the scrape protocol of what collects it: Prometheus 3
 * writes it as a float always, Prometheus 2 did for protobuf only (Prometheus 3 migration guide, "le and quantile label
 * values").
 */
function bucketBoundary(boundary: number): Matcher {
  return Number.isInteger(boundary) ? matches('le', `${boundary}([.]0)?`) : is('le', String(boundary));
}

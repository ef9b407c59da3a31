import { ceiling, complement, percent } from './decimal';
import { intolerableErrorRatio, latencyBudget, requestsToOutweighOne } from './budget';
import { SCRAPE_INTERVAL_SECONDS, SHORTEST_WINDOW_SECONDS, type MetricSource } from './metrics';
import { printQuery } from './promql-text';
import { availabilityQuery, withinThresholdQuery, type RequestsOf } from './queries';
import type { Slo } from './spec';

/** Whose requests an analysis judges, and how. */
export interface AnalysisOptions extends RequestsOf {
  /** Who counts the requests. */
  readonly source: MetricSource;
  /**
   * How far back each measurement looks, in seconds: `300`. Longer gathers more evidence where there is little traffic,
   * and notices later. Not under four scrapes, or a missed scrape leaves no rate.
   * @default - 120, four scrapes of 30 s
   */
  readonly windowSeconds?: number;
  /**
   * How often is measured, in seconds: `60`.
   * @default - half the window, so that two measurements in a row share at most half their requests
   */
  readonly intervalSeconds?: number;
}

/** One thing that a rollout is judged by, as Argo Rollouts needs it. Every number in it follows from the promise. */
export interface AnalysisMetric {
  /** What is judged: one metric for each half of the promise. */
  readonly name: 'availability' | 'latency';
  /** What must hold, for people. */
  readonly says: string;
  /** PromQL that gives one share between 0 and 1, or nothing when there is too little to judge. */
  readonly query: string;
  /** The least share that passes. */
  readonly limit: number;
  /** The condition for a measurement to be Successful. When neither condition holds, it is Inconclusive. */
  readonly successCondition: string;
  /** The condition for a measurement to be Failed. */
  readonly failureCondition: string;
  /** The window that a measurement looks back over, in seconds. */
  readonly windowSeconds: number;
  /** The fewest requests in the window by which a measurement judges. */
  readonly minimumRequests: number;
  /** How long to wait for the first measurement, in seconds: until there is one whole window to look back over. */
  readonly initialDelaySeconds: number;
  /** How often is measured, in seconds. */
  readonly intervalSeconds: number;
  /** How many measurements may fail before the metric does. */
  readonly failureLimit: number;
  /**
   * How many measurements may be inconclusive before the metric is: more than may fail. One inconclusive metric ends the
   * whole analysis, and pauses the rollout, so it must not come first where the other metric is failing. It must also be
   * less than the count of measurements, because reaching the count is success.
   */
  readonly inconclusiveLimit: number;
  /** How many errors in a row (no answer from the metrics store) may happen before the metric fails. */
  readonly consecutiveErrorLimit: number;
}

/** One failed measurement may be chance; the next shares only half its requests. Limits compare with `>`. */
const FAILURE_LIMIT = 1;

/** Argo Rollouts tries again after an error every ten seconds, whatever the interval (`DefaultErrorRetryInterval`). */
const ERROR_RETRY_SECONDS = 10;

/** How long the metrics store may be away, in seconds: longer than it takes to restart, and the default of 40 s is not. */
const TOLERATED_STORE_OUTAGE_SECONDS = 300;

/**
 * How many slow requests the window must allow for to judge a percentile: the usual least of expected events (n × p ≥ 5)
 * for a share to be near its normal approximation. Unlike the error ratio, which is allowed the fastest burn rate, the
 * percentile is compared with the promise itself, so chance must be kept out by numbers.
 */
const EXPECTED_SLOW_REQUESTS = 5;

/**
 * What a version of a service is judged by while it is rolled out. It fails when it burns the error budget as fast as
 * the fastest alert allows, or breaks the latency promise, within the window.
 */
export function analysisMetrics(slo: Slo, options: AnalysisOptions): readonly AnalysisMetric[] {
  const { source, windowSeconds = SHORTEST_WINDOW_SECONDS, intervalSeconds = windowSeconds / 2 } = options;
  if (windowSeconds < SHORTEST_WINDOW_SECONDS) {
    throw new RangeError(
      `a window of ${windowSeconds} s spans fewer than four scrapes of ${SCRAPE_INTERVAL_SECONDS} s: ` +
        `take at least ${SHORTEST_WINDOW_SECONDS} s`,
    );
  }
  const { latency } = slo;
  const least = requestsToJudge(slo);
  const common = {
    windowSeconds,
    intervalSeconds,
    initialDelaySeconds: windowSeconds,
    failureLimit: FAILURE_LIMIT,
    inconclusiveLimit: FAILURE_LIMIT + 1,
    consecutiveErrorLimit: TOLERATED_STORE_OUTAGE_SECONDS / ERROR_RETRY_SECONDS,
  };
  const errorsAllowed = intolerableErrorRatio(slo);
  const window = (minimumRequests: number): { seconds: number; minimumRequests: number } => ({
    seconds: windowSeconds,
    minimumRequests,
  });
  return [
    {
      ...common,
      name: 'availability',
      says: `at most ${percent(errorsAllowed)} of requests fail`,
      query: printQuery(availabilityQuery(source, options, window(least.availability))),
      minimumRequests: least.availability,
      ...judgedBy(complement(errorsAllowed)),
    },
    {
      ...common,
      name: 'latency',
      says: `at least ${latency.percentile} % of requests take at most ${latency.thresholdMilliseconds} ms`,
      query: printQuery(withinThresholdQuery(source, options, latency.thresholdMilliseconds, window(least.latency))),
      minimumRequests: least.latency,
      ...judgedBy(complement(latencyBudget(slo))),
    },
  ];
}

/** The fewest requests by which each half of a promise can be judged, whatever the window. */
export function requestsToJudge(slo: Pick<Slo, 'availability' | 'latency' | 'windowDays'>): {
  readonly availability: number;
  readonly latency: number;
} {
  return {
    availability: requestsToOutweighOne(intolerableErrorRatio(slo)),
    latency: ceiling(EXPECTED_SLOW_REQUESTS / latencyBudget(slo)),
  };
}

/**
 * The three states of a measurement, in the expression language of Argo Rollouts. An empty vector is a list of no elements
 * (not nil, so `isNil` and `default` pass it by, and `result[0]` on it is an error); NaN compares false with everything,
 * so with a success condition alone it would count as failed. Both are Inconclusive: neither condition holds.
 */
export function judgedBy(limit: number): Pick<AnalysisMetric, 'limit' | 'successCondition' | 'failureCondition'> {
  const measured = 'len(result) > 0 && !isNaN(result[0])';
  return {
    limit,
    successCondition: `${measured} && result[0] >= ${limit}`,
    failureCondition: `${measured} && result[0] < ${limit}`,
  };
}

import { decimal } from '../slo/decimal';
import { LONGEST_WINDOW_SECONDS } from './defaults';

/** Requests that are sent to the new version while it is judged. */
export interface Load {
  /** How many a second. */
  readonly requestsPerSecond: number;
  /** The path that is asked, by GET. */
  readonly path: string;
}

/**
 * The most requests that a load sends in a second. One pod sends them all, each with a process of its own: on one core of 2
 * to 3 GHz a request took 1.3 ms of processor time (BusyBox 1.37.0), so 50 a second take less than the 100 millicores that
 * are reserved. Within the shortest window five a second tell a breach of 99.9 % from luck, 28 one of 99.99 %.
 */
export const MOST_LOAD_REQUESTS_PER_SECOND = 50;

/** The most requests of a load that wait for an answer at once: each is a process, and a hundred took 5 MiB. */
export const MOST_LOAD_WORKERS = 100;

/** What a request takes beside its answer: to start a process, look a name up and connect, on a node that has other work. */
export const LOAD_OVERHEAD_SECONDS = 0.1;

/** Longer than this no load waits for an answer, unless the promise allows half of it. */
const LEAST_TIMEOUT_SECONDS = 5;

/** How a load keeps its rate. */
export interface LoadPace {
  /** How many ask at once, each one request after the other. */
  readonly workers: number;
  /** How often each of them asks, in microseconds from one request to the next. */
  readonly periodMicroseconds: number;
  /** When a request is given up, in seconds. */
  readonly timeoutSeconds: number;
}

/**
 * How many must ask so that the rate is kept even when every answer takes as long as the promise allows: the requests that
 * are on their way at once are the rate times how long each takes (Little's law). Slower answers lower the rate, and break
 * the promise anyway.
 *
 * @example paceLoad({ requestsPerSecond: 20 }, 500) // 12 workers, each every 600 ms
 */
export function paceLoad(
  { requestsPerSecond }: Pick<Load, 'requestsPerSecond'>,
  thresholdMilliseconds: number,
): LoadPace {
  const workers = Math.max(1, Math.ceil(decimal(requestsPerSecond * secondsOfOne(thresholdMilliseconds))));
  return {
    workers,
    periodMicroseconds: Math.round((workers / requestsPerSecond) * 1e6),
    // A request that is cut off is slow in the metrics, not failed: an answer that is only late should still come.
    timeoutSeconds: Math.max(LEAST_TIMEOUT_SECONDS, Math.ceil((2 * thresholdMilliseconds) / 1000)),
  };
}

/** The most requests a second that a load can send where an answer may take so long. */
export function mostLoadRequestsPerSecond(thresholdMilliseconds: number): number {
  const inFlight = MOST_LOAD_WORKERS / secondsOfOne(thresholdMilliseconds);
  return Math.min(MOST_LOAD_REQUESTS_PER_SECOND, Math.floor(decimal(inFlight * 100)) / 100);
}

const secondsOfOne = (thresholdMilliseconds: number): number =>
  decimal(thresholdMilliseconds / 1000 + LOAD_OVERHEAD_SECONDS);

/**
 * Whether a blue-green release is judged by its load after the promotion, too. By then all users ask the new version; where
 * they are enough to judge it by, a load would only hide their errors among its own good answers.
 */
export function isLoadedAfterPromotion(promise: {
  readonly requestsPerSecond: number;
  readonly neededRequests: number;
}): boolean {
  return promise.requestsPerSecond * LONGEST_WINDOW_SECONDS < promise.neededRequests;
}

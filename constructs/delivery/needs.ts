import { requestsToJudge } from '../slo/analysis';
import { intolerableErrorRatio } from '../slo/budget';
import { ceiling, decimal } from '../slo/decimal';
import { SHORTEST_WINDOW_SECONDS } from '../slo/metrics';
import type { Slo } from '../slo/spec';
import { LONGEST_WINDOW_SECONDS } from './defaults';
import { requestsToDetect } from './detection';
import type { Load } from './load';

/** How many requests a load sends. */
type LoadRate = Pick<Load, 'requestsPerSecond'>;

/** The requests of the new version in a second, at a share of the service's. Those of a load all go to it. */
export function requestsPerSecondAt(share: number, slo: Pick<Slo, 'requestsPerSecond'>, load?: LoadRate): number {
  return decimal(slo.requestsPerSecond * share + (load?.requestsPerSecond ?? 0));
}

/**
 * The fewest requests that make a verdict on a version: so many that a breach of the promise can be told from luck, and
 * that neither half of the promise is left unjudged for want of them.
 */
export function neededRequests(slo: Slo): number {
  return Math.max(requestsToDetect(intolerableErrorRatio(slo), 1 - slo.availability), requestsToMeasure(slo));
}

/**
 * The fewest requests in a window by which the metrics of both halves of the promise give a value at all. Latency is
 * measured over requests that did not fail, so there must be enough of these when as many fail as may.
 */
export function requestsToMeasure(slo: Slo): number {
  const judged = requestsToJudge(slo);
  return ceiling(Math.max(judged.availability, judged.latency) / (1 - intolerableErrorRatio(slo)));
}

/** How long a share of the requests takes to make a verdict, in seconds; infinite without requests. */
export function secondsToVerdict(slo: Slo, share: number, load?: LoadRate): number {
  const rate = requestsPerSecondAt(share, slo, load);
  return rate > 0 ? ceiling(neededRequests(slo) / rate) : Number.POSITIVE_INFINITY;
}

/** How far back a measurement must look at this share, in whole minutes. */
export function windowFor(slo: Slo, share: number, load?: LoadRate): number {
  const seconds = Math.min(secondsToVerdict(slo, share, load), LONGEST_WINDOW_SECONDS);
  return Math.max(SHORTEST_WINDOW_SECONDS, Math.ceil(seconds / 60) * 60);
}

/**
 * How many windows a background analysis needs to be sure: it waits for one, and measures again after half of another. It
 * must have more time than that.
 */
const WINDOWS_TO_OBJECT = 1.5;

/** The same, where a release leaves an analysis beside it only so many seconds. */
export function windowWithin(seconds: number, wanted: number): number {
  const most = Math.floor((seconds - 1) / WINDOWS_TO_OBJECT / 60) * 60;
  return Math.max(SHORTEST_WINDOW_SECONDS, Math.min(wanted, most));
}

/** How long a release must leave an analysis beside it for this window, in seconds. */
export function secondsForWindow(window: number): number {
  return Math.ceil(window / 60) * 60 * WINDOWS_TO_OBJECT + 1;
}

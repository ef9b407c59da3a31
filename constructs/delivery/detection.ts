import { requestsToOutweighOne } from '../slo/budget';
import { decimal } from '../slo/decimal';
import { leastWhole, ratioFor, trialsFor, upperTail } from './statistics';

/**
 * How sure a verdict must be: a breach is found with this probability. With {@link FALSE_ALARM} it makes the test that
 * {@link STATISTICS} names, of "the version keeps its promise" against "it burns the budget intolerably".
 */
export const CONFIDENCE = 0.95;

/** How often a version that keeps its promise may look as if it broke it. */
export const FALSE_ALARM = 0.05;

/** What the numbers of this file rest on, in words. */
export const STATISTICS = {
  method: 'one-sided test of one proportion, exact by the binomial distribution',
  source: 'Fleiss, Levin and Paik, "Statistical Methods for Rates and Proportions", 3rd edition, chapter 2',
} as const;

/**
 * The smallest error ratio that so many requests can tell from the promised one: found with a probability of
 * {@link CONFIDENCE}, and mistaken for it in {@link FALSE_ALARM} of cases at most. 1 when no ratio can be told.
 *
 * @example smallestDetectable(330, 0.001) // about 0.0143
 */
export function smallestDetectable(requests: number, promised: number): number {
  const trials = Math.floor(requests);
  if (trials < 1) return 1;
  const errors = errorsOutOfTheOrdinary(trials, promised);
  // Counts are whole, so one request more can ask for one error more and see less. A judge may ignore that request.
  const before = errors <= 1 ? 1 : ratioFor(errors - 1, mostTrials(errors - 1, promised), CONFIDENCE);
  return decimal(Math.min(ratioFor(errors, trials, CONFIDENCE), before));
}

/**
 * The smallest error ratio at which one measurement of so many requests fails with a probability of {@link CONFIDENCE}, where
 * more than a share of `tolerated` fails it. It is more than what is tolerated, since luck can favour a bad version, too. 1
 * when a single error would be more than is tolerated: so few requests are not judged.
 *
 * @example smallestFailing(720, 0.0144) // about 0.023
 */
export function smallestFailing(requests: number, tolerated: number): number {
  const trials = Math.floor(requests);
  if (trials < requestsToOutweighOne(tolerated)) return 1;
  return decimal(ratioFor(Math.floor(decimal(tolerated * trials)) + 1, trials, CONFIDENCE));
}

/** The fewest requests that tell an error ratio from the promised one: see {@link smallestDetectable}. */
export function requestsToDetect(ratio: number, promised: number): number {
  const key = `${ratio} ${promised}`;
  const known = KNOWN.get(key) ?? workOut(ratio, promised);
  KNOWN.set(key, known);
  return known;
}

/** Many services make the same promise: the answer depends on nothing else, and takes a millisecond to find. */
const KNOWN = new Map<string, number>();

function workOut(ratio: number, promised: number): number {
  if (ratio <= promised) return Number.POSITIVE_INFINITY;
  const errors = leastWhole(
    1,
    (count) => trialsFor(count, Math.min(ratio, 1), CONFIDENCE) <= mostTrials(count, promised),
  );
  return trialsFor(errors, Math.min(ratio, 1), CONFIDENCE);
}

/** The least number of errors that a version which keeps its promise shows only by mischance. */
function errorsOutOfTheOrdinary(trials: number, promised: number): number {
  return leastWhole(1, (errors) => upperTail(errors, trials, promised) <= FALSE_ALARM);
}

/** The most requests among which so many errors are still out of the ordinary. */
function mostTrials(errors: number, promised: number): number {
  return leastWhole(errors, (trials) => upperTail(errors, trials, promised) > FALSE_ALARM) - 1;
}

import type { Problem } from '../plan/problem';
import { requestsToJudge } from './analysis';
import { burnRateAlerts, errorBudget, fastestFactor, latencyBudget, secondsToPage } from './budget';
import { complement, decimal, percent } from './decimal';
import { commonBoundaries, highestBoundary, METRIC_SOURCES, METRICS, type MetricSource } from './metrics';
import type { Slo } from './spec';

const HOUR_SECONDS = 3_600;

/** What people promise, the strictest first: for remedies. */
const USUAL_PERCENTILES = [99.9, 99, 95];

/**
 * What is wrong with a promise of the right shape: that it cannot be kept, or that nobody could tell. `sources` are those
 * that may have to judge it; a promise that all of them can judge holds in every environment.
 */
export function sloProblems(slo: Slo, sources: readonly MetricSource[] = METRIC_SOURCES): Problem[] {
  const availability = availabilityProblems(slo);
  const percentile = percentileProblems(slo);
  const rate = rateProblems(slo);
  return [
    ...availability,
    ...percentile,
    ...thresholdProblems(slo, sources),
    ...rate,
    ...(rate.length > 0 || availability.length > 0 ? [] : availabilityEvidenceProblems(slo)),
    ...(rate.length > 0 || percentile.length > 0 ? [] : percentileEvidenceProblems(slo)),
  ];
}

function availabilityProblems(slo: Slo): Problem[] {
  const { availability } = slo;
  const problem = refusal('availability', availability);
  if (availability > 1) {
    const share = decimal(availability / 100);
    return problem(
      'more than all requests: an availability is a share, not a percentage',
      `write ${share < 1 ? share : 0.999}`,
    );
  }
  if (availability === 1) {
    return problem(
      'without an error budget no failure is allowed, so nothing could ever be released, and the first failure breaks the promise',
      'promise less than everything: 0.9999 lets one request in ten thousand fail',
    );
  }
  if (availability <= 0) return problem('promises nothing', 'write the share of requests that are good, such as 0.999');

  const factor = fastestFactor(slo);
  const ratio = decimal(factor * complement(availability));
  if (ratio >= 1) {
    return problem(
      `the fastest alert fires when ${factor} × ${errorBudget(slo).share} = ${ratio} of requests fail, which cannot be: ` +
        'it would stay silent in a total outage',
      `promise more than ${up(1 - 1 / factor, 4)}, such as 0.99`,
    );
  }

  const { outageSeconds } = errorBudget(slo);
  const page = secondsToPage(slo);
  if (outageSeconds <= page) {
    return problem(
      `allows ${outageSeconds} s of total outage in the whole period, and the fastest alert calls somebody after ${page} s: ` +
        'the promise would be broken before anybody knew',
      `promise at most ${down(highestAlertable(slo), 5)}, such as 0.9999`,
    );
  }
  return [];
}

/** The availability whose budget lasts exactly until the fastest alert: both are linear in the budget. */
function highestAlertable(slo: Slo): number {
  const hold = secondsToPage({ ...slo, availability: 1 });
  const perShare = errorBudget({ ...slo, availability: 0 }).outageSeconds;
  const pagePerShare = secondsToPage({ ...slo, availability: 0 }) - hold;
  return 1 - hold / (perShare - pagePerShare);
}

function percentileProblems(slo: Slo): Problem[] {
  const { percentile } = slo.latency;
  const problem = refusal('latency.percentile', percentile);
  if (percentile > 0 && percentile < 1) {
    return problem('below the first percentile: it is counted in percent', `write ${decimal(percentile * 100)}`);
  }
  if (percentile <= 0 || percentile >= 100) {
    return problem(
      percentile === 100
        ? 'the slowest request of all: one slow request breaks the promise, and no histogram knows which was slowest'
        : 'no percentile',
      'write a number between 0 and 100, such as 99',
    );
  }
  const factor = fastestFactor(slo);
  const ratio = decimal(factor * latencyBudget(slo));
  if (ratio < 1) return [];
  return problem(
    `lets ${percent(latencyBudget(slo))} of requests be slow, so the fastest alert would fire when ` +
      `${factor} × ${latencyBudget(slo)} = ${ratio} of them are, which cannot be`,
    `promise a percentile above ${up(100 * (1 - 1 / factor), 2)}, such as 95 or 99`,
  );
}

function thresholdProblems({ latency }: Slo, sources: readonly MetricSource[]): Problem[] {
  const threshold = latency.thresholdMilliseconds;
  const problem = refusal('latency.thresholdMilliseconds', threshold);
  const boundaries = commonBoundaries(sources);
  const usable = boundaries.filter((boundary) => sources.every((source) => boundary < highestBoundary(source)));
  const nearest = nearestTo(threshold, usable);
  if (threshold <= 0) return problem('nothing is answered in no time', `take ${nearest} ms or more`);

  const lacking = sources.filter((source) => !METRICS[source].boundariesMilliseconds.includes(threshold));
  if (lacking.length > 0) {
    return problem(
      `no bucket of the histogram of ${lacking.map((source) => METRICS[source].spokenOf).join(' or of ')} ends at ` +
        `${threshold} ms: how many requests took at most that long cannot be told, only guessed`,
      `take the nearest boundary, ${nearest} ms`,
    );
  }
  return sources
    .filter((source) => threshold === highestBoundary(source))
    .flatMap((source) =>
      problem(
        `the last boundary of the histogram of ${METRICS[source].spokenOf}: whatever is slower lands in one bucket ` +
          `without an end, and the percentile reads ${threshold} ms however slow it is`,
        `take ${nearest} ms or less`,
      ),
    );
}

function rateProblems({ requestsPerSecond }: Slo): Problem[] {
  if (requestsPerSecond > 0) return [];
  return refusal('requestsPerSecond', requestsPerSecond)(
    'a promise to nobody: without requests nothing can be measured',
    'write what you expect at the usual hour, such as 50; for one request a minute, 0.0167',
  );
}

/** Whether the window of the fastest alert holds so many requests that one failure does not fire it. */
function availabilityEvidenceProblems(slo: Slo): Problem[] {
  const fastest = burnRateAlerts(slo)[0];
  const expected = decimal(slo.requestsPerSecond * HOUR_SECONDS);
  if (fastest === undefined || expected >= fastest.minimumRequests) return [];
  const judged = 1 - 1 / (fastest.factor * expected);
  const lower = 1 - 1 / fastest.factor < judged ? `promise at most ${down(judged, 4)}, or ` : '';
  return refusal('requestsPerSecond', slo.requestsPerSecond)(
    `too few to judge an availability of ${slo.availability}: an hour holds ${expected} requests, and with fewer than ` +
      `${fastest.minimumRequests} a single failure exceeds the ${percent(fastest.errorRatio)} at which the fastest alert fires`,
    `${lower}let a probe add requests until there are ${up(fastest.minimumRequests / HOUR_SECONDS, 3)} a second`,
  );
}

/** Whether an hour holds so many requests that the share of slow ones is more than chance. */
function percentileEvidenceProblems(slo: Slo): Problem[] {
  const expected = decimal(slo.requestsPerSecond * HOUR_SECONDS);
  const needed = requestsToJudge(slo).latency;
  if (expected >= needed) return [];
  const measurable = USUAL_PERCENTILES.find(
    (percentile) => requestsToJudge({ ...slo, latency: { ...slo.latency, percentile } }).latency <= expected,
  );
  const lower = measurable === undefined ? '' : `promise the ${measurable}th percentile, or `;
  return refusal('latency.percentile', slo.latency.percentile)(
    `too fine for ${slo.requestsPerSecond} requests a second: an hour holds ${expected}, and it takes ${needed} until more ` +
      `than chance decides whether ${percent(latencyBudget(slo))} of them are slow`,
    `${lower}let a probe add requests until there are ${up(needed / HOUR_SECONDS, 3)} a second`,
  );
}

const refusal =
  (field: string, value: unknown) =>
  (reason: string, remedy: string): Problem[] => [{ field, value, reason, remedy }];

function nearestTo(threshold: number, boundaries: readonly number[]): string {
  const below = boundaries.filter((boundary) => boundary < threshold).at(-1);
  const beyond = boundaries.find((boundary) => boundary > threshold);
  return [below, beyond].filter((boundary) => boundary !== undefined).join(' or ');
}

/** Rounded so that the remedy, taken literally, is accepted. */
const up = (value: number, digits: number): number => decimal(Math.ceil(decimal(value * 10 ** digits)) / 10 ** digits);
const down = (value: number, digits: number): number =>
  decimal(Math.floor(decimal(value * 10 ** digits)) / 10 ** digits);

import type { Problem } from '../../plan/problem';
import { SCRAPE_INTERVAL_SECONDS } from '../../slo/metrics';
import { limitsOf, smokeName } from '../check-plan';
import type { CheckSpec } from '../checks';
import { ERROR_RETRY_SECONDS, FEWEST_ERRORS_IN_A_ROW } from '../defaults';
import { when } from './problem';

/** What is wrong with the checks of an analysis that has an end. */
export function finiteCheckProblems(checks: readonly CheckSpec[], at: string): Problem[] {
  return [
    ...nameProblems(checks, at),
    ...checks.flatMap((check, index) => {
      const field = `${at}.checks[${index}]`;
      return [...commonProblems(check, field), ...limitProblems(check, field)];
    }),
  ];
}

/** What is wrong with the checks of a background analysis, which ends with the release. */
export function backgroundCheckProblems(checks: readonly CheckSpec[], at: string): Problem[] {
  return [
    ...nameProblems(checks, at),
    ...checks.flatMap((check, index) => {
      const field = `${at}.checks[${index}]`;
      return [
        ...commonProblems(check, field),
        ...when(
          check.count !== undefined,
          `${field}.count`,
          check.count,
          'a background check that is complete judges no step after it (argo-rollouts, analysis of a canary)',
          'leave it out: it measures until the promotion',
        ),
        ...when(
          check.consecutiveSuccessLimit !== undefined,
          `${field}.consecutiveSuccessLimit`,
          check.consecutiveSuccessLimit,
          'in a background analysis it ends the check after the first good minutes, before the larger weights',
          'leave it out',
        ),
        ...when(
          check.check === 'promise' &&
            check.initialDelaySeconds !== undefined &&
            check.initialDelaySeconds < 2 * SCRAPE_INTERVAL_SECONDS,
          `${field}.initialDelaySeconds`,
          check.initialDelaySeconds,
          'a background analysis starts before the first requests of the canary have been counted (argo-rollouts #4864)',
          `wait for two scrapes: ${2 * SCRAPE_INTERVAL_SECONDS} or more, or leave it out`,
        ),
      ];
    }),
  ];
}

function nameProblems(checks: readonly CheckSpec[], at: string): Problem[] {
  const names = checks.map((check) => (check.check === 'smoke' ? smokeName(check.path) : check.check));
  return names.flatMap((name, index) =>
    when(
      names.indexOf(name) !== index,
      `${at}.checks[${index}]`,
      name,
      'the same check twice: the engine refuses two metrics of one name',
      'remove one of them',
    ),
  );
}

function commonProblems(check: CheckSpec, field: string): Problem[] {
  const { consecutiveErrorLimit: errors } = check;
  return [
    ...when(
      errors !== undefined && errors < FEWEST_ERRORS_IN_A_ROW,
      `${field}.consecutiveErrorLimit`,
      errors,
      `an error is asked again every ${ERROR_RETRY_SECONDS} s, so a metrics store that is away for ${((errors ?? 0) + 1) * ERROR_RETRY_SECONDS} s ends a good release`,
      `set it to ${FEWEST_ERRORS_IN_A_ROW} or more, or leave it out`,
    ),
    ...when(
      check.check === 'promise' &&
        check.intervalSeconds !== undefined &&
        check.intervalSeconds < SCRAPE_INTERVAL_SECONDS,
      `${field}.intervalSeconds`,
      check.intervalSeconds,
      `metrics are collected every ${SCRAPE_INTERVAL_SECONDS} s: two measurements would count the same requests twice`,
      `set it to ${SCRAPE_INTERVAL_SECONDS} or more`,
    ),
  ];
}

/** Limits compare with `>`, and reaching the count is a success however it was reached. */
function limitProblems(check: CheckSpec, field: string): Problem[] {
  const { count, failureLimit: failures, inconclusiveLimit: empty } = limitsOf(check);
  const inARow = check.consecutiveSuccessLimit ?? 0;
  if (empty >= count) {
    return when(
      true,
      `${field}.inconclusiveLimit`,
      empty,
      `measurements without data count, and ${count} of them reach the count of ${count}: the check passes with no data at all`,
      `set it under ${count}, or measure more often`,
    );
  }
  if (failures >= count) {
    return when(
      true,
      `${field}.failureLimit`,
      failures,
      `limits are exceeded, not reached, and ${count} measurements never exceed it: the check cannot fail`,
      `set it under ${count}; 0 fails on the first`,
    );
  }
  return [
    ...when(
      failures + empty >= count,
      `${field}.${check.failureLimit === undefined && check.inconclusiveLimit !== undefined ? 'inconclusiveLimit' : 'failureLimit'}`,
      check.failureLimit === undefined && check.inconclusiveLimit !== undefined ? empty : failures,
      `${failures} failed and ${empty} empty measurements make the count of ${count}: the check passes without a single success`,
      `measure more than ${failures + empty} times, or tolerate less`,
    ),
    ...when(
      inARow > 0 && count < failures + inARow,
      `${field}.consecutiveSuccessLimit`,
      inARow,
      `the engine refuses a count (${count}) under failureLimit and consecutiveSuccessLimit together (${failures + inARow})`,
      `measure ${failures + inARow} times or more`,
    ),
  ];
}

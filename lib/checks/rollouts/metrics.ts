import { ERROR_RETRY_SECONDS, FEWEST_ERRORS_IN_A_ROW } from '../../../constructs/delivery/defaults';
import { SCRAPE_INTERVAL_SECONDS } from '../../../constructs/slo/metrics';
import type { Flaw } from '../wiring/placed';
import { at, mapAt, numberAt, textAt } from '../wiring/value';
import { conditionFlaws } from './conditions';
import { paceOf, secondsOf, type Pace } from './pace';
import { tell, when, type Judgement, type Metric, type Release, type Told } from './release';

/** What is wrong with how long metrics measure, and what they bear. */
export function metricFlaws({ judgements }: Release): readonly Told[] {
  return judgements.flatMap((judgement) =>
    judgement.metrics.flatMap((metric) =>
      tell(metric.template, [
        ...readableFlaws(metric),
        ...providerFlaws(metric),
        ...errorFlaws(metric),
        ...(judgement.at === 'background' ? endlessFlaws(metric) : finiteFlaws(metric, judgement)),
      ]),
    ),
  );
}

/** What measures, as far as this check can judge it. */
const PROVIDERS = ['job', 'prometheus'];

/** Whether a metric asks the metrics store. */
export const isQuery = ({ value }: Metric): boolean => at(value, 'provider', 'prometheus') !== undefined;

/** Whether a metric gives a number even where nothing is measured, so that no data fails it. */
export const isEvidence = (metric: Metric): boolean =>
  isQuery(metric) && /\bor\s+vector\(0\)\s*$/.test(textAt(metric.value, 'provider', 'prometheus', 'query') ?? '');

const COUNTS = [
  'count',
  'failureLimit',
  'inconclusiveLimit',
  'consecutiveErrorLimit',
  'consecutiveSuccessLimit',
] as const;

/** What cannot be read cannot be judged: an argument in a limit, or a time that is none. */
function readableFlaws({ value, field }: Metric): Flaw[] {
  return [
    ...COUNTS.flatMap((key) =>
      when(
        at(value, key) !== undefined && numberAt(value, key) === undefined,
        `${field}.${key}`,
        at(value, key),
        'this is no number, so that nobody can tell what it lets through',
        'write a number',
      ),
    ),
    ...['initialDelay', 'interval'].flatMap((key) =>
      when(
        at(value, key) !== undefined && secondsOf(at(value, key)) === undefined,
        `${field}.${key}`,
        at(value, key),
        'this is no time that the engine reads',
        'write a number and a unit, as in 90s or 2m',
      ),
    ),
  ];
}

function providerFlaws(metric: Metric): Flaw[] {
  const { value, field } = metric;
  const unknown = Object.keys(mapAt(value, 'provider')).filter((provider) => !PROVIDERS.includes(provider));
  const interval = secondsOf(at(value, 'interval'));
  return [
    ...unknown.flatMap((provider) =>
      when(
        true,
        `${field}.provider`,
        provider,
        'this check does not know what such a provider answers when it has no data',
        `take one of ${PROVIDERS.join(', ')}, or teach lib/checks/rollouts/metrics.ts to judge it`,
      ),
    ),
    ...(isQuery(metric) ? conditionFlaws(metric) : []),
    ...when(
      isQuery(metric) && interval !== undefined && interval < SCRAPE_INTERVAL_SECONDS,
      `${field}.interval`,
      at(value, 'interval'),
      `metrics are collected every ${SCRAPE_INTERVAL_SECONDS} s: two measurements would count the same requests twice`,
      `set it to ${SCRAPE_INTERVAL_SECONDS}s or more`,
    ),
    ...when(
      at(value, 'provider', 'job') !== undefined &&
        numberAt(value, 'provider', 'job', 'spec', 'activeDeadlineSeconds') === undefined,
      `${field}.provider.job.spec.activeDeadlineSeconds`,
      undefined,
      'a job whose pod finds no node, or hangs, never ends, and the release waits for it',
      'give it a time after which it has failed, as in 125',
    ),
  ];
}

function errorFlaws({ value, field }: Metric): Flaw[] {
  const { consecutiveErrorLimit: errors } = paceOf(value);
  return when(
    errors < FEWEST_ERRORS_IN_A_ROW,
    `${field}.consecutiveErrorLimit`,
    at(value, 'consecutiveErrorLimit'),
    `an error is asked again every ${ERROR_RETRY_SECONDS} s, so a metrics store that is away for ${(errors + 1) * ERROR_RETRY_SECONDS} s ends a good release`,
    `set it to ${FEWEST_ERRORS_IN_A_ROW} or more`,
  );
}

/** Beside the steps a metric measures until the promotion: one that ends judges no step after its end. */
function endlessFlaws(metric: Metric): Flaw[] {
  const { value, field } = metric;
  const delay = paceOf(value).initialDelaySeconds;
  return [
    ...when(
      paceOf(value).count !== undefined,
      `${field}.count`,
      at(value, 'count'),
      'beside the steps a metric that is complete judges no step after it',
      'give it an interval and no count',
    ),
    ...when(
      at(value, 'consecutiveSuccessLimit') !== undefined,
      `${field}.consecutiveSuccessLimit`,
      at(value, 'consecutiveSuccessLimit'),
      'beside the steps it ends the metric after the first good minutes, before the larger weights',
      'remove it',
    ),
    ...when(
      isQuery(metric) && delay < 2 * SCRAPE_INTERVAL_SECONDS,
      `${field}.initialDelay`,
      at(value, 'initialDelay'),
      'it measures before the first requests of the canary have been counted (argo-rollouts #4864)',
      `wait for two scrapes: ${2 * SCRAPE_INTERVAL_SECONDS}s or more`,
    ),
  ];
}

/** Limits compare with `>`, and reaching the count is a success however it was reached. */
function finiteFlaws(metric: Metric, judgement: Judgement): Flaw[] {
  const { value, field } = metric;
  const pace = paceOf(value);
  const { count, failureLimit: failures, inconclusiveLimit: empty } = pace;
  if (count === undefined) {
    return when(
      true,
      `${field}.count`,
      at(value, 'count'),
      'without a count it measures for ever, and the release waits for it',
      'say how many measurements complete it',
    );
  }
  const borne = Math.min(empty, ...evidenceLimits(pace, judgement));
  return [
    ...when(
      empty >= count,
      `${field}.inconclusiveLimit`,
      empty,
      `measurements without data count, and ${count} of them reach the count of ${count}: it passes with no data at all`,
      `set it under ${count}`,
    ),
    ...when(
      failures >= count,
      `${field}.failureLimit`,
      failures,
      `limits are exceeded, not reached, and ${count} measurements never exceed it: it cannot fail`,
      `set it under ${count}; 0 fails on the first`,
    ),
    ...when(
      failures < count && empty < count && failures + borne >= count,
      `${field}.failureLimit`,
      failures,
      `${failures} failed and ${borne} empty measurements make the count of ${count}: it passes without a single success`,
      `measure more than ${failures + borne} times, or bear less`,
    ),
  ];
}

/** A metric beside it that fails without data ends the analysis before so many measurements are empty. */
function evidenceLimits({ intervalSeconds, initialDelaySeconds }: Pace, { metrics }: Judgement): number[] {
  return metrics
    .filter(isEvidence)
    .map(({ value }) => paceOf(value))
    .filter((pace) => pace.intervalSeconds === intervalSeconds && pace.initialDelaySeconds === initialDelaySeconds)
    .map(({ failureLimit }) => failureLimit);
}

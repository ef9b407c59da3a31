import { burnRateAlerts, latencyBudget, type BurnRateAlert } from '../../../slo/budget';
import { complement } from '../../../slo/decimal';
import { above, is, over, series, sumOverTime, times, type Selector, type Vector } from '../../../slo/promql';
import { printDuration } from '../../../slo/promql-text';
import {
  answeredCountQuery,
  answeredRateQuery,
  errorRatio,
  failureRateQuery,
  requestCountQuery,
  requestRateQuery,
  slowRateQuery,
  slowRatio,
} from '../../../slo/queries';
import type { RecordingRule } from '../../rules/rule';
import { EVALUATION_INTERVAL_SECONDS } from '../../rules/rule';
import type { MonitoredService } from './service';

/** The two halves of a promise, each with its own error budget. */
export const BUDGETS = ['availability', 'latency'] as const;

/** One of {@link BUDGETS}. */
export type Budget = (typeof BUDGETS)[number];

/** What is counted of a budget: all requests that it is about, and those that spend it. */
const COUNTED: Readonly<Record<Budget, { readonly all: string; readonly bad: string }>> = {
  availability: { all: 'requests', bad: 'failed_requests' },
  latency: { all: 'answered_requests', bad: 'slow_requests' },
};

/** The window of the rates that longer windows are added up from, in seconds. */
export const BASE_WINDOW_SECONDS = 300;

/**
 * The longest window that is taken from the requests themselves, in seconds. Amazon Managed Service for Prometheus bills
 * queries by the samples that they read, and every evaluation reads the whole window of every pod: for days that is most of
 * the bill. Longer windows are added up from recorded rates, of which there is one a minute for the whole service.
 */
export const LONGEST_DIRECT_SECONDS = 6 * 3_600;

/** The share of requests that may spend a budget. */
export function budgetShare({ slo }: Pick<MonitoredService, 'slo'>, budget: Budget): number {
  return budget === 'availability' ? complement(slo.availability) : latencyBudget(slo);
}

/** The burn-rate alerts on a budget, the fastest first. */
export function alertsOn(service: Pick<MonitoredService, 'slo'>, budget: Budget): readonly BurnRateAlert[] {
  return burnRateAlerts(service.slo, budgetShare(service, budget));
}

/** What is recorded for a budget of a service, in an order in which each needs only what comes before it. */
export function recordingRules(service: MonitoredService, budget: Budget): readonly RecordingRule[] {
  const alerts = alertsOn(service, budget);
  const long = alerts.map(({ longWindowSeconds }) => longWindowSeconds);
  const windows = [...new Set(alerts.flatMap((alert) => [alert.shortWindowSeconds, alert.longWindowSeconds]))];
  const labels = { service: service.name, namespace: service.namespace };
  const rule = (record: string, expression: Vector): RecordingRule => ({ record, expression, labels });
  return [
    rule(names(budget).allRate, allRate(service, budget)),
    rule(names(budget).badRate, badRate(service, budget)),
    ...windows
      .sort((one, other) => one - other)
      .map((seconds) => rule(names(budget).ratio(seconds), ratioOver(service, budget, seconds))),
    ...long.map((seconds) => rule(names(budget).count(seconds), countOver(service, budget, seconds))),
  ];
}

/** The requests per second that a budget is about, as recorded. */
export const recordedRate = (service: MonitoredService, budget: Budget): Selector =>
  recorded(service, names(budget).allRate);

/** The requests per second that spend a budget, as recorded. */
export const recordedBadRate = (service: MonitoredService, budget: Budget): Selector =>
  recorded(service, names(budget).badRate);

/** The share of requests that spent a budget over a window, as recorded: only windows of alerts are. */
export const recordedRatio = (service: MonitoredService, budget: Budget, windowSeconds: number): Selector =>
  recorded(service, names(budget).ratio(windowSeconds));

/** The requests over the long window of an alert, as recorded. */
export const recordedCount = (service: MonitoredService, budget: Budget, windowSeconds: number): Selector =>
  recorded(service, names(budget).count(windowSeconds));

/**
 * The share of requests that spent a budget over any window, however long: of a whole period, for dashboards. Sums of
 * requests divide, so that an hour with little traffic counts for little.
 */
export function ratioOverPeriod(service: MonitoredService, budget: Budget, windowSeconds: number): Vector {
  return over(
    sumOverTime(recordedBadRate(service, budget), windowSeconds),
    above(sumOverTime(recordedRate(service, budget), windowSeconds), 0),
  );
}

function recorded({ name, namespace }: MonitoredService, record: string): Selector {
  return series(record, [is('service', name), is('namespace', namespace)]);
}

/** Names in the usual form, `level:metric:operations` (prometheus.io, "Recording rules"). */
function names(budget: Budget): {
  readonly allRate: string;
  readonly badRate: string;
  readonly ratio: (seconds: number) => string;
  readonly count: (seconds: number) => string;
} {
  const { all, bad } = COUNTED[budget];
  const base = printDuration(BASE_WINDOW_SECONDS);
  return {
    allRate: `service:${all}:rate${base}`,
    badRate: `service:${bad}:rate${base}`,
    ratio: (seconds) => `service:${bad}:ratio${printDuration(seconds)}`,
    count: (seconds) => `service:${all}:increase${printDuration(seconds)}`,
  };
}

function allRate({ source, name, namespace }: MonitoredService, budget: Budget): Vector {
  const of = { service: name, namespace };
  return budget === 'availability'
    ? requestRateQuery(source, of, BASE_WINDOW_SECONDS)
    : answeredRateQuery(source, of, BASE_WINDOW_SECONDS);
}

function badRate({ source, name, namespace, slo }: MonitoredService, budget: Budget): Vector {
  const of = { service: name, namespace };
  return budget === 'availability'
    ? failureRateQuery(source, of, BASE_WINDOW_SECONDS)
    : slowRateQuery(source, of, slo.latency.thresholdMilliseconds, BASE_WINDOW_SECONDS);
}

function ratioOver(service: MonitoredService, budget: Budget, seconds: number): Vector {
  if (seconds > LONGEST_DIRECT_SECONDS) return ratioOverPeriod(service, budget, seconds);
  const { source, name, namespace, slo } = service;
  const of = { service: name, namespace };
  return budget === 'availability'
    ? errorRatio(source, of, { seconds })
    : slowRatio(source, of, slo.latency.thresholdMilliseconds, { seconds });
}

function countOver(service: MonitoredService, budget: Budget, seconds: number): Vector {
  if (seconds > LONGEST_DIRECT_SECONDS) {
    // A rate that is recorded once a minute stands for a minute of requests; a minute without is a minute without any.
    return times(EVALUATION_INTERVAL_SECONDS, sumOverTime(recordedRate(service, budget), seconds));
  }
  const { source, name, namespace } = service;
  const of = { service: name, namespace };
  return budget === 'availability' ? requestCountQuery(source, of, seconds) : answeredCountQuery(source, of, seconds);
}

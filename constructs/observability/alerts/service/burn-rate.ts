import { latencyQuery, requestRateQuery } from '../../../slo/queries';
import { errorBudget, periodSeconds, secondsToDetect, type BurnRateAlert } from '../../../slo/budget';
import { decimal, percent } from '../../../slo/decimal';
import { above, and, atLeast, type Vector } from '../../../slo/promql';
import { printDuration } from '../../../slo/promql-text';
import type { Alert, BudgetCost, FirstQuery } from '../alert';
import { rollBackSteps } from './roll-back';
import { alertsOn, BASE_WINDOW_SECONDS, budgetShare, recordedCount, recordedRatio, type Budget } from './recordings';
import type { MonitoredService } from './service';

/**
 * The fewest requests by which anybody is called, whatever the promise. Where much may be bad, as at the 95th percentile, one
 * request would otherwise be enough to say nothing, and two to wake somebody.
 */
export const FEWEST_REQUESTS = 20;

/** The requests that the long window must hold for an alert to say anything. */
export function requestsToAlert({ minimumRequests }: Pick<BurnRateAlert, 'minimumRequests'>): number {
  return Math.max(FEWEST_REQUESTS, minimumRequests);
}

/** The name of the alert on a budget with this long window: `AvailabilityBudgetBurn1h`. */
export function burnRateAlertName(budget: Budget, { longWindowSeconds }: BurnRateAlert): string {
  return `${budget === 'availability' ? 'Availability' : 'Latency'}BudgetBurn${printDuration(longWindowSeconds)}`;
}

/** The alerts on both budgets of a service, the fastest of each first. */
export function burnRateAlertsOf(service: MonitoredService, budget: Budget): readonly Alert[] {
  return alertsOn(service, budget).map((alert) => burnRateAlert(service, budget, alert));
}

function burnRateAlert(service: MonitoredService, budget: Budget, alert: BurnRateAlert): Alert {
  const { name, namespace } = service;
  const { severity, longWindowSeconds, shortWindowSeconds, errorRatio, forSeconds, factor } = alert;
  const [long, short] = [longWindowSeconds, shortWindowSeconds].map(printDuration);
  const spends = spending(service, budget);
  return {
    name: burnRateAlertName(budget, alert),
    severity,
    service: name,
    namespace,
    labels: { budget, window: printDuration(longWindowSeconds) },
    condition: `more than ${percent(errorRatio)} of requests ${spends} over ${long} and over ${short}`,
    expression: condition(service, budget, alert),
    forSeconds,
    summary: `${name}: more than ${percent(errorRatio)} of requests ${spends}, ${much(factor)} its promise allows`,
    cost: costOf(service, budget, alert),
    runbook: {
      means: meaning(service, budget, alert),
      queries: [
        ...queriesOf(service, budget, alert),
        {
          asks: `How many requests per second does ${name} get?`,
          query: requestRateQuery(service.source, { service: name, namespace }, BASE_WINDOW_SECONDS),
        },
      ],
      steps: [...rollBackSteps(service), ...furtherSteps(service, budget)],
    },
    // They are proven together: see proof/promise.ts.
    proofs: () => [],
  };
}

/** Both windows above the ratio, and enough requests to tell. All sides have the labels of the recording, and no others. */
function condition(service: MonitoredService, budget: Budget, alert: BurnRateAlert): Vector {
  const { longWindowSeconds, shortWindowSeconds, errorRatio } = alert;
  return and(
    and(
      above(recordedRatio(service, budget, longWindowSeconds), errorRatio),
      above(recordedRatio(service, budget, shortWindowSeconds), errorRatio),
    ),
    atLeast(recordedCount(service, budget, longWindowSeconds), requestsToAlert(alert)),
  );
}

function spending({ slo }: MonitoredService, budget: Budget): string {
  return budget === 'availability' ? 'failed' : `took longer than ${slo.latency.thresholdMilliseconds} ms`;
}

/** What an alert costs before it fires. Latency counts as an outage when every request is slow. */
function costOf(service: MonitoredService, budget: Budget, alert: BurnRateAlert): BudgetCost {
  const { slo } = service;
  const period = periodSeconds(slo);
  const secondsAtOutage = secondsToDetect(alert);
  const secondsAtThreshold = alert.longWindowSeconds + alert.forSeconds;
  return {
    secondsAtOutage,
    spentAtOutage: decimal(secondsAtOutage / (budgetShare(service, budget) * period)),
    secondsAtThreshold,
    spentAtThreshold: decimal((alert.factor * secondsAtThreshold) / period),
  };
}

function meaning(service: MonitoredService, budget: Budget, alert: BurnRateAlert): string {
  const { name, slo } = service;
  const { availability, latency, windowDays = 30 } = slo;
  const promise =
    budget === 'availability'
      ? `${percent(availability)} of requests to ${name} are answered without a server error (HTTP 5xx)`
      : `${latency.percentile} % of the requests that ${name} answers take at most ${latency.thresholdMilliseconds} ms`;
  const last = printDuration(alert.longWindowSeconds);
  const pace =
    alert.severity === 'page'
      ? `At this pace the budget of ${windowDays} days lasts ${daysLeft(windowDays, alert)}: users notice now.`
      : `At this pace the budget of ${windowDays} days lasts ${daysLeft(windowDays, alert)}: it can wait for the morning, not for next week.`;
  return (
    `The promise is that ${promise}, over ${windowDays} days. For ${last} the error budget has been burning ` +
    `${fast(alert)} as it may, and in the last ${printDuration(alert.shortWindowSeconds)} still was. ${pace}` +
    (budget === 'availability' ? ` In all, ${outage(slo)} of total outage are allowed.` : '')
  );
}

const much = (factor: number): string => (factor === 1 ? 'all that' : `${factor} times what`);

const fast = ({ factor }: BurnRateAlert): string => (factor === 1 ? 'as fast' : `${factor} times as fast`);

const outage = (slo: MonitoredService['slo']): string => `${decimal(errorBudget(slo).outageSeconds / 60)} min`;

function daysLeft(windowDays: number, { factor }: BurnRateAlert): string {
  const days = windowDays / factor;
  return days < 3 ? `${Math.round(days * 24)} hours` : `${Math.round(days)} days`;
}

function queriesOf(service: MonitoredService, budget: Budget, alert: BurnRateAlert): readonly FirstQuery[] {
  const { name, namespace, source, slo } = service;
  const still: FirstQuery = {
    asks: `What share of requests ${spending(service, budget)} in the last ${printDuration(alert.shortWindowSeconds)}?`,
    query: recordedRatio(service, budget, alert.shortWindowSeconds),
  };
  if (budget === 'availability') return [still];
  return [
    still,
    {
      asks: `How slow is the ${slo.latency.percentile}th percentile, in ${source === 'mesh' ? 'milliseconds' : 'seconds'}?`,
      query: latencyQuery(source, { service: name, namespace }, slo.latency.percentile, BASE_WINDOW_SECONDS),
    },
  ];
}

function furtherSteps({ name, namespace, calls, callers }: MonitoredService, budget: Budget): readonly string[] {
  return [
    ...(calls.length === 0
      ? []
      : [
          `No release? ${name} calls ${list(calls)}: look whether one of them has an alert of its own, and work there first.`,
        ]),
    ...(callers.length === 0 ? [] : [`Tell those who call ${name}: ${list(callers)}.`]),
    budget === 'availability'
      ? `Read what it says: \`kubectl logs --namespace ${namespace} --selector app.kubernetes.io/name=${name} --container ${name} --since 15m --tail 200 --prefix\`.`
      : `Are its pods at their limit? \`kubectl top pods --namespace ${namespace} --containers\`; if the autoscaler is at its maximum, AutoscalerAtMaximum says what to do.`,
  ];
}

const list = (words: readonly string[]): string => words.join(', ');

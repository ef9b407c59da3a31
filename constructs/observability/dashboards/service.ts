import type { PlanContext } from '../../plan/context';
import { errorBudget, periodSeconds } from '../../slo/budget';
import { decimal, percent } from '../../slo/decimal';
import { METRICS } from '../../slo/metrics';
import { is, max, minus, over } from '../../slo/promql';
import { printDuration } from '../../slo/promql-text';
import { latencyQuery, requestRateByQuery } from '../../slo/queries';
import {
  alertsOn,
  BASE_WINDOW_SECONDS,
  BUDGETS,
  budgetShare,
  ratioOverPeriod,
  recordedRatio,
  type Budget,
} from '../alerts/service/recordings';
import type { MonitoredService } from '../alerts/service/service';
import { select } from '../catalogue/catalogue';
import { dashboardName } from '../rules/alert-rules';
import type { Dashboard, Panel, Row } from './dashboard';
import { podPanels, releasePanels } from './service-pods';

/** The error budget of a service, what burns it, and what to do about it: `runbook` is that of the service. */
export function serviceDashboard(service: MonitoredService, context: PlanContext, runbook: string): Dashboard {
  const { name } = service;
  return {
    name: dashboardName(context, name),
    title: `${name} (${context.environment})`,
    tags: [context.platform, context.environment, 'service'],
    rows: [
      {
        title: 'The promise',
        height: 5,
        panels: [promisePanel(service), ...BUDGETS.map((each) => left(service, each))],
      },
      { title: 'How fast the budget burns', height: 8, panels: BUDGETS.map((each) => burn(service, each)) },
      { title: 'Requests', height: 8, panels: requestPanels(service) },
      { title: 'Releases', height: 8, panels: releasePanels(service) },
      { title: 'Pods', height: 8, panels: podPanels(service) },
      alertRow(name),
      { title: 'What to do', height: 24, panels: [{ kind: 'text', title: 'Runbook', text: runbook }] },
    ],
  };
}

/** Which alerts of a service fire, over time. */
export function alertRow(service: string): Row {
  return {
    title: 'Alerts',
    height: 7,
    panels: [
      {
        kind: 'states',
        title: 'Alerts that fire',
        says: 'One line for each alert; what has none did not fire.',
        unit: 'count',
        queries: [
          {
            query: max(select('ALERTS', [is('service', service), is('alertstate', 'firing')]), [
              'alertname',
              'severity',
            ]),
            legend: '{{alertname}} ({{severity}})',
          },
        ],
        thresholds: [{ colour: 'transparent' }, { from: 1, colour: 'red' }],
      },
    ],
  };
}

function promisePanel({ name, slo, calls, callers }: MonitoredService): Panel {
  const { availability, latency, windowDays = 30, requestsPerSecond } = slo;
  const { outageSeconds } = errorBudget(slo);
  return {
    kind: 'text',
    title: 'What is promised',
    text: [
      `**${percent(availability)}** of requests are answered without a server error: ${decimal(outageSeconds / 60)} minutes of total outage in ${windowDays} days.`,
      `**${latency.percentile} %** of answers take at most **${latency.thresholdMilliseconds} ms**.`,
      `Usually ${requestsPerSecond} requests a second.`,
      `${name} calls ${calls.length === 0 ? 'nobody' : calls.join(', ')}; it is called by ${callers.length === 0 ? 'nobody inside' : callers.join(', ')}.`,
    ].join('\n\n'),
  };
}

function left(service: MonitoredService, budget: Budget): Panel {
  const { slo } = service;
  const spent = over(ratioOverPeriod(service, budget, periodSeconds(slo)), budgetShare(service, budget));
  return {
    kind: 'number',
    title: budget === 'availability' ? 'Error budget left' : 'Latency budget left',
    says: `Of the last ${slo.windowDays ?? 30} days. Below zero, the promise is broken.`,
    unit: 'percent-of-budget',
    queries: [{ query: minus(1, spent), legend: 'left' }],
    thresholds: [{ colour: 'red' }, { from: 0, colour: 'orange' }, { from: 0.25, colour: 'green' }],
  };
}

function burn(service: MonitoredService, budget: Budget): Panel {
  const alerts = alertsOn(service, budget);
  const factors = alerts.map(({ factor }) => factor).sort((one, other) => one - other);
  return {
    kind: 'lines',
    title: budget === 'availability' ? 'Failed requests, as a burn rate' : 'Slow requests, as a burn rate',
    says: `At 1 the budget lasts exactly its period. Alerts fire above ${factors.join(', ')}, the longer the window the sooner.`,
    unit: 'times',
    queries: alerts.map(({ longWindowSeconds }) => ({
      query: over(recordedRatio(service, budget, longWindowSeconds), budgetShare(service, budget)),
      legend: `over ${printDuration(longWindowSeconds)}`,
    })),
    thresholds: [
      { colour: 'transparent' },
      ...factors.map((factor, index) => ({
        from: factor,
        colour: index < factors.length / 2 ? ('orange' as const) : ('red' as const),
      })),
    ],
  };
}

function requestPanels({ source, name, namespace, slo }: MonitoredService): readonly Panel[] {
  const of = { service: name, namespace };
  return [
    {
      kind: 'lines',
      title: 'Requests by status',
      says: 'What starts with 5 spends the error budget.',
      unit: 'requests-per-second',
      queries: [
        {
          query: requestRateByQuery(source, of, 'status', BASE_WINDOW_SECONDS),
          legend: `{{${METRICS[source].labels.status}}}`,
        },
      ],
    },
    {
      kind: 'lines',
      title: 'How long answers take',
      says: `Interpolated, and without failed requests. Promised: ${slo.latency.percentile} % within ${slo.latency.thresholdMilliseconds} ms.`,
      unit: source === 'mesh' ? 'milliseconds' : 'seconds',
      queries: [...new Set([50, 95, slo.latency.percentile])].map((percentile) => ({
        query: latencyQuery(source, of, percentile, BASE_WINDOW_SECONDS),
        legend: `${percentile} %`,
      })),
      thresholds: [
        { colour: 'transparent' },
        {
          from: decimal(slo.latency.thresholdMilliseconds / METRICS[source].millisecondsPerUnit),
          colour: 'red',
        },
      ],
    },
  ];
}

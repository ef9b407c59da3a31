import { above, absent, count, increase, matches, or, over, plus, sum, vector } from '../../../slo/promql';
import { select } from '../../catalogue/catalogue';
import { fires, silent } from '../../proof/proof';
import { grows, holds, missing, mock, type MockSeries } from '../../proof/series';
import type { Alert } from '../alert';
import { COLLECTOR_STEPS, failing, METRICS_EXPORTER, WINDOW_SECONDS } from './collector';
import { MINUTE, platformAlert } from './platform-alert';

/** That metrics arrive, are kept, and are worked out. */
export function storeAlerts(): readonly Alert[] {
  return [watchdog(), metricsLost(), metricsNotStored()];
}

function watchdog(): Alert {
  const name = 'Watchdog';
  return platformAlert({
    name,
    severity: 'none',
    condition: 'always',
    expression: vector(1),
    forSeconds: 0,
    summary: 'alerts are worked out and sent',
    runbook: {
      means:
        'This alert always fires, and calls nobody. Something outside must notice when it stops, for then no alert of this ' +
        'environment reaches anybody, however bad things are: on AWS the alarm MetricsAlertsStopped of CloudWatch pages.',
      queries: [{ asks: 'Does it fire?', query: select('ALERTS', [matches('alertname', 'Watchdog')]) }],
      steps: [
        'Is the metrics workspace there, with its rules and its alert manager? The log group of the workspace says which rules failed.',
        'Does the topic that alerts are sent to have its subscribers?',
      ],
    },
    proofs: () => [
      {
        title: 'nothing is measured at all, and it still fires',
        series: [],
        expected: [fires(name, MINUTE), fires(name, 10 * MINUTE)],
      },
    ],
  });
}

function metricsLost(): Alert {
  const name = 'MetricsLost';
  return platformAlert({
    name,
    severity: 'page',
    condition: 'no metrics arrive at all',
    expression: absent(select('up')),
    forSeconds: 5 * MINUTE,
    summary: 'no metrics arrive: every other alert is blind',
    runbook: {
      means:
        'Not one target of this cluster reports. Services may be well, but nobody would hear if they were not, and no release ' +
        'can be judged. Alerts that something is missing are held back while this one fires: they follow from it.',
      queries: [{ asks: 'Does anything arrive?', query: count(select('up')) }],
      steps: [
        ...COLLECTOR_STEPS,
        'Do they run, and cannot write? The role of their service account, the endpoint of the workspace, its limits: CloudWatch metrics of `AWS/Prometheus`, `DiscardedSamples`.',
        'Stop releases until it is mended: `kubectl argo rollouts list rollouts --all-namespaces` shows those that run.',
      ],
    },
    proofs: () => [
      {
        title: 'collection stops, and goes on',
        series: [
          mock(
            'up',
            { job: 'pods', namespace: 'trip', pod: 'a' },
            holds(10 * MINUTE, 1),
            missing(20 * MINUTE),
            holds(10 * MINUTE, 1),
          ),
        ],
        expected: [
          silent(name, 13 * MINUTE),
          silent(name, 18 * MINUTE),
          fires(name, 22 * MINUTE),
          silent(name, 32 * MINUTE),
        ],
      },
      {
        title: 'no target answers, but somebody asks',
        series: [mock('up', { job: 'pods', namespace: 'trip', pod: 'a' }, holds(30 * MINUTE, 0))],
        expected: [silent(name, 25 * MINUTE)],
      },
    ],
  });
}

/** The share of samples from which on somebody is called: a batch that is refused now and then is no reason to wake anybody. */
const LOST_SHARE = 0.1;

function metricsNotStored(): Alert {
  const name = 'MetricsNotStored';
  const failed = select('otelcol_exporter_send_failed_metric_points', [matches('exporter', METRICS_EXPORTER)]);
  const sent = select('otelcol_exporter_sent_metric_points', [matches('exporter', METRICS_EXPORTER)]);
  const [lost, written] = [sum(increase(failed, WINDOW_SECONDS)), sum(increase(sent, WINDOW_SECONDS))];
  const labels = { exporter: 'prometheus_remote_write', pod: 'otel-agent-a' };
  const writes = (perSecond: number): MockSeries =>
    mock('otelcol_exporter_sent_metric_points', { ...labels, pod: 'otel-agent-b' }, grows(75 * MINUTE, perSecond));
  return platformAlert({
    name,
    severity: 'page',
    condition: 'more than a tenth of the samples could not be written to the metrics store',
    expression: above(over(lost, plus(lost, or(written, vector(0)))), LOST_SHARE),
    forSeconds: 10 * MINUTE,
    summary: 'metrics are lost on the way to the store',
    runbook: {
      means:
        'Collectors have samples that the store does not take. What is missing may be what an alert or the judge of a release ' +
        'needed. That this alert arrives says that not all of them fail.',
      queries: [
        {
          asks: 'On which collectors, how many in ten minutes?',
          query: sum(increase(failed, WINDOW_SECONDS), ['pod', 'node']),
        },
        {
          asks: 'How many were written?',
          query: written,
        },
      ],
      steps: [
        ...COLLECTOR_STEPS,
        '429: a limit of the workspace. CloudWatch, `AWS/Prometheus`, `DiscardedSamples` by reason: too many series, too many samples.',
        'A metric with too many labels is the usual cause: which service was released last?',
      ],
    },
    proofs: () => [
      {
        title: 'writing fails for a while on one of two collectors',
        series: [...failing('otelcol_exporter_send_failed_metric_points', labels), writes(1)],
        expected: [
          silent(name, 9 * MINUTE),
          silent(name, 17 * MINUTE),
          fires(name, 25 * MINUTE),
          silent(name, 60 * MINUTE),
        ],
      },
      {
        title: 'nothing is written that is counted, and some is lost',
        series: failing('otelcol_exporter_send_failed_metric_points', labels),
        expected: [
          silent(name, 9 * MINUTE),
          silent(name, 17 * MINUTE),
          fires(name, 25 * MINUTE),
          silent(name, 60 * MINUTE),
        ],
      },
      {
        title: 'one sample of twenty is lost: a ticket is enough',
        series: [...failing('otelcol_exporter_send_failed_metric_points', labels), writes(19)],
        expected: [
          silent(name, 30 * MINUTE),
          fires('TelemetryNotExported', 30 * MINUTE, { exporter: 'prometheus_remote_write' }),
        ],
      },
      {
        title: 'traces cannot be written, metrics can',
        series: [
          ...failing('otelcol_exporter_send_failed_metric_points', { ...labels, exporter: 'otlp_http/traces' }),
          writes(1),
        ],
        expected: [silent(name, 25 * MINUTE)],
      },
    ],
  });
}

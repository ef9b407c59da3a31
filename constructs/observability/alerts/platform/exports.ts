import { over, sum } from '../../../slo/promql';
import { select } from '../../catalogue/catalogue';
import { fires, silent } from '../../proof/proof';
import { holds, mock } from '../../proof/series';
import type { Alert } from '../alert';
import { COLLECTOR_STEPS, failing, lostOf } from './collector';
import { platformAlert, MINUTE } from './platform-alert';

/** That traces and logs get where they are kept. */
export function exportAlerts(): readonly Alert[] {
  return [telemetryNotExported(), telemetryDropped(), telemetryRefused()];
}

function telemetryNotExported(): Alert {
  const name = 'TelemetryNotExported';
  const failed = [
    select('otelcol_exporter_send_failed_spans'),
    select('otelcol_exporter_send_failed_log_records'),
    select('otelcol_exporter_send_failed_metric_points'),
  ];
  const labels = { exporter: 'otlp_http/traces', pod: 'otel-gateway-0' };
  return platformAlert({
    name,
    severity: 'ticket',
    condition: 'traces, logs or metrics could not be sent where they are kept',
    expression: lostOf(failed, 'exporter'),
    forSeconds: 15 * MINUTE,
    summary: 'exporter {{ $labels.exporter }} cannot send',
    runbook: {
      means:
        'Traces, logs or metrics are lost on the way to where they are kept; the exporter says which. Alerts do not need traces and logs; ' +
        'whoever looks for a cause does. Metrics they need: when more than a tenth of those is lost, MetricsNotStored pages.',
      queries: [{ asks: 'How many in ten minutes, by exporter?', query: lostOf(failed, 'exporter') }],
      steps: [...COLLECTOR_STEPS, 'Permissions of the role, the endpoint, a limit of the service that keeps them.'],
    },
    proofs: () => [
      {
        title: 'traces cannot be sent for a while',
        series: failing('otelcol_exporter_send_failed_spans', labels),
        expected: [
          silent(name, 20 * MINUTE),
          fires(name, 30 * MINUTE, { exporter: 'otlp_http/traces' }),
          silent(name, 60 * MINUTE),
        ],
      },
      {
        title: 'one batch is lost, once',
        series: [mock('otelcol_exporter_send_failed_spans', labels, holds(10 * MINUTE, 0), holds(50 * MINUTE, 200))],
        expected: [silent(name, 19 * MINUTE), silent(name, 26 * MINUTE), silent(name, 40 * MINUTE)],
      },
    ],
  });
}

function telemetryDropped(): Alert {
  const name = 'TelemetryDropped';
  const dropped = [
    select('otelcol_exporter_enqueue_failed_spans'),
    select('otelcol_exporter_enqueue_failed_log_records'),
    select('otelcol_exporter_enqueue_failed_metric_points'),
  ];
  return platformAlert({
    name,
    severity: 'ticket',
    condition: 'a collector threw telemetry away, because its queue was full',
    expression: lostOf(dropped, 'exporter'),
    forSeconds: 10 * MINUTE,
    summary: 'the queue of exporter {{ $labels.exporter }} is full',
    runbook: {
      means: 'More comes in than goes out, and what does not fit into the queue is gone.',
      queries: [
        {
          asks: 'How full are the queues, from 0 to 1?',
          query: over(
            sum(select('otelcol_exporter_queue_size'), ['pod', 'exporter']),
            sum(select('otelcol_exporter_queue_capacity'), ['pod', 'exporter']),
          ),
        },
      ],
      steps: [
        'Does the exporter send at all? TelemetryNotExported and MetricsNotStored say so: then work there.',
        'It sends, and there is too much: which service sends so many spans or logs? More memory and a longer queue help for a while.',
      ],
    },
    proofs: () => [
      {
        title: 'a queue is full for a while',
        series: failing('otelcol_exporter_enqueue_failed_spans', { exporter: 'otlp', pod: 'otel-agent-a' }),
        expected: [
          silent(name, 9 * MINUTE),
          silent(name, 17 * MINUTE),
          fires(name, 25 * MINUTE, { exporter: 'otlp' }),
          silent(name, 60 * MINUTE),
        ],
      },
    ],
  });
}

function telemetryRefused(): Alert {
  const name = 'TelemetryRefused';
  const refused = [
    select('otelcol_receiver_refused_spans'),
    select('otelcol_receiver_refused_log_records'),
    select('otelcol_receiver_refused_metric_points'),
  ];
  return platformAlert({
    name,
    severity: 'ticket',
    condition: 'a collector refused telemetry, because it is short of memory',
    expression: lostOf(refused, 'receiver'),
    forSeconds: 10 * MINUTE,
    summary: 'receiver {{ $labels.receiver }} refuses telemetry',
    runbook: {
      means:
        'A collector that nears its limit of memory refuses what comes, so that it does not fall over. Senders try again for a while, and then throw it away.',
      queries: [
        { asks: 'On which collectors, how many in ten minutes?', query: lostOf(refused, 'receiver') },
        {
          asks: 'How much memory do they have in use, in bytes?',
          query: sum(select('otelcol_process_memory_rss'), ['pod']),
        },
      ],
      steps: [
        'Is it one collector, beside a pod that sends very much, or all of them?',
        'Raise the memory of the collectors, or send less.',
      ],
    },
    proofs: () => [
      {
        title: 'a receiver refuses for a while',
        series: failing('otelcol_receiver_refused_spans', { receiver: 'otlp', pod: 'otel-agent-a' }),
        expected: [
          silent(name, 9 * MINUTE),
          silent(name, 17 * MINUTE),
          fires(name, 25 * MINUTE, { receiver: 'otlp' }),
          silent(name, 60 * MINUTE),
        ],
      },
    ],
  });
}

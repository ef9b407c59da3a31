import {
  count,
  equal,
  histogramQuantile,
  increase,
  is,
  max,
  min,
  over,
  rate,
  sum,
  type Vector,
} from '../../slo/promql';
import { BASE_WINDOW_SECONDS } from '../alerts/service/recordings';
import { select } from '../catalogue/catalogue';
import type { Panel, Row } from './dashboard';
import { drawn, lines } from './lines';

/** How the mesh is. */
export function meshRow(): Row {
  return {
    title: 'Mesh',
    height: 8,
    panels: [
      lines(
        'Proxies',
        'Those that a control plane feeds, by its version.',
        'count',
        drawn(sum(select('pilot_xds'), ['version']), '{{version}}'),
      ),
      lines(
        'How long a change takes to reach proxies',
        'Of 99 % of them.',
        'seconds',
        drawn(
          histogramQuantile(
            0.99,
            sum(rate(select('pilot_proxy_convergence_time_bucket'), BASE_WINDOW_SECONDS), ['le']),
          ),
          '99 %',
        ),
      ),
      lines(
        'Refused configuration',
        'By kind, in an hour.',
        'count',
        drawn(sum(increase(select('pilot_total_xds_rejects'), 3_600), ['type']), '{{type}}'),
      ),
      lines(
        'Certificates',
        'How long the shortest of them lasts.',
        'seconds',
        drawn(min(select('istio_agent_cert_expiry_seconds'), ['resource_name']), '{{resource_name}} of sidecars'),
        drawn(min(select('citadel_server_root_cert_expiry_seconds')), 'root'),
      ),
    ],
  };
}

/** Where releases stand. */
export function releasePanels(): readonly Panel[] {
  const rollouts = max(select('rollout_info'), ['namespace', 'name', 'phase']);
  return [
    lines('Rollouts by phase', 'Where releases stand.', 'count', drawn(count(rollouts, ['phase']), '{{phase}}')),
    {
      kind: 'states',
      title: 'Releases taken back or stuck',
      says: 'By service.',
      unit: 'count',
      queries: ['Abort', 'Error', 'Timeout', 'InvalidSpec', 'Paused'].map((phase) =>
        drawn(
          equal(max(select('rollout_info', [is('phase', phase)]), ['namespace', 'name']), 1),
          `{{namespace}}/{{name}} ${phase}`,
        ),
      ),
    },
  ];
}

/** How telemetry gets along. */
export function telemetryPanels(): readonly Panel[] {
  const rateOf = (metric: Parameters<typeof select>[0], by: string): Vector =>
    sum(rate(select(metric), BASE_WINDOW_SECONDS), [by]);
  return [
    lines(
      'Sent',
      'Samples, spans and log records a second, by exporter.',
      'count',
      drawn(rateOf('otelcol_exporter_sent_metric_points', 'exporter'), '{{exporter}}: samples'),
      drawn(rateOf('otelcol_exporter_sent_spans', 'exporter'), '{{exporter}}: spans'),
      drawn(rateOf('otelcol_exporter_sent_log_records', 'exporter'), '{{exporter}}: log records'),
    ),
    lines(
      'Not sent',
      'A second, by exporter.',
      'count',
      drawn(rateOf('otelcol_exporter_send_failed_metric_points', 'exporter'), '{{exporter}}: samples'),
      drawn(rateOf('otelcol_exporter_send_failed_spans', 'exporter'), '{{exporter}}: spans'),
      drawn(rateOf('otelcol_exporter_send_failed_log_records', 'exporter'), '{{exporter}}: log records'),
    ),
    lines(
      'Queues',
      'How full they are.',
      'share',
      drawn(
        max(
          over(
            sum(select('otelcol_exporter_queue_size'), ['pod', 'exporter']),
            sum(select('otelcol_exporter_queue_capacity'), ['pod', 'exporter']),
          ),
          ['exporter'],
        ),
        '{{exporter}}',
      ),
    ),
    lines(
      'Targets that do not answer',
      'By namespace.',
      'count',
      drawn(count(equal(select('up'), 0), ['namespace']), '{{namespace}}'),
    ),
  ];
}

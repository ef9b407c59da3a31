import { FROM_PODS } from './collection';
import { counter, gauge, producer } from './metric';

const EXPORTER = ['exporter'] as const;
const RECEIVER = ['receiver', 'transport'] as const;

/**
 * The OpenTelemetry Collector about itself, at port 8888. Its own reader for Prometheus, unless it is configured otherwise,
 * adds neither units nor `_total` to names (service/telemetry/otelconftelemetry/factory.go).
 */
export const COLLECTOR = producer({
  name: 'OpenTelemetry Collector',
  version: '0.159.0',
  source:
    'opentelemetry-collector v0.159.0: exporter/exporterhelper, receiver/receiverhelper and service, documentation.md; exporter/exporterhelper/internal/obs_report_sender.go (labels)',
  collected: FROM_PODS,
  metrics: {
    otelcol_process_uptime: counter(),
    otelcol_process_memory_rss: gauge(),
    otelcol_exporter_sent_spans: counter(EXPORTER),
    otelcol_exporter_sent_metric_points: counter(EXPORTER),
    otelcol_exporter_sent_log_records: counter(EXPORTER),
    otelcol_exporter_send_failed_spans: counter(EXPORTER),
    otelcol_exporter_send_failed_metric_points: counter(EXPORTER),
    otelcol_exporter_send_failed_log_records: counter(EXPORTER),
    otelcol_exporter_enqueue_failed_spans: counter(EXPORTER),
    otelcol_exporter_enqueue_failed_metric_points: counter(EXPORTER),
    otelcol_exporter_enqueue_failed_log_records: counter(EXPORTER),
    otelcol_exporter_queue_size: gauge([...EXPORTER, 'data_type']),
    otelcol_exporter_queue_capacity: gauge([...EXPORTER, 'data_type']),
    otelcol_receiver_accepted_spans: counter(RECEIVER),
    otelcol_receiver_accepted_metric_points: counter(RECEIVER),
    otelcol_receiver_accepted_log_records: counter(RECEIVER),
    otelcol_receiver_refused_spans: counter(RECEIVER),
    otelcol_receiver_refused_metric_points: counter(RECEIVER),
    otelcol_receiver_refused_log_records: counter(RECEIVER),
  },
});

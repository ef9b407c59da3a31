import { above, increase, or, sum, type Selector, type Vector } from '../../../slo/promql';
import type { MetricName } from '../../catalogue/catalogue';
import { grows, holds, mock, type MockSeries } from '../../proof/series';
import { MINUTE } from './platform-alert';

/** The exporter of metrics, whatever follows its kind: `prometheus_remote_write/cluster`, or by its older name `prometheusremotewrite`. */
export const METRICS_EXPORTER = 'prometheus_?remote_?write(/.+)?';

/** How far back is counted what was lost, in seconds. */
export const WINDOW_SECONDS = 10 * MINUTE;

/** Where to look first when telemetry does not arrive. Of pods by label, `kubectl logs` shows ten lines each unless told otherwise. */
export const COLLECTOR_STEPS = [
  '`kubectl get pods --namespace observability`, and `kubectl logs --namespace observability --selector "app.kubernetes.io/name in (otel-agent, otel-gateway)" --since 15m --tail 200 --prefix`: the exporter says why.',
] as const;

/** Of traces, metrics and logs, what this many metrics count, by exporter or receiver. */
export function lostOf(metrics: readonly Selector[], by: string): Vector {
  return metrics
    .map((metric): Vector => above(sum(increase(metric, WINDOW_SECONDS), [by]), 0))
    .reduce((one, other) => or(one, other));
}

/** A counter that stands still for ten minutes, grows for twenty-five, and stands still again. */
export function failing<Metric extends MetricName>(
  metric: Metric,
  labels: Parameters<typeof mock<Metric>>[1],
): readonly MockSeries[] {
  return [mock(metric, labels, holds(10 * MINUTE, 0), grows(25 * MINUTE, 1), grows(40 * MINUTE, 0))];
}

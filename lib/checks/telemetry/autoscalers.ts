import type { Finding } from '../check';
import type { RenderedCluster } from '../wiring/cluster';
import { findingOf } from '../wiring/placed';
import { itemsAt, textAt } from '../wiring/value';

/** What Kubernetes' own metrics API answers (metrics-server): nothing else is asked of Prometheus' series. */
const ANSWERED = ['Resource', 'ContainerResource'];

/** Autoscalers that ask for metrics which no API of the cluster answers: they never scale, and say so only in their status. */
export function autoscalerFindings(cluster: RenderedCluster): readonly Finding[] {
  return cluster.objectsOf('autoscaling/HorizontalPodAutoscaler').flatMap((placed) =>
    itemsAt(placed.object, '', 'spec', 'metrics')
      .filter(({ value }) => !ANSWERED.includes(textAt(value, 'type') ?? ''))
      .map(({ value, field }) =>
        findingOf(cluster.environment, placed, {
          field: `${field}.type`,
          value: textAt(value, 'type'),
          reason: 'nothing in this environment answers such metrics: the autoscaler does nothing',
          remedy: `ask for one of ${ANSWERED.join(', ')}, or install an adapter for the metrics of Prometheus`,
        }),
      ),
  );
}

import { labelsAt } from '../../wiring/value';
import type { RenderedCluster } from '../../wiring/cluster';
import { podPorts } from '../../wiring/workload';
import type { CollectionFlaw } from './flaw';
import { isScraped } from './pods';

/** Where Istio's agent serves all that a pod exposes: a port of its own container, which no object here has. */
const MERGED_PORT = '15020';

/** Pods that ask to be collected from at a port that none of their containers has. */
export function unopened(cluster: RenderedCluster): readonly CollectionFlaw[] {
  return cluster.workloads
    .filter(({ placed }) => isScraped(placed.object))
    .flatMap((workload): CollectionFlaw[] => {
      const { placed, title } = workload;
      const annotations = labelsAt(placed.object, 'spec', 'template', 'metadata', 'annotations');
      const port = annotations['prometheus.io/port'];
      const ports = podPorts(workload).map(({ number }) => String(number));
      if (port === undefined || port === MERGED_PORT || ports.length === 0 || ports.includes(port)) return [];
      return [
        {
          place: {
            stack: '',
            resource: `${placed.application}: ${placed.title}`,
            field: 'spec.template.metadata.annotations["prometheus.io/port"]',
          },
          value: port,
          reason: `${title} ask to be collected from there, and none of their containers has this port`,
          remedy: `name the port at which metrics are exposed: one of ${ports.join(', ')}`,
        },
      ];
    });
}

import { push } from '../../wiring/selector';
import type { CollectionFlaw } from './flaw';
import { bringsMetric, SERVED_TWICE, type Reach } from './reach';

/** What is fetched more than once: every sum of it is too large. */
export function twice(reaches: readonly Reach[]): readonly CollectionFlaw[] {
  const everyNode = reaches
    .filter(({ fromEveryNode }) => fromEveryNode)
    .map(({ job, title }): CollectionFlaw => ({
      place: job.place,
      value: job.name,
      reason: `the collector of every node fetches from ${title}: its series come once from each`,
      remedy:
        'let each discover the pods of its own node only: selectors with the field spec.nodeName=${env:NODE_NAME}',
    }));
  const byEndpoint = new Map<string, Reach[]>();
  for (const reach of reaches) push(byEndpoint, reach.endpoint, reach);
  const sameEndpoint = [...byEndpoint.values()].flatMap((all): CollectionFlaw[] => {
    const [first, other] = distinct(all);
    return first === undefined || other === undefined
      ? []
      : [
          {
            place: other.job.place,
            value: other.job.name,
            reason: `${first.title} ${first.job === other.job ? 'have several targets for one address, told apart by a label' : `are fetched by the job ${first.job.name} too`}: every request counts twice`,
            remedy: 'let one job keep them, with labels that do not differ between the ports of a pod',
          },
        ];
  });
  const cadvisor = reaches
    .filter(({ endpoint }) => endpoint.endsWith('/metrics/cadvisor'))
    .flatMap((reach): CollectionFlaw[] => {
      const both = SERVED_TWICE.filter((metric) =>
        bringsMetric({ ...reach, endpoint: '/metrics/resource' }, 'kubelet', metric),
      );
      return both.length === 0
        ? []
        : [
            {
              place: { ...reach.job.place, field: `${reach.job.place.field}.metric_relabel_configs` },
              value: both.join(', '),
              reason: 'the kubelet serves these at /metrics/resource as well: every core would count twice',
              remedy: 'keep only container_cpu_cfs_.+ of what /metrics/cadvisor serves',
            },
          ];
    });
  return [...everyNode, ...sameEndpoint, ...cadvisor];
}

/** Targets that Prometheus takes for different ones: in several jobs, or with different labels. */
function distinct(all: readonly Reach[]): readonly Reach[] {
  const key = ({ job, labels }: Reach): string => `${job.place.field} ${JSON.stringify([...labels].sort())}`;
  return all.filter((reach, index) => all.findIndex((each) => key(each) === key(reach)) === index);
}

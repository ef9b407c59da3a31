import { PRODUCERS } from '../../../../constructs/observability/catalogue/catalogue';
import type { Producer } from '../../../../constructs/observability/catalogue/metric';
import { SCRAPED_POD_LABELS } from '../../../../constructs/slo/metrics';
import { at } from '../../wiring/value';
import type { CollectionFlaw } from './flaw';
import { labelsAfter, type Reach } from './reach';

/** Labels that a job does not give, although the catalogue promises them, and labels that hide what series say themselves. */
export function mislabelled(reach: Reach): readonly CollectionFlaw[] {
  return reach.producers.flatMap((name) => {
    const producer: Producer = PRODUCERS[name];
    const { labels: promised, ownLabelsWin } = producer.collected;
    const { job, labels } = reach;
    const given = labelsAfter(job, [...labels.keys()]);
    const missing = promised.filter((label) => !given.includes(label) && !isNoLabelOf(label, reach));
    const own = new Set(Object.values(producer.metrics).flatMap((family) => family.labels));
    const covered = [...labels.keys()].filter((label) => own.has(label) && !promised.includes(label));
    const honors = at(job.job, 'honor_labels') === true;
    return [
      ...(missing.length === 0
        ? []
        : [
            {
              place: { ...job.place, field: `${job.place.field}.relabel_configs` },
              value: missing.join(', '),
              reason: `the job ${job.name} does not give the series of ${producer.name} these labels, and queries ask for them`,
              remedy: 'write them from what Kubernetes tells of the target, as in __meta_kubernetes_pod_node_name',
            },
          ]),
      ...(ownLabelsWin && covered.length > 0 && !honors
        ? [
            {
              place: { ...job.place, field: `${job.place.field}.honor_labels` },
              value: at(job.job, 'honor_labels'),
              reason: `the job ${job.name} writes ${covered.join(', ')} of the target over what ${producer.name} says of others`,
              remedy: 'write honor_labels: true for this job',
            },
          ]
        : []),
      ...(!ownLabelsWin && honors
        ? [
            {
              place: { ...job.place, field: `${job.place.field}.honor_labels` },
              value: true,
              reason: `the job ${job.name} believes ${producer.name} whatever namespace and service they say that they are`,
              remedy: 'leave out honor_labels, and fetch what is about other objects by a job of its own',
            },
          ]
        : []),
    ];
  });
}

/** A label that is copied from the pod, and which this pod does not have. */
function isNoLabelOf(label: string, { pod }: Reach): boolean {
  const copied = SCRAPED_POD_LABELS[label];
  return copied !== undefined && pod?.labels[copied] === undefined;
}

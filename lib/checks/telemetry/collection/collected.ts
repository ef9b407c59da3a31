import { PRODUCERS, type ProducerName } from '../../../../constructs/observability/catalogue/catalogue';
import type { Producer } from '../../../../constructs/observability/catalogue/metric';
import type { RenderedCluster } from '../../wiring/cluster';
import { at } from '../../wiring/value';
import type { Unreadable } from '../queries';
import { runningIn } from '../producers';
import { configurationsOf, isCollector, type CollectorConfiguration } from './configuration';
import { podsOf, type Pod } from './pods';
import type { CollectionFlaw } from './flaw';
import { leftOutOf } from './cluster-state';
import { mislabelled } from './mislabelled';
import { bringsMetric, reachesOf, type Reach } from './reach';
import { twice } from './twice';
import { unopened } from './unopened';

/** What of the metrics in an environment is collected, and what is wrong with that. */
export interface Collected {
  /** What runs, collected or not. */
  readonly running: ReadonlySet<ProducerName>;
  /** Whether somebody brings a metric of a producer to the store. */
  readonly brings: (producer: ProducerName, metric: string) => boolean;
  /** Whether who could expose a metric is told not to. */
  readonly leftOut: (metric: string) => boolean;
  readonly flaws: readonly CollectionFlaw[];
  readonly unreadable: readonly Unreadable[];
}

/** Follows every scrape job of every collector of a cluster to what it fetches. */
export function collectedIn(cluster: RenderedCluster, hasRules: boolean): Collected {
  const running = runningIn(cluster, hasRules);
  const { configurations, unreadable } = configurationsOf(cluster);
  const pods = podsOf(cluster);
  const jobs = configurations.flatMap((each) => each.jobs);
  const reaches = jobs.flatMap((job) => reachesOf(job, cluster, pods));
  const leftOut = leftOutOf(cluster);
  const brings = (producer: ProducerName, metric: string): boolean => {
    if (!running.has(producer)) return false;
    if (producer === 'ruler') return true;
    if (producer === 'collection') return reaches.length > 0;
    if (producer === 'kube-state-metrics' && leftOut(metric)) return false;
    return reaches.some((reach) => bringsMetric(reach, producer, metric));
  };
  return {
    running,
    brings,
    leftOut,
    unreadable,
    flaws: [
      ...unconfigured(cluster, configurations, unreadable),
      ...configurations.flatMap(renamed),
      ...(configurations.length === 0 ? [] : missed(pods, reaches, configurations)),
      ...reaches.flatMap(mislabelled),
      ...twice(reaches),
      ...unopened(cluster),
    ].filter(isFirst),
  };
}

/** One cause is told once: a job that does the same to many pods is one flaw. */
const isFirst = (flaw: CollectionFlaw, index: number, all: readonly CollectionFlaw[]): boolean =>
  all.findIndex((each) => JSON.stringify(each) === JSON.stringify(flaw)) === index;

function unconfigured(
  cluster: RenderedCluster,
  configurations: readonly CollectorConfiguration[],
  unreadable: readonly Unreadable[],
): readonly CollectionFlaw[] {
  const [collector] = cluster.workloads.filter(isCollector);
  if (collector === undefined || configurations.length + unreadable.length > 0) return [];
  return [
    {
      place: {
        stack: '',
        resource: `${collector.placed.application}: ${collector.placed.title}`,
        field: 'spec.template.spec.volumes',
      },
      value: undefined,
      reason: 'no ConfigMap that it mounts holds a configuration: nobody can tell what it collects',
      remedy: 'render its configuration as JSON into a ConfigMap of the same namespace, and mount it',
    },
  ];
}

/** Without this setting, counters are called otherwise than here (opentelemetry-go, exporters/prometheus: `_total`). */
function renamed({ ownMetrics, place }: CollectorConfiguration): readonly CollectionFlaw[] {
  return ownMetrics.flatMap((reader, index) => {
    const exporter = at(reader, 'pull', 'exporter', 'prometheus');
    return exporter === undefined || at(exporter, 'without_type_suffix') === true
      ? []
      : [
          {
            place: {
              ...place,
              field: `${place.field}.service.telemetry.metrics.readers[${index}].pull.exporter.prometheus`,
            },
            value: at(exporter, 'without_type_suffix'),
            reason: 'a reader that is written out adds _total to the names of counters, and rules ask for them without',
            remedy: 'write without_type_suffix: true, without_units: true and without_scope_info: true',
          },
        ];
  });
}

/** What runs, asks to be collected from or must be, and is fetched by no job. */
function missed(
  pods: readonly Pod[],
  reaches: readonly Reach[],
  configurations: readonly CollectorConfiguration[],
): readonly CollectionFlaw[] {
  // Where jobs are is where one is missing: a gateway of traces has none.
  const first = configurations.find(({ jobs }) => jobs.length > 0) ?? configurations[0];
  if (first === undefined) return [];
  const place = { ...first.place, field: `${first.place.field}.receivers` };
  const value = [...new Set(first.jobs.map(({ name }) => name))].join(', ') || 'no job';
  const lone = pods
    .filter((pod) => !reaches.some((reach) => reach.pod === pod))
    .map((pod): CollectionFlaw => {
      const { 'prometheus.io/port': port, 'prometheus.io/path': path = '/metrics' } = pod.annotations;
      const where = port === undefined ? '' : ` at port ${port}, ${path}`;
      return {
        place,
        value,
        reason: `${pod.title} expose metrics (${pod.producers.map((each) => PRODUCERS[each].name).join(', ')})${where}, and no scrape job fetches them`,
        remedy: remedyFor(pod),
      };
    });
  const kubelet = ['resource', 'cadvisor'].filter(
    (path) => !reaches.some(({ endpoint }) => endpoint.endsWith(`/metrics/${path}`)),
  );
  return [
    ...lone,
    ...kubelet.map((path) => ({
      place,
      value,
      reason: `no scrape job fetches /metrics/${path} from the kubelet of the node`,
      remedy: `add a job of role node, or of the address of the node, with metrics_path: /metrics/${path}, scheme: https and the token of its service account as authorization`,
    })),
  ];
}

function remedyFor({ producers, annotations }: Pod): string {
  const producer: Producer | undefined = producers[0] === undefined ? undefined : PRODUCERS[producers[0]];
  const labels = producer?.collected.ownLabelsWin === true ? ', with honor_labels: true' : '';
  return annotations['prometheus.io/scrape'] === 'true'
    ? `add a job of role pod that keeps pods by their annotation prometheus.io/scrape, and takes port and path from theirs${labels}`
    : `add a job of role pod that keeps these pods by their label${labels}`;
}

import { isObject } from '../../template';
import { at, itemsAt, listAt, mapAt, textAt } from '../../wiring/value';
import type { RenderedCluster } from '../../wiring/cluster';
import { containersOf, type Workload } from '../../wiring/workload';
import type { Place, Unreadable } from '../queries';
import { IMAGES } from '../producers';

/** The node that a collector runs on, in every reference to it; other nodes have other names. */
export const OWN_NODE = { name: 'own-node', address: '10.0.0.1' } as const;

/** The address of the pods that an object makes, as one of them has it: each object's are others. */
export function addressOf(cluster: RenderedCluster, workload: Workload): string {
  const index = cluster.workloads.indexOf(workload);
  return `10.1.${index >> 8}.${index & 255}`;
}

/** What a collector asks for, and how: one of the jobs of its Prometheus receivers. */
export interface ScrapeJob {
  readonly name: string;
  /** Where it stands. */
  readonly place: Place;
  /** As it is written, with what is known of the environment filled in. */
  readonly job: unknown;
  /** Who asks. */
  readonly collector: Workload;
}

/** A collector's configuration, as far as it is about metrics. */
export interface CollectorConfiguration {
  readonly place: Place;
  readonly collector: Workload;
  readonly jobs: readonly ScrapeJob[];
  /** What it says of its own metrics. */
  readonly ownMetrics: readonly unknown[];
}

/** The configurations of all collectors of a cluster, and what should be one and cannot be read. */
export function configurationsOf(cluster: RenderedCluster): {
  readonly configurations: readonly CollectorConfiguration[];
  readonly unreadable: readonly Unreadable[];
} {
  const found = cluster.workloads.filter(isCollector).flatMap((collector) => filesOf(cluster, collector));
  return {
    configurations: found.flatMap(({ place, collector, data }) =>
      data === undefined ? [] : [configurationOf(data, place, collector)],
    ),
    unreadable: found.flatMap(({ place, text, data }) => (data === undefined ? [{ place, value: text }] : [])),
  };
}

/** Whether pods run a collector. */
export const isCollector = (workload: Workload): boolean =>
  containersOf(workload).some(({ value }) => IMAGES.collector.test(textAt(value, 'image') ?? ''));

/** Those files of the ConfigMaps that a collector mounts which look like its configuration. */
function filesOf(
  cluster: RenderedCluster,
  collector: Workload,
): readonly { readonly place: Place; readonly collector: Workload; readonly text: string; readonly data: unknown }[] {
  const names = itemsAt(collector.pod, '', 'volumes').flatMap(({ value }) => [
    textAt(value, 'configMap', 'name'),
    ...listAt(value, 'projected', 'sources').map((source) => textAt(source, 'configMap', 'name')),
  ]);
  return [...new Set(names)].flatMap((name) => {
    const placed =
      name === undefined ? undefined : cluster.find({ kind: 'ConfigMap', namespace: collector.namespace, name });
    if (placed === undefined) return [];
    return Object.entries(mapAt(placed.object, 'data')).flatMap(([file, text]) =>
      typeof text === 'string' && /["']?\breceivers["']?\s*:/.test(text)
        ? [
            {
              place: {
                stack: '',
                resource: `${placed.application}: ${placed.title}`,
                field: `data[${JSON.stringify(file)}]`,
              },
              collector,
              text,
              data: dataOf(text, environmentOf(collector, addressOf(cluster, collector))),
            },
          ]
        : [],
    );
  });
}

/** What a configuration holds once the variables are filled in: a dollar is written twice there. */
function dataOf(text: string, environment: ReadonlyMap<string, string>): unknown {
  try {
    const data: unknown = JSON.parse(text, (_, value: unknown) =>
      typeof value === 'string'
        ? value
            .replace(
              /(?<!\$)\$\{(?:env:)?([A-Za-z_]\w*)(?::-[^}]*)?\}/g,
              (__, name: string) => environment.get(name) ?? '',
            )
            .replaceAll('$$', '$')
        : value,
    );
    return isObject(data) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** The variables of a collector, with what Kubernetes tells a pod of itself filled in. */
function environmentOf(collector: Workload, address: string): ReadonlyMap<string, string> {
  const told: Readonly<Record<string, string>> = {
    'spec.nodeName': OWN_NODE.name,
    'status.hostIP': OWN_NODE.address,
    'status.podIP': address,
  };
  return new Map(
    containersOf(collector).flatMap(({ value }) =>
      listAt(value, 'env').flatMap((variable): [string, string][] => {
        const name = textAt(variable, 'name');
        const field = textAt(variable, 'valueFrom', 'fieldRef', 'fieldPath') ?? '';
        return name === undefined ? [] : [[name, textAt(variable, 'value') ?? told[field] ?? field]];
      }),
    ),
  );
}

function configurationOf(data: unknown, place: Place, collector: Workload): CollectorConfiguration {
  const used = receiversOfMetrics(data);
  return {
    place,
    collector,
    jobs: Object.entries(mapAt(data, 'receivers'))
      .filter(([id]) => /^prometheus(\/|$)/.test(id) && used.has(id))
      .flatMap(([id, receiver]) =>
        itemsAt(receiver, `${place.field}.receivers.${id}`, 'config', 'scrape_configs').map(({ value, field }) => ({
          name: textAt(value, 'job_name') ?? '',
          place: { ...place, field },
          job: value,
          collector,
        })),
      ),
    ownMetrics: listAt(data, 'service', 'telemetry', 'metrics', 'readers'),
  };
}

/** The receivers whose metrics go anywhere but to a log. */
function receiversOfMetrics(data: unknown): ReadonlySet<string> {
  const pipelines = Object.entries(mapAt(data, 'service', 'pipelines')).filter(
    ([id, pipeline]) =>
      /^metrics(\/|$)/.test(id) &&
      listAt(pipeline, 'exporters').some((exporter) => !/^(debug|logging|nop)(\/|$)/.test(String(exporter))),
  );
  return new Set(pipelines.flatMap(([, pipeline]) => listAt(pipeline, 'receivers').map(String)));
}

/** Whether a collector runs once on every node. */
export const isOnEveryNode = ({ placed }: Workload): boolean => placed.kind === 'apps/DaemonSet';

/** Whether a job asks Kubernetes only for what is on the collector's own node. */
export function selectsOwnNode(discovery: unknown): boolean {
  return listAt(discovery, 'selectors').some((selector) =>
    (textAt(selector, 'field') ?? '').split(',').includes(`spec.nodeName=${OWN_NODE.name}`),
  );
}

/** Whether a job asks Kubernetes for pods of this namespace, with these labels. */
export function asksFor(
  discovery: unknown,
  pod: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> },
): boolean {
  const namespaces = listAt(discovery, 'namespaces', 'names');
  if (namespaces.length > 0 && !namespaces.includes(pod.namespace)) return false;
  return listAt(discovery, 'selectors')
    .filter((selector) => textAt(selector, 'role') === 'pod')
    .flatMap((selector) => (textAt(selector, 'label') ?? '').split(',').filter((each) => each !== ''))
    .every((condition) => {
      const [, label = '', operator, value] = /^([^!=]+)(==?|!=)(.*)$/.exec(condition) ?? [];
      // What is asked in another way is taken for met: it is written by hand, and rarely.
      return operator === undefined || (pod.labels[label] === value) === (operator !== '!=');
    });
}

/** The way in which a job is told its targets by Kubernetes, for each of its `kubernetes_sd_configs`. */
export const discoveriesOf = (job: unknown): readonly unknown[] => listAt(job, 'kubernetes_sd_configs');

/** The addresses that a job names itself, with the labels that they get. */
export function staticTargetsOf(job: unknown): readonly { readonly address: string; readonly labels: unknown }[] {
  return listAt(job, 'static_configs').flatMap((each) =>
    listAt(each, 'targets').map((address) => ({ address: String(address), labels: at(each, 'labels') })),
  );
}

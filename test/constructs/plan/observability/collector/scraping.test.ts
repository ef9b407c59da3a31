import { PRODUCERS } from '../../../../../constructs/observability/catalogue/catalogue';
import {
  FROM_CLUSTER,
  FROM_CONTROLLER_PODS,
  FROM_NODE,
  FROM_PODS,
  POD_TARGET,
} from '../../../../../constructs/observability/catalogue/collection';
import type { Producer } from '../../../../../constructs/observability/catalogue/metric';
import type { ScrapeJob } from '../../../../../constructs/plan/observability/collector/scraping/job';
import {
  clusterStateJob,
  nodeJobs,
  type ScrapingFacts,
} from '../../../../../constructs/plan/observability/collector/scraping/jobs';
import { SCRAPE_INTERVAL_SECONDS } from '../../../../../constructs/slo/metrics';
import { relabeled, type Labels } from './relabeling';

const facts: ScrapingFacts = {
  exemplars: false,
  kubeletCertificate: 'of-cluster',
  keptMetrics: ['rides_matched_total'],
};
const jobs = nodeJobs(facts);

const jobOf = (name: string): ScrapeJob => {
  const found = [...jobs, clusterStateJob(facts)].find((job) => job.job_name === name);
  if (found === undefined) throw new Error(`there is a job ${name}`);
  return found;
};

/** A pod as Kubernetes tells of it, once for a port of its containers. */
const payment: Labels = {
  __address__: '10.0.1.7:8080',
  __metrics_path__: '/metrics',
  __meta_kubernetes_namespace: 'payment',
  __meta_kubernetes_pod_name: 'payment-6d4b-x',
  __meta_kubernetes_pod_ip: '10.0.1.7',
  __meta_kubernetes_pod_node_name: 'node-a',
  __meta_kubernetes_pod_phase: 'Running',
  __meta_kubernetes_pod_container_port_name: 'http',
  __meta_kubernetes_pod_label_app_kubernetes_io_name: 'payment',
  __meta_kubernetes_pod_label_rollouts_pod_template_hash: '6d4b',
  __meta_kubernetes_pod_annotation_prometheus_io_scrape: 'true',
  __meta_kubernetes_pod_annotation_prometheus_io_port: '15020',
  __meta_kubernetes_pod_annotation_prometheus_io_path: '/stats/prometheus',
};

const rollouts: Labels = {
  ...payment,
  __meta_kubernetes_namespace: 'argo-rollouts',
  __meta_kubernetes_pod_name: 'argo-rollouts-0',
  __meta_kubernetes_pod_label_app_kubernetes_io_name: 'argo-rollouts',
};

const objects: Labels = {
  ...payment,
  __meta_kubernetes_namespace: 'observability',
  __meta_kubernetes_pod_container_port_name: 'http-metrics',
  __meta_kubernetes_pod_label_app_kubernetes_io_name: 'kube-state-metrics',
  __meta_kubernetes_pod_annotation_prometheus_io_scrape: '',
};

/** Where a job asks; nowhere when it leaves the target alone. */
const target = (job: ScrapeJob, discovered: Labels): Labels | undefined => {
  const labels = relabeled({ job: job.job_name, ...discovered }, job.relabel_configs);
  return labels === undefined ? undefined : { instance: labels.__address__ ?? '', ...labels };
};

const shown = (labels: Labels): Labels =>
  Object.fromEntries(Object.entries(labels).filter(([name]) => !name.startsWith('__')));

/** The labels of a series once it is collected: those of its target, and its own, of which one wins. */
function collected(job: ScrapeJob, discovered: Labels, name: string, own: Labels = {}): Labels | undefined {
  const given = target(job, discovered);
  if (given === undefined) return undefined;
  const together = job.honor_labels
    ? { ...shown(given), ...own }
    : {
        ...Object.fromEntries(
          Object.entries(own).map(([label, value]) => [label in shown(given) ? `exported_${label}` : label, value]),
        ),
        ...shown(given),
      };
  const series = relabeled({ ...together, __name__: name }, job.metric_relabel_configs);
  return series === undefined ? undefined : shown(series);
}

describe('the labels that the catalogue promises', () => {
  test('are those of every series of a pod that asks to be collected from, and no others', () => {
    const series = collected(jobOf('pods'), payment, 'http_server_request_duration_seconds_count');
    expect(Object.keys(series ?? {}).sort()).toEqual([...POD_TARGET].sort());
    expect(Object.keys(series ?? {}).sort()).toEqual([...FROM_PODS.labels].sort());
    expect(series).toEqual({
      job: 'pods',
      instance: '10.0.1.7:15020',
      namespace: 'payment',
      pod: 'payment-6d4b-x',
      node: 'node-a',
      app_kubernetes_io_name: 'payment',
      rollouts_pod_template_hash: '6d4b',
    });
  });

  test('are on every series of the controller of releases, and the namespace there is the object’s', () => {
    const series = collected(jobOf('argo-rollouts'), rollouts, 'rollout_info', { namespace: 'trip', name: 'trip' });
    expect(Object.keys(series ?? {})).toEqual(expect.arrayContaining([...FROM_CONTROLLER_PODS.labels]));
    expect(series).toMatchObject({ namespace: 'trip', name: 'trip', pod: 'argo-rollouts-0' });
    expect(series).not.toHaveProperty('node');
    expect(collected(jobOf('argo-rollouts'), rollouts, 'argo_rollouts_controller_info')).not.toHaveProperty(
      'namespace',
    );
  });

  test('are on every series about objects, which do not differ by the replica that tells of them', () => {
    const job = jobOf('kube-state-metrics');
    const own = { namespace: 'trip', pod: 'trip-x', node: 'node-b' };
    const told = collected(job, objects, 'kube_pod_info', own);
    expect(Object.keys(told ?? {}).sort()).toEqual([...new Set([...FROM_CLUSTER.labels, ...Object.keys(own)])].sort());
    const byAnother = { ...objects, __address__: '10.0.2.9:8080', __meta_kubernetes_pod_ip: '10.0.2.9' };
    expect(collected(job, byAnother, 'kube_pod_info', own)).toEqual(told);
  });

  test.each(['kubelet', 'kubelet-cadvisor'])('are on every series of the job %s', (name) => {
    const job = jobOf(name);
    const [found] = job.static_configs ?? [];
    const discovered = { __address__: found?.targets[0] ?? '', ...found?.labels };
    const metric = name === 'kubelet' ? 'pod_cpu_usage_seconds_total' : 'container_cpu_cfs_periods_total';
    const series = collected(job, discovered, metric, { namespace: 'trip', container: 'trip' });
    expect(Object.keys(series ?? {})).toEqual(expect.arrayContaining([...FROM_NODE.labels]));
    expect(series).toMatchObject({ node: '${env:NODE_NAME}', instance: '${env:NODE_NAME}', namespace: 'trip' });
  });

  test('cannot be forged by a service, and are kept of those that tell of others', () => {
    const forged = collected(jobOf('pods'), payment, 'pilot_xds_pushes', { namespace: 'user', pod: 'user-x' });
    expect(forged).toMatchObject({ namespace: 'payment', exported_namespace: 'user', exported_pod: 'user-x' });
    for (const { job_name: name, honor_labels: honors } of jobs)
      expect([name, honors]).toEqual([name, name !== 'pods']);
  });
});

describe('a pod', () => {
  const without = (annotation: string, value = ''): Labels => ({
    ...payment,
    [`__meta_kubernetes_pod_annotation_prometheus_io_${annotation}`]: value,
  });

  test('is asked at the port and path of its annotations, whichever port it was found by', () => {
    const found = target(jobOf('pods'), payment);
    expect(found).toMatchObject({ __address__: '10.0.1.7:15020', __metrics_path__: '/stats/prometheus' });
    const byAnotherPort = target(jobOf('pods'), { ...payment, __address__: '10.0.1.7:9090' });
    expect(byAnotherPort?.__address__).toBe(found?.__address__);
    expect(target(jobOf('pods'), without('path'))?.__metrics_path__).toBe('/metrics');
  });

  test.each<[string, Labels]>([
    ['does not ask for it', without('scrape', 'false')],
    ['does not say where', without('port')],
    ['says where in words', without('port', 'http')],
    ['has ended', { ...payment, __meta_kubernetes_pod_phase: 'Succeeded' }],
  ])('is left alone that %s', (_, discovered) => {
    expect(target(jobOf('pods'), discovered)).toBeUndefined();
  });

  test('is asked by one job only', () => {
    for (const pod of [payment, rollouts, objects]) {
      const asking = [jobOf('pods'), jobOf('argo-rollouts'), jobOf('kube-state-metrics')].filter(
        (job) => target(job, pod) !== undefined,
      );
      expect(asking).toHaveLength(1);
    }
  });

  test('is found by the agent of its own node, and by no other', () => {
    for (const job of [...jobs, clusterStateJob(facts)]) {
      for (const discovery of job.kubernetes_sd_configs ?? []) {
        expect(discovery.selectors).toEqual([
          expect.objectContaining({ role: 'pod', field: 'spec.nodeName=${env:NODE_NAME}' }),
        ]);
      }
    }
  });
});

describe('a metric', () => {
  const KEPT_BY: Readonly<Record<Producer['collected']['by'], readonly string[]>> = {
    pods: ['pods', 'argo-rollouts'],
    node: ['kubelet', 'kubelet-cadvisor'],
    cluster: ['kube-state-metrics'],
    store: [],
  };
  const keeps = (job: string, metric: string): boolean =>
    relabeled({ __name__: metric, container: 'x' }, jobOf(job).metric_relabel_configs) !== undefined;

  test.each(
    Object.values<Producer>(PRODUCERS)
      .filter(({ name, collected: { by } }) => by !== 'store' && name !== PRODUCERS.collection.name)
      .map((producer) => [producer.name, producer] as const),
  )('of %s is kept by exactly one job, if the catalogue has it', (_, { metrics, collected: { by } }) => {
    for (const metric of Object.keys(metrics)) {
      expect([metric, KEPT_BY[by].filter((job) => keeps(job, metric)).length]).toEqual([metric, 1]);
    }
  });

  test('that nobody asks for is dropped, unless the environment names it', () => {
    expect(keeps('pods', 'go_gc_duration_seconds')).toBe(false);
    expect(keeps('pods', 'http_server_request_duration_seconds_buckets')).toBe(false);
    expect(keeps('pods', 'rides_matched_total')).toBe(true);
    expect(keeps('kubelet', 'rides_matched_total')).toBe(false);
  });

  test('is collected as often as rules reckon with', () => {
    for (const job of [...jobs, clusterStateJob(facts)]) {
      expect(job.scrape_interval).toBe(`${SCRAPE_INTERVAL_SECONDS}s`);
      expect(Number.parseInt(job.scrape_timeout, 10)).toBeLessThan(SCRAPE_INTERVAL_SECONDS);
    }
  });

  test('comes with exemplars where they are kept, and is asked for without where they are not', () => {
    const protocolsOf = (exemplars: boolean) => nodeJobs({ ...facts, exemplars })[0]?.scrape_protocols;
    expect(protocolsOf(true)).toContain('OpenMetricsText1.0.0');
    expect(protocolsOf(false)).not.toContain('OpenMetricsText1.0.0');
  });
});

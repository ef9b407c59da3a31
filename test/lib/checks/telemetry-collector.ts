import type { KubernetesObject } from '../../../lib/charts/application';

type Rule = Readonly<Record<string, unknown>>;

/** What a collector on every node fetches, written by hand: a change of the one that ships turns no test here red. */
export interface CollectorExample {
  readonly receivers: {
    prometheus: { config: { scrape_configs: Record<string, unknown>[] } };
  };
  readonly service: {
    telemetry: { metrics: { readers: unknown[] } };
    pipelines: Record<string, { receivers: string[]; exporters: string[] }>;
  };
}

const copied = (from: string, to: string): Rule => ({
  source_labels: [from],
  regex: '(.+)',
  replacement: '$$1',
  target_label: to,
});

const META = '__meta_kubernetes_pod';

const BY_ANNOTATION: readonly Rule[] = [
  { action: 'keep', source_labels: [`${META}_annotation_prometheus_io_scrape`], regex: 'true' },
  copied(`${META}_annotation_prometheus_io_path`, '__metrics_path__'),
  {
    source_labels: [`${META}_ip`, `${META}_annotation_prometheus_io_port`],
    regex: '(.+);(\\d+)',
    replacement: '$$1:$$2',
    target_label: '__address__',
  },
  copied('__meta_kubernetes_namespace', 'namespace'),
  copied(`${META}_name`, 'pod'),
  copied(`${META}_node_name`, 'node'),
  copied(`${META}_label_app_kubernetes_io_name`, 'app_kubernetes_io_name'),
  copied(`${META}_label_rollouts_pod_template_hash`, 'rollouts_pod_template_hash'),
];

const OWN_NODE = { role: 'pod', field: 'spec.nodeName=${env:NODE_NAME}' };

const kubelet = (name: string, path: string, kept: string): Rule => ({
  job_name: name,
  honor_labels: true,
  scheme: 'https',
  authorization: { credentials_file: '/var/run/secrets/kubernetes.io/serviceaccount/token' },
  metrics_path: path,
  static_configs: [{ targets: ['${env:NODE_IP}:10250'], labels: { node: '${env:NODE_NAME}' } }],
  metric_relabel_configs: [{ action: 'keep', source_labels: ['__name__'], regex: kept }],
});

/** A configuration that fetches everything, and nothing twice. */
export const configuration = (): CollectorExample => ({
  receivers: {
    prometheus: {
      config: {
        scrape_configs: [
          {
            job_name: 'pods',
            kubernetes_sd_configs: [{ role: 'pod', selectors: [OWN_NODE] }],
            relabel_configs: [
              { action: 'drop', source_labels: ['__meta_kubernetes_namespace'], regex: 'argo-rollouts' },
              ...BY_ANNOTATION,
            ],
          },
          {
            job_name: 'argo-rollouts',
            honor_labels: true,
            kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: ['argo-rollouts'] }, selectors: [OWN_NODE] }],
            relabel_configs: BY_ANNOTATION,
          },
          {
            job_name: 'kube-state-metrics',
            honor_labels: true,
            kubernetes_sd_configs: [
              {
                role: 'pod',
                selectors: [{ ...OWN_NODE, label: 'app.kubernetes.io/name=kube-state-metrics' }],
              },
            ],
            relabel_configs: [
              { action: 'keep', source_labels: [`${META}_container_port_name`], regex: 'http-metrics' },
            ],
          },
          kubelet('kubelet', '/metrics/resource', 'node_.+|pod_.+|container_.+'),
          kubelet('kubelet-cadvisor', '/metrics/cadvisor', 'container_cpu_cfs_.+'),
        ],
      },
    },
  },
  service: {
    telemetry: {
      metrics: {
        readers: [{ pull: { exporter: { prometheus: { port: 8888, without_type_suffix: true } } } }],
      },
    },
    pipelines: { metrics: { receivers: ['prometheus'], exporters: ['prometheus_remote_write'] } },
  },
});

const field = (name: string, path: string): unknown => ({ name, valueFrom: { fieldRef: { fieldPath: path } } });

/** The collector with a configuration, as text where it is none, and kube-state-metrics. */
export function collector(config: unknown): readonly KubernetesObject[] {
  const pods = (name: string, annotations: object, container: object, volumes: readonly object[] = []): object => ({
    metadata: { labels: { 'app.kubernetes.io/name': name }, annotations },
    spec: { containers: [{ name, ...container }], volumes },
  });
  return [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'otel-agent', namespace: 'observability' },
      data: { 'collector.json': typeof config === 'string' ? config : JSON.stringify(config) },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'otel-agent', namespace: 'observability' },
      spec: {
        template: pods(
          'otel-agent',
          { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8888' },
          {
            image: 'otel/opentelemetry-collector-contrib:0.159.0',
            env: [
              field('NODE_NAME', 'spec.nodeName'),
              field('NODE_IP', 'status.hostIP'),
              field('POD_IP', 'status.podIP'),
            ],
            ports: [
              { name: 'otlp', containerPort: 4317 },
              { name: 'metrics', containerPort: 8888 },
            ],
          },
          [{ name: 'configuration', configMap: { name: 'otel-agent' } }],
        ),
      },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'kube-state-metrics', namespace: 'observability' },
      spec: {
        template: pods(
          'kube-state-metrics',
          {},
          {
            image: 'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.20.0',
            ports: [
              { name: 'http-metrics', containerPort: 8080 },
              { name: 'telemetry', containerPort: 8081 },
            ],
          },
        ),
      },
    },
  ] as readonly KubernetesObject[];
}

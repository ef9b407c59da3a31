import { SCRAPED_POD_LABELS, SCRAPE_INTERVAL_SECONDS } from '../../../../slo/metrics';
import { ROLLOUTS } from '../../../controllers/names';
import { CLUSTER_STATE } from '../../names';
import { fromVariable } from '../config/config';
import type { ScrapeJob, ScrapeProtocol } from './job';
import {
  KEPT_OF_CADVISOR,
  KEPT_OF_NODES,
  KEPT_OF_OBJECTS,
  KEPT_OF_PODS,
  KEPT_OF_ROLLOUTS,
  WITHOUT_NAMESPACE,
} from './kept';
import { copyLabel, dropWhere, keepMetrics, keepWhere, setLabel, type RelabelRule } from './relabel';

/** What the jobs of an environment depend on. */
export interface ScrapingFacts {
  /**
   * Whether samples come with the traces that they are examples of. Amazon Managed Service for Prometheus keeps none
   * (aws/amazon-managed-service-for-prometheus-roadmap #41), and has refused whole requests for one that it did not like
   * (aws-otel-collector #959).
   */
  readonly exemplars: boolean;
  /** Whether the kubelet's certificate is one of the cluster's own; on one's own machine it is nobody's. */
  readonly kubeletCertificate: 'of-cluster' | 'of-nobody';
  /** Metrics of services that are kept beside those of the catalogue. */
  readonly keptMetrics: readonly string[];
}

/** The environment variable with the name of an agent's node. */
export const NODE_NAME = 'NODE_NAME';

/** The environment variable with the address of an agent's node. */
export const NODE_ADDRESS = 'NODE_IP';

/** Where Kubernetes puts the credentials of a service account. */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The port of every kubelet (Kubernetes, "Ports and Protocols"). */
const KUBELET_PORT = 10_250;

const META = '__meta_kubernetes_pod';

/** Long enough for a proxy with many callers, and done before the next. */
const TIMEOUT_SECONDS = 10;

/** From whom an agent collects on its own node. */
export function nodeJobs(facts: ScrapingFacts): readonly ScrapeJob[] {
  return [podsJob(facts), rolloutsJob(facts), ...kubeletJobs(facts)];
}

function common(
  facts: Pick<ScrapingFacts, 'exemplars'>,
): Pick<ScrapeJob, 'scrape_interval' | 'scrape_timeout' | 'scrape_protocols'> {
  const text: readonly ScrapeProtocol[] = ['PrometheusText1.0.0', 'PrometheusText0.0.4'];
  return {
    scrape_interval: `${SCRAPE_INTERVAL_SECONDS}s`,
    scrape_timeout: `${TIMEOUT_SECONDS}s`,
    scrape_protocols: facts.exemplars ? ['OpenMetricsText1.0.0', ...text] : text,
  };
}

/** The pods of the agent's own node, so that each is known to one agent and asked by one. */
const ofThisNode = (label?: string) =>
  ({
    role: 'pod',
    field: `spec.nodeName=${fromVariable(NODE_NAME)}`,
    ...(label === undefined ? {} : { label }),
  }) as const;

/** Pods that ask by annotation. A mesh redirects the annotation of its pods to their proxies, which add the pod's own metrics. */
const ASKED_BY_ANNOTATION: readonly RelabelRule[] = [
  keepWhere(`${META}_annotation_prometheus_io_scrape`, 'true'),
  // One that has ended keeps its annotation, and its address may be another's by now.
  keepWhere(`${META}_phase`, 'Running'),
  keepWhere(`${META}_annotation_prometheus_io_port`, '\\d+'),
  copyLabel(`${META}_annotation_prometheus_io_path`, '__metrics_path__'),
  // Discovery finds a pod once for each port of its containers. With the same address they are one target.
  {
    action: 'replace',
    source_labels: [`${META}_ip`, `${META}_annotation_prometheus_io_port`],
    regex: '(.+);(\\d+)',
    replacement: '$1:$2',
    target_label: '__address__',
  },
  copyLabel('__meta_kubernetes_namespace', 'namespace'),
  copyLabel(`${META}_name`, 'pod'),
  copyLabel(`${META}_node_name`, 'node'),
  ...Object.keys(SCRAPED_POD_LABELS).map((label) => copyLabel(`${META}_label_${label}`, label)),
];

/** The series of these pods are about themselves: what they say must not pass for another's. */
function podsJob(facts: ScrapingFacts): ScrapeJob {
  return {
    job_name: 'pods',
    ...common(facts),
    honor_labels: false,
    kubernetes_sd_configs: [{ role: 'pod', selectors: [ofThisNode()] }],
    relabel_configs: [dropWhere('__meta_kubernetes_namespace', ROLLOUTS.namespace), ...ASKED_BY_ANNOTATION],
    metric_relabel_configs: [keepMetrics([...KEPT_OF_PODS, ...facts.keptMetrics])],
  };
}

/**
 * The series of the controller are about objects elsewhere, whose namespace they name. What collecting says of the target
 * (`up`) passes no rule for series, and keeps all that is known of the pod.
 */
function rolloutsJob(facts: ScrapingFacts): ScrapeJob {
  const onlyOfPods = ['node', ...Object.keys(SCRAPED_POD_LABELS)].join('|');
  return {
    job_name: ROLLOUTS.name,
    ...common(facts),
    honor_labels: true,
    kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: [ROLLOUTS.namespace] }, selectors: [ofThisNode()] }],
    relabel_configs: [keepWhere('__meta_kubernetes_namespace', ROLLOUTS.namespace), ...ASKED_BY_ANNOTATION],
    metric_relabel_configs: [
      keepMetrics(KEPT_OF_ROLLOUTS),
      { action: 'labeldrop', regex: onlyOfPods },
      {
        action: 'replace',
        source_labels: ['__name__'],
        regex: WITHOUT_NAMESPACE.join('|'),
        replacement: '',
        target_label: 'namespace',
      },
    ],
  };
}

/** The kubelet of the node, which needs no discovery. */
function kubeletJobs(facts: ScrapingFacts): readonly ScrapeJob[] {
  const job = (name: string, path: string, rules: readonly RelabelRule[]): ScrapeJob => ({
    job_name: name,
    ...common({ exemplars: false }),
    honor_labels: true,
    // Its own times would keep the series of a container alive for five minutes after its end.
    honor_timestamps: false,
    scheme: 'https',
    metrics_path: path,
    authorization: { credentials_file: `${SERVICE_ACCOUNT}/token` },
    tls_config:
      facts.kubeletCertificate === 'of-cluster'
        ? { ca_file: `${SERVICE_ACCOUNT}/ca.crt` }
        : { insecure_skip_verify: true },
    static_configs: [
      { targets: [`${fromVariable(NODE_ADDRESS)}:${KUBELET_PORT}`], labels: { node: fromVariable(NODE_NAME) } },
    ],
    relabel_configs: [copyLabel('node', 'instance')],
    metric_relabel_configs: rules,
  });
  return [
    job('kubelet', '/metrics/resource', [keepMetrics(KEPT_OF_NODES)]),
    job('kubelet-cadvisor', '/metrics/cadvisor', [
      keepMetrics(KEPT_OF_CADVISOR),
      // Those without a container are the sums of the pod and of the node.
      keepWhere('container', '.+'),
    ]),
  ];
}

/**
 * kube-state-metrics, by the agent of whichever node it runs on. All of its pods say the same of the same objects, so that
 * their series must not differ by the pod.
 */
export function clusterStateJob(facts: Pick<ScrapingFacts, 'exemplars'>): ScrapeJob {
  const { name, namespace, portName } = CLUSTER_STATE;
  return {
    job_name: name,
    ...common(facts),
    honor_labels: true,
    kubernetes_sd_configs: [
      {
        role: 'pod',
        namespaces: { names: [namespace] },
        selectors: [ofThisNode(`app.kubernetes.io/name=${name}`)],
      },
    ],
    relabel_configs: [
      keepWhere(`${META}_label_app_kubernetes_io_name`, name),
      keepWhere(`${META}_phase`, 'Running'),
      keepWhere(`${META}_container_port_name`, portName),
      setLabel('instance', name),
    ],
    metric_relabel_configs: [keepMetrics(KEPT_OF_OBJECTS)],
  };
}

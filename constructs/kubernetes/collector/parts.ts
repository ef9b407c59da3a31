import type { CollectorWorkload } from '../../plan/observability/collector/plan';
import { printCollectorConfig } from '../../plan/observability/collector/config/config';
import { COLLECTOR_PORTS } from '../../plan/observability/collector/defaults';
import { POD_ADDRESS } from '../../plan/observability/collector/delivery';
import { goMemoryLimit } from '../../plan/observability/collector/memory';
import { NAME_LABEL } from '../../plan/service/access';
import { contentsHash } from '../contents';
import { memory, processors } from '../microservice/quantities';
import { RESTRICTED_CONTAINER } from '../microservice/security';
import type { ConfigMap, ServiceAccount } from '../manifests/core';
import type { Labels } from '../manifests/meta';
import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  WorkloadContainer,
  WorkloadProbe,
  WorkloadVolume,
} from '../manifests/workloads';

/** What one of the platform's own workloads is called. */
export interface WorkloadName {
  /** Its name. */
  readonly name: string;
  /** Its namespace. */
  readonly namespace: string;
}

/** The labels of everything that belongs to a workload; the first chooses its pods. */
export const labelsOf = ({ name }: WorkloadName): Labels => ({
  ...selectorOf({ name }),
  'app.kubernetes.io/component': 'observability',
});

/** The label that chooses its pods. */
export const selectorOf = ({ name }: Pick<WorkloadName, 'name'>): Labels => ({ [NAME_LABEL]: name });

/** Who its pods are: whether they have a token is said by the pods. */
export function serviceAccount({ name, namespace }: WorkloadName): ServiceAccount {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace, labels: labelsOf({ name, namespace }) },
    automountServiceAccountToken: false,
  };
}

/** Lets its pods see objects of the whole cluster. */
export function clusterAccess(
  { name, namespace }: WorkloadName,
  rules: readonly PolicyRule[],
): readonly [ClusterRole, ClusterRoleBinding] {
  const labels = labelsOf({ name, namespace });
  // Roles of the whole cluster share their names with everybody's.
  const role = `${namespace}-${name}`;
  return [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: role, labels },
      rules,
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: role, labels },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
  ];
}

/** The file of a collector's configuration. */
const CONFIG_FILE = 'collector.json';

const CONFIG_FOLDER = '/etc/otelcol';

/** The volume of that file. */
const CONFIG_VOLUME = 'config';

/**
 * A collector's configuration. Its name changes with it, and so the pods are made anew; by hand nobody changes it. It is not
 * kept: the DaemonSet, unlike a release, goes back to nothing older.
 */
export function configuration(workload: CollectorWorkload): ConfigMap {
  const data = { [CONFIG_FILE]: printCollectorConfig(workload.config) };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: `${workload.name}-${contentsHash(data)}`,
      namespace: workload.namespace,
      labels: labelsOf(workload),
    },
    immutable: true,
    data,
  };
}

/** The volume of a collector's configuration. */
export const configurationVolume = ({ metadata }: ConfigMap): WorkloadVolume => ({
  name: CONFIG_VOLUME,
  configMap: { name: metadata.name },
});

/** Its metrics are collected as everybody's are. */
export const SCRAPED: Labels = {
  'prometheus.io/scrape': 'true',
  'prometheus.io/port': String(COLLECTOR_PORTS.metrics),
  'prometheus.io/path': '/metrics',
};

/** Off unless it is asked for: a write that is refused because there are too many would be lost. AMP answers 429. */
const FEATURE_GATES = ['exporter.prometheusremotewritexporter.RetryOn429'];

const HEALTH: WorkloadProbe = {
  httpGet: { path: '/', port: 'health' },
  periodSeconds: 10,
  timeoutSeconds: 3,
  failureThreshold: 3,
};

/** The container of a collector. What only agents have comes on top. */
export function collectorContainer(
  { image, size, config }: CollectorWorkload,
  ports: Readonly<Record<string, number>>,
): WorkloadContainer {
  const writesMetrics = Object.keys(config.exporters).some((id) => id.startsWith('prometheus_remote_write'));
  return {
    name: 'collector',
    image,
    imagePullPolicy: 'IfNotPresent',
    args: [
      `--config=${CONFIG_FOLDER}/${CONFIG_FILE}`,
      ...(writesMetrics ? [`--feature-gates=${FEATURE_GATES.join(',')}`] : []),
    ],
    ports: Object.entries({ ...ports, metrics: COLLECTOR_PORTS.metrics, health: COLLECTOR_PORTS.health }).map(
      ([name, containerPort]) => ({ name, containerPort, protocol: 'TCP' }),
    ),
    env: [
      { name: POD_ADDRESS, valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
      { name: 'GOMEMLIMIT', value: goMemoryLimit(size.memoryMebibytes) },
      // Without credentials from the agent of its node it fails at once and says so, instead of asking for the node's own.
      { name: 'AWS_EC2_METADATA_DISABLED', value: 'true' },
    ],
    resources: {
      requests: { cpu: processors(size.cpuMillicores), memory: memory(size.memoryMebibytes) },
      limits: { cpu: processors(size.cpuLimitMillicores), memory: memory(size.memoryMebibytes) },
    },
    startupProbe: { ...HEALTH, periodSeconds: 2, failureThreshold: 30 },
    readinessProbe: HEALTH,
    livenessProbe: { ...HEALTH, periodSeconds: 20, failureThreshold: 6 },
    securityContext: RESTRICTED_CONTAINER,
    volumeMounts: [{ name: CONFIG_VOLUME, mountPath: CONFIG_FOLDER, readOnly: true }],
  };
}

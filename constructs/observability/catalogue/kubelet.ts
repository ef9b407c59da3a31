import { FROM_NODE } from './collection';
import { counter, gauge, producer } from './metric';

const POD = ['namespace', 'pod'] as const;
const CONTAINER = [...POD, 'container'] as const;
const CADVISOR = [...CONTAINER, 'id', 'image', 'name'] as const;

/**
 * What each node's kubelet knows: `/metrics/resource`, which is stable since Kubernetes 1.29, for processors and memory of
 * nodes, pods and containers, and of `/metrics/cadvisor` only how often containers were held back. Both expose
 * `container_cpu_usage_seconds_total`; collected from both, every core would count twice. There is no further agent for
 * nodes: pressure on disks and memory comes as a condition of the node.
 */
export const KUBELET = producer({
  name: 'kubelet',
  version: 'Kubernetes 1.34 to 1.36',
  source:
    'kubernetes.io, "Kubernetes Metrics Reference" and CHANGELOG-1.29 (#116897); google/cadvisor: docs/storage/prometheus.md',
  collected: FROM_NODE,
  metrics: {
    node_cpu_usage_seconds_total: counter(),
    node_memory_working_set_bytes: gauge(),
    pod_cpu_usage_seconds_total: counter(POD),
    pod_memory_working_set_bytes: gauge(POD),
    container_cpu_usage_seconds_total: counter(CONTAINER),
    container_memory_working_set_bytes: gauge(CONTAINER),
    container_start_time_seconds: gauge(CONTAINER),
    container_cpu_cfs_periods_total: counter(CADVISOR),
    container_cpu_cfs_throttled_periods_total: counter(CADVISOR),
  },
});

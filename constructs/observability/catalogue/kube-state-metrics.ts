import { FROM_CLUSTER } from './collection';
import { counter, gauge, producer } from './metric';

const POD = ['namespace', 'pod', 'uid'] as const;
const CONTAINER = ['namespace', 'pod', 'container', 'uid'] as const;
const AUTOSCALER = ['namespace', 'horizontalpodautoscaler'] as const;
const BUDGET = ['namespace', 'poddisruptionbudget'] as const;
const DEPLOYMENT = ['namespace', 'deployment'] as const;
const DAEMON_SET = ['namespace', 'daemonset'] as const;
const STATUS = ['true', 'false', 'unknown'] as const;

/**
 * The state of Kubernetes objects. All but one of these are marked stable by its publisher. 2.20 is built for Kubernetes 1.36,
 * and works with older ones as far as it uses what they have; 2.19.1 has the same metrics.
 */
export const KUBE_STATE_METRICS = producer({
  name: 'kube-state-metrics',
  version: '2.20.0',
  source: 'kube-state-metrics v2.20.0: docs/metrics/{cluster,workload,policy}',
  collected: FROM_CLUSTER,
  metrics: {
    kube_node_info: gauge([
      'node',
      'kernel_version',
      'os_image',
      'container_runtime_version',
      'kubelet_version',
      'provider_id',
      'internal_ip',
    ]),
    kube_node_status_condition: gauge(['node', 'condition', 'status'], { status: STATUS }),
    kube_node_status_allocatable: gauge(['node', 'resource', 'unit'], { unit: ['core', 'byte', 'integer'] }),
    kube_node_spec_unschedulable: gauge(['node']),
    kube_pod_info: gauge([...POD, 'host_ip', 'pod_ip', 'node', 'created_by_kind', 'created_by_name', 'priority_class']),
    kube_pod_status_phase: gauge([...POD, 'phase'], {
      phase: ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'],
    }),
    kube_pod_status_ready: gauge([...POD, 'condition'], { condition: STATUS }),
    kube_pod_status_unschedulable: gauge(POD),
    kube_pod_container_status_waiting_reason: gauge([...CONTAINER, 'reason']),
    kube_pod_container_status_restarts_total: counter(CONTAINER),
    // Not marked stable.
    kube_pod_container_status_last_terminated_reason: gauge([...CONTAINER, 'reason']),
    kube_pod_container_resource_requests: gauge([...CONTAINER, 'node', 'resource', 'unit']),
    kube_pod_container_resource_limits: gauge([...CONTAINER, 'node', 'resource', 'unit']),
    kube_deployment_spec_replicas: gauge(DEPLOYMENT),
    kube_deployment_status_replicas_available: gauge(DEPLOYMENT),
    kube_daemonset_status_desired_number_scheduled: gauge(DAEMON_SET),
    kube_daemonset_status_number_available: gauge(DAEMON_SET),
    kube_daemonset_status_number_unavailable: gauge(DAEMON_SET),
    kube_horizontalpodautoscaler_spec_min_replicas: gauge(AUTOSCALER),
    kube_horizontalpodautoscaler_spec_max_replicas: gauge(AUTOSCALER),
    kube_horizontalpodautoscaler_status_current_replicas: gauge(AUTOSCALER),
    kube_horizontalpodautoscaler_status_desired_replicas: gauge(AUTOSCALER),
    kube_horizontalpodautoscaler_status_condition: gauge([...AUTOSCALER, 'condition', 'status'], {
      condition: ['AbleToScale', 'ScalingActive', 'ScalingLimited'],
      status: STATUS,
    }),
    kube_poddisruptionbudget_status_current_healthy: gauge(BUDGET),
    kube_poddisruptionbudget_status_desired_healthy: gauge(BUDGET),
    kube_poddisruptionbudget_status_expected_pods: gauge(BUDGET),
    kube_poddisruptionbudget_status_pod_disruptions_allowed: gauge(BUDGET),
    kube_resourcequota: gauge(['namespace', 'resourcequota', 'resource', 'type'], { type: ['hard', 'used'] }),
  },
});

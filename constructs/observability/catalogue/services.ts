import { METRICS, type MetricSource } from '../../slo/metrics';
import { FROM_PODS, POD_TARGET } from './collection';
import { counter, type MetricFamily, type Producer } from './metric';

/** What a service exposes by contract: the metrics of the contract and, by OpenTelemetry's conventions, these labels. */
export const SERVICES: Producer = {
  name: 'services',
  version: 'OpenTelemetry semantic conventions 1.37',
  source: 'opentelemetry.io, "Semantic conventions for HTTP metrics"; constructs/slo/metrics.ts',
  collected: FROM_PODS,
  metrics: contract('service', ['http_request_method', 'http_route', METRICS.service.labels.status]),
};

/**
 * What Istio's proxies count, beside pods and in the gateway, and what their agents say of certificates. Injection redirects
 * the pod's own annotation to the proxy, so that these carry the pod's labels as well.
 */
export const MESH_PROXIES: Producer = {
  name: 'mesh proxies',
  version: 'Istio 1.31',
  source:
    'istio.io, "Istio Standard Metrics"; istio 1.31.0-rc.0: pilot/cmd/pilot-agent/status/server.go (prefix), security/pkg/nodeagent/cache/monitoring.go',
  collected: FROM_PODS,
  metrics: contract('mesh', [
    'reporter',
    ...['source', 'destination'].flatMap((side) =>
      ['workload', 'workload_namespace', 'principal', 'app', 'version', 'cluster'].map((part) => `${side}_${part}`),
    ),
    ...['source', 'destination'].flatMap((side) => [`${side}_canonical_service`, `${side}_canonical_revision`]),
    'destination_service',
    'destination_service_name',
    'destination_service_namespace',
    'request_protocol',
    METRICS.mesh.labels.status,
    'grpc_response_status',
    'response_flags',
    'connection_security_policy',
  ]),
};

function contract(source: MetricSource, own: readonly string[]): Readonly<Record<string, MetricFamily>> {
  const { requests, durations } = METRICS[source];
  const labels = [...new Set([...own, ...POD_TARGET])];
  const values = source === 'mesh' ? { reporter: ['source', 'destination'] } : undefined;
  return {
    [`${durations}_bucket`]: counter([...labels, 'le'], values),
    [`${durations}_count`]: counter(labels, values),
    [`${durations}_sum`]: counter(labels, values),
    [requests]: counter(labels, values),
  };
}

import { FROM_PODS } from './collection';
import { counter, gauge, histogram, producer } from './metric';

/** The agent in each proxy, of a pod or of the gateway. Its metrics are served with those of the proxy. */
export const MESH_AGENTS = producer({
  name: 'mesh agents',
  version: 'Istio 1.31',
  source:
    'istio 1.31.0-rc.0: pilot/cmd/pilot-agent/status/server.go (prefix `istio_agent_`), security/pkg/nodeagent/cache/monitoring.go',
  collected: FROM_PODS,
  metrics: {
    istio_agent_cert_expiry_seconds: gauge(['resource_name']),
    istio_agent_num_failed_outgoing_requests: counter(['request_type']),
    istio_agent_scrape_failures_total: counter(['type'], { type: ['envoy', 'application', 'agent'] }),
  },
});

/**
 * Istio's control plane. Its exporter adds no suffix to counters (`WithoutCounterSuffixes`), so they are called what the
 * source calls them. Its annotation asks for port 15014.
 */
export const ISTIOD = producer({
  name: 'istiod',
  version: 'Istio 1.31',
  source:
    'istio 1.31.0-rc.0: pkg/xds/monitoring.go, pilot/pkg/xds/monitoring.go, pilot/pkg/bootstrap/monitoring.go, security/pkg/server/ca/monitoring.go, pkg/kube/inject/monitoring.go, pkg/monitoring/monitoring.go',
  collected: FROM_PODS,
  metrics: {
    pilot_info: gauge(['version']),
    pilot_xds: gauge(['version']),
    pilot_services: gauge(),
    pilot_total_xds_rejects: counter(['type']),
    pilot_total_xds_internal_errors: counter(),
    pilot_xds_pushes: counter(['type']),
    ...histogram('pilot_proxy_convergence_time'),
    citadel_server_root_cert_expiry_seconds: gauge(),
    citadel_server_success_cert_issuance_count: counter(),
    citadel_server_csr_count: counter(),
    sidecar_injection_requests_total: counter(),
    sidecar_injection_failure_total: counter(),
  },
});

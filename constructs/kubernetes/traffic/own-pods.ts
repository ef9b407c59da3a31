import type { RateLimitPlan } from '../../plan/resilience/plan';
import type { ServicePlan } from '../../plan/service/plan';
import type { EnvoyFilter, Sidecar } from '../manifests/traffic-policy';
import { connectionPool } from './destination-rules';

/**
 * What a service's own sidecars let in, and what they know. Load shedding: without a limit of the pod's own Istio takes the
 * callers' for it, too, which is that of the whole service (Sidecar, "inboundConnectionPool"). What is more is answered 503
 * with `x-envoy-overloaded`, which no caller tries again.
 *
 * What they know is said here too, since only one Sidecar counts for a pod, and one that is silent knows everything, whatever
 * that of the whole mesh says (istio 1.31, `initSidecarScopeInternalIndexes`).
 */
export function sidecar(plan: ServicePlan): Sidecar | undefined {
  const { mesh } = plan;
  if (mesh === undefined) return undefined;
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Sidecar',
    metadata: { name: plan.name, namespace: plan.namespace, labels: plan.labels },
    spec: {
      workloadSelector: { labels: plan.selector },
      egress: [{ hosts: mesh.imports }],
      inboundConnectionPool: connectionPool(plan.resilience, plan.resilience.limits.perPod),
    },
  };
}

/** The filter, as Envoy names it, and its settings ("Local rate limit"). */
const FILTER = 'envoy.filters.http.local_ratelimit';
const SETTINGS = 'type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit';

/** Istio has no words for a rate, so Envoy is told itself: on the users' port, and not where probes and metrics are asked for. */
export function rateLimit(plan: ServicePlan): EnvoyFilter | undefined {
  const { rateLimit: limit } = plan.resilience;
  if (plan.router.kind !== 'istio' || limit === undefined) return undefined;
  return {
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    metadata: { name: `${plan.name}-rate-limit`, namespace: plan.namespace, labels: plan.labels },
    spec: {
      workloadSelector: { labels: plan.selector },
      configPatches: [
        {
          applyTo: 'HTTP_FILTER',
          match: {
            context: 'SIDECAR_INBOUND',
            listener: {
              portNumber: plan.port,
              filterChain: {
                filter: {
                  name: 'envoy.filters.network.http_connection_manager',
                  subFilter: { name: 'envoy.filters.http.router' },
                },
              },
            },
          },
          patch: {
            operation: 'INSERT_BEFORE',
            value: { name: FILTER, typed_config: { '@type': SETTINGS, ...bucket(limit) } },
          },
        },
      ],
    },
  };
}

const ALL = { numerator: 100, denominator: 'HUNDRED' } as const;

function bucket({ requestsPerSecond, burst }: RateLimitPlan): Readonly<Record<string, unknown>> {
  return {
    stat_prefix: 'http_local_rate_limiter',
    token_bucket: { max_tokens: burst, tokens_per_fill: requestsPerSecond, fill_interval: '1s' },
    filter_enabled: { default_value: ALL },
    filter_enforced: { default_value: ALL },
  };
}

import type { ResiliencePlan } from '../../plan/resilience/plan';
import type { ServicePlan } from '../../plan/service/plan';
import type { ConnectionPool, DestinationRule, TrafficPolicy } from '../manifests/traffic-policy';
import { hostOf, meshDuration } from './mesh-objects';

/**
 * How callers treat the pods of a service, the same for every host that it has: the name that callers use, and each of its
 * versions. A host without a rule would have no limits just while it is tried. No subsets, which are the engine's.
 */
export function destinationRules(plan: ServicePlan): readonly DestinationRule[] {
  if (plan.router.kind !== 'istio') return [];
  const { root, stable, canary, preview } = plan.services;
  return [root, stable, canary, preview]
    .filter((name) => name !== undefined)
    .map((name) => ({
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name, namespace: plan.namespace, labels: plan.labels },
      spec: { host: hostOf(plan, name), trafficPolicy: trafficPolicy(plan.resilience) },
    }));
}

function trafficPolicy(plan: ResiliencePlan): TrafficPolicy {
  const { retryBudget, limits } = plan;
  return {
    loadBalancer: loadBalancer(plan),
    connectionPool: connectionPool(plan, limits.perCaller),
    ...outlierDetection(plan),
    retryBudget: { percent: retryBudget.percent, minRetryConcurrency: retryBudget.leastAtOnce },
  };
}

/**
 * The zone is said either way: with outlier detection Istio prefers the own zone by itself (DestinationRule,
 * "OutlierDetection"). Switched on without more words, the own zone comes first and the others after it; `failoverPriority`
 * would also weigh zones by their pods, and disturb the choice by fewest requests.
 */
function loadBalancer({ zones, warmup }: ResiliencePlan): TrafficPolicy['loadBalancer'] {
  return {
    simple: 'LEAST_REQUEST',
    localityLbSetting: { enabled: zones === 'own-first' },
    ...(warmup === undefined ? {} : { warmup: { duration: `${warmup.seconds}s`, minimumPercent: warmup.fromPercent } }),
  };
}

/**
 * So many requests, so many connections, so many that wait for one: between sidecars each request of HTTP/1.1 has a connection
 * of its own, and all of them wait when there is none yet.
 */
export function connectionPool({ times, idleSeconds }: ResiliencePlan, requests: number): ConnectionPool {
  return {
    tcp: { maxConnections: requests, connectTimeout: meshDuration(times.connectMilliseconds) },
    http: { http1MaxPendingRequests: requests, http2MaxRequests: requests, idleTimeout: `${idleSeconds}s` },
  };
}

/**
 * All pods are never asked again because too few are well (`minHealthPercent`): how many can be left alone is bounded, and
 * beyond that number only pods are unwell that Kubernetes has taken out, which Istio tells Envoy of, too.
 */
function outlierDetection({ ejection }: ResiliencePlan): Pick<TrafficPolicy, 'outlierDetection'> {
  if (ejection === undefined) return {};
  return {
    outlierDetection: {
      consecutive5xxErrors: 0,
      consecutiveGatewayErrors: ejection.consecutiveErrors,
      interval: `${ejection.intervalSeconds}s`,
      baseEjectionTime: `${ejection.ejectionSeconds}s`,
      maxEjectionPercent: ejection.maximumPercent,
      minHealthPercent: 0,
    },
  };
}

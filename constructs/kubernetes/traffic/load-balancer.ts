import type { ServicePlan } from '../../plan/service/plan';
import type { Ingress } from '../manifests/policy';
import type { Labels } from '../manifests/meta';

/**
 * What leads from a load balancer to a service that has no mesh. Under a canary the backend's port is `use-annotation`: the
 * annotation of that name, which the engine writes, says how to divide requests between target groups. The first one, with
 * everything to the stable version, is the engine's too, so that applying this again resets nothing (argo-rollouts #3854).
 *
 * The group, the scheme and the certificates of the load balancer belong to the class: EKS Auto Mode accepts them nowhere
 * else, and none of it is a service's business.
 */
export function ingress(plan: ServicePlan): Ingress | undefined {
  const { edge, router, services } = plan;
  if (edge === undefined || router.kind === 'istio') return undefined;
  const port =
    router.kind === 'alb' && plan.strategy.kind === 'canary' ? { name: 'use-annotation' } : { number: plan.port };
  const http = {
    paths: edge.paths.map((path) => ({
      path,
      pathType: 'Prefix' as const,
      backend: { service: { name: services.root, port } },
    })),
  };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name: plan.name,
      namespace: plan.namespace,
      labels: plan.labels,
      annotations: targetGroups(plan),
    },
    spec: {
      ingressClassName: edge.ingressClass,
      rules: edge.hosts.length === 0 ? [{ http }] : edge.hosts.map((host) => ({ host, http })),
    },
  };
}

/** The target groups: pods by address, asked how they are as their node asks them, and forgotten when they have drained. */
function targetGroups({ health, drain, adminPort }: ServicePlan): Labels {
  const prefix = 'alb.ingress.kubernetes.io';
  return {
    [`${prefix}/target-type`]: 'ip',
    [`${prefix}/healthcheck-port`]: String(adminPort),
    [`${prefix}/healthcheck-path`]: health.readiness,
    [`${prefix}/healthcheck-interval-seconds`]: '10',
    [`${prefix}/healthcheck-timeout-seconds`]: '5',
    [`${prefix}/healthy-threshold-count`]: '2',
    [`${prefix}/unhealthy-threshold-count`]: '2',
    [`${prefix}/success-codes`]: '200',
    [`${prefix}/target-group-attributes`]: `deregistration_delay.timeout_seconds=${drain.deregistrationSeconds}`,
  };
}

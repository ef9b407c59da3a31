import type { ServicePlan } from '../../plan/service/plan';
import type { Destination, HttpRoute, VirtualService } from '../manifests/mesh';

/** The route whose weights the engine changes; the routes that it adds for headers and mirrors come before it. */
export const PRIMARY_ROUTE = 'primary';

/** The VirtualServices whose weights the engine changes: that of the mesh, and that behind the gateway. */
export function managedVirtualServices(plan: ServicePlan): readonly string[] {
  return plan.edge === undefined ? [plan.name] : [plan.name, behindGateway(plan)];
}

/**
 * How the mesh divides a service's requests. Callers in the mesh use the root's name. Users come through the gateway, whose
 * VirtualService picks the paths and hands over to one without hosts: a header route that the engine adds knows no paths,
 * so on the gateway's own VirtualService it would catch the requests of every service of the host.
 *
 * Versions are hosts (the stable and the canary Service), not subsets of a DestinationRule. With subsets the engine either
 * waits for all pods of every version before it does anything, so that a release whose pods never start cannot even be
 * aborted (argo-rollouts #4128); or, once the canary has a Service that checks can ask, it does not wait at all
 * (`shouldDelayDestinationRuleUpdate`). And applying a DestinationRule again takes the versions' hashes out of it.
 */
export function virtualServices(plan: ServicePlan): readonly VirtualService[] {
  if (plan.router.kind !== 'istio') return [];
  const canary = plan.strategy.kind === 'canary';
  return [
    ...(canary
      ? [virtualService(plan, plan.name, { hosts: [hostOf(plan, plan.services.root)], http: [divided(plan)] })]
      : []),
    ...(canary && plan.edge !== undefined
      ? [virtualService(plan, behindGateway(plan), { http: [divided(plan)] })]
      : []),
    ...atGateway(plan),
  ];
}

const behindGateway = ({ name }: ServicePlan): string => `${name}-edge`;

function atGateway(plan: ServicePlan): readonly VirtualService[] {
  const { edge, namespace } = plan;
  if (edge === undefined) return [];
  const match = edge.paths.map((prefix) => ({ uri: { prefix } }));
  const onwards =
    plan.strategy.kind === 'canary'
      ? { delegate: { name: behindGateway(plan), namespace } }
      : { route: [{ destination: destination(plan, plan.services.root) }] };
  return [
    virtualService(plan, `${plan.name}-gateway`, {
      hosts: edge.hosts.length === 0 ? ['*'] : edge.hosts,
      gateways: [edge.gateway],
      http: [{ name: 'edge', match, ...onwards }],
    }),
  ];
}

/** Everything to the stable version; the engine moves it. */
function divided(plan: ServicePlan): HttpRoute {
  const { root, stable = root, canary = root } = plan.services;
  return {
    name: PRIMARY_ROUTE,
    route: [
      { destination: destination(plan, stable), weight: 100 },
      { destination: destination(plan, canary), weight: 0 },
    ],
  };
}

function destination(plan: ServicePlan, service: string): Destination {
  return { host: hostOf(plan, service), port: { number: plan.port } };
}

/** In full: a short name is looked up in the namespace of whoever reads it. */
function hostOf({ namespace }: ServicePlan, service: string): string {
  return `${service}.${namespace}.svc.cluster.local`;
}

function virtualService(plan: ServicePlan, name: string, spec: VirtualService['spec']): VirtualService {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: plan.namespace, labels: plan.labels },
    spec,
  };
}

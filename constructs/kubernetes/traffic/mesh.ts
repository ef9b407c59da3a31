import type { ServicePlan } from '../../plan/service/plan';
import type { HttpRoute, VirtualService } from '../manifests/mesh';
import { behindGateway, gatewayRoutes } from './gateway-routes';
import { destination, hostOf, virtualService } from './mesh-objects';

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
    ...gatewayRoutes(plan),
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

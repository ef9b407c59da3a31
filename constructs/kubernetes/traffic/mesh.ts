import type { ServicePlan } from '../../plan/service/plan';
import type { HttpRoute, VirtualService } from '../manifests/mesh';
import { destination, hostOf, versionsOf, virtualService } from './mesh-objects';
import { tries } from './tries';

/** The route whose weights the engine changes; the routes that it adds for headers and mirrors come before it. */
export const PRIMARY_ROUTE = 'primary';

/** A VirtualService with the routes whose weights the engine changes. */
export interface ManagedVirtualService {
  /** Its name. */
  readonly name: string;
  /** The names of its routes. */
  readonly routes: readonly string[];
}

/** The VirtualServices whose weights the engine changes. */
export function managedVirtualServices(plan: ServicePlan): readonly ManagedVirtualService[] {
  return [{ name: versionsOf(plan), routes: [PRIMARY_ROUTE] }];
}

/**
 * How the mesh divides a service's requests, how long each may take and which are tried again. Callers in the mesh use the
 * root's name, and users come through the gateway, whose VirtualServices pick paths. Both say what holds for a request, and
 * hand over to one without hosts, which divides versions and says nothing else.
 *
 * That one is the engine's, all of its list of routes: what else it said could not be changed by applying it again, since the
 * API server refuses a list that somebody else owns. Routes that the engine adds to it, for headers and mirrors, inherit
 * time-outs and tries from whoever hands over (istio 1.31, `mergeHTTPRoute`).
 *
 * Versions are hosts (the stable and the canary Service), not subsets of a DestinationRule. With subsets the engine either
 * waits for all pods of every version before it does anything, so that a release whose pods never start cannot even be
 * aborted (argo-rollouts #4128); or, once the canary has a Service that checks can ask, it does not wait at all
 * (`shouldDelayDestinationRuleUpdate`). And applying a DestinationRule again takes the versions' hashes out of it.
 */
export function virtualServices(plan: ServicePlan): readonly VirtualService[] {
  if (plan.router.kind !== 'istio') return [];
  const delegate = { name: versionsOf(plan), namespace: plan.namespace };
  return [
    virtualService(plan, versionsOf(plan), { http: [{ name: PRIMARY_ROUTE, route: destinations(plan) }] }),
    virtualService(plan, plan.name, {
      hosts: [hostOf(plan, plan.services.root)],
      http: tries(plan.resilience.times).map((each) => ({ ...each, delegate })),
    }),
  ];
}

/** Everything to the stable version, and the engine moves it; where versions change places, to whichever has the name. */
function destinations(plan: ServicePlan): HttpRoute['route'] {
  const { root, stable = root, canary = root } = plan.services;
  if (plan.strategy.kind !== 'canary') return [{ destination: destination(plan, root) }];
  return [
    { destination: destination(plan, stable), weight: 100 },
    { destination: destination(plan, canary), weight: 0 },
  ];
}

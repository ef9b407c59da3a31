import type { RouterSpec } from '../../delivery/router';
import type { StrategySpec } from '../../delivery/spec';

/** The Kubernetes Services of a service. All have its port. */
export interface ServiceNames {
  /** What callers use, whatever the strategy: the service's own name. */
  readonly root: string;
  /** The version that users have, of a canary. */
  readonly stable?: string;
  /** The new version, of a canary. */
  readonly canary?: string;
  /** The new version, of a blue-green rollout. */
  readonly preview?: string;
  /** The two that take turns at being stable and canary behind a load balancer. */
  readonly pingPong?: { readonly ping: string; readonly pong: string };
}

/** What is appended to a service's name; a service of such a name would collide with another's. */
export const RESERVED_SUFFIXES = ['stable', 'canary', 'preview', 'ping', 'pong', 'smoke'] as const;

/**
 * The Services that a strategy needs on a router. Callers use the root's name always, so that a changed strategy changes
 * nothing for them: the root is the active Service of a blue-green rollout, the host that the mesh divides, and otherwise
 * all pods of both versions.
 *
 * Behind a load balancer ping and pong take turns (`pingPong`), because a canary that ends with a change of selectors gives
 * 503s there (argo-rollouts #2864). The canary's own Service stays beside them, in no target group: checks address it.
 */
export function serviceNames(name: string, strategy: StrategySpec, router: RouterSpec): ServiceNames {
  const called = (suffix: (typeof RESERVED_SUFFIXES)[number]): string => `${name}-${suffix}`;
  if (strategy.kind === 'blue-green') return { root: name, preview: called('preview') };
  if (router.kind === 'alb' && router.pingPong !== false) {
    return { root: name, canary: called('canary'), pingPong: { ping: called('ping'), pong: called('pong') } };
  }
  return { root: name, stable: called('stable'), canary: called('canary') };
}

/** The Service that leads to the new version and nothing else: where a check looks. */
export function newVersionService(names: ServiceNames): string {
  return names.canary ?? names.preview ?? names.root;
}

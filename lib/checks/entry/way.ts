import type { Finding } from '../check';
import type { Placed } from '../wiring/placed';
import type { Resource } from './templates';

/** What a request passes, from outside to inside. */
export type HopKind =
  | 'record'
  | 'load balancer'
  | 'listener'
  | 'target group'
  | 'binding'
  | 'ingress'
  | 'gateway service'
  | 'gateway pods'
  | 'gateway'
  | 'route'
  | 'versions'
  | 'service'
  | 'pods';

/** One thing that a request passes. */
export interface Hop {
  readonly kind: HopKind;
  /** What it is called: `443 HTTPS`, `user/user-stable:8080`. */
  readonly name: string;
}

/** What keeps a request from its next hop, besides the hops themselves. */
export type Guard = (typeof GUARDS)[number];

const GUARDS = ['authorization', 'certificate', 'network policy', 'security group', 'token'] as const;

/** Where something stands. */
export type At = Pick<Finding, 'stack' | 'resource'>;

/** Why a request gets no further. */
export interface End extends At, Pick<Finding, 'field' | 'value' | 'reason' | 'remedy'> {
  /** The hop that it does not reach, or the guard that stops it there. */
  readonly at: HopKind | Guard;
}

/** Where a request ends, for people: `does not reach the listener`. */
export function endTitle({ at }: End): string {
  return `${GUARDS.some((guard) => guard === at) ? 'does not get past the' : 'does not reach the'} ${at}`;
}

/**
 * A request gets no further. Thrown, and caught where the way of a request begins, so that each hop reads as if the one before it
 * had been reached.
 */
export class WayEnds extends Error {
  public constructor(public readonly end: End) {
    super(end.reason);
  }
}

/** The way of a request: as far as it gets. */
export interface Way {
  readonly hops: readonly Hop[];
  /** Why it gets no further; nothing where it reaches pods. */
  readonly end?: End;
}

/** Follows a request hop by hop, to where it gets. */
export function follow(walk: (passed: (hop: Hop) => void) => void): Way {
  const hops: Hop[] = [];
  try {
    walk((hop) => hops.push(hop));
    return { hops };
  } catch (error) {
    if (!(error instanceof WayEnds)) throw error;
    return { hops, end: error.end };
  }
}

/** What is there, or the end of the way. */
export function found<T>(value: T | undefined, end: () => End): T {
  if (value === undefined) throw new WayEnds(end());
  return value;
}

/** Where a resource stands. */
export function atResource({ stack, logicalId }: Resource): At {
  return { stack: stack.name, resource: stack.constructPaths.get(logicalId) ?? logicalId };
}

/** Where an object stands. */
export function atObject({ application, title }: Pick<Placed, 'application' | 'title'>): At {
  return { stack: '', resource: `${application}: ${title}` };
}

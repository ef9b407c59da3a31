import type { EdgeRoutePlan } from '../service/edge';
import type { Method } from '../service/edge-spec';

/** What a route is compared by. */
export type RoutePlace = Pick<EdgeRoutePlan, 'path' | 'match'>;

/** The paths whose subtrees a path lies in, the nearest first: `/v1/trips`, `/v1` and `/` of `/v1/trips`. */
export function subtreesOf(path: string): readonly string[] {
  const segments = path.split('/').filter((segment) => segment !== '');
  return [...segments.map((_, index) => `/${segments.slice(0, segments.length - index).join('/')}`), '/'];
}

/** Whether there is a method that both have; a route without methods has all. */
export function methodsMeet(first: readonly Method[], second: readonly Method[]): boolean {
  return first.length === 0 || second.length === 0 || first.some((method) => second.includes(method));
}

/**
 * What is more exact comes first: the longer path, and of one path that without what lies below it. Of two routes of which
 * one lies within the other, the inner one therefore comes first; the order of all others makes no difference.
 */
export function byExactness(first: RoutePlace, second: RoutePlace): number {
  if (first.path.length !== second.path.length) return second.path.length - first.path.length;
  if (first.path !== second.path) return first.path < second.path ? -1 : 1;
  return Number(first.match === 'prefix') - Number(second.match === 'prefix');
}

/** A route for people, and for logs: `POST /v1/trips`, `GET,HEAD /v1/trips/*`. */
export function routeTitle({ path, match, methods }: RoutePlace & Pick<EdgeRoutePlan, 'methods'>): string {
  return `${methods.length === 0 ? 'any' : methods.join(',')} ${pathTitle({ path, match })}`;
}

/** A path for people: with an asterisk where everything below it is meant, too. */
export function pathTitle({ path, match }: RoutePlace): string {
  if (match === 'exact') return path;
  return path === '/' ? '/*' : `${path}/*`;
}

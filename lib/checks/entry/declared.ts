import { ANY_HOST, includesHost } from '../../../constructs/plan/gateway/hosts';
import { writtenRoutes, type EdgeRoutePlan } from '../../../constructs/plan/service/edge';
import { METHODS } from '../../../constructs/plan/service/edge-spec';
import type { Environment } from '../../environment/schema';

/** What an environment declares to be reachable from outside. */
export interface DeclaredRoute extends Pick<EdgeRoutePlan, 'path' | 'match' | 'methods' | 'authentication' | 'claims'> {
  readonly service: string;
  /** `api.rides.example`, `*.partners.rides.example`, or `*` for any. */
  readonly host: string;
}

/** A request from outside. */
export interface OutsideRequest {
  readonly host: string;
  readonly method: string;
  readonly path: string;
  /** What its token claims; nothing where it brings none. */
  readonly claims?: Readonly<Record<string, readonly string[]>>;
}

/** The hosts that clients use, where a service names none of its own. */
export function declaredHosts({ gateway, edge }: Environment): readonly string[] {
  return gateway?.hosts ?? [edge?.domain?.name ?? ANY_HOST];
}

/** Everything that is declared to be reachable from outside: what the environment says, and nothing that follows from it. */
export function declaredRoutes(environment: Environment): readonly DeclaredRoute[] {
  return Object.entries(environment.services ?? {}).flatMap(([service, { edge }]) => {
    if (edge === undefined) return [];
    const hosts = edge.hosts ?? declaredHosts(environment);
    return writtenRoutes(edge).flatMap(({ route }) => hosts.map((host) => ({ service, host, ...route })));
  });
}

/** A host that a pattern means. */
export const someHost = (host: string): string => (host === ANY_HOST ? 'any.host.example' : host.replace('*', 'any'));

/** The requests by which a route is tried: each of its methods, and where it has a subtree, something in it. */
export function requestsOf({ host, path, match, methods, authentication, claims }: DeclaredRoute): OutsideRequest[] {
  const below = `${path === '/' ? '' : path}/below`;
  const bringing = authentication === 'none' ? {} : { claims: someClaims(claims) };
  return (methods.length === 0 ? METHODS : methods).flatMap((method) =>
    (match === 'prefix' ? [path, below] : [path]).map((each) => ({
      host: someHost(host),
      method,
      path: each,
      ...bringing,
    })),
  );
}

/** The least that a token must claim. */
const someClaims = (claims: DeclaredRoute['claims']): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(Object.entries(claims).map(([claim, values]) => [claim, values.slice(0, 1)]));

/** Whether a route declares that a request gets through. */
export function declares(route: DeclaredRoute, request: OutsideRequest): boolean {
  const { path, match, methods, authentication, claims } = route;
  return (
    includesHost(route.host, request.host) &&
    (methods.length === 0 || methods.some((method) => method === request.method)) &&
    (request.path === path || (match === 'prefix' && request.path.startsWith(path === '/' ? path : `${path}/`))) &&
    (authentication === 'none' ||
      Object.entries(claims).every(([claim, values]) =>
        values.some((value) => request.claims?.[claim]?.includes(value) === true),
      )) &&
    (authentication === 'none' || request.claims !== undefined)
  );
}

import { joinPath, type Problem } from '../problem';
import { writtenRoutes, type EdgeRoutePlan, type WrittenRoute } from '../service/edge';
import type { ServiceEdgeSpec } from '../service/edge-spec';
import { ANY_HOST, hostsMeet, includesHost } from './hosts';
import { methodsMeet, pathTitle, routeTitle, subtreesOf } from './paths';
import { sizeProblems } from './size-rules';

/** What the routes of all services are held against. */
export interface RouteFacts {
  /** The hosts that the gateway answers; any when it has `*`. */
  readonly hosts: readonly string[];
  /** Whether anybody makes tokens that it accepts. */
  readonly hasIssuers: boolean;
  /** Whether web pages may call every route that does not say otherwise. */
  readonly hasPages?: boolean;
}

/** A service behind the mesh's gateway, as far as its routes are concerned. */
export interface RoutedSpec {
  /**
   * How it is reached from outside.
   * @default - not at all
   */
  readonly edge?: ServiceEdgeSpec;
}

/** A route with whose it is. */
interface OwnedRoute extends WrittenRoute {
  /** The service. */
  readonly service: string;
  /** The hosts that lead to it. */
  readonly hosts: readonly string[];
}

/**
 * What is wrong between the routes of all services behind one gateway, each of which is sound by itself. Fields begin with
 * the service's name: `trip.edge.routes[0]`.
 */
export function edgeRouteProblems(
  services: Readonly<Record<string, RoutedSpec>>,
  facts: RouteFacts = { hosts: [ANY_HOST], hasIssuers: true },
): Problem[] {
  const routes = ownedRoutes(services, facts);
  const byTitle = groupedByTitle(routes);
  return [
    ...Object.entries(services).flatMap(([name, { edge }]) => unansweredHosts(name, edge?.hosts ?? [], facts)),
    ...(facts.hasIssuers ? [] : nobodyMakesTokens(routes)),
    ...routes.flatMap((route) => claimedTwice(route, byTitle.get(pathTitle(route.route)) ?? [])),
    ...routes.flatMap((route) => openerAbove(route, byTitle)),
    ...sizeProblems(routes, facts),
  ];
}

function ownedRoutes(
  services: Readonly<Record<string, RoutedSpec>>,
  { hosts: answered }: RouteFacts,
): readonly OwnedRoute[] {
  return Object.entries(services).flatMap(([service, { edge }]) =>
    edge === undefined
      ? []
      : writtenRoutes(edge).map((route) => ({ ...route, service, hosts: edge.hosts ?? answered })),
  );
}

function unansweredHosts(name: string, hosts: readonly string[], { hosts: answered }: RouteFacts): Problem[] {
  return hosts.flatMap((host, index) =>
    answered.some((each) => includesHost(each, host))
      ? []
      : [
          {
            field: joinPath(name, `edge.hosts[${index}]`),
            value: host,
            reason: `the gateway answers ${answered.join(', ')} only, so that nobody would ever get there`,
            remedy: "take one of these, or add it to the environment's gateway.hosts",
          },
        ],
  );
}

function nobodyMakesTokens(routes: readonly OwnedRoute[]): Problem[] {
  return routes
    .filter(({ route }) => route.authentication === 'required')
    .map(({ service, field, route }) => ({
      field: joinPath(service, field),
      value: routeTitle(route),
      reason: 'it wants a token, and the environment names nobody whose tokens are accepted: nobody could get in',
      remedy:
        "name who makes them, as in gateway: { issuers: [{ issuer: 'https://api.rides.example', audiences: ['rides'], jwks: … }] }, or write authentication: 'none'",
    }));
}

function groupedByTitle(routes: readonly OwnedRoute[]): ReadonlyMap<string, readonly OwnedRoute[]> {
  const groups = new Map<string, OwnedRoute[]>();
  for (const each of routes) {
    const group = groups.get(pathTitle(each.route));
    if (group === undefined) groups.set(pathTitle(each.route), [each]);
    else group.push(each);
  }
  return groups;
}

const meet = (first: OwnedRoute, second: OwnedRoute): boolean =>
  methodsMeet(first.route.methods, second.route.methods) &&
  first.hosts.some((host) => second.hosts.some((other) => hostsMeet(host, other)));

/** Told of the later one. Within a service its own rules say so. */
function claimedTwice(route: OwnedRoute, sameTitle: readonly OwnedRoute[]): Problem[] {
  const earlier = sameTitle.slice(0, sameTitle.indexOf(route));
  const other = earlier.find((each) => each.service !== route.service && meet(each, route));
  if (other === undefined) return [];
  return [
    {
      field: joinPath(route.service, route.field),
      value: routeTitle(route.route),
      reason: `${other.service} has this path too (${other.field}: ${routeTitle(other.route)}), and a request can go to one of them only`,
      remedy: 'give each its own path, method or host',
    },
  ];
}

/**
 * A subtree that asks less of callers than what lies within it. The gateway and a service may read a path differently
 * (`//`, `%2F`, a letter's case): whoever finds a spelling that the gateway takes for the subtree, and the service for what
 * lies within, gets past what that asks for.
 */
function openerAbove(inner: OwnedRoute, byTitle: ReadonlyMap<string, readonly OwnedRoute[]>): Problem[] {
  if (inner.route.authentication === 'none') return [];
  const above = subtreesOf(inner.route.path).flatMap((path) => byTitle.get(pathTitle({ path, match: 'prefix' })) ?? []);
  return above
    .filter((outer) => pathTitle(outer.route) !== pathTitle(inner.route))
    .filter((outer) => meet(outer, inner) && !demandsAtLeast(outer.route, inner.route))
    .map((outer) => ({
      field: joinPath(outer.service, outer.field),
      value: routeTitle(outer.route),
      reason: `it asks less of callers than ${routeTitle(inner.route)} of ${inner.service}, which lies within it: who spells that path so that only the service recognises it would get past`,
      remedy: `ask as much here, and name one by one what may be open: { path: '…', match: 'exact', authentication: 'none' }`,
    }));
}

/** Whether everybody whom the first lets in may do what the second asks for. */
function demandsAtLeast(first: EdgeRoutePlan, second: EdgeRoutePlan): boolean {
  if (second.authentication === 'none') return true;
  if (first.authentication === 'none') return false;
  return Object.entries(second.claims).every(([claim, accepted]) => {
    const wanted = first.claims[claim];
    return wanted !== undefined && wanted.every((value) => accepted.includes(value));
  });
}

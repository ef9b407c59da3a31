import type { Retried } from '../resilience/times';
import { METHODS, type Method } from '../service/edge-spec';
import type { EdgeRoutePlan } from '../service/edge';
import type { CorsPlan } from './cors';
import { includesHost } from './hosts';
import type { HostPlan, PathCors, RoutedPath } from './model';
import { byExactness, pathTitle, routeTitle, subtreesOf } from './paths';
import type { GatewayService } from './plan';

/** Routes of one service that have one path. */
interface ServicePath {
  readonly service: GatewayService;
  /** The path, and what the gateway keeps for it. */
  readonly place: Pick<EdgeRoutePlan, 'path' | 'match' | 'maximumBodyKibibytes' | 'cors'>;
  /** The methods of all of them; all when empty. */
  readonly methods: readonly Method[];
}

/**
 * Where the requests of each host go. All routes of a host stand in one list: of several lists Istio takes the older one
 * first, so that the order would depend on which service was deployed before which (istio.io, "Traffic management best
 * practices", "Split large virtual services").
 */
export function planHosts(
  services: readonly GatewayService[],
  answers: readonly string[],
  cors: CorsPlan | undefined,
): readonly HostPlan[] {
  const hosts = new Set([...answers, ...services.flatMap(({ edge }) => edge?.hosts ?? [])]);
  return [...hosts]
    .sort()
    .map((host) => ({ host, paths: pathsOf(servicesOf(host, services), cors) }))
    .filter(({ paths }) => paths.length > 0);
}

function servicesOf(host: string, services: readonly GatewayService[]): readonly GatewayService[] {
  return services.filter(({ edge }) => {
    const own = edge?.hosts ?? [];
    return own.length === 0 || own.some((each) => includesHost(each, host));
  });
}

function pathsOf(services: readonly GatewayService[], cors: CorsPlan | undefined): readonly RoutedPath[] {
  const paths = services.flatMap(pathsOfService);
  const titles = new Map<string, number>();
  for (const { place } of paths) titles.set(pathTitle(place), (titles.get(pathTitle(place)) ?? 0) + 1);
  return paths
    .map((path) => routedPath(path, hasOthers(path, titles), cors))
    .sort((first, second) => byExactness(first, second) || (first.name < second.name ? -1 : 1));
}

function pathsOfService(service: GatewayService): readonly ServicePath[] {
  const byTitle = new Map<string, EdgeRoutePlan[]>();
  for (const route of service.edge?.routes ?? []) {
    const routes = byTitle.get(pathTitle(route));
    if (routes === undefined) byTitle.set(pathTitle(route), [route]);
    else routes.push(route);
  }
  return [...byTitle.values()].flatMap((routes) =>
    routes.slice(0, 1).map((place) => ({ service, place, methods: methodsOf(routes) })),
  );
}

/** Whether the path leads elsewhere by other methods: it stands twice, or lies in a subtree. */
function hasOthers({ place, methods }: ServicePath, titles: ReadonlyMap<string, number>): boolean {
  if (methods.length === 0) return false;
  const own = pathTitle(place);
  const subtrees = subtreesOf(place.path).map((path) => pathTitle({ path, match: 'prefix' }));
  return (titles.get(own) ?? 0) > 1 || subtrees.some((title) => title !== own && titles.has(title));
}

function routedPath(
  { service, place, methods }: ServicePath,
  byMethod: boolean,
  cors: CorsPlan | undefined,
): RoutedPath {
  const { path, match, maximumBodyKibibytes, cors: own = cors } = place;
  return {
    name: byMethod ? routeTitle({ path, match, methods }) : pathTitle(place),
    path,
    match,
    service: service.name,
    namespace: service.namespace,
    times: { ...service.resilience.times, retried: retriedOf(service.resilience.times.retried, methods) },
    ...(byMethod ? { methods } : {}),
    ...(own === undefined || own === 'none' ? {} : { cors: pathCors(own, methods) }),
    ...(maximumBodyKibibytes === undefined ? {} : { maximumBodyKibibytes }),
  };
}

/**
 * Which requests of a path are tried again, of those that a service tries again: by the methods that the path has. Where all of
 * them are, or none, the path needs no second route.
 */
function retriedOf(retried: Retried, methods: readonly Method[]): Retried {
  if (typeof retried === 'string' || methods.length === 0) return retried;
  const again = methods.filter((method) => retried.methods.includes(method));
  if (again.length === methods.length) return 'all';
  if (again.length === 0 && retried.idempotencyKey === undefined) return 'none';
  return { ...retried, methods: again };
}

/** All of some routes; none where one of them has all. */
export function methodsOf(routes: readonly Pick<EdgeRoutePlan, 'methods'>[]): readonly Method[] {
  if (routes.some(({ methods }) => methods.length === 0)) return [];
  return METHODS.filter((method) => routes.some(({ methods }) => methods.includes(method)));
}

/** What pages may call by: every method that the path has. */
export function pathCors(cors: CorsPlan, methods: readonly Method[]): PathCors {
  return { ...cors, methods: methods.length === 0 ? METHODS : methods };
}

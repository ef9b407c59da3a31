import { planCors, type CorsPlan } from '../gateway/cors';
import { joinPath } from '../problem';
import type { Method, RouteSpec, ServiceEdgeSpec } from './edge-spec';
import type { ServiceFacts } from './facts';

/** One thing that leads to a service from outside, every default resolved. */
export interface EdgeRoutePlan {
  /** `/v1/trips`; without a slash at the end where it has things below it. */
  readonly path: string;
  /** Whether it is this path alone, or also everything below it. */
  readonly match: 'exact' | 'prefix';
  /** The methods that are let through; all when empty. */
  readonly methods: readonly Method[];
  /** Whether a caller must bring a token. */
  readonly authentication: 'required' | 'none';
  /** What the token must claim: of the values of a claim one, of the claims all. */
  readonly claims: Readonly<Record<string, readonly string[]>>;
  /** The largest body, in KiB; the gateway's when left out. */
  readonly maximumBodyKibibytes?: number | 'unlimited';
  /** Which web pages may call it; the gateway's when left out. */
  readonly cors?: CorsPlan | 'none';
}

/** How a service is reached from outside the cluster. */
export interface ServiceEdgePlan {
  /** The host names that lead to it; any when empty. */
  readonly hosts: readonly string[];
  /** The paths that lead to it with everything below, as a load balancer knows them. */
  readonly paths: readonly string[];
  /** What leads to it through the mesh's gateway. */
  readonly routes: readonly EdgeRoutePlan[];
  /** The class of the load balancer. */
  readonly ingressClass: string;
  /** The mesh's Gateway. */
  readonly gateway: string;
}

/** A route, and where it is written, for whoever has something to say of it. */
export interface WrittenRoute {
  /** Relative to the service: `edge.routes[0]`. */
  readonly field: string;
  /** What it comes to. */
  readonly route: EdgeRoutePlan;
}

/** Decides how a service is reached from outside. */
export function planServiceEdge(
  edge: ServiceEdgeSpec,
  { loadBalancer, mesh }: Pick<ServiceFacts, 'loadBalancer' | 'mesh'>,
): ServiceEdgePlan {
  return {
    hosts: edge.hosts ?? [],
    paths: subtrees(edge),
    routes: writtenRoutes(edge).map(({ route }) => route),
    ingressClass: loadBalancer.ingressClass,
    gateway: mesh.gateway,
  };
}

/** Everything that leads to a service. A path with everything below it wants a token: nobody has said that it does not. */
export function writtenRoutes(edge: ServiceEdgeSpec): readonly WrittenRoute[] {
  const below = subtrees(edge).map((path, index) => ({
    field: edge.paths === undefined ? 'edge' : `edge.paths[${index}]`,
    route: planRoute({ path, match: 'prefix', authentication: 'required' }),
  }));
  const routes = (edge.routes ?? []).map((route, index) => ({
    field: joinPath('edge.routes', `[${index}]`),
    route: planRoute(route),
  }));
  return [...below, ...routes];
}

const subtrees = ({ paths, routes }: ServiceEdgeSpec): readonly string[] =>
  paths ?? (routes === undefined ? ['/'] : []);

function planRoute(spec: RouteSpec): EdgeRoutePlan {
  const { match = 'exact', authentication = 'required', claims = {}, maximumBodyKibibytes, cors } = spec;
  return {
    path: match === 'prefix' ? withoutSlash(spec.path) : spec.path,
    match,
    methods: [...new Set(spec.methods)],
    authentication,
    claims: Object.fromEntries(
      Object.entries(claims).map(([claim, values]) => [claim, typeof values === 'string' ? [values] : values]),
    ),
    ...(maximumBodyKibibytes === undefined ? {} : { maximumBodyKibibytes }),
    ...(cors === undefined ? {} : { cors: cors === 'none' ? cors : planCors(cors) }),
  };
}

const withoutSlash = (path: string): string => (path === '/' ? path : path.replace(/\/$/, ''));

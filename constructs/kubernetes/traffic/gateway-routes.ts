import type { HostPlan, MeshGatewayPlan, PathCors, RoutedPath } from '../../plan/gateway/model';
import type { CorsPolicy, GatewayHttpMatch, GatewayHttpRoute, GatewayVirtualService } from '../manifests/gateway';
import { versionsOf } from './mesh-objects';
import { ANY_ROUTE, tries, type Tries } from './tries';

/**
 * Where the requests of each host go: one VirtualService for a host, whatever services it has. It picks the path, and hands over
 * to the VirtualService that the service keeps without hosts, where the engine of a rollout divides versions.
 */
export function gatewayVirtualServices(plan: MeshGatewayPlan): readonly GatewayVirtualService[] {
  return plan.hosts.map((host) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: hostName(host), namespace: plan.namespace },
    spec: {
      exportTo: ['.'],
      hosts: [host.host],
      gateways: [`${plan.namespace}/${plan.name}`],
      http: host.paths.flatMap(httpRoutes),
    },
  }));
}

/** An asterisk is no part of a name. */
const hostName = ({ host }: HostPlan): string => `host-${host === '*' ? 'any' : host.replace('*', 'any')}`;

/** The names of the routes of a path: one, or two where some of its requests are tried again. */
export function routeNames(path: Pick<RoutedPath, 'name' | 'times'>): readonly string[] {
  return tries(path.times).map((each) => nameOf(path, each));
}

const nameOf = ({ name }: Pick<RoutedPath, 'name'>, each: Tries): string =>
  each.name === ANY_ROUTE ? name : `${name} ${each.name}`;

function httpRoutes(path: RoutedPath): readonly GatewayHttpRoute[] {
  const { service, namespace, cors, times } = path;
  return tries(times).map((each) => ({
    name: nameOf(path, each),
    match: uris(path).flatMap((uri) => matches(uri, path, each)),
    delegate: { name: versionsOf({ name: service }), namespace },
    timeout: each.timeout,
    retries: each.retries,
    ...(cors === undefined ? {} : { corsPolicy: corsPolicy(cors) }),
  }));
}

type Uri = GatewayHttpMatch['uri'];

/** A prefix is one of letters for Istio: `/v1/trips` would have `/v1/tripsheets`. */
function uris({ path, match }: RoutedPath): readonly Uri[] {
  if (match === 'exact') return [{ exact: path }];
  return path === '/' ? [{ prefix: path }] : [{ exact: path }, { prefix: `${path}/` }];
}

/**
 * The method is compared as a header. As a method it would have to agree with those of the routes that the engine adds for
 * mirrors, and of these one that names methods by a pattern would be dropped, whole (istio 1.31, `mergeHTTPMatchRequests`).
 */
function matches(uri: Uri, path: RoutedPath, each: Tries): readonly GatewayHttpMatch[] {
  return each.match === undefined ? matchesOfAny(uri, path) : matchesOfTries(uri, path, each.match);
}

/** Those that may be carried out twice: by their method, or by the key that they carry, whichever method they have then. */
function matchesOfTries(
  uri: Uri,
  { methods = [] }: RoutedPath,
  match: NonNullable<Tries['match']>,
): readonly GatewayHttpMatch[] {
  const again = match.flatMap((one) => ('method' in one ? [one.method.exact] : []));
  const keys = match.flatMap((one) => ('headers' in one ? [one.headers] : []));
  return [
    ...(again.length === 0 ? [] : [{ uri, headers: ofMethods(again) }]),
    ...keys.map((headers) => ({ uri, headers: { ...headers, ...(methods.length === 0 ? {} : ofMethods(methods)) } })),
  ];
}

function matchesOfAny(uri: Uri, { methods = [], cors }: RoutedPath): readonly GatewayHttpMatch[] {
  if (methods.length === 0) return [{ uri }];
  const headers = ofMethods(methods);
  const asked = { ':method': { exact: 'OPTIONS' }, 'access-control-request-method': headers[':method'] };
  return [{ uri, headers }, ...(cors === undefined ? [] : [{ uri, headers: asked }])];
}

const ofMethods = (methods: readonly string[]) => ({ ':method': { regex: methods.join('|') } });

function corsPolicy({
  origins,
  methods,
  headers,
  exposedHeaders,
  credentials,
  maximumAgeSeconds,
}: PathCors): CorsPolicy {
  return {
    allowOrigins: origins.map((origin) => (origin === '*' ? { regex: '.*' } : { exact: origin })),
    allowMethods: methods,
    allowHeaders: headers,
    ...(exposedHeaders.length === 0 ? {} : { exposeHeaders: exposedHeaders }),
    maxAge: `${maximumAgeSeconds}s`,
    allowCredentials: credentials,
    unmatchedPreflights: 'IGNORE',
  };
}

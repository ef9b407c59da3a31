import type { HostPlan, MeshGatewayPlan, PathCors, RoutedPath } from '../../plan/gateway/model';
import type { CorsPolicy, GatewayHttpMatch, GatewayHttpRoute, GatewayVirtualService } from '../manifests/gateway';
import { versionsOf } from './mesh-objects';
import { triesOfAny } from './tries';

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
      http: host.paths.map(httpRoute),
    },
  }));
}

/** An asterisk is no part of a name. */
const hostName = ({ host }: HostPlan): string => `host-${host === '*' ? 'any' : host.replace('*', 'any')}`;

function httpRoute(path: RoutedPath): GatewayHttpRoute {
  const { name, service, namespace, cors, times } = path;
  return {
    name,
    match: uris(path).flatMap((uri) => matches(uri, path)),
    delegate: { name: versionsOf({ name: service }), namespace },
    ...triesOfAny(times),
    ...(cors === undefined ? {} : { corsPolicy: corsPolicy(cors) }),
  };
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
function matches(uri: Uri, { methods, cors }: RoutedPath): readonly GatewayHttpMatch[] {
  if (methods === undefined || methods.length === 0) return [{ uri }];
  const regex = methods.join('|');
  const preflight = { ':method': { exact: 'OPTIONS' }, 'access-control-request-method': { regex } };
  return [{ uri, headers: { ':method': { regex } } }, ...(cors === undefined ? [] : [{ uri, headers: preflight }])];
}

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

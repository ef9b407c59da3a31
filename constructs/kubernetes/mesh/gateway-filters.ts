import type { MeshGatewayPlan } from '../../plan/gateway/plan';
import type { ServicePlan } from '../../plan/service/plan';
import type { GatewayEnvoyFilter, GatewayPatch } from '../manifests/gateway';
import { routeNames } from '../traffic/gateway-routes';
import { versionsOf } from '../traffic/mesh-objects';
import { virtualServices } from '../traffic/mesh';

const CONNECTIONS = 'envoy.filters.network.http_connection_manager';

/** The filters as Envoy names them. Istio's proxy has both (istio/proxy, release-1.31, `extensions_build_config.bzl`). */
const BUFFER = 'envoy.filters.http.buffer';
const HEADERS = 'envoy.filters.http.header_mutation';

const settings = (filter: string, message: string): string =>
  `type.googleapis.com/envoy.extensions.filters.http.${filter}.v3.${message}`;

/**
 * Takes headers away. A VirtualService could too, but only when all other filters are through: it would also take what the
 * gateway itself has added by then, such as who the caller is by his token, and who the gateway is to the mesh's metrics.
 * Before all others it takes what came from outside, and nothing else; and its list stands once, not at every route.
 */
export function headerFilter(plan: MeshGatewayPlan): GatewayEnvoyFilter {
  const { strippedRequestHeaders, strippedResponseHeaders } = plan;
  return filterOf(plan, 'headers', [
    {
      applyTo: 'HTTP_FILTER',
      match: {
        context: 'GATEWAY',
        listener: { portNumber: plan.port, filterChain: { filter: { name: CONNECTIONS } } },
      },
      patch: {
        operation: 'INSERT_FIRST',
        value: {
          name: HEADERS,
          typed_config: {
            '@type': settings('header_mutation', 'HeaderMutation'),
            mutations: {
              request_mutations: strippedRequestHeaders.map((remove) => ({ remove })),
              response_mutations: strippedResponseHeaders.map((remove) => ({ remove })),
            },
          },
        },
      },
    },
  ]);
}

/**
 * Bounds bodies, which Istio has no words for. After authorization, so that nobody's body is waited for who is not let in. A
 * route that differs is known by the name that Istio makes of it: the gateway's route and the service's, with a dash.
 */
export function bodyFilter(plan: MeshGatewayPlan, services: readonly ServicePlan[]): GatewayEnvoyFilter {
  return filterOf(plan, 'body-size', [
    {
      applyTo: 'HTTP_FILTER',
      match: {
        context: 'GATEWAY',
        listener: {
          portNumber: plan.port,
          filterChain: { filter: { name: CONNECTIONS, subFilter: { name: 'envoy.filters.http.router' } } },
        },
      },
      patch: {
        operation: 'INSERT_BEFORE',
        value: {
          name: BUFFER,
          typed_config: { '@type': settings('buffer', 'Buffer'), max_request_bytes: bytes(plan.maximumBodyKibibytes) },
        },
      },
    },
    ...routePatches(plan, services),
  ]);
}

function filterOf(plan: MeshGatewayPlan, name: string, configPatches: readonly GatewayPatch[]): GatewayEnvoyFilter {
  return {
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    metadata: { name, namespace: plan.namespace },
    spec: { workloadSelector: { labels: plan.selector }, configPatches },
  };
}

const bytes = (kibibytes: number): number => kibibytes * 1024;

function routePatches({ hosts, port }: MeshGatewayPlan, services: readonly ServicePlan[]): readonly GatewayPatch[] {
  const sizes = new Map<string, number | 'unlimited'>();
  for (const path of hosts.flatMap(({ paths }) => paths)) {
    const plan = services.find((each) => each.name === path.service);
    if (path.maximumBodyKibibytes === undefined || plan === undefined) continue;
    for (const name of routeNames(path)) {
      for (const route of routesBehind(plan)) sizes.set(`${name}-${route}`, path.maximumBodyKibibytes);
    }
  }
  return [...sizes].map(([name, size]) => ({
    applyTo: 'HTTP_ROUTE',
    match: { context: 'GATEWAY', routeConfiguration: { portNumber: port, vhost: { route: { name } } } },
    patch: {
      operation: 'MERGE',
      value: {
        typed_per_filter_config: {
          [BUFFER]: {
            '@type': settings('buffer', 'BufferPerRoute'),
            ...(size === 'unlimited' ? { disabled: true } : { buffer: { max_request_bytes: bytes(size) } }),
          },
        },
      },
    },
  }));
}

/** The service's own routes, and those that the engine of a rollout adds to them. */
function routesBehind(plan: ServicePlan): readonly string[] {
  const behind = virtualServices(plan).find(({ metadata }) => metadata.name === versionsOf(plan));
  const { strategy } = plan;
  return [
    ...(strategy.kind === 'canary' ? strategy.managedRoutes : []),
    ...(behind?.spec.http ?? []).map(({ name }) => name),
  ];
}

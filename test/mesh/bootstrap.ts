import type { Configuration, Resource } from './configuration';
import type { Identity } from './identities';

/** What a stock Envoy does not know: Istio's own filters for its metrics, and for the protocol between its proxies. */
const ISTIO_ONLY = /^(?:istio\.|envoy\.filters\.http\.peer_metadata$)/;

/** Where a proxy is, and where the pods of a host are. */
export interface Place {
  readonly address: string;
  readonly port: number;
  readonly adminPort: number;
  /** The ports of a host's pods on this machine. */
  readonly pods: Readonly<Record<string, readonly number[]>>;
  /** Who the proxy is, where it is asked by others of the mesh. */
  readonly identity?: Identity;
}

/** What stands in a cluster of Envoy's about a cluster of Kubernetes. */
const OF_CLUSTERS = [
  'eds_cluster_config',
  'transport_socket',
  'transport_socket_matches',
  'filters',
  'upstream_bind_config',
  'cleanup_interval',
];

type Json = Record<string, unknown>;

/**
 * What a proxy is told, as a file, so that it needs no control plane. It is Istio's own word for word, but for what only a
 * cluster has: where pods are, the certificates of the mesh (so that the connection to a pod is not encrypted), and filters that
 * stand in Istio's build of Envoy only.
 */
export function bootstrap(configuration: Configuration, listener: string, place: Place): object {
  const found = configuration.listeners.find(({ name }) => name === listener);
  if (found === undefined) throw new Error(`no listener ${listener}: ${names(configuration.listeners)}`);
  return {
    node: { id: 'test', cluster: 'test' },
    admin: { address: socket(place.address, place.adminPort) },
    static_resources: {
      listeners: [listenerOf(found, configuration.routes, place)],
      secrets: place.identity === undefined ? [] : secrets(place.identity),
      clusters: Object.entries(place.pods).flatMap(([host, ports]) =>
        configuration.clusters
          .filter(({ name }) => name === host || name.endsWith(`||${host}`))
          .map((each) => clusterOf(each, ports)),
      ),
    },
  };
}

const names = (resources: readonly Resource[]): string => resources.map(({ name }) => name).join(', ');

const socket = (address: string, port: number): object => ({ socket_address: { address, port_value: port } });

function listenerOf(listener: Resource, routes: readonly Resource[], { address, port }: Place): object {
  // A sidecar's listeners take what the kernel turned aside; here it is asked by itself.
  const {
    bind_to_port: _,
    listener_filters: __,
    default_filter_chain: fallback,
    filter_chains: chains,
    ...rest
  } = listener;
  const all = (chains ?? [fallback]) as readonly Chain[];
  const chain = all.find(({ filter_chain_match: match }) => match?.destination_port === port) ?? all[0];
  if (chain === undefined) throw new Error(`nothing in ${listener.name}`);
  const { filters, transport_socket: encrypted } = chain;
  return {
    ...rest,
    address: socket(address, port),
    filter_chains: [
      {
        filters: filters
          .filter(({ name }) => !ISTIO_ONLY.test(name))
          .map((filter) => ({ ...filter, typed_config: connections(filter.typed_config, routes) })),
        ...(encrypted === undefined ? {} : { transport_socket: withSecretsHere(encrypted) }),
      },
    ],
  };
}

interface Chain {
  readonly filter_chain_match?: { readonly destination_port?: number };
  readonly filters: readonly { readonly name: string; readonly typed_config: Json }[];
  readonly transport_socket?: object;
}

/** By the names that Istio has for them. */
const secrets = ({ key, cert, ca }: Identity): readonly object[] => [
  {
    name: 'default',
    tls_certificate: { certificate_chain: { inline_string: cert }, private_key: { inline_string: key } },
  },
  { name: 'ROOTCA', validation_context: { trusted_ca: { inline_string: ca } } },
];

/** A secret is looked for in the file when nobody is named who would hand it out. */
const withSecretsHere = (encrypted: object): object =>
  JSON.parse(JSON.stringify(encrypted, (key, value: unknown) => (key === 'sds_config' ? undefined : value))) as object;

/** The routes stand with the listener, instead of coming after it. */
function connections(config: Json, routes: readonly Resource[]): Json {
  const {
    rds,
    http_filters: filters,
    ...rest
  } = config as {
    rds?: { route_config_name: string };
    http_filters: { name: string }[];
  };
  if (rds === undefined) return { ...config, http_filters: filters.filter(({ name }) => !ISTIO_ONLY.test(name)) };
  const name = rds.route_config_name;
  const route = routes.find((each) => each.name === name);
  if (route === undefined) throw new Error(`no routes ${name}: ${names(routes)}`);
  return { ...rest, route_config: route, http_filters: filters.filter((filter) => !ISTIO_ONLY.test(filter.name)) };
}

function clusterOf(cluster: Resource, ports: readonly number[]): object {
  const rest = Object.fromEntries(Object.entries(cluster).filter(([key]) => !OF_CLUSTERS.includes(key)));
  return {
    ...rest,
    type: 'STATIC',
    ...(cluster.lb_policy === 'CLUSTER_PROVIDED' ? { lb_policy: 'ROUND_ROBIN' } : {}),
    load_assignment: {
      cluster_name: cluster.name,
      endpoints: [{ lb_endpoints: ports.map((port) => ({ endpoint: { address: socket('127.0.0.1', port) } })) }],
    },
  };
}

import type { HttpRetry } from './mesh';
import type { Labels, Manifest } from './meta';

/** Where the mesh's gateway listens, and for what. */
export interface Gateway extends Manifest<'Gateway', 'networking.istio.io/v1'> {
  /** Whose pods, and what they listen for. */
  readonly spec: {
    readonly selector: Labels;
    readonly servers: readonly {
      readonly port: { readonly number: number; readonly name: string; readonly protocol: 'HTTP' };
      /** With `./` before them, only routes of the Gateway's own namespace are taken. */
      readonly hosts: readonly string[];
    }[];
  };
}

/** Where the requests of a host go that come through the gateway. */
export interface GatewayVirtualService extends Manifest<'VirtualService', 'networking.istio.io/v1'> {
  /** The host, and its paths in order. */
  readonly spec: {
    /** To whom this is told: to its own namespace. */
    readonly exportTo: readonly ['.'];
    readonly hosts: readonly string[];
    readonly gateways: readonly string[];
    readonly http: readonly GatewayHttpRoute[];
  };
}

/** Where some requests go. */
export interface GatewayHttpRoute {
  /** Its name. */
  readonly name: string;
  /** Any of these. */
  readonly match: readonly GatewayHttpMatch[];
  /** The service's own VirtualService, which decides further. */
  readonly delegate: { readonly name: string; readonly namespace: string };
  /** How long all tries may take. */
  readonly timeout: string;
  /** What is tried again. */
  readonly retries: HttpRetry;
  /** Which web pages may call it. */
  readonly corsPolicy?: CorsPolicy;
}

/** Which requests; all that is said must hold. */
export interface GatewayHttpMatch {
  /** Their path. */
  readonly uri: { readonly exact: string } | { readonly prefix: string };
  /** Their headers; the method is `:method`. */
  readonly headers?: Readonly<Record<string, { readonly exact: string } | { readonly regex: string }>>;
}

/** Which web pages may call. */
export interface CorsPolicy {
  /** Where they come from. */
  readonly allowOrigins: readonly ({ readonly exact: string } | { readonly regex: string })[];
  /** By which methods. */
  readonly allowMethods: readonly string[];
  /** With which headers. */
  readonly allowHeaders: readonly string[];
  /** Which headers of the answer they may read. */
  readonly exposeHeaders?: readonly string[];
  /** For how long a browser remembers it. */
  readonly maxAge: string;
  /** Whether cookies are sent along. */
  readonly allowCredentials: boolean;
  /** Whether browsers' questions from other pages reach the service. */
  readonly unmatchedPreflights: 'IGNORE';
}

/** Addresses outside the cluster, told to the mesh. */
export interface ServiceEntry extends Manifest<'ServiceEntry', 'networking.istio.io/v1'> {
  /** What they are called, and where they are. */
  readonly spec: {
    /** To whom this is told: to its own namespace, or to all. */
    readonly exportTo: readonly ('.' | '*')[];
    /** A name, which no DNS needs to know. */
    readonly hosts: readonly [string];
    /** Their block; every address when left out. */
    readonly addresses?: readonly [string];
    readonly ports: readonly { readonly number: number; readonly name: string; readonly protocol: 'TCP' }[];
    readonly location: 'MESH_EXTERNAL';
    /** A connection goes where it was meant to go. */
    readonly resolution: 'NONE';
  };
}

/** What sidecars know that no other Sidecar selects. */
export interface DefaultSidecar extends Manifest<'Sidecar', 'networking.istio.io/v1'> {
  /** Hosts, as `<namespace>/<host>`. */
  readonly spec: { readonly egress: readonly { readonly hosts: readonly string[] }[] };
}

/** What the gateway does that Istio has no words for. */
export interface GatewayEnvoyFilter extends Manifest<'EnvoyFilter', 'networking.istio.io/v1alpha3'> {
  /** Whose pods, and what. */
  readonly spec: {
    readonly workloadSelector: { readonly labels: Labels };
    readonly configPatches: readonly GatewayPatch[];
  };
}

/** A change of the gateway. */
export type GatewayPatch =
  | {
      readonly applyTo: 'HTTP_FILTER';
      /** Where: among the filters of what comes in on a port. */
      readonly match: {
        readonly context: 'GATEWAY';
        readonly listener: {
          readonly portNumber: number;
          readonly filterChain: {
            readonly filter: {
              readonly name: 'envoy.filters.network.http_connection_manager';
              readonly subFilter?: { readonly name: 'envoy.filters.http.router' };
            };
          };
        };
      };
      /** A filter, before all others or before that one. */
      readonly patch: {
        readonly operation: 'INSERT_FIRST' | 'INSERT_BEFORE';
        readonly value: { readonly name: string; readonly typed_config: Readonly<Record<string, unknown>> };
      };
    }
  | {
      readonly applyTo: 'HTTP_ROUTE';
      /** Where: at the routes of a name. */
      readonly match: {
        readonly context: 'GATEWAY';
        readonly routeConfiguration: {
          readonly portNumber: number;
          readonly vhost: { readonly route: { readonly name: string } };
        };
      };
      /** What a filter does there. */
      readonly patch: {
        readonly operation: 'MERGE';
        readonly value: {
          readonly typed_per_filter_config: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
        };
      };
    };

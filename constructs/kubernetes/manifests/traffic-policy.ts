import type { Labels, Manifest } from './meta';

/** How the mesh treats the pods of a host. */
export interface DestinationRule extends Manifest<'DestinationRule', 'networking.istio.io/v1'> {
  /** The host, and how. No subsets: versions are hosts. */
  readonly spec: {
    /** The Service, in full. */
    readonly host: string;
    /** How its pods are treated. */
    readonly trafficPolicy: TrafficPolicy;
  };
}

/** How a caller's sidecar treats the pods of a host. */
export interface TrafficPolicy {
  /** Which pod gets a request. */
  readonly loadBalancer: {
    /** How one is chosen among those that may be. */
    readonly simple: 'LEAST_REQUEST';
    /** Whether those of the own zone come first. */
    readonly localityLbSetting: { readonly enabled: boolean };
    /** How a new pod's share grows. */
    readonly warmup?: { readonly duration: string; readonly minimumPercent: number };
  };
  /** How much is let through. */
  readonly connectionPool: ConnectionPool;
  /** When a pod is left alone. */
  readonly outlierDetection?: {
    /** Zero switches it off, which is on when left out. */
    readonly consecutive5xxErrors: 0;
    /** After how many failures in a row. */
    readonly consecutiveGatewayErrors: number;
    /** How often it is looked whose time is over. */
    readonly interval: string;
    /** For how long, the first time. */
    readonly baseEjectionTime: string;
    /** How many of the pods. */
    readonly maxEjectionPercent: number;
    /** Under which share of well pods all are asked again, the others too. */
    readonly minHealthPercent: 0;
  };
  /** How many of the requests may be second tries. */
  readonly retryBudget: { readonly percent: number; readonly minRetryConcurrency: number };
}

/** How many requests and connections are let through. */
export interface ConnectionPool {
  /** Connections. */
  readonly tcp: { readonly maxConnections: number; readonly connectTimeout: string };
  /** Requests. */
  readonly http: {
    /** Those that wait for a connection. */
    readonly http1MaxPendingRequests: number;
    /** Those under way, whatever the version of HTTP. */
    readonly http2MaxRequests: number;
    /** After how long without a request a connection is closed. */
    readonly idleTimeout: string;
  };
}

/** What the sidecar of a service's own pods does. */
export interface Sidecar extends Manifest<'Sidecar', 'networking.istio.io/v1'> {
  /** Whose, and what. */
  readonly spec: {
    /** The pods. */
    readonly workloadSelector: { readonly labels: Labels };
    /** What it knows, as `<namespace>/<host>`. */
    readonly egress: readonly { readonly hosts: readonly string[] }[];
    /** How much it lets in. */
    readonly inboundConnectionPool: ConnectionPool;
  };
}

/** A change of what the mesh makes of everything else: for what it has no words for. */
export interface EnvoyFilter extends Manifest<'EnvoyFilter', 'networking.istio.io/v1alpha3'> {
  /** Whose, and what. */
  readonly spec: {
    /** The pods. */
    readonly workloadSelector: { readonly labels: Labels };
    /** The changes. */
    readonly configPatches: readonly {
      /** A filter of a connection. */
      readonly applyTo: 'HTTP_FILTER';
      /** Where. */
      readonly match: {
        /** For what comes in. */
        readonly context: 'SIDECAR_INBOUND';
        /** On this port, before the last of the filters. */
        readonly listener: {
          readonly portNumber: number;
          readonly filterChain: {
            readonly filter: {
              readonly name: 'envoy.filters.network.http_connection_manager';
              readonly subFilter: { readonly name: 'envoy.filters.http.router' };
            };
          };
        };
      };
      /** What. */
      readonly patch: {
        readonly operation: 'INSERT_BEFORE';
        readonly value: { readonly name: string; readonly typed_config: Readonly<Record<string, unknown>> };
      };
    }[];
  };
}

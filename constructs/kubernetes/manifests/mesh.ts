import type { Manifest } from './meta';

/** How the mesh leads requests. Only what divides versions: the rest of the mesh is not a service's. */
export interface VirtualService extends Manifest<'VirtualService', 'networking.istio.io/v1'> {
  /** Whose requests, and where they go. */
  readonly spec: {
    /** None in a VirtualService that others hand over to. */
    readonly hosts?: readonly string[];
    /** The sidecars (`mesh`) when left out. */
    readonly gateways?: readonly string[];
    readonly http: readonly HttpRoute[];
  };
}

/** Where some requests go. */
export interface HttpRoute {
  /** Its name. */
  readonly name: string;
  /** Any of these; all requests when left out. */
  readonly match?: readonly HttpMatch[];
  /** Services, with their weights. */
  readonly route?: readonly { readonly destination: Destination; readonly weight?: number }[];
  /** A VirtualService without hosts that decides further. */
  readonly delegate?: { readonly name: string; readonly namespace: string };
  /** How long all tries may take: `2s`. */
  readonly timeout?: string;
  /** What is tried again. */
  readonly retries?: HttpRetry;
}

/** Which requests; all that is said must hold. */
export interface HttpMatch {
  /** Their path. */
  readonly uri?: { readonly prefix: string };
  /** Their method. */
  readonly method?: { readonly exact: string };
  /** Headers that they have. */
  readonly headers?: Readonly<Record<string, { readonly regex: string }>>;
}

/** How a request is tried again. */
export interface HttpRetry {
  /** How often, the first time not included. */
  readonly attempts: number;
  /** How long each try may take, the first included. */
  readonly perTryTimeout?: string;
  /** After which failures, as Envoy names them. */
  readonly retryOn: string;
  /** The first pause, at most. */
  readonly backoff: string;
}

/** A Service. */
export interface Destination {
  /** The Service, in full. */
  readonly host: string;
  /** Its port. */
  readonly port: { readonly number: number };
}

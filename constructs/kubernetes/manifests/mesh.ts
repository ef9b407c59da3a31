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
  readonly match?: readonly { readonly uri: { readonly prefix: string } }[];
  /** Services, with their weights. */
  readonly route?: readonly { readonly destination: Destination; readonly weight?: number }[];
  /** A VirtualService without hosts that decides further. */
  readonly delegate?: { readonly name: string; readonly namespace: string };
}

/** A Service. */
export interface Destination {
  /** The Service, in full. */
  readonly host: string;
  /** Its port. */
  readonly port: { readonly number: number };
}

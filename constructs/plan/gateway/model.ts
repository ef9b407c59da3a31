import type { RequestTimes } from '../resilience/times';
import type { AccessPlan } from '../service/access';
import type { EdgeRoutePlan } from '../service/edge';
import type { Method } from '../service/edge-spec';
import type { CorsPlan } from './cors';

/** Which web pages may call a path. */
export interface PathCors extends CorsPlan {
  /** By which methods. */
  readonly methods: readonly Method[];
}

/** A path of a host, and the service that it leads to. */
export interface RoutedPath extends Pick<EdgeRoutePlan, 'path' | 'match'> {
  /** `/v1/trips/*`; the name that logs have it by. With its methods where those count. */
  readonly name: string;
  /** The service. */
  readonly service: string;
  /** Its namespace. */
  readonly namespace: string;
  /** How long its requests may take, and which of those that it has are tried again. */
  readonly times: RequestTimes;
  /**
   * The methods that lead there; all when left out. Said only where others lead elsewhere: who may use which method is for
   * the grants to say.
   */
  readonly methods?: readonly Method[];
  /** Which web pages may call it; none when left out. */
  readonly cors?: PathCors;
  /** The largest body, in KiB, where it is not the gateway's. */
  readonly maximumBodyKibibytes?: number | 'unlimited';
}

/** A host with all its paths, the most exact first: the first one that fits is taken. */
export interface HostPlan {
  /** `api.rides.example`, or `*` for any. */
  readonly host: string;
  /** Its paths. */
  readonly paths: readonly RoutedPath[];
}

/** What some callers may ask for. */
export interface GatewayGrant extends Pick<EdgeRoutePlan, 'authentication' | 'claims'> {
  /** Paths, by method. */
  readonly operations: readonly {
    /** `/v1/trips`, and what lies below it where the match is a prefix. */
    readonly paths: readonly Pick<EdgeRoutePlan, 'path' | 'match'>[];
    /** The methods; all when empty. */
    readonly methods: readonly Method[];
  }[];
}

/** What browsers ask before a page may call: without a token, which they send with the call only. */
export interface PreflightGrant {
  /** The pages. */
  readonly origins: readonly string[];
  /** What they may call. */
  readonly paths: readonly Pick<EdgeRoutePlan, 'path' | 'match'>[];
  /** By which methods. */
  readonly methods: readonly Method[];
}

/** Who gets through the gateway to a service. */
export interface ServiceGrants {
  /** The service. */
  readonly service: string;
  /** Its namespace. */
  readonly namespace: string;
  /** The hosts that lead to it; any when empty. */
  readonly hosts: readonly string[];
  /** Who may ask for what. */
  readonly grants: readonly GatewayGrant[];
  /** What browsers ask before. */
  readonly preflights: readonly PreflightGrant[];
}

/** Who makes tokens. */
export interface IssuerPlan {
  /** Its name. */
  readonly issuer: string;
  /** Its public keys, as text, or where they are read. */
  readonly keys: { readonly jwks: string } | { readonly jwksUri: string };
  /** For whom its tokens are made. */
  readonly audiences: readonly string[];
  /** What services are told: claims by header. */
  readonly claimHeaders: Readonly<Record<string, string>>;
  /** Whether services get the token. */
  readonly forwardsToken: boolean;
}

/** The API gateway. Renderers decide nothing of their own. */
export interface MeshGatewayPlan {
  /** `istio-ingress` */
  readonly namespace: string;
  /** The Gateway, and the service account of its pods: `edge`. */
  readonly name: string;
  /** The labels of its pods. */
  readonly selector: Readonly<Record<string, string>>;
  /** Where its pods listen. */
  readonly port: number;
  /** The hosts that it answers. */
  readonly answers: readonly string[];
  /** Where their requests go. */
  readonly hosts: readonly HostPlan[];
  /** Whose tokens it accepts. */
  readonly issuers: readonly IssuerPlan[];
  /** Who gets through to which service. */
  readonly services: readonly ServiceGrants[];
  /** Removed from whatever comes from outside, before the gateway adds its own. */
  readonly strippedRequestHeaders: readonly string[];
  /** Removed from every answer. */
  readonly strippedResponseHeaders: readonly string[];
  /** The largest body where a path does not say, in KiB. */
  readonly maximumBodyKibibytes: number;
  /** Who may connect to its pods, and whom they may connect to. */
  readonly access: AccessPlan;
}

import type { Labels, Manifest } from './meta';

/** Whether connections to pods are encrypted and both ends prove who they are. */
export interface PeerAuthentication extends Manifest<'PeerAuthentication', 'security.istio.io/v1'> {
  /** For all pods of the namespace; in the control plane's, for all. */
  readonly spec: { readonly mtls: { readonly mode: 'STRICT' | 'PERMISSIVE' } };
}

/** How tokens are checked. It lets through who brings none: who must bring one is an {@link AuthorizationPolicy}'s business. */
export interface RequestAuthentication extends Manifest<'RequestAuthentication', 'security.istio.io/v1'> {
  /** Whose requests, and whose tokens. */
  readonly spec: {
    readonly selector: { readonly matchLabels: Labels };
    readonly jwtRules: readonly JwtRule[];
  };
}

/** The tokens of an issuer. */
export interface JwtRule {
  /** Its name. */
  readonly issuer: string;
  /** For whom they are made. */
  readonly audiences: readonly string[];
  /** Its keys, as text. */
  readonly jwks?: string;
  /** Where its keys are read. */
  readonly jwksUri?: string;
  /** Where a token stands. When left out, Istio also takes one from the address, which ends in logs. */
  readonly fromHeaders: readonly { readonly name: string; readonly prefix: string }[];
  /** Whether it is handed on. */
  readonly forwardOriginalToken: boolean;
  /** What of it is handed on. */
  readonly outputClaimToHeaders?: readonly { readonly header: string; readonly claim: string }[];
}

/** Who may ask pods for what. Where one selects a pod, nothing else gets through. */
export interface AuthorizationPolicy extends Manifest<'AuthorizationPolicy', 'security.istio.io/v1'> {
  /** The pods and the rules; all pods and nobody when empty. */
  readonly spec: {
    readonly selector?: { readonly matchLabels: Labels };
    readonly action?: 'ALLOW';
    readonly rules?: readonly AuthorizationRule[];
  };
}

/** Some requests that get through: all that is said must hold. */
export interface AuthorizationRule {
  /** From any of these; from anybody when left out. */
  readonly from?: readonly { readonly source: AuthorizationSource }[];
  /** For any of these. */
  readonly to: readonly { readonly operation: AuthorizationOperation }[];
  /** And with all of these. */
  readonly when?: readonly { readonly key: string; readonly values: readonly string[] }[];
}

/** Who asks. */
export interface AuthorizationSource {
  /** By their certificates. */
  readonly principals?: readonly string[];
  /** By their tokens; `*` for any that was accepted. */
  readonly requestPrincipals?: readonly string[];
}

/** What is asked for. */
export interface AuthorizationOperation {
  /** Of which host. */
  readonly hosts?: readonly string[];
  /** On which port. */
  readonly ports?: readonly string[];
  /** By which method. */
  readonly methods?: readonly string[];
  /** `/v1/trips` is that alone, `/v1/trips/*` all that begins so. */
  readonly paths?: readonly string[];
}

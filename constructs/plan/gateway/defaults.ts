/** Envoy's own bound on what a connection may hold (`per_connection_buffer_limit_bytes`): more is rarely meant. */
export const MAXIMUM_BODY_KIBIBYTES = 1024;

/** What a call in JSON needs beyond the headers that every page may send: a token, a type, and a key to repeat it safely. */
export const CORS_HEADERS: readonly string[] = ['authorization', 'content-type', 'idempotency-key'];

/** How long a browser remembers a permission: a change of it is felt within minutes, and few calls ask first. */
export const CORS_SECONDS = 600;

/**
 * What services are told of a caller, once the gateway has checked the token: who it is, by whose word, and what it may do.
 * The gateway removes headers of these names from whatever comes from outside.
 */
export const CLAIM_HEADERS: Readonly<Record<string, string>> = {
  'x-auth-subject': 'sub',
  'x-auth-issuer': 'iss',
  'x-auth-scope': 'scope',
};

/**
 * What an answer tells nobody outside: how long which part of the inside took, and what it is made of. Sources: Envoy, "HTTP
 * header manipulation"; istio #17635 for the two of `peer-metadata`.
 */
export const STRIPPED_RESPONSE_HEADERS: readonly string[] = [
  'x-envoy-upstream-service-time',
  'x-envoy-decorator-operation',
  'x-envoy-attempt-count',
  'x-envoy-peer-metadata',
  'x-envoy-peer-metadata-id',
  'x-powered-by',
];

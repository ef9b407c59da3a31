/** A header that means something inside the platform, and that nobody outside may therefore send. */
export interface StrippedHeader {
  /** In lower case: `x-fault`. */
  readonly name: string;
  /** What a client could do with it. */
  readonly because: string;
}

const header =
  (because: string) =>
  (name: string): StrippedHeader => ({ name, because });

/** What services of this platform tell each other. */
const BETWEEN_SERVICES: readonly StrippedHeader[] = [
  { name: 'x-request-timeout-ms', because: 'a client would choose how long services wait for each other' },
  { name: 'x-fault', because: 'a client would order errors and delays' },
  { name: 'baggage', because: 'services pass it on to each other, and a client would write into their telemetry' },
];

/**
 * What proxies of the mesh tell each other. Envoy removes most of them by itself, but only from requests that it takes for
 * external ones (Envoy, "HTTP header sanitizing"): behind an internal load balancer every client has a private address.
 */
const BETWEEN_PROXIES: readonly StrippedHeader[] = [
  ...[
    'x-envoy-expected-rq-timeout-ms',
    'x-envoy-upstream-rq-timeout-ms',
    'x-envoy-upstream-rq-per-try-timeout-ms',
    'x-envoy-upstream-rq-timeout-alt-response',
    'x-envoy-upstream-stream-duration-ms',
  ].map(header('a client would choose how long the mesh waits')),
  ...[
    'x-envoy-max-retries',
    'x-envoy-retry-on',
    'x-envoy-retry-grpc-on',
    'x-envoy-retriable-status-codes',
    'x-envoy-retriable-header-names',
    'x-envoy-hedge-on-per-try-timeout',
    'x-envoy-attempt-count',
    'x-envoy-is-timeout-retry',
  ].map(header('a client would have the mesh repeat its requests, and multiply its own load')),
  ...[
    'x-envoy-fault-abort-request',
    'x-envoy-fault-abort-request-percentage',
    'x-envoy-fault-abort-grpc-request',
    'x-envoy-fault-delay-request',
    'x-envoy-fault-delay-request-percentage',
    'x-envoy-fault-throughput-response',
    'x-envoy-fault-throughput-response-percentage',
  ].map(header('a client would order errors and delays')),
  ...[
    'x-envoy-internal',
    'x-envoy-external-address',
    'x-envoy-ip-tags',
    'x-envoy-original-path',
    'x-envoy-original-host',
    'x-envoy-downstream-service-cluster',
    'x-envoy-downstream-service-node',
    'x-envoy-peer-metadata',
    'x-envoy-peer-metadata-id',
    'x-envoy-decorator-operation',
    'x-envoy-upstream-alt-stat-name',
    'x-envoy-force-trace',
  ].map(header('a client would forge where a request comes from, or what is recorded of it')),
  { name: 'x-forwarded-client-cert', because: 'a client would claim the identity of a service' },
];

/** What a load balancer that authenticates would add: this one does not, so whatever arrives was written by a client. */
const OF_AUTHENTICATING_LOAD_BALANCERS: readonly StrippedHeader[] = [
  'x-amzn-oidc-accesstoken',
  'x-amzn-oidc-data',
  'x-amzn-oidc-identity',
  'x-amzn-mtls-clientcert',
  'x-amzn-mtls-clientcert-issuer',
  'x-amzn-mtls-clientcert-leaf',
  'x-amzn-mtls-clientcert-serial-number',
  'x-amzn-mtls-clientcert-subject',
  'x-amzn-mtls-clientcert-validity',
].map(header('a client would claim to be somebody whom a load balancer has authenticated'));

/**
 * What a proxy would say of the request that it got. The load balancer writes `x-forwarded-for`, `-proto` and `-port` and no
 * other ("HTTP headers and Application Load Balancers"), and frameworks build addresses from what they find.
 */
const OF_OTHER_PROXIES: readonly StrippedHeader[] = [
  ...['forwarded', 'x-forwarded-host', 'x-forwarded-server', 'x-forwarded-prefix'].map(
    header('a client would choose the host of the links that services give out'),
  ),
  { name: 'x-real-ip', because: 'a client would forge where a request comes from' },
  ...['x-original-url', 'x-rewrite-url'].map(
    header('a client would name another path to a service than the gateway has looked at'),
  ),
];

/**
 * The request headers that the gateway must remove from whatever comes from outside, before it adds its own. A load
 * balancer cannot: it removes malformed headers only.
 */
export const STRIPPED_REQUEST_HEADERS: readonly StrippedHeader[] = [
  ...BETWEEN_SERVICES,
  ...BETWEEN_PROXIES,
  ...OF_AUTHENTICATING_LOAD_BALANCERS,
  ...OF_OTHER_PROXIES,
];

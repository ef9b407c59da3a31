import type { Idempotent } from './spec';

/**
 * How long a caller waits, in times of the promised latency: for two tries of twice the latency each. Where the tail of a
 * latency falls off exponentially, and 99 % of the requests keep it, twice as long is too short for one in 10,000; at 95 %
 * for one in 400. Waiting for nearly all answers that will come, and not much longer, is what AWS does (Builders' Library,
 * "Timeouts, retries, and backoff with jitter": a time-out by the latency percentile of acceptable false time-outs).
 *
 * A service that is called by one with the same promise fits behind it by this rule, but for the caller's own answer.
 */
export const TIMEOUT_TIMES = 4;

/** So that each of two tries outlasts one lost packet, which Linux sends again after 200 ms at least (`TCP_RTO_MIN`). */
export const LEAST_TIMEOUT_MILLISECONDS = 500;

/** Envoy's own first pause (router filter, "x-envoy-max-retries"). */
export const BACKOFF_MILLISECONDS = 25;

/** The longest of its pauses, in times of the first (the same). */
export const LONGEST_PAUSE_TIMES = 10;

/**
 * A quarter of the time-out for a connection: a pod that vanished with its zone answers nothing, and two such pods must leave
 * half of the time to a third. Within a region a connection takes some milliseconds; Istio's default of 10 seconds would use
 * up the request.
 */
export const CONNECT_SHARE = 1 / 4;

/** Less would be short for a handshake of mutual TLS on a busy node; more is the time after which TCP asks again (RFC 6298). */
export const CONNECT_MILLISECONDS = { least: 100, most: 1000 } as const;

/** The methods that may be carried out twice, by what is declared (RFC 9110, 9.2.1 and 9.2.2); TRACE is not let in anywhere. */
export const METHODS: Readonly<Record<Exclude<Idempotent, 'all'>, readonly string[]>> = {
  'safe-methods': ['GET', 'HEAD', 'OPTIONS'],
  'idempotent-methods': ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'],
  none: [],
};

/** The retry budget of Envoy and of Istio when nobody says (`RetryBudget`): a fifth of what is under way, and three at least. */
export const RETRY_BUDGET = { percent: 20, leastAtOnce: 3 } as const;

/**
 * How many times one request may be tried along a whole chain. Three layers that each try four times make 64 requests of one
 * just when the last layer is overloaded (Google SRE book, "Addressing Cascading Failures"); the same chapter lets one
 * layer retry, and "Handling Overload" allows three tries. Four are two layers that try twice each.
 */
export const MOST_TRIES_OF_A_CHAIN = 4;

/**
 * What a service needs to answer after those whom it called did not: to notice, to write and to send. The reference service
 * keeps 20 ms of each deadline for it; the rest is for the proxies on the way.
 */
export const ANSWER_MILLISECONDS = 50;

/** Envoy's own (outlier detection, `consecutive_gateway_failure`). */
export const CONSECUTIVE_ERRORS = 5;

/** Envoy's own (outlier detection, `base_ejection_time`). */
export const EJECTION_SECONDS = 30;

/** How often the mesh looks whose time is over. Half of Envoy's 10 s: a pod that is well comes back that much sooner. */
export const EJECTION_INTERVAL_SECONDS = 5;

/**
 * How much more than expected is let through. Arrivals are uneven, and a promise's rate is that of the usual hour; a service
 * that needs twice as long per request, or gets twice as many, is what limits are for.
 */
export const LIMIT_HEADROOM = 2;

/** Below these, a handful of requests that come together by chance would be refused. */
export const LEAST_LIMIT = { perCaller: 50, perPod: 20 } as const;

/** What the reference service does: the load balancer's 60 s, and 5 more. */
export const KEEP_ALIVE_SECONDS = 65;

/** How much earlier than the service the mesh closes an idle connection: a request on its way takes less. */
export const KEEP_ALIVE_MARGIN_SECONDS = 5;

/** How many pods a zone must have at least for requests to prefer it; three zones of two are Envoy's own limit of six hosts. */
export const PODS_FOR_OWN_ZONE = 2;

/** Connections, caches and compilers of a small service are warm by then; to be measured and changed. */
export const WARMUP_SECONDS = 30;

/** The share of a pod's requests with which its warm-up begins: Envoy's default of slow start. */
export const WARMUP_FROM_PERCENT = 10;

/** How many seconds' worth of requests may come at once after a quiet time. */
export const BURST_SECONDS = 2;

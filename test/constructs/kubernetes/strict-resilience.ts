import { z } from 'zod';

/**
 * What makes calls survive failures, as far as the constructs say it, by the fields of Istio 1.31 (istio/api, branch
 * release-1.31: `destination_rule.proto`, `virtual_service.proto`, `sidecar.proto`, `envoy_filter.proto`) and what its
 * validation refuses beyond them (istio 1.31, `pkg/config/validation`).
 */
const port = z.int().min(1).max(65535);
const name = z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/);
const labels = z.record(z.string(), z.string());
const metadata = z.strictObject({
  name,
  namespace: name,
  labels: labels.optional(),
  annotations: labels.optional(),
});

/** In whole milliseconds, and not none: `agent.ValidateDuration`. */
const duration = z.string().regex(/^[1-9]\d*(ms|s)$/);
/** A whole number that is not zero: Istio reads zero as "not said". */
const count = z
  .int()
  .min(1)
  .max(2 ** 31 - 1);
const percent = z.int().min(0).max(100);

/** A name in full: a short one is looked up where the rule stands. */
const host = z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+\.svc\.cluster\.local$/);

const connectionPool = z.strictObject({
  tcp: z.strictObject({ maxConnections: count, connectTimeout: duration }),
  http: z.strictObject({ http1MaxPendingRequests: count, http2MaxRequests: count, idleTimeout: duration }),
});

const RETRY_ON = [
  '5xx',
  'gateway-error',
  'reset',
  'reset-before-request',
  'connect-failure',
  'retriable-4xx',
  'refused-stream',
  'retriable-status-codes',
] as const;

/** Which requests a route is for. */
export const httpMatch = z
  .strictObject({
    uri: z.strictObject({ prefix: z.string().startsWith('/') }).optional(),
    method: z.strictObject({ exact: z.enum(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'POST', 'PATCH']) }).optional(),
    headers: z.record(z.string().regex(/^[a-z0-9-]+$/), z.strictObject({ regex: z.string().min(1) })).optional(),
  })
  .refine((match) => Object.keys(match).length > 0, 'an empty match is refused');

/** How long a route's requests may take, and what is tried again. */
export const httpTries = {
  timeout: duration.optional(),
  retries: z
    .strictObject({
      attempts: z.int().min(1),
      perTryTimeout: duration.optional(),
      retryOn: z.string().refine((text) => text.split(',').every((each) => RETRY_ON.some((known) => known === each))),
      backoff: duration,
    })
    .optional(),
};

/** The kinds. */
export const RESILIENCE = [
  z.strictObject({
    apiVersion: z.literal('networking.istio.io/v1'),
    kind: z.literal('DestinationRule'),
    metadata,
    spec: z.strictObject({
      host,
      // `subsets` are the engine's.
      trafficPolicy: z.strictObject({
        loadBalancer: z.strictObject({
          simple: z.enum(['LEAST_REQUEST', 'RANDOM', 'ROUND_ROBIN', 'PASSTHROUGH']),
          localityLbSetting: z.strictObject({ enabled: z.boolean() }),
          warmup: z.strictObject({ duration, minimumPercent: percent }).optional(),
        }),
        connectionPool,
        outlierDetection: z
          .strictObject({
            consecutive5xxErrors: z.int().min(0),
            consecutiveGatewayErrors: count,
            interval: duration,
            baseEjectionTime: duration,
            maxEjectionPercent: percent.min(1),
            minHealthPercent: percent,
          })
          .optional(),
        retryBudget: z.strictObject({ percent, minRetryConcurrency: count }),
      }),
    }),
  }),
  z.strictObject({
    apiVersion: z.literal('networking.istio.io/v1'),
    kind: z.literal('Sidecar'),
    metadata,
    spec: z.strictObject({
      workloadSelector: z.strictObject({ labels }),
      egress: z.array(z.strictObject({ hosts: z.array(z.string().regex(/^([a-z0-9-]+|\.|~|\*)\/.+$/)).min(1) })).min(1),
      inboundConnectionPool: connectionPool,
    }),
  }),
  z.strictObject({
    apiVersion: z.literal('networking.istio.io/v1alpha3'),
    kind: z.literal('EnvoyFilter'),
    metadata,
    spec: z.strictObject({
      workloadSelector: z.strictObject({ labels }),
      configPatches: z
        .array(
          z.strictObject({
            applyTo: z.literal('HTTP_FILTER'),
            match: z.strictObject({
              context: z.literal('SIDECAR_INBOUND'),
              listener: z.strictObject({
                portNumber: port,
                filterChain: z.strictObject({
                  filter: z.strictObject({
                    name: z.literal('envoy.filters.network.http_connection_manager'),
                    subFilter: z.strictObject({ name: z.literal('envoy.filters.http.router') }),
                  }),
                }),
              }),
            }),
            patch: z.strictObject({
              operation: z.literal('INSERT_BEFORE'),
              value: z.strictObject({
                name: z.literal('envoy.filters.http.local_ratelimit'),
                typed_config: z.strictObject({
                  '@type': z.literal(
                    'type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit',
                  ),
                  stat_prefix: z.string().min(1),
                  token_bucket: z.strictObject({ max_tokens: count, tokens_per_fill: count, fill_interval: duration }),
                  filter_enabled: z.strictObject({
                    default_value: z.strictObject({ numerator: count, denominator: z.literal('HUNDRED') }),
                  }),
                  filter_enforced: z.strictObject({
                    default_value: z.strictObject({ numerator: count, denominator: z.literal('HUNDRED') }),
                  }),
                }),
              }),
            }),
          }),
        )
        .min(1),
    }),
  }),
] as const;

import { z } from 'zod';
import { told } from '../spec';

/** A service's name, as it stands among `calls`. */
const SERVICE_NAME = /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/;

/** A header's name (RFC 9110, "token"), in the lower case that HTTP/2 and Envoy use. */
const HEADER_NAME = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;

/** Requests that may be sent again after they may have been carried out: what `idempotent` chooses among. */
export const IDEMPOTENT = ['safe-methods', 'idempotent-methods', 'all', 'none'] as const;

/** One of {@link IDEMPOTENT}. */
export type Idempotent = (typeof IDEMPOTENT)[number];

/** Whose pods a request goes to first: what `zones` chooses among. */
export const ZONE_CHOICES = ['own-first', 'any'] as const;

/** One of {@link ZONE_CHOICES}. */
export type ZoneChoice = (typeof ZONE_CHOICES)[number];

const calleeName = z
  .string()
  .regex(SERVICE_NAME)
  .meta(told({ as: 'user', because: 'a service is called by its name' }));

/** A service that is called: by its name, or with what its caller does without it. */
export const callSpec = z
  .union([
    calleeName,
    z.strictObject({
      /** The service that is called: `'mapping'`. */
      service: calleeName,
      /**
       * Whether the caller answers without it: `true`. It then owes its callers nothing for this call, neither availability
       * nor latency, and it must not wait for it longer than it promises to take.
       * @default - `false`: without it, the caller fails
       */
      optional: z
        .boolean()
        .meta(told({ as: true, because: 'a caller answers without it, or it does not' }))
        .optional(),
    }),
  ])
  .meta(told({ as: 'user', because: "a call names a service: 'user', or { service: 'mapping', optional: true }" }));

/** A service that is called. */
export type CallSpec = z.infer<typeof callSpec>;

const milliseconds = (minimum: number, maximum: number, as: number, because: string) =>
  z.int().min(minimum).max(maximum).meta(told({ as, because }));

/** How calls to a service survive failures. What types cannot say is in `resilienceProblems` and `callGraphProblems`. */
export const resilienceSpec = z.strictObject({
  /**
   * How long a caller waits for an answer, in milliseconds, with all tries and the pauses between them: `2000`. The mesh
   * gives up then, and tells the service beforehand how long that is (`x-envoy-expected-rq-timeout-ms`).
   * @default - four times the promised latency, and 500 at least
   */
  timeoutMilliseconds: milliseconds(10, 300_000, 2000, 'a caller waits for some milliseconds').optional(),

  /**
   * Whether the mesh sends a request again that failed: `{ attempts: 2, idempotent: 'idempotent-methods' }`. A request that
   * reached nobody is always sent once more, to another pod: nothing has been done yet.
   * @default - two tries of a service that calls no other, one of a service that does; of GET, HEAD and OPTIONS
   */
  retries: z
    .strictObject({
      /**
       * How often a request is tried, the first time included: `2`. `1` never tries again.
       * @default - `2` for a service that calls no other. Else `1`: what it calls is tried again already, and tries
       * multiply along a chain
       */
      attempts: z
        .int()
        .min(1)
        .max(5)
        .meta(told({ as: 2, because: 'the first try counts' }))
        .optional(),
      /**
       * How long one try may take, in milliseconds: `500`.
       * @default - what the time-out leaves to each, without the pauses between them
       */
      perTryTimeoutMilliseconds: milliseconds(10, 300_000, 500, 'a try takes some milliseconds').optional(),
      /**
       * The pause before the second try, at most, in milliseconds: `25`. Each further pause is about twice as long, up to ten
       * times this; all are chosen at random, so that callers do not come back together.
       * @default - `25`, as Envoy has it (router filter, "x-envoy-max-retries")
       */
      backoffMilliseconds: milliseconds(1, 10_000, 25, 'a pause takes some milliseconds').optional(),
      /**
       * Which requests may be carried out twice without harm: `'safe-methods'` are GET, HEAD and OPTIONS,
       * `'idempotent-methods'` also PUT and DELETE (RFC 9110, 9.2.2), `'all'` is every request, `'none'` is no request. What
       * the methods promise, the service must keep.
       * @default - `'safe-methods'`
       */
      idempotent: z
        .enum(IDEMPOTENT)
        .meta(told({ as: 'safe-methods', because: 'only a request that may be carried out twice is tried twice' }))
        .optional(),
      /**
       * The header by which the service knows a request that it has carried out already: `'idempotency-key'`. Requests that
       * have it are tried again, too, whatever their method.
       * @default - none: only the method counts
       */
      idempotencyKey: z
        .string()
        .regex(HEADER_NAME)
        .meta(told({ as: 'idempotency-key', because: 'a header is named in lower case' }))
        .optional(),
      /**
       * How many of the requests that a caller's pod has under way may be second tries, in percent: `20`. When most requests
       * fail, trying again only adds load.
       * @default - `20`, the default of Envoy's retry budget
       */
      budgetPercent: z
        .int()
        .min(1)
        .max(100)
        .meta(told({ as: 20, because: 'a budget is a share of the requests, in percent' }))
        .optional(),
    })
    .meta(told({ as: { attempts: 2, idempotent: 'safe-methods' } }))
    .optional(),

  /**
   * When a caller sends nothing more to a pod, for a while: `{ consecutiveErrors: 5, ejectionSeconds: 30 }`.
   * @default - after 5 failures in a row, for 30 seconds, and never so many pods that the rest could not do their work
   */
  ejection: z
    .strictObject({
      /**
       * After how many failures in a row: `5`. 502, 503, 504, a time-out and a connection that fails count. A 500 does not: it
       * is mostly the request that is wrong, and would be on every pod.
       * @default - `5`, as Envoy has it (outlier detection, "consecutive_gateway_failure")
       */
      consecutiveErrors: z
        .int()
        .min(1)
        .max(1000)
        .meta(told({ as: 5, because: 'a pod is left alone after some failures' }))
        .optional(),
      /**
       * For how long, in seconds, the first time: `30`. Each further time it is as much longer, up to five minutes.
       * @default - `30`, as Envoy has it ("base_ejection_time")
       */
      ejectionSeconds: z
        .int()
        .min(1)
        .max(300)
        .meta(told({ as: 30, because: 'Envoy ends an ejection after five minutes at most' }))
        .optional(),
      /**
       * How many of the pods may be left alone at once, in percent: `34`.
       * @default - as many as a zone holds, so that what is left can do what it could after the loss of one
       */
      maximumPercent: z
        .int()
        .min(0)
        .max(100)
        .meta(told({ as: 34, because: 'a share of the pods is given in percent' }))
        .optional(),
    })
    .meta(told({ as: { consecutiveErrors: 5, ejectionSeconds: 30 } }))
    .optional(),

  /**
   * How many requests are let through at a time; what is more is answered 503 at once: `{ perCaller: 300, perPod: 150 }`.
   * @default - twice what the promise expects at the busiest hour, by Little's law
   */
  limits: z
    .strictObject({
      /**
       * How many requests one pod of a caller may have under way to the service: `300`. The bulkhead of the caller: a service
       * that has become slow takes no more of it than that.
       * @default - twice what the whole service has under way when all its pods are busy; 50 at least
       */
      perCaller: z
        .int()
        .min(1)
        .max(1_000_000)
        .meta(told({ as: 300, because: 'requests are counted' }))
        .optional(),
      /**
       * How many requests one pod of the service takes at a time: `150`. What it cannot do in time it does not begin.
       * @default - twice what it has under way after the loss of a zone; 20 at least
       */
      perPod: z
        .int()
        .min(1)
        .max(1_000_000)
        .meta(told({ as: 150, because: 'requests are counted' }))
        .optional(),
    })
    .meta(told({ as: { perCaller: 300, perPod: 150 } }))
    .optional(),

  /**
   * For how long the service leaves an idle connection open, in seconds: `65`. The mesh closes it 5 seconds earlier. Who
   * sends at the moment when the service closes is answered 503 (`UC`). Node.js closes after 5, gunicorn after 2.
   * @default - `65`, as the reference service does
   */
  keepAliveSeconds: z
    .int()
    .min(2)
    .max(4000)
    .meta(told({ as: 65, because: 'the mesh must close an idle connection before the service does' }))
    .optional(),

  /**
   * Whose pods a request goes to: `'own-first'` prefers those of the caller's own zone, and leaves it as they fail; `'any'`
   * asks all zones alike.
   * @default - `'own-first'` where each zone has two pods at least; with one, a second try would meet the same pod again, and
   * a zone with more callers than others would overload it. `'any'` elsewhere
   */
  zones: z
    .enum(ZONE_CHOICES)
    .meta(told({ as: 'own-first', because: 'requests prefer their own zone, or none' }))
    .optional(),

  /**
   * For how long a new pod gets less than its share, in seconds: `60`, growing from a tenth. `0` gives it all at once.
   * @default - `30`
   */
  warmupSeconds: z
    .int()
    .min(0)
    .max(900)
    .meta(told({ as: 60, because: 'a pod is warm after some seconds' }))
    .optional(),

  /**
   * How many requests each pod takes in a second; what is more is answered 429: `{ requestsPerSecondPerPod: 100 }`. Every pod
   * counts alone, whoever asks.
   * @default - no limit: limits on what is under way follow the load, and one on the rate only guesses it
   */
  rateLimit: z
    .strictObject({
      /** How many in a second, for each pod: `100`. */
      requestsPerSecondPerPod: z
        .int()
        .min(1)
        .max(1_000_000)
        .meta(told({ as: 100, because: 'requests are counted' })),
      /**
       * How many at once after a quiet time: `200`.
       * @default - twice as many as in a second
       */
      burst: z
        .int()
        .min(1)
        .max(1_000_000)
        .meta(told({ as: 200, because: 'requests are counted' }))
        .optional(),
    })
    .meta(told({ as: { requestsPerSecondPerPod: 100 } }))
    .optional(),

  /**
   * Whether the service asks those whom it calls one after the other: `true`. It then waits for the sum of their time-outs, and
   * owes the sum of their latencies.
   * @default - `false`: all at once, so that only the slowest counts
   */
  callsInSequence: z
    .boolean()
    .meta(told({ as: true, because: 'calls are made one after the other, or at once' }))
    .optional(),
});

/** How calls to a service survive failures. */
export type ResilienceSpec = z.infer<typeof resilienceSpec>;

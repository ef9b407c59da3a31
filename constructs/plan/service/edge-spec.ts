import { z } from 'zod';
import { bodySpec } from '../gateway/body-spec';
import { corsSpec } from '../gateway/cors-spec';
import { told } from '../spec';

/** The methods that a route may have. CONNECT and TRACE are for proxies. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** One of {@link METHODS}. */
export type Method = (typeof METHODS)[number];

/**
 * A path as the gateway compares it: nothing encoded, no empty segment, and none of dots. What could be written in two ways
 * would be let through under one, and refused under the other.
 */
const PATH = /^(?!.*\/\.{1,2}(?:\/|$))\/(?:[\w\-.~]+(?:\/[\w\-.~]+)*\/?)?$/;

const routePath = (example: string) =>
  z
    .string()
    .regex(PATH)
    .meta(
      told({ as: example, because: 'a path begins with a slash, and has no empty segment, dots or percent signs' }),
    );

const COMPARED = 'a value is compared as it is: an asterisk would stand for any';

/** Istio reads an asterisk as "anything". */
const claimValue = z
  .string()
  .min(1)
  .regex(/^[^*]+$/)
  .meta(told({ as: 'trips:write', because: COMPARED }));

const routeSpec = z.strictObject({
  /** The path: `/v1/trips`. */
  path: routePath('/v1/trips'),

  /**
   * Whether it is this path alone (`exact`), or also everything below it (`prefix`): `/v1/trips` and `/v1/trips/7`, not
   * `/v1/tripsheets`.
   * @default - `exact`
   */
  match: z
    .enum(['exact', 'prefix'])
    .meta(told({ as: 'exact' }))
    .optional(),

  /**
   * The methods that are let through: `['POST']`. HEAD is a method of its own.
   * @default - all
   */
  methods: z
    .array(z.enum(METHODS).meta(told({ as: 'POST' })))
    .min(1)
    .meta(told({ as: ['POST'] }))
    .optional(),

  /**
   * Whether a caller must bring a token of one of the gateway's issuers (`required`), or anybody may come (`none`).
   * Production wants it said.
   * @default - `required` outside production
   */
  authentication: z
    .enum(['required', 'none'])
    .meta(told({ as: 'required' }))
    .optional(),

  /**
   * What the token must claim: `{ scope: 'trips:write' }`. Of several values one is enough; of several claims all are
   * needed. `scope` and `permission` may be lists with spaces between.
   * @default - nothing but who it is
   */
  claims: z
    .record(
      z
        .string()
        .regex(/^[\w:/.-]+$/)
        .meta(told({ as: 'scope', because: 'a claim is named by letters, digits and _:/.-' })),
      z.union([claimValue, z.array(claimValue).min(1)]).meta(told({ as: 'trips:write', because: COMPARED })),
    )
    .meta(told({ as: { scope: 'trips:write' } }))
    .optional(),

  /**
   * The largest body of a request, in KiB: `4096`; or `unlimited`, for what is streamed and for WebSockets, since the
   * gateway waits for the whole body wherever there is a limit. A firewall before it may allow less.
   * @default - the gateway's
   */
  maximumBodyKibibytes: z
    .union([z.literal('unlimited'), bodySpec])
    .meta(told({ as: 4096, because: "a limit is a number of KiB, or 'unlimited'" }))
    .optional(),

  /**
   * Which web pages may call it from a browser: `{ origins: ['https://app.rides.example'] }`; or `none`.
   * @default - the gateway's
   */
  cors: z
    .union([z.literal('none'), corsSpec])
    .meta(told({ as: { origins: ['https://app.rides.example'] } }))
    .optional(),
});

/** How a service is reached from outside the cluster. */
export const serviceEdgeSpec = z.strictObject({
  /**
   * The host names that lead to it: `['api.rides.example']`.
   * @default - any; in the mesh, all that its gateway has
   */
  hosts: z
    .array(
      z
        .string()
        .regex(/^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/)
        .meta(told({ as: 'api.rides.example', because: 'a host is a DNS name' })),
    )
    .min(1)
    .meta(told({ as: ['api.rides.example'] }))
    .optional(),

  /**
   * The paths that lead to it, with everything below them and every method: `['/trips']`. In the mesh only callers with a
   * token get through; what is open to anybody is named among `routes`. Behind a load balancer without a mesh nobody looks
   * at tokens but the service itself.
   * @default - none where there are `routes`, else `['/']`, all
   */
  paths: z
    .array(routePath('/trips'))
    .min(1)
    .meta(told({ as: ['/trips'] }))
    .optional(),

  /**
   * What leads to it, one by one: `[{ path: '/v1/trips', methods: ['POST'], authentication: 'required' }]`. Nothing else
   * gets through. Only the mesh's gateway knows methods, tokens and exact paths.
   * @default - none
   */
  routes: z
    .array(routeSpec)
    .min(1)
    .meta(told({ as: [{ path: '/v1/trips', methods: ['POST'], authentication: 'required' }] }))
    .optional(),
});

/** See {@link serviceEdgeSpec}. */
export type ServiceEdgeSpec = z.infer<typeof serviceEdgeSpec>;

/** One route, as its team writes it. */
export type RouteSpec = z.infer<typeof routeSpec>;

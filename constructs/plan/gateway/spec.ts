import { z } from 'zod';
import { told } from '../spec';
import { bodySpec } from './body-spec';
import { corsSpec } from './cors-spec';

export { gatewayProblems } from './rules';

const HOST = /^(?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/;

const headerName = z
  .string()
  .regex(/^[a-z0-9-]+$/)
  .meta(told({ as: 'x-auth-subject', because: 'a header is named in lower case' }));

/** A public key as RFC 7517 writes it. Its other members depend on its kind. */
const jsonWebKey = z.looseObject({
  /** Its kind: `EC`. A symmetric one would let whoever can check a token make one. */
  kty: z.enum(['RSA', 'EC', 'OKP']).meta(told({ as: 'EC', because: 'tokens are checked with a public key' })),
  /** Its name, by which a token says which one signed it: `2026-11`. */
  kid: z
    .string()
    .min(1)
    .meta(told({ as: '2026-11' })),
});

/** Who makes tokens, and how they are checked. */
const issuerSpec = z.strictObject({
  /** Its name, as it stands in the token's `iss`: `https://api.rides.example`. */
  issuer: z
    .string()
    .regex(/^[^\s*]+$/)
    .meta(told({ as: 'https://api.rides.example', because: 'a token names its issuer, letter for letter' })),

  /**
   * Its public keys: `{ keys: [{ kty: 'EC', kid: '2026-11', crv: 'P-256', x: '…', y: '…' }] }`. To change a key, add the
   * new one first, and take the old one away when its tokens have run out.
   * @default - those at `jwksUri`
   */
  jwks: z
    .strictObject({
      /** The keys. */
      keys: z
        .array(jsonWebKey)
        .min(1)
        .meta(told({ as: [{ kty: 'EC', kid: '2026-11', crv: 'P-256', x: '…', y: '…' }] })),
    })
    .meta(told({ as: { keys: [{ kty: 'EC', kid: '2026-11', crv: 'P-256', x: '…', y: '…' }] } }))
    .optional(),

  /**
   * Where its public keys are read: `https://id.rides.example/.well-known/jwks.json`. The mesh's control plane asks, every
   * twenty minutes, over the internet: a control plane that starts while nobody answers refuses every token.
   * @default - those of `jwks`
   */
  jwksUri: z
    .string()
    .regex(/^https?:\/\/[^\s/?#]+(?:\/[^\s?#]*)?$/)
    .meta(told({ as: 'https://id.rides.example/.well-known/jwks.json', because: 'keys are read at an address' }))
    .optional(),

  /** For whom its tokens must have been made, by their `aud`; one is enough: `['rides']`. */
  audiences: z
    .array(
      z
        .string()
        .min(1)
        .meta(told({ as: 'rides' })),
    )
    .min(1)
    .meta(told({ as: ['rides'], because: 'a token that was made for somebody else must not open this door' })),

  /**
   * What services are told of the caller, by header: `{ 'x-auth-subject': 'sub' }`. Texts, numbers and truth values are
   * copied; a claim that is missing gives no header.
   * @default - `x-auth-subject`, `x-auth-issuer` and `x-auth-scope`, from `sub`, `iss` and `scope`
   */
  claimHeaders: z
    .record(
      headerName,
      z
        .string()
        .regex(/^[\w:/.-]+$/)
        .meta(told({ as: 'sub', because: 'a claim is named by letters, digits and _:/.-' })),
    )
    .meta(told({ as: { 'x-auth-subject': 'sub' } }))
    .optional(),

  /**
   * Whether services get the token itself. It is whoever holds it, so it is best where fewest do.
   * @default - `false`
   */
  forwardsToken: z
    .boolean()
    .meta(told({ as: false }))
    .optional(),
});

/**
 * The API gateway: what the mesh's gateway asks of requests from outside before a service gets them. Routes are the
 * services' own (`edge.routes`). What types cannot say is in `rules.ts`.
 */
export const gatewaySpec = z.strictObject({
  /**
   * The host names that it answers: `['api.rides.example', '*.partners.rides.example']`.
   * @default - the edge's domain; any where it has none
   */
  hosts: z
    .array(
      z
        .string()
        .regex(HOST)
        .meta(told({ as: 'api.rides.example', because: 'a host is a DNS name' })),
    )
    .min(1)
    .meta(told({ as: ['api.rides.example'] }))
    .optional(),

  /**
   * Who makes the tokens that callers bring: `[{ issuer: 'https://api.rides.example', audiences: ['rides'], jwks: … }]`.
   * @default - nobody: then every route must be open to anybody
   */
  issuers: z
    .array(issuerSpec)
    .min(1)
    .meta(
      told({
        as: [
          {
            issuer: 'https://id.rides.example',
            audiences: ['rides'],
            jwksUri: 'https://id.rides.example/.well-known/jwks.json',
          },
        ],
      }),
    )
    .optional(),

  /**
   * Which web pages may call from a browser, where a route does not say: `{ origins: ['https://app.rides.example'] }`.
   * @default - none
   */
  cors: corsSpec.meta(told({ as: { origins: ['https://app.rides.example'] } })).optional(),

  /**
   * The largest body of a request where a route does not say, in KiB: `1024`.
   * @default - `1024`
   */
  maximumBodyKibibytes: bodySpec.optional(),

  /**
   * Request headers that are removed from whatever comes from outside, beyond those that mean something to the platform:
   * `['x-debug']`.
   * @default - only those of the platform
   */
  strippedHeaders: z
    .array(headerName)
    .min(1)
    .meta(told({ as: ['x-debug'] }))
    .optional(),
});

/** See {@link gatewaySpec}. */
export type GatewaySpec = z.infer<typeof gatewaySpec>;

/** Who makes tokens, as it is written. */
export type IssuerSpec = NonNullable<GatewaySpec['issuers']>[number];

import { z } from 'zod';
import { told } from '../../spec';

/**
 * A name that stands in Grafana's configuration, where quotes, semicolons, hash, dollar and percent signs have a meaning of
 * their own.
 */
const GROUP = /^[A-Za-z0-9][\w .,:=/@+-]{0,127}$/;

/** The same for an address. Only encrypted ones: a token travels there. */
const ADDRESS = /^https:\/\/[a-z0-9.-]+(?::\d+)?(?:\/[\w.~/-]*)?(?:\?[\w.~=&-]*)?$/;

const address = (example: string) =>
  z
    .string()
    .regex(ADDRESS)
    .meta(told({ as: example, because: 'an address of the identity provider begins with https://' }));

/** Groups of people, as the identity provider names them. */
export const groupsSpec = (example: string): z.ZodArray<z.ZodString> =>
  z
    .array(
      z
        .string()
        .regex(GROUP)
        .meta(
          told({ as: example, because: 'a group is named by letters, digits, blanks and _.,:=/@+-, as in the token' }),
        ),
    )
    .min(1)
    .meta(told({ as: [example] }));

/** Who may do what. Each may what the later ones may. */
export const rolesSpec = z.strictObject({
  /**
   * What of a token says in which groups somebody is, by its path: `groups`, `realm_access.roles`.
   * @default - `groups`
   */
  claim: z
    .string()
    .regex(/^(?:[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*|https:\/\/[a-z0-9.-]+(?:\/[\w.-]+)*)$/)
    .meta(told({ as: 'groups', because: 'a claim is named by its path in the token, or by an address' }))
    .optional(),
  /**
   * The groups that see how Grafana is set up: `['platform']`. What they change there is gone with the pod.
   * @default - nobody
   */
  administrators: groupsSpec('platform').optional(),
  /**
   * The groups that may ask questions of their own, of metrics and of logs: `['on-call']`. Logs may say more than
   * dashboards do.
   * @default - nobody else
   */
  editors: groupsSpec('on-call').optional(),
  /** Who may look at dashboards: the groups that may, `['service-teams']`, or `everybody` whom the identity provider lets in. */
  viewers: z
    .union([z.literal('everybody'), groupsSpec('service-teams')])
    .meta(
      told({ as: 'everybody', because: 'somebody must be able to look, and who is not for the platform to guess' }),
    ),
});

/** See {@link rolesSpec}. */
export type RolesSpec = z.infer<typeof rolesSpec>;

/** How people sign in: by the organisation's identity provider (OpenID Connect), and in no other way. */
export const signInSpec = z.strictObject({
  /**
   * What the identity provider is called, for people: `Rides`.
   * @default - `your organisation`
   */
  provider: z
    .string()
    .regex(GROUP)
    .meta(told({ as: 'Rides', because: 'a name is written in letters, digits, blanks and _.,:=/@+-' }))
    .optional(),
  /** Where people are sent to sign in: `https://id.rides.example/oauth2/authorize`. */
  authorizationUrl: address('https://id.rides.example/oauth2/authorize'),
  /** Where Grafana gets a token for them: `https://id.rides.example/oauth2/token`. */
  tokenUrl: address('https://id.rides.example/oauth2/token'),
  /** Where Grafana asks who they are: `https://id.rides.example/oauth2/userinfo`. */
  userInfoUrl: address('https://id.rides.example/oauth2/userinfo'),
  /** What the identity provider knows Grafana as: `grafana-prod`. Its secret is in Secrets Manager. */
  clientId: z
    .string()
    .regex(/^[\w.:/@-]{1,255}$/)
    .meta(told({ as: 'grafana-prod', because: 'a client id is letters, digits and _.:/@-' })),
  /**
   * What Grafana asks to know: `['openid', 'profile', 'email', 'groups']`.
   * @default - `['openid', 'profile', 'email']`
   */
  scopes: z
    .array(
      z
        .string()
        .regex(/^[\w.:/-]+$/)
        .meta(told({ as: 'openid', because: 'a scope is letters, digits and _.:/-' })),
    )
    .min(1)
    .meta(told({ as: ['openid', 'profile', 'email', 'groups'] }))
    .optional(),
  /** Who may do what: `{ editors: ['on-call'], viewers: 'everybody' }`. */
  roles: rolesSpec.meta(told({ as: { editors: ['on-call'], viewers: 'everybody' } })),
});

/** See {@link signInSpec}. */
export type SignInSpec = z.infer<typeof signInSpec>;

/** The scopes where none are named. The first makes the provider answer who somebody is (OpenID Connect Core, 3.1.2.1). */
export const DEFAULT_SCOPES = ['openid', 'profile', 'email'] as const;

/** Where a token says in which groups somebody is, where nobody says it. */
export const DEFAULT_CLAIM = 'groups';

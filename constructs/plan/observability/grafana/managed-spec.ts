import { z } from 'zod';
import { told } from '../../spec';
import { groupsSpec } from './sign-in-spec';

/** People sign in by IAM Identity Center. Who may do what is given there: no CloudFormation type knows it. */
const identityCenterSpec = z.strictObject({
  /** How people sign in: `'identity-center'`. */
  kind: z.literal('identity-center').meta(told({ as: 'identity-center' })),
});

/** People sign in by an identity provider that speaks SAML 2.0. */
const samlSpec = z.strictObject({
  /** How people sign in: `'saml'`. */
  kind: z.literal('saml').meta(told({ as: 'saml' })),
  /** Where the identity provider describes itself: `https://id.rides.example/saml/metadata`. */
  metadataUrl: z
    .string()
    .regex(/^https:\/\/[^\s"'<>]+$/)
    .max(2048)
    .meta(told({ as: 'https://id.rides.example/saml/metadata', because: "a provider's description is read by HTTPS" })),
  /**
   * The attribute that says what somebody is: `groups`.
   * @default - `groups`
   */
  roleAttribute: z
    .string()
    .min(1)
    .max(256)
    .meta(told({ as: 'groups', because: 'an attribute has a name of 1 to 256 characters' }))
    .optional(),
  /** Those who may set Grafana up, by the values of that attribute: `['platform']`. Somebody must import the dashboards. */
  administrators: groupsSpec('platform'),
  /**
   * Those who may ask questions of their own: `['on-call']`. All others look.
   * @default - nobody else
   */
  editors: groupsSpec('on-call').optional(),
  /**
   * For how long a sign-in holds, in minutes: `720`.
   * @default - 720
   */
  sessionMinutes: z
    .int()
    .min(1)
    .max(1440)
    .meta(told({ as: 720, because: 'a sign-in holds for a day at most, so that who has left is out' }))
    .optional(),
});

/** How people sign in to a managed workspace. */
export const managedSignInSpec = z
  .discriminatedUnion('kind', [identityCenterSpec, samlSpec])
  .meta(told({ as: { kind: 'identity-center' }, because: 'a managed workspace takes IAM Identity Center or SAML' }));

/** From where a workspace can be reached at all, before anybody signs in. */
const reachableFromSpec = z
  .strictObject({
    /**
     * Lists of blocks of addresses, by the ids that the VPC console gives them: `['pl-0123456789abcdef0']`.
     * @default - no address
     */
    prefixLists: z
      .array(
        z
          .string()
          .regex(/^pl-[0-9a-f]{8,17}$/)
          .meta(told({ as: 'pl-0123456789abcdef0', because: 'a prefix list is named by its id' })),
      )
      .min(1)
      .max(5)
      .meta(told({ as: ['pl-0123456789abcdef0'], because: 'a workspace takes five of them' }))
      .optional(),
    /**
     * Endpoints of VPCs, by their ids: `['vpce-0123456789abcdef0']`.
     * @default - no VPC
     */
    vpcEndpoints: z
      .array(
        z
          .string()
          .regex(/^vpce-[0-9a-f]{8,17}$/)
          .meta(told({ as: 'vpce-0123456789abcdef0', because: 'an endpoint is named by its id' })),
      )
      .min(1)
      .max(5)
      .meta(told({ as: ['vpce-0123456789abcdef0'], because: 'a workspace takes five of them' }))
      .optional(),
  })
  .meta(told({ as: { prefixLists: ['pl-0123456789abcdef0'] } }));

/** A workspace of Amazon Managed Grafana. */
export const managedGrafanaSpec = z.strictObject({
  /** Who runs it: `'managed'`, which is AWS. */
  kind: z.literal('managed').meta(told({ as: 'managed' })),
  /**
   * The version of Grafana, as `aws grafana list-versions` tells it: `12.4`. A workspace goes to a newer one and never back.
   */
  version: z
    .string()
    .regex(/^\d{1,2}\.\d{1,2}$/)
    .meta(
      told({
        as: '12.4',
        because: 'a workspace goes to a newer version and never back, so that it is named: major.minor',
      }),
    ),
  /** How people sign in: `{ kind: 'identity-center' }`. */
  authentication: managedSignInSpec,
  /**
   * From where it can be reached: `{ prefixLists: ['pl-0123456789abcdef0'] }`, or `everywhere`, by whoever can sign in. AWS
   * gives it an address on the internet.
   */
  reachableFrom: z.union([z.literal('everywhere'), reachableFromSpec]).meta(
    told({
      as: { prefixLists: ['pl-0123456789abcdef0'] },
      because: 'it has an address on the internet, and whether everybody may knock there must be said',
    }),
  ),
});

/** See {@link managedGrafanaSpec}. */
export type ManagedGrafanaSpec = z.infer<typeof managedGrafanaSpec>;

import { z } from 'zod';
import { told } from '../spec';

export { gitopsProblems } from './rules';

/** A group or user of IAM Identity Center, by its id. */
const identity = z
  .string()
  .regex(/^([0-9a-f]{10}-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)
  .meta(
    told({
      as: '90670a1b2c-3d4e5f60-7182-93a4-b5c6-d7e8f9a0b1c2',
      because: 'IAM Identity Center knows groups and users by ids',
    }),
  );

/** Who may do what in Argo CD. */
const identities = z
  .strictObject({
    /**
     * Groups, by their ids in IAM Identity Center.
     * @default - none
     */
    groups: z
      .array(identity)
      .min(1)
      .readonly()
      .meta(told({ as: ['90670a1b2c-3d4e5f60-7182-93a4-b5c6-d7e8f9a0b1c2'] }))
      .optional(),
    /**
     * Users, by their ids in IAM Identity Center. Groups are better: people change.
     * @default - none
     */
    users: z
      .array(identity)
      .min(1)
      .readonly()
      .meta(told({ as: ['90670a1b2c-3d4e5f60-7182-93a4-b5c6-d7e8f9a0b1c2'] }))
      .optional(),
  })
  .meta(told({ as: { groups: ['90670a1b2c-3d4e5f60-7182-93a4-b5c6-d7e8f9a0b1c2'] } }));

/** See {@link identities}. */
export type GitopsIdentities = z.infer<typeof identities>;

/** How people sign in to Argo CD. */
const identityCenterSpec = z
  .strictObject({
    /**
     * The instance's ARN: `'arn:aws:sso:::instance/ssoins-1234567890abcdef'`. A cluster stays with it: CloudFormation would
     * have to replace the capability, and a cluster takes one. Remove `gitops` and deploy before you give another.
     */
    instanceArn: z
      .string()
      .regex(/^arn:aws[\w-]*:sso:::instance\/(sso)?ins-[0-9a-f]{16}$/)
      .meta(
        told({
          as: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
          because: 'an instance of IAM Identity Center is named by its ARN',
        }),
      ),
    /**
     * The region that the instance stands in: `'eu-central-1'`.
     * @default - the environment's region
     */
    region: z
      .string()
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/)
      .meta(told({ as: 'eu-central-1', because: 'an organisation has one instance, in one region' }))
      .optional(),
    /** Who may change everything in Argo CD: `{ groups: ['…'] }`. */
    administrators: identities,
    /**
     * Who may look, and start a sync: `{ groups: ['…'] }`.
     * @default - nobody else
     */
    editors: identities.optional(),
    /**
     * Who may look: `{ groups: ['…'] }`.
     * @default - nobody else
     */
    viewers: identities.optional(),
  })
  .meta(
    told({
      as: {
        instanceArn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
        administrators: { groups: ['90670a1b2c-3d4e5f60-7182-93a4-b5c6-d7e8f9a0b1c2'] },
      },
      because: 'nobody could enter Argo CD',
    }),
  );

/**
 * A name of Secrets Manager. One that ends in a hyphen and six characters is taken for the end of an ARN, where the ARN is
 * not given as a whole (Secrets Manager API reference, "CreateSecret").
 */
const SECRET_NAME = /^(?!.*-[A-Za-z0-9]{6}$)[A-Za-z0-9/_+=.@-]{1,512}$/;

/** How Argo CD applies an environment's manifests. */
export const gitopsSpec = z.strictObject({
  /** The git repository that `npx bulkhead manifests` was written to: `'https://github.com/rides/platform.git'`. */
  repository: z
    .string()
    .regex(/^(https:\/\/|ssh:\/\/|git@)[\w.@:/~-]+$/)
    .meta(told({ as: 'https://github.com/rides/platform.git', because: 'Argo CD fetches by HTTPS or SSH' })),

  /**
   * The name of the secret in Secrets Manager that Argo CD reads a private repository with:
   * `'/bulkhead/prod/gitops/repository'`. You make it, before the deployment: `{"username":"…","token":"…"}`, or a private
   * SSH key as it is, or a GitHub App's `{"githubAppID":"…","githubAppInstallationID":"…","githubAppPrivateKeySecret":"…"}`
   * with the key in base64 (EKS user guide, "Configure repository access").
   * @default - none: anybody may read the repository
   */
  repositorySecret: z
    .string()
    .regex(SECRET_NAME)
    .meta(
      told({
        as: '/bulkhead/prod/gitops/repository',
        because: 'a secret is named, not given by its ARN; a hyphen and six characters at the end would look like one',
      }),
    )
    .optional(),

  /**
   * The branch, tag or commit that it follows: `'main'`.
   * @default - `main`
   */
  revision: z
    .string()
    .regex(/^[\w./-]+$/)
    .meta(told({ as: 'main', because: 'a revision is a branch, a tag or a commit' }))
    .optional(),

  /**
   * The folder of the environment's manifests in the repository: `'manifests/prod'`.
   * @default - `manifests/` and the environment's name
   */
  path: z
    .string()
    .regex(/^[\w.-]+(\/[\w.-]+)*$/)
    .meta(told({ as: 'manifests/prod', because: "a folder is named from the repository's root" }))
    .optional(),

  /** How people sign in: the capability takes IAM Identity Center and nothing else. */
  identityCenter: identityCenterSpec,
});

/** See {@link gitopsSpec}. */
export type GitopsSpec = z.infer<typeof gitopsSpec>;

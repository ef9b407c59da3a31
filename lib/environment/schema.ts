import { z } from 'zod';
import { clusterSpec } from '../../constructs/plan/cluster/spec';
import { nameSpec, tierSpec } from '../../constructs/plan/context-spec';
import { networkSpec } from '../../constructs/plan/network/spec';
import { told } from '../../constructs/plan/spec';
import { storeSpec } from './store';

/** A tag key or value as every AWS service takes it (Resource Groups Tagging API, "tag naming and usage conventions"). */
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const TAG_KEY_LENGTH = 128;
const TAG_VALUE_LENGTH = 256;

/** The shape of an environment. What types cannot say is in `rules.ts`. */
export const environmentSchema = z.strictObject({
  /**
   * The environment's name, the last part of every stack name and the word to type: `prod` gives `npx cdk deploy 'prod/*'`.
   * Changing it makes a second environment; it renames none.
   */
  name: nameSpec('prod', "an environment's name"),

  /**
   * How much is at stake: `production` refuses what must not be in production, and every default follows from the tier.
   */
  tier: tierSpec,

  /**
   * The platform's name, the first part of every physical name: `bulkhead` gives the cluster `bulkhead-prod`.
   * @default - `bulkhead`
   */
  platform: nameSpec('bulkhead', "the platform's name").optional(),

  /**
   * The AWS account to deploy to: `'111122223333'`, in quotes because it may begin with a zero.
   * @default - whichever account the credentials of the moment belong to; production must name one
   */
  account: z
    .string()
    .regex(/^\d{12}$/)
    .meta(told({ as: '111122223333', because: 'an account number has 12 digits' }))
    .optional(),

  /** The AWS region: `eu-west-1`. All zones lie in it. */
  region: z.string().meta(told({ as: 'eu-west-1', because: 'an environment stands in one region' })),

  /** The VPC: its addresses, zones, the way out of it. */
  network: networkSpec.meta(told({ as: { cidr: '10.40.0.0/16', zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] } })),

  /** The Kubernetes cluster: its version, who may enter, how nodes come. */
  cluster: clusterSpec.meta(
    told({ as: { version: '1.35', access: { administrators: ['arn:aws:iam::111122223333:role/PlatformAdmin'] } } }),
  ),

  /**
   * The data stores by name; each says what it does in a network partition.
   * `{ ledger: { consistency: 'strong', clients: { payment: { access: 'read-write' } } } }` gives an Aurora PostgreSQL
   * cluster that refuses writes it cannot replicate.
   * @default - no stores
   */
  stores: z
    .record(nameSpec('ledger', "a store's name"), storeSpec)
    .meta(told({ as: { ledger: { consistency: 'strong' } } }))
    .optional(),

  /**
   * Tags on every resource that takes tags, for cost allocation and ownership: `{ 'cost-center': 'rides' }`.
   * @default - only `platform` and `environment`, which are always there
   */
  tags: z
    .record(
      z
        .string()
        .min(1)
        .max(TAG_KEY_LENGTH)
        .regex(TAG_TEXT)
        .regex(/^(?!aws:)/i)
        .meta(
          told({
            as: 'cost-center',
            because: `a tag key has 1 to ${TAG_KEY_LENGTH} letters, digits, spaces or _.:/=+-@, and 'aws:' is reserved`,
          }),
        ),
      z
        .string()
        .max(TAG_VALUE_LENGTH)
        .regex(TAG_TEXT)
        .meta(
          told({
            as: 'rides',
            because: `a tag value has at most ${TAG_VALUE_LENGTH} letters, digits, spaces or _.:/=+-@`,
          }),
        ),
    )
    .meta(told({ as: { 'cost-center': 'rides' } }))
    .optional(),

  /**
   * Whether CloudFormation refuses to delete the stacks until this is set to `false` and deployed.
   * @default - `true` in production, `false` elsewhere
   */
  terminationProtection: z
    .boolean()
    .meta(told({ as: true }))
    .optional(),
});

/** One environment: the only input of the platform. Plain data that names no engine. */
export type Environment = z.infer<typeof environmentSchema>;

import { z } from 'zod';
import { ENVIRONMENT_TIERS } from './context';
import { told } from './spec';

/**
 * A name that becomes part of stack, role, cluster and database names. Twenty characters leave room for the parts that
 * are added to it: the tightest limit is the 64 characters of an IAM role name.
 */
const NAME = /^[a-z](?:-?[a-z0-9]+)*$/;
const NAME_LENGTH = 20;

/** A part of physical names: lower-case letters, digits and single hyphens, 20 characters at most. */
export const nameSpec = (example: string, of: string): z.ZodString =>
  z
    .string()
    .regex(NAME)
    .max(NAME_LENGTH)
    .meta(
      told({
        as: example,
        because: `${of} stands in names that AWS limits to lower-case letters, digits and single hyphens, ${NAME_LENGTH} characters here`,
      }),
    );

/** How much is at stake in an environment: one of {@link ENVIRONMENT_TIERS}. */
export const tierSpec = z
  .enum(ENVIRONMENT_TIERS)
  .meta(told({ as: 'production', because: 'defaults and refusals follow from the tier' }));

/** The shape of what a construct is told of the environment that it stands in. */
export const contextSpec = z.strictObject({
  /**
   * The platform's name, the first part of every physical name: `bulkhead`.
   * @default - `bulkhead`
   */
  platform: nameSpec('bulkhead', "the platform's name").optional(),
  /**
   * The environment's name, the second part: `prod`.
   * @default - the name of the stack
   */
  environment: nameSpec('prod', "an environment's name").optional(),
  /**
   * How much is at stake: sets defaults and strictness.
   * @default - `production`
   */
  tier: tierSpec.optional(),
  /**
   * The AWS region: `eu-west-1`.
   * @default - the region of the stack
   */
  region: z
    .string()
    .meta(told({ as: 'eu-west-1', because: 'an environment stands in one region' }))
    .optional(),
});

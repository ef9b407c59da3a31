/** How much is at stake in an environment. Defaults follow from it; production also refuses what must not be. */
export const ENVIRONMENT_TIERS = ['development', 'staging', 'production'] as const;

/** One of {@link ENVIRONMENT_TIERS}. */
export type EnvironmentTier = (typeof ENVIRONMENT_TIERS)[number];

/** What every plan needs to know of the environment that it stands in. */
export interface PlanContext {
  /** The platform's name, the first part of every physical name: `bulkhead`. */
  readonly platform: string;
  /** The environment's name, the second part: `prod`. */
  readonly environment: string;
  /** How much is at stake: sets defaults and strictness. */
  readonly tier: EnvironmentTier;
  /** The AWS region: `eu-west-1`. */
  readonly region: string;
}

/** A default that differs by tier, as one row of a table. */
export type ByTier<T> = Readonly<Record<EnvironmentTier, T>>;

/**
 * The physical name of a thing that others refer to by name: `bulkhead-prod`, `bulkhead-prod-ledger`.
 * Names are the contract between AWS and Kubernetes, so they never hold a token.
 */
export function physicalName(context: PlanContext, ...parts: readonly string[]): string {
  return [context.platform, context.environment, ...parts].join('-');
}

/** The path of a secret, parameter or log group: `/bulkhead/prod/stores/ledger/master`. */
export function pathName(context: PlanContext, ...parts: readonly string[]): string {
  return ['', context.platform, context.environment, ...parts].join('/');
}

import type { PlanContext } from '../plan/context';

/** What a construct needs to know of the environment that it stands in; the rest has a default. */
export interface ContextProps extends Partial<PlanContext> {
  /** The environment's name, part of the names of secrets: `prod`. */
  readonly environment: string;
  /** The AWS region: `eu-west-1`. */
  readonly region: string;
}

/** Completes a construct's context. One used on its own is treated as production: what is safe is the default. */
export function contextOf({
  platform = 'bulkhead',
  environment,
  tier = 'production',
  region,
}: ContextProps): PlanContext {
  return { platform, environment, tier, region };
}

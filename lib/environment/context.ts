import type { PlanContext } from '../../constructs/plan/context';
import type { Environment } from './schema';

/** The platform's name where an environment gives none. */
export const DEFAULT_PLATFORM = 'bulkhead';

/** What the plans need to know of an environment. */
export function contextOf(environment: Pick<Environment, 'name' | 'tier' | 'platform' | 'region'>): PlanContext {
  return {
    platform: environment.platform ?? DEFAULT_PLATFORM,
    environment: environment.name,
    tier: environment.tier,
    region: environment.region,
  };
}

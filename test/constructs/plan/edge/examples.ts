import type { EnvironmentTier, PlanContext } from '../../../../constructs/plan/context';
import { planEdge, type EdgePlan } from '../../../../constructs/plan/edge/plan';
import type { EdgeSpec } from '../../../../constructs/plan/edge/spec';

export const CERTIFICATE = 'arn:aws:acm:eu-west-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef';

export const ZONE = { id: 'Z0123456789ABCDEFGHIJ', name: 'rides.example' } as const;

export const DOMAIN = { name: 'api.rides.example', zone: ZONE } as const;

export const contextOf = (tier: EnvironmentTier = 'production', environment = 'prod'): PlanContext => ({
  platform: 'bulkhead',
  environment,
  tier,
  region: 'eu-west-1',
});

/** What an edge with a name becomes, and what a test adds. */
export const edge = (added: EdgeSpec = {}, tier?: EnvironmentTier): EdgePlan =>
  planEdge({ domain: DOMAIN, ...added }, contextOf(tier), { clusterName: 'bulkhead-prod' });

import type { PlanContext } from '../../../../constructs/plan/context';
import type { ClusterSpec } from '../../../../constructs/plan/cluster/spec';

/** The three tiers of one platform. */
export const PRODUCTION: PlanContext = {
  platform: 'bulkhead',
  environment: 'prod',
  tier: 'production',
  region: 'eu-west-1',
};
export const DEVELOPMENT: PlanContext = { ...PRODUCTION, environment: 'dev', tier: 'development' };

export const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];

export const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;

/** A cluster that says only what it must, and what a test adds. */
export function cluster(added: Partial<ClusterSpec> = {}): ClusterSpec {
  return { version: '1.35', access: { administrators: [role('PlatformAdmin')] }, ...added };
}

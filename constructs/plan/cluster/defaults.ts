import type { ByTier, EnvironmentTier } from '../context';
import type { RetentionDays } from '../retention';
import type { ComputeMode } from './compute-modes';
import type { NodeGroupsSpec } from './node-spec';

/** EKS runs, patches and replaces nodes: the least that can be forgotten. */
export const DEFAULT_MODE: ComputeMode = 'auto';

/** One of the two blocks that EKS itself would choose from; fixed, so that DNS has a known address before deployment. */
export const DEFAULT_SERVICE_CIDR = '172.20.0.0/16';

/** Audit logs answer questions that come late: a year in production. Elsewhere they answer today's. */
export const LOG_RETENTION_DAYS: ByTier<RetentionDays> = { development: 7, staging: 30, production: 365 };

/** A cluster that carries customers must not go with one command. */
export const DELETION_PROTECTION: ByTier<boolean> = { development: false, staging: false, production: true };

/** About four, sixteen and sixty-four nodes of 16 virtual CPUs: more than a start needs, less than an accident costs. */
export const POOL_MAXIMUM_CPUS: ByTier<number> = { development: 64, staging: 256, production: 1024 };

/** Packing pods soon saves money; where customers are served, load that comes and goes should not move them about. */
export const POOL_CONSOLIDATE_AFTER_MINUTES: ByTier<number> = { development: 1, staging: 5, production: 5 };

/** Two of a kind, so that a zone short of one has the other. Production's hold more, since each node carries agents. */
export const GROUP_INSTANCE_TYPES: ByTier<readonly string[]> = {
  development: ['m7i.large', 'm6i.large'],
  staging: ['m7i.large', 'm6i.large'],
  production: ['m7i.xlarge', 'm6i.xlarge'],
};

/** One node keeps a zone alive; a second in production takes over while the first is replaced. */
export const GROUP_MINIMUM_PER_ZONE: ByTier<number> = { development: 1, staging: 1, production: 2 };

/** Three times the minimum at least: what is left after a zone is lost must be able to grow into its place. */
export const GROUP_MAXIMUM_PER_ZONE: ByTier<number> = { development: 3, staging: 6, production: 20 };

/** Room for the images and logs of a node's pods; 20 GiB, the EKS default, fills up. */
export const GROUP_DISK_GIBIBYTES = 80;

/** The sizes of each zone's group. */
export function nodeGroupSizes(
  spec: NodeGroupsSpec | undefined,
  tier: EnvironmentTier,
): { readonly minimum: number; readonly maximum: number } {
  return {
    minimum: spec?.minimumPerZone ?? GROUP_MINIMUM_PER_ZONE[tier],
    maximum: spec?.maximumPerZone ?? GROUP_MAXIMUM_PER_ZONE[tier],
  };
}

import { ACCESS_GROUPS, type AccessGroup } from './access-rules';
import type { ClusterSpec } from './spec';

/** One role's entry to the cluster. */
export interface AccessEntryPlan {
  /**
   * What makes the entry the same entry: the role, not its group. A role that moves from one group to another is then an
   * update; a second entry for the same role, made before the first is removed, would be refused.
   */
  readonly id: string;
  /** The group of the environment that names it. */
  readonly group: AccessGroup;
  /** `arn:aws:iam::111122223333:role/PlatformAdmin` */
  readonly principalArn: string;
  /** The EKS access policy that it gets on the whole cluster. */
  readonly policy: string;
  /** The Kubernetes group that it is in, so that RBAC can add rights to kinds that EKS' policies do not know. */
  readonly kubernetesGroup: string;
}

/**
 * What each group may do. Operators edit workloads and no more: EKS' admin policy would let them grant rights. Readers do
 * not see secrets: EKS' admin view policy would show them.
 */
const POLICIES: Readonly<Record<AccessGroup, string>> = {
  administrators: 'AmazonEKSClusterAdminPolicy',
  operators: 'AmazonEKSEditPolicy',
  readers: 'AmazonEKSViewPolicy',
};

/** The name of an access group inside Kubernetes: `bulkhead:operators`. */
export function kubernetesGroup(platform: string, group: AccessGroup): string {
  return `${platform}:${group}`;
}

/** The entries of everybody whom the spec names. */
export function planAccess(access: ClusterSpec['access'], platform: string): readonly AccessEntryPlan[] {
  return ACCESS_GROUPS.flatMap((group) =>
    (access[group] ?? []).map((principalArn) => ({
      id: roleId(principalArn),
      group,
      principalArn,
      policy: POLICIES[group],
      kubernetesGroup: kubernetesGroup(platform, group),
    })),
  );
}

/** The account and the role's path and name: `111122223333-PlatformAdmin`. */
function roleId(arn: string): string {
  const [, , , , account, resource = ''] = arn.split(':');
  return `${account ?? ''}-${resource.replace(/^role\//, '')}`;
}

import { ACCESS_GROUPS, EVERY_NAMESPACE, type AccessGroup } from './access-rules';
import type { AccessSpec } from './access-spec';

/** What one EKS access policy lets a role do, and where. */
export interface AccessPolicyPlan {
  /** `AmazonEKSEditPolicy` */
  readonly name: string;
  /**
   * The namespaces that it holds for, in which `*` stands for any characters: `['payment', 'dev-*']`.
   * @default - the whole cluster
   */
  readonly namespaces?: readonly string[];
}

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
  /** The EKS access policies that it gets. EKS adds up what they allow. */
  readonly policies: readonly AccessPolicyPlan[];
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
export function planAccess(access: AccessSpec, platform: string): readonly AccessEntryPlan[] {
  return ACCESS_GROUPS.flatMap((group) =>
    (access[group] ?? []).map((principalArn) => ({
      id: roleId(principalArn),
      group,
      principalArn,
      policies: policiesOf(group, access),
      kubernetesGroup: kubernetesGroup(platform, group),
    })),
  );
}

/** Operators who are held to namespaces look at the rest as readers do: a fault seldom stays in one namespace. */
function policiesOf(group: AccessGroup, { operatorNamespaces: namespaces }: AccessSpec): readonly AccessPolicyPlan[] {
  const name = POLICIES[group];
  return group !== 'operators' || namespaces === undefined || namespaces.includes(EVERY_NAMESPACE)
    ? [{ name }]
    : [{ name, namespaces }, { name: POLICIES.readers }];
}

/** The account and the role's path and name: `111122223333-PlatformAdmin`. */
function roleId(arn: string): string {
  const [, , , , account, resource = ''] = arn.split(':');
  return `${account ?? ''}-${resource.replace(/^role\//, '')}`;
}

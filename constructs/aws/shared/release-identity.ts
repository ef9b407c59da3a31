import { CfnPodIdentityAssociation, type ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { Stack, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { HelmRelease } from '../../plan/helm-release';
import { podIdentityRole, statement } from '../cluster/iam';
import { constructId } from './names';

/** The cluster that a release is installed in. */
export interface ReleaseCluster {
  /** The cluster. */
  readonly cluster: ICluster;
  /** Its name, as a literal: `bulkhead-prod`. */
  readonly clusterName: string;
}

/**
 * Who a release is in AWS: a role that only its service account can take. It is the deployment's business even where somebody
 * else installs the release. Nothing where the release asks AWS for nothing.
 */
export function releaseIdentity(
  scope: Construct,
  { name, namespace, identity }: Pick<HelmRelease, 'name' | 'namespace' | 'identity'>,
  { cluster, clusterName }: ReleaseCluster,
): CfnPodIdentityAssociation | undefined {
  if (identity === undefined) return undefined;
  const { serviceAccount, permissions, becauseOfWildcards } = identity;
  const role = podIdentityRole(scope, constructId('Role', name), { clusterName, namespace, serviceAccount });
  permissions.forEach((permission) => role.addToPolicy(statement(permission)));
  for (const id of wildcards(permissions.flatMap(({ resources }) => resources))) {
    Validations.of(role).acknowledge({ id, reason: becauseOfWildcards });
  }
  return new CfnPodIdentityAssociation(scope, constructId('Identity', name), {
    // In the cluster's own stack a reference, which makes the association wait for the cluster. In another stack the literal
    // name: an association cannot change its cluster, and a change set that cannot see through a reference plans a new one,
    // which EKS refuses while the old one is there.
    clusterName: Stack.of(scope) === Stack.of(cluster) ? cluster.clusterName : clusterName,
    namespace,
    serviceAccount,
    roleArn: role.roleArn,
  });
}

/** The ids of cdk-nag's findings on resources with wildcards. */
function wildcards(resources: readonly string[]): readonly string[] {
  return [...new Set(resources.filter((resource) => resource.includes('*')))].map(
    (resource) => `AwsSolutions-IAM5[Resource::${resource}]`,
  );
}

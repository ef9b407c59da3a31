import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal, type IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Permission } from '../../plan/cluster/permissions';

/** A permission as CDK writes it. */
export function statement({ id, actions, resources, conditions }: Permission): PolicyStatement {
  return new PolicyStatement({ sid: id, actions: [...actions], resources: [...resources], conditions });
}

/** AWS managed policies by their names, and why a reviewer may accept that AWS, not this code, writes what they allow. */
export function managedPolicies(role: Construct, names: readonly string[], reason: string): IManagedPolicy[] {
  for (const name of names) {
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${name}]`,
      reason,
    });
  }
  return names.map((name) => ManagedPolicy.fromAwsManagedPolicyName(name));
}

/** The service account that a role is for. */
export interface PodIdentity {
  /** The cluster's name. */
  readonly clusterName: string;
  /** The service account's namespace. */
  readonly namespace: string;
  /** The service account's name. */
  readonly serviceAccount: string;
}

/**
 * A role that the pods of one service account of one cluster can take, and nothing else: EKS tags each session with
 * where it comes from, and the trust policy reads the tags (EKS user guide, "Pod Identity role").
 */
export function podIdentityRole(scope: Construct, id: string, of: PodIdentity): Role {
  const principal = new ServicePrincipal('pods.eks.amazonaws.com');
  const conditions = {
    StringEquals: {
      'aws:RequestTag/eks-cluster-name': of.clusterName,
      'aws:RequestTag/kubernetes-namespace': of.namespace,
      'aws:RequestTag/kubernetes-service-account': of.serviceAccount,
    },
  };
  const role = new Role(scope, id, {
    assumedBy: principal.withConditions(conditions),
    description: `Pods of ${of.namespace}/${of.serviceAccount} in ${of.clusterName}`,
  });
  role.assumeRolePolicy?.addStatements(
    new PolicyStatement({ principals: [principal], actions: ['sts:TagSession'], conditions }),
  );
  return role;
}

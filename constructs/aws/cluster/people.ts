import { CfnAccessEntry, type Cluster } from 'aws-cdk-lib/aws-eks-v2';
import { Aws } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { AccessEntryPlan, AccessPolicyPlan } from '../../plan/cluster/access';
import { constructId } from '../shared/names';

/** An EKS access policy, on the whole cluster or on the namespaces that are named. */
export function accessPolicy({ name, namespaces }: AccessPolicyPlan): CfnAccessEntry.AccessPolicyProperty {
  return {
    policyArn: `arn:${Aws.PARTITION}:eks::aws:cluster-access-policy/${name}`,
    accessScope: namespaces === undefined ? { type: 'cluster' } : { type: 'namespace', namespaces: [...namespaces] },
  };
}

/** Those whom the environment names, and nobody else. */
export class People extends Construct {
  public constructor(scope: Construct, id: string, cluster: Cluster, entries: readonly AccessEntryPlan[]) {
    super(scope, id);
    for (const entry of entries) {
      new CfnAccessEntry(this, constructId('Role', entry.id), {
        clusterName: cluster.clusterName,
        principalArn: entry.principalArn,
        type: 'STANDARD',
        accessPolicies: entry.policies.map(accessPolicy),
        kubernetesGroups: [entry.kubernetesGroup],
      });
    }
  }
}

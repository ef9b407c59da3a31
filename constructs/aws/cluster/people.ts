import { CfnAccessEntry, type Cluster } from 'aws-cdk-lib/aws-eks-v2';
import { Aws } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { AccessEntryPlan } from '../../plan/cluster/access';
import { constructId } from '../shared/names';

/** The EKS access policy of a name, on the whole cluster. */
export function clusterWide(policy: string): CfnAccessEntry.AccessPolicyProperty {
  return {
    policyArn: `arn:${Aws.PARTITION}:eks::aws:cluster-access-policy/${policy}`,
    accessScope: { type: 'cluster' },
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
        accessPolicies: [clusterWide(entry.policy)],
        kubernetesGroups: [entry.kubernetesGroup],
      });
    }
  }
}

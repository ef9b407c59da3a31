import { CfnAddon, type Cluster } from 'aws-cdk-lib/aws-eks-v2';
import { Construct } from 'constructs';
import type { AddOnPlan } from '../../plan/cluster/add-ons';
import { constructId } from '../shared/names';
import { managedPolicies, podIdentityRole } from './iam';

/** Add-ons that EKS installs, keeps at the plan's versions and gives their roles. */
export class AddOns extends Construct {
  public constructor(
    scope: Construct,
    id: string,
    cluster: Cluster,
    clusterName: string,
    addOns: readonly AddOnPlan[],
  ) {
    super(scope, id);
    for (const addOn of addOns) {
      new CfnAddon(this, constructId('AddOn', addOn.name), {
        clusterName: cluster.clusterName,
        addonName: addOn.name,
        addonVersion: addOn.version,
        // What somebody changed by hand goes back to what is written here.
        resolveConflicts: 'OVERWRITE',
        preserveOnDelete: false,
        ...(addOn.configuration === undefined ? {} : { configurationValues: JSON.stringify(addOn.configuration) }),
        ...(addOn.identity === undefined
          ? {}
          : {
              podIdentityAssociations: [
                {
                  serviceAccount: addOn.identity.serviceAccount,
                  roleArn: this.role(addOn.name, clusterName, addOn.identity),
                },
              ],
            }),
      });
    }
  }

  private role(addOn: string, clusterName: string, identity: NonNullable<AddOnPlan['identity']>): string {
    const role = podIdentityRole(this, constructId('Role', addOn), { clusterName, ...identity });
    managedPolicies(
      role,
      [identity.managedPolicy],
      `the policy that AWS publishes for its add-on ${addOn} and extends together with it; only that add-on's service account can take the role`,
    ).forEach((policy) => role.addManagedPolicy(policy));
    return role.roleArn;
  }
}

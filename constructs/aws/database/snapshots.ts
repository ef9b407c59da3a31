import { CfnBackupPlan, CfnBackupSelection, CfnBackupVault } from 'aws-cdk-lib/aws-backup';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { CfnDBCluster } from 'aws-cdk-lib/aws-rds';
import { RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { VaultPlan } from '../../plan/database/backup';

/** Minutes within which a snapshot must begin, and be complete. */
const START_WINDOW_MINUTES = 60;
const COMPLETION_WINDOW_MINUTES = 480;

/** Props of {@link Snapshots}. */
export interface SnapshotsProps {
  /** The vault and its schedule. */
  readonly plan: VaultPlan;
  /** Of which database. */
  readonly cluster: CfnDBCluster;
  /** Encrypts the vault. A snapshot of Aurora keeps its database's key in any case. */
  readonly key: IKey;
}

/**
 * Scheduled snapshots in a vault of their own, beside Aurora's continuous backup. Not AWS Backup's continuous backup:
 * that would take the retention and the window over from the cluster and leave the template wrong.
 */
export class Snapshots extends Construct {
  public constructor(scope: Construct, id: string, { plan, cluster, key }: SnapshotsProps) {
    super(scope, id);
    const vault = new CfnBackupVault(this, 'Vault', {
      backupVaultName: plan.name,
      encryptionKeyArn: key.keyArn,
      // Without changeableForDays this is governance mode: who has the permission can lift it, and nobody else.
      lockConfiguration:
        plan.lock === undefined
          ? undefined
          : { minRetentionDays: plan.lock.minimumDays, maxRetentionDays: plan.lock.maximumDays },
    });
    // A vault that holds snapshots cannot be deleted, and snapshots are there to outlive mistakes.
    vault.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    const backupPlan = new CfnBackupPlan(this, 'Plan', {
      backupPlan: {
        backupPlanName: plan.name,
        backupPlanRule: plan.rules.map((rule) => ({
          ruleName: rule.name,
          targetBackupVault: vault.ref,
          scheduleExpression: rule.schedule,
          scheduleExpressionTimezone: 'UTC',
          startWindowMinutes: START_WINDOW_MINUTES,
          completionWindowMinutes: COMPLETION_WINDOW_MINUTES,
          lifecycle: { deleteAfterDays: rule.retentionDays },
        })),
      },
    });
    new CfnBackupSelection(this, 'Selection', {
      backupPlanId: backupPlan.ref,
      backupSelection: {
        selectionName: plan.name,
        iamRoleArn: this.role(plan).roleArn,
        resources: [cluster.attrDbClusterArn],
      },
    });
  }

  /**
   * Its trust has no `aws:SourceAccount`: AWS Backup documents that key for the topics and KMS keys that it calls, not for
   * the role that it takes ("Cross-service confused deputy prevention"), and a key that it does not send would end the
   * snapshots without a deployment failing.
   */
  private role(plan: VaultPlan): Role {
    const policies = ['AWSBackupServiceRolePolicyForBackup', 'AWSBackupServiceRolePolicyForRestores'];
    const role = new Role(this, 'Role', {
      description: `Takes and restores snapshots of ${plan.name}`,
      assumedBy: new ServicePrincipal('backup.amazonaws.com'),
      managedPolicies: policies.map((name) => ManagedPolicy.fromAwsManagedPolicyName(`service-role/${name}`)),
    });
    for (const name of policies) {
      Validations.of(role).acknowledge({
        id: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/${name}]`,
        reason:
          'AWS keeps this policy in step with what AWS Backup calls; only AWS Backup may take the role, and the plan selects this one cluster by its ARN',
      });
    }
    return role;
  }
}

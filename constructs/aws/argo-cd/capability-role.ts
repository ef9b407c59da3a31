import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stack, Validations } from 'aws-cdk-lib/core';
import { Construct, type IDependable } from 'constructs';
import { partitionOf } from '../../plan/cluster/permissions';

/** Props of {@link CapabilityRole}. */
export interface CapabilityRoleProps {
  /** The name of the cluster that the capability belongs to: `bulkhead-prod`. */
  readonly clusterName: string;
  /** The region that the cluster stands in: `eu-west-1`. */
  readonly region: string;
  /**
   * The secret that the git repository is read with, by its ARN without the hyphen and six characters at the end.
   * @default - none: the role may do nothing in AWS
   */
  readonly secretArn?: string;
}

/**
 * The role that EKS takes for Argo CD. It has no name of its own, so that a role which is made anew is a new one to the
 * cluster as well: an entry for an older role of the same name admits nobody.
 *
 * Nothing narrows who may take it beside the service's name. The policy is what EKS asks for, to the letter (EKS user guide,
 * "Amazon EKS capability IAM role"); EKS checks it before it makes a capability, and no public example has one with
 * `aws:SourceAccount` or `aws:SourceArn`. A capability takes a role of its own account only, from somebody who may pass it.
 */
export class CapabilityRole extends Construct {
  /** The role. */
  public readonly role: Role;
  /** What to wait for before the role is put to use. */
  public readonly permissions: readonly IDependable[];

  public constructor(scope: Construct, id: string, { clusterName, region, secretArn }: CapabilityRoleProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('capabilities.eks.amazonaws.com').withSessionTags(),
      description: `Argo CD of ${clusterName}, as a capability of EKS`,
    });
    this.permissions = secretArn === undefined ? [] : this.readSecret(secretArn, region);
  }

  /** As the EKS user guide has it ("Manage application secrets with AWS Secrets Manager"), for one secret. */
  private readSecret(secretArn: string, region: string): readonly IDependable[] {
    // The six characters are known once the secret is there.
    const secret = `${secretArn}-??????`;
    const keys = `arn:${partitionOf(region)}:kms:*:*:key/*`;
    const statements = [
      new PolicyStatement({
        sid: 'ReadTheSecret',
        actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
        resources: [secret],
      }),
      new PolicyStatement({
        sid: 'DecryptTheSecret',
        actions: ['kms:Decrypt'],
        resources: [keys],
        conditions: {
          StringEquals: { 'kms:ViaService': `secretsmanager.${region}.${Stack.of(this).urlSuffix}` },
          StringLike: { 'kms:EncryptionContext:SecretARN': secret },
        },
      }),
    ];
    Validations.of(this.role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${keys}]`,
      reason:
        'whoever makes the secret chooses its key; the conditions let this one secret be decrypted, through Secrets Manager',
    });
    return statements.flatMap((each) => this.role.addToPrincipalPolicy(each).policyDependable ?? []);
  }
}

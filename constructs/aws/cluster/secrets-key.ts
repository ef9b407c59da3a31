import { AccountRootPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnAlias, CfnKey } from 'aws-cdk-lib/aws-kms';
import { CrossStackReferences, ReferenceStrength, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ClusterPlan } from '../../plan/cluster/plan';

/** The key that encrypts Kubernetes' secrets before the control plane stores them. EKS never lets go of it. */
export class SecretsKey extends Construct {
  /** The key itself. */
  public readonly key: CfnKey;

  public constructor(scope: Construct, id: string, { name, secretsKey }: ClusterPlan) {
    super(scope, id);
    this.key = new CfnKey(this, 'Key', {
      description: `Encrypts the Kubernetes secrets of ${name}`,
      enableKeyRotation: true,
      rotationPeriodInDays: secretsKey.rotationDays,
      pendingWindowInDays: secretsKey.deletionWaitDays,
      // EKS works with a grant that it makes for itself when the cluster is made: the key needs no statement for it.
      keyPolicy: new PolicyDocument({
        statements: [
          new PolicyStatement({
            sid: 'AccountAdministersByIam',
            principals: [new AccountRootPrincipal()],
            actions: ['kms:*'],
            resources: ['*'],
          }),
        ],
      }),
    });
    this.key.applyRemovalPolicy(secretsKey.retain ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY);
    CrossStackReferences.of(this.key).produce(ReferenceStrength.STRONG);
    new CfnAlias(this, 'Alias', { aliasName: `alias/${secretsKey.alias}`, targetKeyId: this.key.ref });
  }
}

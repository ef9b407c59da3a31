import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { CfnDBCluster } from 'aws-cdk-lib/aws-rds';
import { CfnRotationSchedule, CfnSecretTargetAttachment, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct, type IDependable } from 'constructs';
import type { DatabasePlan } from '../../plan/database/plan';
import { keptOrGone } from '../shared/encryption-key';
import { StoreFunction } from './store-function';

/** RDS refuses these in a master password (RDS API, `MasterUserPassword`); quotes and backslashes only make trouble. */
const REFUSED_CHARACTERS = ' /@"\'\\`%';
const PASSWORD_LENGTH = 40;

/** The master user's password: made by Secrets Manager, in no template, for emergencies and for making users. */
export class MasterSecret extends Construct {
  /** The secret: user name and password, and once attached where to use them. */
  public readonly secret: Secret;

  public constructor(
    scope: Construct,
    id: string,
    private readonly plan: DatabasePlan,
    private readonly key: IKey,
  ) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      secretName: plan.master.name,
      description: `Master user of store ${plan.identifier}: for emergencies only. Services log in with IAM`,
      encryptionKey: key,
      // A cluster that refuses to be deleted, or comes back from a snapshot, has this password still.
      removalPolicy: keptOrGone(plan.key),
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ username: plan.master.user }),
        generateStringKey: 'password',
        passwordLength: PASSWORD_LENGTH,
        excludeCharacters: REFUSED_CHARACTERS,
      },
    });
  }

  /** The password, as a reference that CloudFormation resolves: it stands in no template. */
  public get password(): string {
    return this.secret.secretValueFromJson('password').unsafeUnwrap();
  }

  /** Writes into the secret where the database is, so that whoever needs it in an emergency finds all in one place. */
  public attach(cluster: CfnDBCluster): IDependable {
    return new CfnSecretTargetAttachment(this, 'Attachment', {
      secretId: this.secret.secretArn,
      targetId: cluster.ref,
      targetType: 'AWS::RDS::DBCluster',
    });
  }

  /**
   * Changes the password every so often. RDS itself sets it, so that the function needs no way to the database. The
   * first change is not at once: the deployment is still using the password.
   */
  public rotate(cluster: CfnDBCluster, after: readonly IDependable[]): void {
    const { plan, secret } = this;
    const rotation = new StoreFunction(this, 'Rotation', {
      store: plan,
      plan: plan.functions.rotation,
      code: 'master-password',
      description: `Changes the master password of store ${plan.identifier} through the RDS control plane`,
      timeout: Duration.minutes(10),
      key: this.key,
      environment: {
        CLUSTER_IDENTIFIER: plan.identifier,
        CLUSTER_ARN: cluster.attrDbClusterArn,
        DATABASE: plan.databaseName,
      },
      permissions: [
        new PolicyStatement({
          actions: [
            'secretsmanager:DescribeSecret',
            'secretsmanager:GetSecretValue',
            'secretsmanager:PutSecretValue',
            'secretsmanager:UpdateSecretVersionStage',
          ],
          resources: [secret.secretArn],
        }),
        useOfKey(this, this.key, ['kms:Decrypt', 'kms:GenerateDataKey']),
        new PolicyStatement({
          actions: ['rds:DescribeDBClusters', 'rds:ModifyDBCluster', 'rds-data:ExecuteStatement'],
          resources: [cluster.attrDbClusterArn],
        }),
      ],
    });
    rotation.addPermission('SecretsManager', {
      principal: new ServicePrincipal('secretsmanager.amazonaws.com'),
      sourceAccount: Stack.of(this).account,
      sourceArn: secret.secretArn,
    });
    const schedule = new CfnRotationSchedule(this, 'Schedule', {
      secretId: secret.secretArn,
      rotationLambdaArn: rotation.functionArn,
      rotationRules: { automaticallyAfterDays: plan.master.rotationDays },
      rotateImmediatelyOnUpdate: false,
    });
    schedule.node.addDependency(rotation, ...after);
  }
}

/** Use of the store's key for its secret, and for nothing else. */
export function useOfKey(scope: Construct, key: IKey, actions: string[]): PolicyStatement {
  return new PolicyStatement({
    actions,
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${Stack.of(scope).region}.amazonaws.com` } },
  });
}

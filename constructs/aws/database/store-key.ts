import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnKey, Key } from 'aws-cdk-lib/aws-kms';
import { CrossStackReferences, Duration, ReferenceStrength, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { DatabasePlan } from '../../plan/database/plan';

/**
 * The key of a store: its data, snapshots, secret, insights and logs. One key, so that whoever takes it away takes away
 * all of it; it outlives a store whose last snapshot is kept, because nothing else could read the snapshot.
 */
export class StoreKey extends Key {
  public constructor(scope: Construct, id: string, plan: DatabasePlan) {
    super(scope, id, {
      alias: plan.keyAlias,
      description: `Encrypts store ${plan.identifier}`,
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy: kept(plan),
    });
    const key = this.node.defaultChild;
    // A cluster's key is chosen for ever: a change set must see that it stays the same.
    if (key instanceof CfnKey) CrossStackReferences.of(key).produce(ReferenceStrength.STRONG);
    const stack = Stack.of(this);
    const logGroups = [
      ...plan.logs.map(({ logGroup }) => logGroup),
      plan.proxy.logGroup,
      plan.functions.users.logGroup,
      plan.functions.rotation.logGroup,
    ];
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'LogGroupsOfThisStore',
        principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
        actions: [
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
          'kms:GenerateDataKey',
          'kms:DescribeKey',
        ],
        resources: ['*'],
        conditions: {
          ArnEquals: {
            'kms:EncryptionContext:aws:logs:arn': logGroups.map(
              (name) => `arn:${stack.partition}:logs:${stack.region}:${stack.account}:log-group:${name}`,
            ),
          },
        },
      }),
    );
  }
}

/** What becomes of the store's surroundings when it is removed: kept with its last snapshot, or gone with it. */
export function kept({ protection }: DatabasePlan): RemovalPolicy {
  return protection.onRemoval === 'snapshot' ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}

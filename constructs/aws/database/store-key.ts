import { CfnKey, Key } from 'aws-cdk-lib/aws-kms';
import { CrossStackReferences, Duration, ReferenceStrength, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { DatabasePlan } from '../../plan/database/plan';
import { keptOrGone, logsStatement } from '../shared/encryption-key';

/**
 * The key of a store: its data, snapshots, secret, insights and logs. One key, so that whoever takes it away takes away
 * all of it. Unlike the platform's other keys its policy grows with its users, as `Key` lets it.
 */
export class StoreKey extends Key {
  public constructor(scope: Construct, id: string, plan: DatabasePlan) {
    super(scope, id, {
      alias: `alias/${plan.key.alias}`,
      description: `Encrypts store ${plan.identifier}`,
      enableKeyRotation: true,
      rotationPeriod: Duration.days(plan.key.rotationDays),
      pendingWindow: Duration.days(plan.key.deletionWaitDays),
      removalPolicy: keptOrGone(plan.key),
    });
    const key = this.node.defaultChild;
    // A cluster's key is chosen for ever: a change set must see that it stays the same.
    if (key instanceof CfnKey) CrossStackReferences.of(key).produce(ReferenceStrength.STRONG);
    this.addToResourcePolicy(
      logsStatement(Stack.of(this), [
        ...plan.logs.map(({ logGroup }) => logGroup),
        plan.proxy.logGroup,
        plan.functions.users.logGroup,
        plan.functions.rotation.logGroup,
      ]),
    );
  }
}

import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { DatabasePlan } from '../../plan/database/plan';
import { keptOrGone } from '../shared/encryption-key';

/**
 * A log group made before its writer is: a service that finds none makes one that is kept for ever and not encrypted by
 * the store's key.
 */
export class StoreLogGroup extends LogGroup {
  public constructor(scope: Construct, id: string, plan: DatabasePlan, key: IKey, logGroupName: string) {
    super(scope, id, {
      logGroupName,
      retention: plan.logRetentionDays,
      encryptionKey: key,
      removalPolicy: keptOrGone(plan.key),
    });
  }
}

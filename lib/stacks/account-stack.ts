import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { TransactionSearch } from '../../constructs/aws/observability/transaction-search';
import { planKey } from '../../constructs/plan/encryption';
import { accountStackName, type AccountSetup } from '../environment/account';
import { contextOf } from '../environment/context';

/** What an account has once in a region, whichever of its environments needs it. */
export class AccountStack extends Stack {
  public constructor(scope: Construct, id: string, { environment, indexedPercent }: AccountSetup) {
    const { account, region, tier } = environment;
    super(scope, id, {
      stackName: accountStackName(environment),
      description: 'Account: what there is once in an account and region, for all environments in it',
      env: { account, region },
      terminationProtection: environment.terminationProtection ?? tier === 'production',
    });
    new TransactionSearch(this, 'TransactionSearch', {
      indexedPercent,
      key: planKey({ ...contextOf(environment), environment: 'account' }, ['spans']),
    });
  }
}

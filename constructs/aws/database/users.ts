import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { CustomResource, Duration } from 'aws-cdk-lib/core';
import { Construct, type IDependable } from 'constructs';
import type { DatabasePlan } from '../../plan/database/plan';
import type { Aurora } from './aurora';
import { useOfKey } from './master-secret';
import { StoreFunction } from './store-function';

const FUNCTION_MINUTES = 10;
/** CloudFormation waits a little longer than the function can run, and not the hour that it waits by default. */
const DEPLOYMENT_MINUTES = 12;

/** Props of {@link Users}. */
export interface UsersProps {
  /** What the store is. */
  readonly plan: DatabasePlan;
  /** Where the users are made. */
  readonly database: Aurora;
  /** The master user, as whom they are made. */
  readonly secret: ISecret;
  /** Encrypts the secret and the logs. */
  readonly key: IKey;
  /** What must be there before. */
  readonly after: readonly IDependable[];
}

/** The database users of a store and what they may do, brought to the plan by each deployment that changes it. */
export class Users extends Construct {
  public constructor(scope: Construct, id: string, { plan, database, secret, key, after }: UsersProps) {
    super(scope, id);
    const { cluster } = database;
    const maker = new StoreFunction(this, 'Function', {
      store: plan,
      plan: plan.functions.users,
      code: 'database-users',
      description: `Makes the database users of store ${plan.identifier} through the RDS Data API`,
      timeout: Duration.minutes(FUNCTION_MINUTES),
      key,
      permissions: [
        new PolicyStatement({
          actions: [
            'rds-data:BeginTransaction',
            'rds-data:CommitTransaction',
            'rds-data:ExecuteStatement',
            'rds-data:RollbackTransaction',
          ],
          resources: [cluster.attrDbClusterArn],
        }),
        new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] }),
        useOfKey(this, key, ['kms:Decrypt']),
      ],
    });
    const { groups, clients, revision } = plan.access;
    const users = new CustomResource(this, 'Resource', {
      resourceType: 'Custom::DatabaseUsers',
      serviceToken: maker.functionArn,
      serviceTimeout: Duration.minutes(DEPLOYMENT_MINUTES),
      properties: {
        clusterArn: cluster.attrDbClusterArn,
        secretArn: secret.secretArn,
        desired: JSON.stringify({
          database: plan.databaseName,
          extensions: plan.parameters.extensions,
          groups,
          clients: clients.map(({ user, access }) => ({ user, access })),
        }),
        revision,
      },
    });
    users.node.addDependency(...database.ready, ...after);
  }
}

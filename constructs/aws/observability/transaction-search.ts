import { PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnResourcePolicy } from 'aws-cdk-lib/aws-logs';
import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import { CfnTransactionSearchConfig } from 'aws-cdk-lib/aws-xray';
import { Construct } from 'constructs';
import type { KeyPlan } from '../../plan/encryption';
import { SPANS_LOG_GROUP, SPANS_METRICS_LOG_GROUP } from '../../plan/observability/tracing/log-groups';
import { EncryptionKey } from '../shared/encryption-key';

/** Props of {@link TransactionSearch}. */
export interface TransactionSearchProps {
  /** How many percent of traces are indexed too: `1`. */
  readonly indexedPercent: number;
  /** The key that the spans' log group may be given. */
  readonly key: KeyPlan;
}

/**
 * Switches X-Ray's Transaction Search on: without it, X-Ray takes no spans by OTLP. It is one for an account and region, so it
 * belongs into a stack of the account's and not of an environment's.
 *
 * X-Ray makes the spans' log group itself, so that no template can say how long it is kept. CloudFormation could name its key, but
 * only at the first time, for ever, and not where the log group is left from an earlier time: the key made here is given to it
 * afterwards, with one command (docs/first-deployment.md).
 *
 * @example
 * new TransactionSearch(this, 'Traces', { indexedPercent: 1, key: planKey(context, ['spans']) });
 */
export class TransactionSearch extends Construct {
  /** The setting itself. */
  public readonly config: CfnTransactionSearchConfig;
  /** The ARN of the key that the spans' log group may be given. */
  public readonly keyArn: string;

  public constructor(scope: Construct, id: string, { indexedPercent, key: keyPlan }: TransactionSearchProps) {
    super(scope, id);
    const { partition, region, account } = Stack.of(this);
    const key = new EncryptionKey(this, 'Key', {
      plan: keyPlan,
      description: 'Spans of X-Ray, of every environment of this account',
      logGroups: [SPANS_LOG_GROUP],
    });
    const groupArn = (name: string): string => `arn:${partition}:logs:${region}:${account}:log-group:${name}:*`;
    // As CloudWatch's user guide has it ("Enable transaction search", with CloudFormation).
    const access = new CfnResourcePolicy(this, 'Access', {
      policyName: 'TransactionSearchAccess',
      policyDocument: Stack.of(this).toJsonString(
        new PolicyDocument({
          statements: [
            new PolicyStatement({
              sid: 'TransactionSearchOfThisAccount',
              principals: [new ServicePrincipal('xray.amazonaws.com')],
              actions: ['logs:PutLogEvents'],
              resources: [groupArn(SPANS_LOG_GROUP), groupArn(SPANS_METRICS_LOG_GROUP)],
              conditions: {
                StringEquals: { 'aws:SourceAccount': account },
                ArnLike: { 'aws:SourceArn': `arn:${partition}:xray:${region}:${account}:*` },
              },
            }),
          ],
        }),
      ),
    });
    this.keyArn = key.arn;
    new CfnOutput(this, 'SpansKey', { value: key.arn, description: `For ${SPANS_LOG_GROUP}` });
    this.config = new CfnTransactionSearchConfig(this, 'Config', {
      indexingPercentage: indexedPercent,
    });
    this.config.node.addDependency(access);
  }
}

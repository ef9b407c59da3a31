import { CfnAlias, CfnKey } from 'aws-cdk-lib/aws-kms';
import { AccountRootPrincipal, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CrossStackReferences, ReferenceStrength, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { NetworkPlan } from '../../plan/network/model';

/** Props of {@link LogKey}. */
export interface LogKeyProps {
  /** How the key is named and kept. */
  readonly plan: NetworkPlan['logKey'];
  /** The names of the log groups that it encrypts; no other can use it. */
  readonly logGroups: readonly string[];
}

/** The key that encrypts a network's log groups, and nothing else. */
export class LogKey extends Construct {
  /** The key's ARN. Whoever uses it must also depend on this construct, for the policy is part of the key. */
  public readonly arn: string;

  public constructor(scope: Construct, id: string, { plan, logGroups }: LogKeyProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const key = new CfnKey(this, 'Key', {
      description: `Encrypts ${logGroups.join(' and ')}`,
      enableKeyRotation: true,
      rotationPeriodInDays: plan.rotationDays,
      pendingWindowInDays: plan.deletionWaitDays,
      keyPolicy: new PolicyDocument({
        statements: [
          new PolicyStatement({
            sid: 'AccountAdministersByIam',
            principals: [new AccountRootPrincipal()],
            actions: ['kms:*'],
            resources: ['*'],
          }),
          new PolicyStatement({
            sid: 'LogsOfTheseGroupsOnly',
            principals: [new ServicePrincipal(`logs.${stack.region}.${stack.urlSuffix}`)],
            actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
            resources: ['*'],
            conditions: {
              ArnEquals: {
                'kms:EncryptionContext:aws:logs:arn': logGroups.map((name) => logGroupArn(stack, name)),
              },
            },
          }),
        ],
      }),
    });
    key.applyRemovalPolicy(plan.retain ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY);
    CrossStackReferences.of(key).produce(ReferenceStrength.STRONG);
    new CfnAlias(this, 'Alias', { aliasName: `alias/${plan.alias}`, targetKeyId: key.ref });
    this.arn = key.attrArn;
  }
}

function logGroupArn(stack: Stack, name: string): string {
  return `arn:${stack.partition}:logs:${stack.region}:${stack.account}:log-group:${name}`;
}

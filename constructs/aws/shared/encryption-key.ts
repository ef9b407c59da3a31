import { AccountRootPrincipal, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnAlias, CfnKey } from 'aws-cdk-lib/aws-kms';
import { CrossStackReferences, ReferenceStrength, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { KeyPlan } from '../../plan/encryption';

/** Props of {@link EncryptionKey}. */
export interface EncryptionKeyProps {
  /** How the key is named and kept. */
  readonly plan: KeyPlan;
  /** What it encrypts, for whoever finds it in the console. */
  readonly description: string;
  /**
   * The names of the log groups that it encrypts; the logs service can use it for no other.
   * @default - none: the logs service cannot use it
   */
  readonly logGroups?: readonly string[];
  /**
   * Who else may use it, and for what.
   * @default - nobody but those whom IAM lets
   */
  readonly statements?: readonly PolicyStatement[];
}

/** A rotating key that the account administers by IAM, and that only those use for whom it was made. */
export class EncryptionKey extends Construct {
  /** The key itself. */
  public readonly key: CfnKey;
  /** Its ARN. Whoever uses it must also depend on this construct, for the policy is part of the key. */
  public readonly arn: string;

  public constructor(
    scope: Construct,
    id: string,
    { plan, description, logGroups = [], statements = [] }: EncryptionKeyProps,
  ) {
    super(scope, id);
    const administration = new PolicyStatement({
      sid: 'AccountAdministersByIam',
      principals: [new AccountRootPrincipal()],
      actions: ['kms:*'],
      resources: ['*'],
    });
    const logs = logGroups.length === 0 ? [] : [logsStatement(Stack.of(this), logGroups)];
    this.key = new CfnKey(this, 'Key', {
      description,
      enableKeyRotation: true,
      rotationPeriodInDays: plan.rotationDays,
      pendingWindowInDays: plan.deletionWaitDays,
      keyPolicy: new PolicyDocument({ statements: [administration, ...logs, ...statements] }),
    });
    this.key.applyRemovalPolicy(keptOrGone(plan));
    // What a key encrypts is mostly chosen for ever: a change set must see that it stays the same.
    CrossStackReferences.of(this.key).produce(ReferenceStrength.STRONG);
    new CfnAlias(this, 'Alias', { aliasName: `alias/${plan.alias}`, targetKeyId: this.key.ref });
    this.arn = this.key.attrArn;
  }
}

/** Lets the logs service of the region encrypt these log groups, and no others. */
export function logsStatement(stack: Stack, logGroups: readonly string[]): PolicyStatement {
  const arns = logGroups.map(
    (name) => `arn:${stack.partition}:logs:${stack.region}:${stack.account}:log-group:${name}`,
  );
  return new PolicyStatement({
    sid: 'LogsOfTheseGroupsOnly',
    principals: [new ServicePrincipal(`logs.${stack.region}.${stack.urlSuffix}`)],
    actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
    resources: ['*'],
    conditions: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': arns } },
  });
}

/** What becomes of a thing that is removed: kept unless its creation failed, or gone. */
export function keptOrGone({ retain }: { readonly retain: boolean }): RemovalPolicy {
  return retain ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}

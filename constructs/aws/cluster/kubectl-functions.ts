import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { Cluster } from 'aws-cdk-lib/aws-eks-v2';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import {
  Aws,
  CfnCondition,
  DefaultStackSynthesizer,
  Fn,
  RemovalPolicy,
  Stack,
  Token,
  Validations,
} from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import type { ClusterPlan } from '../../plan/cluster/plan';
import type { EncryptionKey } from '../shared/encryption-key';

/** Props of {@link KubectlFunctions}. */
export interface KubectlFunctionsProps {
  /** Where they log, and for how long. */
  readonly plan: ClusterPlan;
  /** Where they stand. */
  readonly vpc: IVpc;
  /** The cluster whose functions they are. */
  readonly cluster: Cluster;
  /** Encrypts their logs. */
  readonly logKey: EncryptionKey;
}

/**
 * Puts the functions that apply Kubernetes objects into every zone, and gives them a log group that is encrypted, expires
 * and goes with the cluster. Left to themselves they log to groups that Lambda makes, keeps for ever and leaves behind.
 */
export class KubectlFunctions extends Construct {
  public constructor(scope: Construct, id: string, { plan, vpc, cluster, logKey }: KubectlFunctionsProps) {
    super(scope, id);
    const logs = new CfnLogGroup(this, 'Logs', {
      logGroupName: plan.kubectlLogGroup,
      retentionInDays: plan.logging.retentionDays,
      kmsKeyId: logKey.arn,
    });
    logs.applyRemovalPolicy(RemovalPolicy.DESTROY);

    const provider = cluster.node.findChild('KubectlProvider');
    for (const child of provider.node.findAll()) {
      if (!(child instanceof CfnFunction)) continue;
      child.loggingConfig = { logGroup: logs.ref };
      // aws-cdk-lib puts them into the subnets of the control plane, which may be fewer than the network has.
      child.addPropertyOverride(
        'VpcConfig.SubnetIds',
        vpc.privateSubnets.map(({ subnetId }) => subnetId),
      );
      // With its feature flag useCdkManagedLogGroup the CDK makes one for each function, unencrypted and never removed.
      child.node.scope?.node.tryRemoveChild('LogGroup');
    }
    acknowledge(provider);
  }
}

const WHY_MANAGED =
  "aws-cdk-lib's own function for applying Kubernetes objects: it writes its logs, attaches to private subnets and pulls charts, and has no other AWS rights than to describe this cluster";

const WHY_ASSETS =
  'it reads the charts of this platform from the assets of cdk bootstrap, which are no secrets; aws-cdk-lib grants reading as a whole';

/** The objects in the bucket of `cdk bootstrap`, as cdk-nag names them. */
function assetsOf(stack: Stack): readonly string[] {
  const qualifier = DefaultStackSynthesizer.DEFAULT_QUALIFIER;
  const account = Token.isUnresolved(stack.account) ? '<AWS::AccountId>' : stack.account;
  const region = Token.isUnresolved(stack.region) ? '<AWS::Region>' : stack.region;
  return ['<AWS::Partition>', 'aws'].map(
    (partition) => `arn:${partition}:s3:::cdk-${qualifier}-assets-${account}-${region}/*`,
  );
}

const MANAGED_POLICIES = [
  'service-role/AWSLambdaBasicExecutionRole',
  'service-role/AWSLambdaVPCAccessExecutionRole',
  'AmazonEC2ContainerRegistryReadOnly',
];

/** The findings of cdk-nag on the functions, whose code and roles aws-cdk-lib writes. */
function acknowledge(provider: IConstruct): void {
  const accept = (id: string, reason: string): void => Validations.of(provider).acknowledge({ id, reason });
  for (const policy of MANAGED_POLICIES) {
    accept(`AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${policy}]`, WHY_MANAGED);
  }
  const handler = provider.node.findChild('Handler');
  const { defaultChild } = handler.node;
  const condition = handler.node.tryFindChild('HasEcrPublic');
  const stack = Stack.of(provider);
  if (condition instanceof CfnCondition) {
    const publicPolicy = ManagedPolicy.fromAwsManagedPolicyName('AmazonElasticContainerRegistryPublicReadOnly');
    const policy: unknown = stack.resolve(
      Fn.conditionIf(condition.logicalId, publicPolicy.managedPolicyArn, Aws.NO_VALUE),
    );
    accept(`AwsSolutions-IAM4[Policy::${JSON.stringify(policy)}]`, WHY_MANAGED);
  }
  if (defaultChild instanceof CfnFunction) {
    accept(
      `AwsSolutions-IAM5[Resource::<${stack.getLogicalId(defaultChild)}.Arn>:*]`,
      "aws-cdk-lib's framework calls every version of the one function that it is there for",
    );
  }
  for (const action of ['s3:GetObject*', 's3:GetBucket*', 's3:List*']) {
    accept(`AwsSolutions-IAM5[Action::${action}]`, WHY_ASSETS);
  }
  for (const resource of assetsOf(stack)) accept(`AwsSolutions-IAM5[Resource::${resource}]`, WHY_ASSETS);
  accept(
    'AwsSolutions-L1',
    'aws-cdk-lib chooses the runtime that it has tested its function with, and raises it in its releases',
  );
}

import { CfnFlowLog, type CfnVPC } from 'aws-cdk-lib/aws-ec2';
import { CfnRole, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { FlowLogsPlan, Tags } from '../../plan/network/model';
import { keptOrGone } from '../shared/encryption-key';
import { cfnTags } from '../shared/names';

/** Props of {@link FlowLogs}. */
export interface FlowLogsProps {
  /** What is recorded, and how long it is kept. */
  readonly plan: FlowLogsPlan;
  /** The VPC whose traffic is recorded. */
  readonly vpc: CfnVPC;
  /** The ARN of the key that encrypts the records. */
  readonly keyArn: string;
  /** Tags of the flow log. */
  readonly tags: Tags;
}

/** The record of every network interface's traffic, encrypted, in a log group of its own. */
export class FlowLogs extends Construct {
  public constructor(scope: Construct, id: string, { plan, vpc, keyArn, tags }: FlowLogsProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const logGroup = new CfnLogGroup(this, 'LogGroup', {
      logGroupName: plan.logGroup,
      retentionInDays: plan.retentionDays,
      kmsKeyId: keyArn,
    });
    logGroup.applyRemovalPolicy(keptOrGone(plan));
    const role = new CfnRole(this, 'Role', {
      description: `Lets VPC flow logs write to ${plan.logGroup}`,
      assumeRolePolicyDocument: new PolicyDocument({
        statements: [
          new PolicyStatement({
            principals: [new ServicePrincipal('vpc-flow-logs.amazonaws.com')],
            actions: ['sts:AssumeRole'],
            // Against the confused deputy: only this account's flow logs (VPC user guide, "IAM role for publishing flow logs").
            conditions: {
              StringEquals: { 'aws:SourceAccount': stack.account },
              ArnLike: {
                'aws:SourceArn': `arn:${stack.partition}:ec2:${stack.region}:${stack.account}:vpc-flow-log/*`,
              },
            },
          }),
        ],
      }),
      policies: [
        {
          policyName: 'write-records',
          policyDocument: new PolicyDocument({
            statements: [
              new PolicyStatement({
                actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
                resources: [logGroup.attrArn],
              }),
            ],
          }),
        },
      ],
    });
    new CfnFlowLog(this, 'FlowLog', {
      resourceType: 'VPC',
      resourceId: vpc.ref,
      trafficType: plan.trafficType,
      logDestinationType: 'cloud-watch-logs',
      logGroupName: logGroup.ref,
      deliverLogsPermissionArn: role.attrArn,
      maxAggregationInterval: plan.intervalSeconds,
      logFormat: plan.fields.map((field) => `\${${field}}`).join(' '),
      tags: cfnTags(tags),
    });
  }
}

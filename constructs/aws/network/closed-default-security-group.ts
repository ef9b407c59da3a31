import type { CfnVPC } from 'aws-cdk-lib/aws-ec2';
import { CfnRole, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CustomResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { NetworkPlan } from '../../plan/network/model';
import { CLOSE_DEFAULT_SECURITY_GROUP } from './close-default-security-group';

/** Props of {@link ClosedDefaultSecurityGroup}. */
export interface ClosedDefaultSecurityGroupProps {
  /** The VPC whose default security group is closed. */
  readonly vpc: CfnVPC;
  /** Whether the VPC has IPv6. Associating a block may bring a rule, so a change closes the group again. */
  readonly ipv6: boolean;
  /** Where the function's logs go, and how long they are kept. */
  readonly logs: NetworkPlan['upkeepLogs'];
  /** The ARN of the key that encrypts them. */
  readonly keyArn: string;
}

/**
 * Takes every rule out of the VPC's default security group, so that what names no group reaches nothing and is reached
 * by nothing (CIS AWS Foundations Benchmark 5.4, Security Hub EC2.2).
 *
 * CloudFormation cannot take a rule away, so a function does. The CDK's own one leaves the IPv6 rule (aws-cdk #29709)
 * and opens the group again when it is deleted. This one may revoke rules of this one group and nothing else.
 */
export class ClosedDefaultSecurityGroup extends Construct {
  public constructor(scope: Construct, id: string, props: ClosedDefaultSecurityGroupProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const groupId = props.vpc.attrDefaultSecurityGroup;
    const logGroup = new CfnLogGroup(this, 'LogGroup', {
      logGroupName: props.logs.logGroup,
      retentionInDays: props.logs.retentionDays,
      kmsKeyId: props.keyArn,
    });
    // What the function did is in CloudTrail; its own logs need not outlive it.
    logGroup.applyRemovalPolicy(RemovalPolicy.DESTROY);
    const role = new CfnRole(this, 'Role', {
      description: 'Lets a function close the default security group of one VPC',
      assumeRolePolicyDocument: new PolicyDocument({
        statements: [
          new PolicyStatement({
            principals: [new ServicePrincipal('lambda.amazonaws.com')],
            actions: ['sts:AssumeRole'],
          }),
        ],
      }),
      policies: [
        {
          policyName: 'close-default-security-group',
          policyDocument: new PolicyDocument({
            statements: [
              new PolicyStatement({
                actions: ['ec2:RevokeSecurityGroupEgress', 'ec2:RevokeSecurityGroupIngress'],
                resources: [`arn:${stack.partition}:ec2:${stack.region}:${stack.account}:security-group/${groupId}`],
              }),
              new PolicyStatement({
                actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
                resources: [logGroup.attrArn],
              }),
            ],
          }),
        },
      ],
    });
    const handler = new CfnFunction(this, 'Function', {
      description: 'Closes the default security group of a VPC, once',
      runtime: 'nodejs24.x',
      handler: 'index.handler',
      code: { zipFile: CLOSE_DEFAULT_SECURITY_GROUP },
      role: role.attrArn,
      timeout: Duration.minutes(1).toSeconds(),
      memorySize: 256,
      loggingConfig: { logGroup: logGroup.ref, logFormat: 'JSON' },
    });
    new CustomResource(this, 'Resource', {
      resourceType: 'Custom::ClosedDefaultSecurityGroup',
      serviceToken: handler.attrArn,
      serviceTimeout: Duration.minutes(2),
      properties: { GroupId: groupId, Ipv6: props.ipv6 },
    });
  }
}

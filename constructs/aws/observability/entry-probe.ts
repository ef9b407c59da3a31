import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { CfnCanary } from 'aws-cdk-lib/aws-synthetics';
import { Duration, RemovalPolicy, Stack, Token, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ProbePlan } from '../../plan/observability/probe/plan';
import { PROBE_SCRIPT } from './probe-script';

/** Beyond the time for an answer, a cold start (CloudWatch user guide: 15 seconds at least). */
const START_SECONDS = 25;

/** The least that a canary may have (CloudFormation, `MemoryInMB`). */
const MEMORY_MEBIBYTES = 960;

/** Within which folder the records of runs are kept. */
const RUNS = 'runs';

/**
 * A request from outside to the public entry, again and again, by CloudWatch Synthetics: what a customer would see of name,
 * certificate, firewall, load balancer and gateway.
 *
 * @example
 * new EntryProbe(this, 'Probe', planProbe({ path: '/v1/status' }, 'api.rides.example', context));
 */
export class EntryProbe extends Construct {
  /** The canary itself. */
  public readonly canary: CfnCanary;

  public constructor(scope: Construct, id: string, plan: ProbePlan) {
    super(scope, id);
    const bucket = this.bucket(plan);
    const role = this.role(plan, bucket);
    this.canary = new CfnCanary(this, 'Canary', {
      name: plan.name,
      runtimeVersion: plan.runtime,
      code: { handler: 'index.handler', script: PROBE_SCRIPT },
      artifactS3Location: bucket.s3UrlForObject(RUNS),
      artifactConfig: { s3Encryption: { encryptionMode: 'SSE_S3' } },
      executionRoleArn: role.roleArn,
      schedule: { expression: `rate(${plan.everyMinutes} minute${plan.everyMinutes === 1 ? '' : 's'})` },
      runConfig: {
        timeoutInSeconds: Math.min(plan.timeoutSeconds + START_SECONDS, plan.everyMinutes * 60),
        memoryInMb: MEMORY_MEBIBYTES,
        activeTracing: false,
        environmentVariables: {
          PROBE_URL: plan.url,
          PROBE_STATUS: plan.status === undefined ? '' : String(plan.status),
          PROBE_TIMEOUT_SECONDS: String(plan.timeoutSeconds),
        },
      },
      successRetentionPeriod: plan.retentionDays,
      failureRetentionPeriod: plan.retentionDays,
      startCanaryAfterCreation: true,
      // Its function goes with it.
      provisionedResourceCleanup: 'AUTOMATIC',
    });
    this.canary.node.addDependency(role, bucket);
  }

  private bucket(plan: ProbePlan): Bucket {
    const bucket = new Bucket(this, 'Runs', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      lifecycleRules: [
        {
          id: 'expire',
          expiration: Duration.days(plan.retentionDays),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      // It holds something from the first minute on, and CloudFormation cannot delete it then.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'it holds records of requests that the platform sent to itself, which expire within a month; nobody reads them but who looks into a failed run',
    });
    return bucket;
  }

  /** What CloudWatch's user guide asks for a canary ("Required roles and permissions for canaries"), and no tracing. */
  private role({ name }: ProbePlan, bucket: Bucket): Role {
    const { partition, region, account } = Stack.of(this);
    const role = new Role(this, 'Role', {
      description: `Runs the canary ${name}`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        Canary: new PolicyDocument({
          statements: [
            new PolicyStatement({
              sid: 'Records',
              actions: ['s3:PutObject'],
              resources: [bucket.arnForObjects(`${RUNS}/*`)],
            }),
            new PolicyStatement({
              sid: 'WhereRecordsAre',
              actions: ['s3:GetBucketLocation'],
              resources: [bucket.bucketArn],
            }),
            new PolicyStatement({
              sid: 'Logs',
              actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [`arn:${partition}:logs:${region}:${account}:log-group:/aws/lambda/cwsyn-${name}-*`],
            }),
            new PolicyStatement({
              sid: 'Result',
              actions: ['cloudwatch:PutMetricData'],
              resources: ['*'],
              conditions: { StringEquals: { 'cloudwatch:namespace': 'CloudWatchSynthetics' } },
            }),
          ],
        }),
      },
    });
    Validations.of(role).acknowledge(
      {
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'PutMetricData knows no resources; the condition leaves the namespace of Synthetics only',
      },
      {
        id: `AwsSolutions-IAM5[Resource::<${Stack.of(this).getLogicalId(bucket.node.defaultChild as never)}.Arn>/${RUNS}/*]`,
        reason: 'the names of records are made of the time of a run',
      },
      {
        id: `AwsSolutions-IAM5[Resource::arn:${as(partition, 'Partition')}:logs:${as(region, 'Region')}:${as(account, 'AccountId')}:log-group:/aws/lambda/cwsyn-${name}-*]`,
        reason: 'Synthetics ends the name of the function, and so of its log group, with an id that it makes up',
      },
    );
    return role;
  }
}

/** A fact of a stack as findings write it: what is known at deployment only by the name of its pseudo parameter. */
const as = (value: string, pseudoParameter: string): string =>
  Token.isUnresolved(value) ? `<AWS::${pseudoParameter}>` : value;

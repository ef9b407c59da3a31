import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { LogsPlan } from '../../plan/edge/model';

/** An upload that was broken off is of use to nobody. */
const BROKEN_UPLOAD_DAYS = 7;

/**
 * The bucket of a load balancer's logs, which nobody writes to but the service that delivers them.
 *
 * It has no name of its own, so that one that is left over is in nobody's way, and no versions: each object is written once,
 * and versions would stop nobody who may delete.
 */
export class LogBucket extends Construct {
  /** The bucket itself. */
  public readonly bucket: Bucket;

  public constructor(scope: Construct, id: string, plan: LogsPlan) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      // The load balancer can use no other encryption (ELB user guide, "Enable access logs": SSE-S3 only).
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      lifecycleRules: [
        {
          id: 'expire',
          expiration: Duration.days(plan.retentionDays),
          abortIncompleteMultipartUploadAfter: Duration.days(BROKEN_UPLOAD_DAYS),
        },
      ],
      // Also when its creation is rolled back: the load balancer has written a file to try it, and it cannot be deleted.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // For all regions (ELB user guide, "Enable access logs"). The path holds the account of the load balancer, so that those
    // of other accounts cannot write here.
    const { account } = Stack.of(this);
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'LoadBalancersOfThisAccountWriteLogs',
        principals: [new ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: Object.values(plan.prefixes).map((prefix) =>
          this.bucket.arnForObjects(`${prefix}/AWSLogs/${account}/*`),
        ),
      }),
    );
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'it holds logs itself; who reads it shows in the data events of a trail, a log of the log would never end',
    });
  }
}

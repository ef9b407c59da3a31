import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnResource, Validations } from 'aws-cdk-lib/core';
import { schema } from '../../lib/checks/schema';
import { outcome, rendered } from '../lib/checks/rendered';

const REASON = 'the property is newer than the schema that the CDK brings';

describe('the check of schemas', () => {
  it('passes a resource that CloudFormation knows', async () => {
    const subject = rendered(({ data }) => new CfnBucket(data, 'Bucket'));
    expect(await outcome(schema, subject)).toEqual({ findings: [], acknowledged: [] });
  });

  it('finds a property that CloudFormation does not know, and names the construct', async () => {
    const subject = rendered(({ data }) => {
      new CfnResource(data, 'Bucket', { type: 'AWS::S3::Bucket', properties: { BuketName: 'x' } });
    });
    const { findings } = await outcome(schema, subject);
    expect(findings).toMatchObject([
      { environment: 'prod', stack: 'data', resource: 'prod/data/Bucket', severity: 'error' },
    ]);
    expect(findings[0]?.reason).toContain('BuketName');
  });

  it('accepts what is acknowledged with a reason of substance, and tells it', async () => {
    const subject = rendered(({ data }) => {
      const bucket = new CfnResource(data, 'Bucket', { type: 'AWS::S3::Bucket', properties: { BuketName: 'x' } });
      Validations.of(bucket).acknowledge({ id: 'CloudFormation-Validate::F3002', reason: REASON });
      Validations.of(bucket).acknowledge({ id: 'CloudFormation-Validate::E3002', reason: REASON });
    });
    const { findings, acknowledged } = await outcome(schema, subject);
    expect(findings).toEqual([]);
    expect(acknowledged).toMatchObject([{ resource: 'prod/data/Bucket', reason: REASON }]);
  });
});

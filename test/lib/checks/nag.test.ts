import { CfnDBCluster } from 'aws-cdk-lib/aws-rds';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Fn, Validations } from 'aws-cdk-lib/core';
import { nag } from '../../../lib/checks/nag';
import { outcome, rendered } from './rendered';

const REASON = 'access is logged by the trail of data events, which covers every bucket';

const withBucket = (reasons: Readonly<Record<string, string>>) =>
  rendered(({ data }) => {
    const bucket = new CfnBucket(data, 'Bucket');
    for (const [id, reason] of Object.entries(reasons)) Validations.of(bucket).acknowledge({ id, reason });
  });

const rulesOf = async (reasons: Readonly<Record<string, string>>): Promise<unknown> =>
  (await outcome(nag, withBucket(reasons))).findings.map(({ rule }) => rule);

describe('the check of cdk-nag', () => {
  it('passes a stack that breaks no rule', async () => {
    expect(
      await outcome(
        nag,
        rendered(() => undefined),
      ),
    ).toEqual({ findings: [], acknowledged: [] });
  });

  it('finds every rule that is broken, with the construct and the stack', async () => {
    const { findings } = await outcome(nag, withBucket({}));
    expect(findings.map(({ rule }) => rule)).toEqual(['AwsSolutions-S1', 'AwsSolutions-S10']);
    expect(findings[0]).toMatchObject({ environment: 'prod', stack: 'data', resource: 'prod/data/Bucket' });
  });

  it('tells what is acknowledged, and why', async () => {
    const { acknowledged } = await outcome(nag, withBucket({ 'AwsSolutions-S1': REASON }));
    expect(acknowledged).toEqual([{ rule: 'AwsSolutions-S1', resource: 'prod/data/Bucket', reason: REASON }]);
    expect(await rulesOf({ 'AwsSolutions-S1': REASON })).toEqual(['AwsSolutions-S10']);
  });

  it.each(['', 'TODO: think about this one later on', 'not needed', 'ok ok ok ok ok .'.slice(0, 8)])(
    'does not take %j for a reason',
    async (reason) => {
      const { findings } = await outcome(nag, withBucket({ 'AwsSolutions-S1': reason }));
      expect(findings[0]).toMatchObject({ rule: 'AwsSolutions-S1', severity: 'error' });
      expect(findings[0]?.reason).toContain('no reason that a reviewer could weigh');
    },
  );

  it('does not take a rule that cannot decide for one that is kept', async () => {
    const subject = rendered(({ data }) => {
      new CfnDBCluster(data, 'Database', {
        engine: 'aurora-postgresql',
        storageEncrypted: Fn.conditionIf('Encrypted', true, false),
      });
    });
    const { findings } = await outcome(nag, subject);
    expect(findings.find(({ rule }) => rule === 'AwsSolutions-RDS2')).toMatchObject({ severity: 'error' });
    expect(findings.find(({ rule }) => rule === 'AwsSolutions-RDS2')?.reason).toContain('the rule could not decide');
  });

  it('takes an acknowledgement of a construct for all that is inside it', async () => {
    const subject = rendered(({ app, data }) => {
      new CfnBucket(data, 'Bucket');
      Validations.of(app).acknowledge({ id: 'AwsSolutions-S1', reason: REASON });
    });
    const { acknowledged } = await outcome(nag, subject);
    expect(acknowledged).toMatchObject([{ rule: 'AwsSolutions-S1' }]);
  });
});

import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { determinism } from '../../../lib/checks/determinism';
import type { Subject } from '../../../lib/checks/subject';
import { folder, outcome, rendered } from './rendered';

/** Renders a bucket, and hands the second synth's folder and the template's file in it to `change`. */
function compared(change: (second: string, template: string) => void): { subject: Subject; template: string } {
  const subject = rendered(({ data }) => new CfnBucket(data, 'Bucket'), {
    postCliContext: { 'aws:cdk:disable-creation-stack-traces': false },
  });
  const second = folder();
  cpSync(subject.directory, second, { recursive: true });
  const template = relative(subject.directory, subject.stacks.find(({ name }) => name === 'data')!.templateFile);
  change(second, template);
  return { subject: { ...subject, again: () => Promise.resolve(second) }, template };
}

describe('the check of determinism', () => {
  it('passes when the second synth gave the same bytes', async () => {
    expect(await outcome(determinism, compared(() => undefined).subject)).toEqual({ findings: [] });
  });

  it('finds the line that differs', async () => {
    const { subject, template } = compared((second, file) => {
      const path = join(second, file);
      writeFileSync(path, readFileSync(path, 'utf8').replace('AWS::S3::Bucket', 'AWS::SNS::Topic'));
    });
    expect((await outcome(determinism, subject)).findings).toMatchObject([
      {
        environment: 'prod',
        stack: 'data',
        field: template,
        value: 'line 7: "Type": "AWS::S3::Bucket" | "Type": "AWS::SNS::Topic"',
        severity: 'error',
      },
    ]);
  });

  it('does not mind from where in the code a construct was made', async () => {
    const { subject } = compared((second, file) => {
      const path = join(second, file.replace('.template.', '.metadata.'));
      const text = readFileSync(path, 'utf8');
      expect(text).toContain('rendered.ts');
      writeFileSync(path, text.replaceAll('rendered.ts', 'elsewhere.ts'));
    });
    expect((await outcome(determinism, subject)).findings).toEqual([]);
  });

  it('finds any other difference in what the CDK notes about a construct', async () => {
    const { subject } = compared((second, file) => {
      const path = join(second, file.replace('.template.', '.metadata.'));
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll('aws:cdk:logicalId', 'aws:cdk:other'));
    });
    expect((await outcome(determinism, subject)).findings).toMatchObject([{ environment: 'prod' }]);
  });

  it('finds a file that only one of them wrote', async () => {
    const { subject, template } = compared((second, file) => {
      rmSync(join(second, file));
      writeFileSync(join(second, 'new.json'), '{}');
    });
    expect((await outcome(determinism, subject)).findings.map(({ field, reason }) => [field, reason])).toEqual([
      [template, 'the second synth did not write this file'],
      ['new.json', 'the second synth wrote a file that the first did not'],
    ]);
  });

  it('is skipped when there is no second synth', async () => {
    const subject = rendered(() => undefined);
    expect((await outcome(determinism, subject)).skipped).toBeDefined();
  });
});

import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Validations } from 'aws-cdk-lib/core';
import { cfnLint } from '../../../lib/checks/cfn-lint';
import type { Subject } from '../../../lib/checks/subject';
import type { Tools } from '../../../lib/checks/tools';
import { outcome, rendered, tools } from './rendered';

const REASON = 'the address is a documentation example, and nothing is ever sent to it';

const bucket = (reason?: string): Subject =>
  rendered(({ data }) => {
    const made = new CfnBucket(data, 'Bucket');
    if (reason !== undefined) Validations.of(made).acknowledge({ id: 'cfn-lint::E3030', reason });
  });

const match = (subject: Subject, level: string) => ({
  Rule: {
    Id: 'E3030',
    ShortDescription: 'Check if properties have a valid value',
    Source: 'https://example.com/rules',
  },
  Level: level,
  Message: "'Alow' is not one of ['Allow', 'Deny']",
  Filename: subject.stacks.find(({ name }) => name === 'data')?.templateFile,
  Location: { Path: ['Resources', 'Bucket', 'Properties', 'Statement', 0, 'Effect'] },
});

const saying = (stdout: string, stderr = ''): Tools => tools(() => Promise.resolve({ code: 0, stdout, stderr }));

describe('the check of cfn-lint', () => {
  it('is skipped where cfn-lint is not installed, and says how to get it', async () => {
    expect(await outcome(cfnLint, bucket())).toEqual({
      findings: [],
      skipped: { reason: 'cfn-lint is not on the PATH', remedy: 'to add it: pipx install cfn-lint' },
    });
  });

  it('gives it all templates and regions at once', async () => {
    const subject = bucket();
    const run = jest.fn().mockResolvedValue({ code: 0, stdout: '[]', stderr: '' });
    expect(await outcome(cfnLint, subject, tools(run))).toEqual({ findings: [], acknowledged: [] });
    expect(run).toHaveBeenCalledTimes(1);
    expect(run).toHaveBeenCalledWith(
      'cfn-lint',
      [
        '--format',
        'json',
        '--ignore-checks',
        'W3005',
        '--regions',
        'eu-west-1',
        '--template',
        ...subject.stacks.map((stack) => stack.templateFile),
      ],
      { cwd: subject.directory },
    );
  });

  it.each([
    ['Error', 'error'],
    ['Warning', 'warning'],
  ])('tells its %s as an %s of the construct', async (level, severity) => {
    const subject = bucket();
    expect(await outcome(cfnLint, subject, saying(JSON.stringify([match(subject, level)])))).toMatchObject({
      findings: [
        {
          environment: 'prod',
          stack: 'data',
          resource: 'prod/data/Bucket',
          field: 'Properties.Statement.0.Effect',
          rule: 'cfn-lint::E3030',
          reason: "'Alow' is not one of ['Allow', 'Deny']",
          severity,
        },
      ],
    });
  });

  it('accepts what is acknowledged', async () => {
    const subject = bucket(REASON);
    expect(await outcome(cfnLint, subject, saying(JSON.stringify([match(subject, 'Error')])))).toEqual({
      findings: [],
      acknowledged: [{ rule: 'cfn-lint::E3030', resource: 'prod/data/Bucket', reason: REASON }],
    });
  });

  it('does not take a crash of cfn-lint for a pass', async () => {
    expect(await outcome(cfnLint, bucket(), saying('', 'Traceback\nImportError: no module'))).toMatchObject({
      findings: [{ severity: 'error', reason: expect.stringContaining('without a report: ImportError: no module') }],
    });
  });
});

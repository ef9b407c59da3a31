import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnResource, Stack, Stage } from 'aws-cdk-lib/core';
import { SpecError } from '../../../constructs/plan/problem';
import type { Check, Finding } from '../../../lib/checks/check';
import { render } from '../../../lib/checks/subject';
import { checkBlueprint, PASSED, REFUSED, deployCommand } from '../../../lib/cli/check/check';
import { environmentReport } from '../../../lib/cli/check/environment-report';
import { progressOn, SILENT } from '../../../lib/cli/check/progress';
import type { CheckReport } from '../../../lib/cli/check/report';
import { reportText } from '../../../lib/cli/check/text';
import { paintFor } from '../../../lib/cli/terminal';
import type { World } from '../../../lib/cli/world';
import { environmentOf } from '../checks/platforms';
import { renderedOf } from '../edge/rendered';
import { recordedWorld } from './world';

const ERROR: Finding = {
  environment: 'prod',
  stack: 'data',
  resource: 'prod/data/Bucket/Resource',
  field: 'Properties.BuketName',
  value: 'x',
  rule: 'E3002',
  reason: 'CloudFormation knows no such property',
  remedy: 'write BucketName',
  severity: 'error',
};

const check = (findings: readonly Finding[]): Check => ({
  name: 'schema',
  promise: 'CloudFormation knows every property',
  run: () => ({ findings, acknowledged: [{ rule: 'E1', resource: 'prod/data/Bucket', reason: 'as agreed' }] }),
});
const skipped: Check = {
  name: 'cfn-lint',
  promise: 'cfn-lint finds nothing',
  run: () => ({ findings: [], skipped: { reason: 'it is not on the PATH', remedy: 'pipx install cfn-lint' } }),
};

const rendering = (_world: World, _environment: string | undefined, folder: string) => {
  const app = new App({ outdir: join(folder, 'first') });
  const prod = new Stage(app, 'prod');
  for (const name of ['network', 'data']) {
    new CfnResource(new Stack(prod, name), 'Bucket', { type: 'AWS::S3::Bucket' });
  }
  return render(app);
};

const checked = (world: World, findings: readonly Finding[] = []): Promise<CheckReport> =>
  checkBlueprint(world, undefined, SILENT, rendering, [skipped, check(findings)]);

const PLAIN = paintFor({ colours: false });
const unstyled = (report: CheckReport): string =>
  reportText(
    {
      ...report,
      milliseconds: 1234,
      stacks: report.stacks.map((stack) => ({ ...stack, templateBytes: 2048 })),
    },
    PLAIN,
  );

describe('a report', () => {
  it('ends with the stacks, the checks, and what to do next', async () => {
    expect(unstyled(await checked(recordedWorld()))).toBe(`\
environment  stack    resources  template            headroom  verdict
prod         network          1   2.0 KiB  99 % of parameters  pass
prod         data             1   2.0 KiB  99 % of parameters  pass

check      time  result   what a pass means
cfn-lint  0.1 s  skipped  it is not on the PATH; pipx install cfn-lint
schema    0.1 s  pass     CloudFormation knows every property; 1 acknowledged with a reason

All other checks passed; skipped: cfn-lint. (1.2 s)
What was rendered is in cdk.out.
Next: npx cdk deploy --app cdk.out 'prod/*'
`);
  });

  it('begins with what is wrong', async () => {
    expect(unstyled(await checked(recordedWorld(), [ERROR]))).toBe(`\
error schema: prod: data/Bucket Properties.BuketName (E3002)
  value:  x
  reason: CloudFormation knows no such property
  remedy: write BucketName

environment  stack    resources  template            headroom  verdict
prod         network          1   2.0 KiB  99 % of parameters  pass
prod         data             1   2.0 KiB  99 % of parameters  FAIL

check      time  result   what a pass means
cfn-lint  0.1 s  skipped  it is not on the PATH; pipx install cfn-lint
schema    0.1 s  FAIL     CloudFormation knows every property; 1 acknowledged with a reason

Failed: schema. (1.2 s)
What was rendered is in node_modules/.cache/bulkhead/refused; cdk.out is as it was.
Next, when it is mended: npx bulkhead check
`);
  });

  it('tells once what several environments share', async () => {
    const inDev = { ...ERROR, environment: 'dev', resource: 'dev/data/Bucket/Resource' };
    const text = unstyled(await checked(recordedWorld(), [inDev, ERROR, { ...ERROR, field: 'Properties.Other' }]));
    expect(text.match(/^error.*$/gm)).toEqual([
      'error schema: dev, prod: data/Bucket Properties.BuketName (E3002)',
      'error schema: prod: data/Bucket Properties.Other (E3002)',
    ]);
  });

  it('has colours only where they are wanted', async () => {
    const report = await checked(recordedWorld(), [ERROR]);
    expect(reportText(report, PLAIN)).not.toContain('\u001b');
    expect(reportText(report, paintFor({ colours: true }))).toContain('\u001b[31mFAIL\u001b[39m');
  });

  it('has the documented form as JSON', async () => {
    const world = recordedWorld();
    const report = JSON.parse(JSON.stringify(await checked(world, [ERROR]))) as CheckReport;
    expect(report).toEqual({
      schemaVersion: 1,
      verdict: 'fail',
      milliseconds: expect.any(Number),
      problems: [],
      stacks: [
        expect.objectContaining({ environment: 'prod', stack: 'network', verdict: 'pass' }),
        {
          environment: 'prod',
          stack: 'data',
          stackName: 'prod-data',
          resources: 1,
          templateBytes: expect.any(Number),
          template: expect.stringMatching(/^assembly-prod\/.*\.template\.json$/),
          headroom: { what: 'parameters', used: 1, most: 200, free: 0.995 },
          verdict: 'fail',
        },
      ],
      services: [],
      environments: [],
      checks: [
        {
          name: 'cfn-lint',
          promise: 'cfn-lint finds nothing',
          verdict: 'skipped',
          milliseconds: expect.any(Number),
          findings: [],
          acknowledged: [],
          skipped: { reason: 'it is not on the PATH', remedy: 'pipx install cfn-lint' },
        },
        {
          name: 'schema',
          promise: 'CloudFormation knows every property',
          verdict: 'fail',
          milliseconds: expect.any(Number),
          findings: [ERROR],
          acknowledged: [{ rule: 'E1', resource: 'prod/data/Bucket', reason: 'as agreed' }],
        },
      ],
      output: REFUSED,
      next: 'npx bulkhead check',
    });
  });

  it('is the problems alone when the environments are wrong', async () => {
    const problems = [{ field: 'prod.network.zones', value: [], reason: 'too few', remedy: 'name two' }];
    const report = await checkBlueprint(recordedWorld(), undefined, SILENT, () => {
      throw new SpecError(problems);
    });
    expect(report).toMatchObject({ verdict: 'fail', problems, stacks: [], checks: [], output: null });
    expect(reportText(report, PLAIN)).toMatch(/^1 problem:\n/);
  });
});

describe('what was rendered', () => {
  const manifest = (world: World, folder: string): boolean => existsSync(join(world.root, folder, 'manifest.json'));

  it('is left in cdk.out when every check passed, in place of what was there', async () => {
    const world = recordedWorld();
    mkdirSync(join(world.root, PASSED));
    writeFileSync(join(world.root, PASSED, 'old'), '');
    await checked(world);
    expect(manifest(world, PASSED)).toBe(true);
    expect(existsSync(join(world.root, PASSED, 'old'))).toBe(false);
    expect(existsSync(join(world.root, `${PASSED}.partial`))).toBe(false);
  });

  it('is kept apart when a check failed, and cdk.out is as it was', async () => {
    const world = recordedWorld();
    mkdirSync(join(world.root, PASSED));
    writeFileSync(join(world.root, PASSED, 'old'), 'old');
    await checked(world, [ERROR]);
    expect(manifest(world, REFUSED)).toBe(true);
    expect(readFileSync(join(world.root, PASSED, 'old'), 'utf8')).toBe('old');
  });

  it('is not kept apart any more once all is well', async () => {
    const world = recordedWorld();
    await checked(world, [ERROR]);
    await checked(world);
    expect(existsSync(join(world.root, REFUSED))).toBe(false);
  });
});

describe('progress', () => {
  const shown = (interactive: boolean, wanted: boolean): string => {
    const world = recordedWorld({}, { interactive, width: 40 });
    const progress = progressOn(world.terminal, wanted);
    progress.doing('checking');
    progress.done('limits');
    progress.stop();
    return world.errors() + world.output();
  };

  it('is a line on standard error that is gone at the end', () => {
    expect(shown(true, true)).toBe('\r\u001b[2Kchecking …\r\u001b[2Kchecking … done: limits\r\u001b[2K');
  });

  it.each([
    ['where nobody watches', false, true],
    ['where it is not wanted', true, false],
  ])('is nothing at all %s', (_, interactive, wanted) => {
    expect(shown(interactive, wanted)).toBe('');
  });
});

describe('what to do next', () => {
  it('is to deploy the first environment, with what its account has once', () => {
    const { platform, stacks } = renderedOf(environmentOf('staging'));
    const command = (rendered: typeof stacks) => deployCommand({ stacks: rendered, platforms: [platform] });
    expect(command(stacks)).toMatch(/ --app \S+ 'account-444455556666\/\*' 'staging\/\*'$/);
    expect(command(stacks.filter(({ environment }) => environment === 'staging'))).toMatch(/ --app \S+ 'staging\/\*'$/);
    expect(command([])).toMatch(/ '\*\*'$/);
  });
});

describe('an environment as a whole', () => {
  const { platform, stacks } = renderedOf(environmentOf('staging'));
  const report = environmentReport(platform, stacks);

  it('is reported with what is reachable from outside, as it was followed to pods', () => {
    expect(report.outside).toEqual({
      address: 'https://api.staging.rides.example',
      routes: 6,
      open: 1,
      services: ['user', 'trip', 'mapping'],
      inside: ['payment'],
    });
  });

  it('has no routes that do not arrive, and no address where none does', () => {
    const broken = stacks.map((stack) => (stack.name === 'edge' ? { ...stack, template: {} } : stack));
    expect(environmentReport({ ...platform }, broken).outside).toMatchObject({
      address: null,
      routes: 0,
      services: [],
    });
  });

  it('without a domain is reached by its load balancer', () => {
    const dev = renderedOf(environmentOf('dev'));
    expect(environmentReport(dev.platform, dev.stacks).outside.address).toBe('http on load balancer bulkhead-dev-edge');
  });

  it('is a row of the report, with how much watches it', async () => {
    const text = unstyled({ ...(await checked(recordedWorld())), environments: [report] });
    expect(text).toMatch(
      /^environment +reached from outside at +routes +open to anybody +only from inside +rules +alerts/m,
    );
    expect(text).toMatch(/^staging +https:\/\/api\.staging\.rides\.example +6 +1 +payment +\d+ +\d+ +\d+ +\d+$/m);
  });
});

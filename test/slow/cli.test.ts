import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckReport } from '../../lib/cli/check/report';

const ROOT = join(__dirname, '..', '..');

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as `npx bulkhead` does, from a folder within the project, its output in a pipe. */
const bulkhead = (...words: string[]): Promise<Ended> =>
  ended(process.execPath, [join(ROOT, 'bin', 'bulkhead.js'), ...words], join(ROOT, 'docs'));

function ended(file: string, words: readonly string[], cwd: string): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, FORCE_COLOR: undefined }, maxBuffer: 1e8 };
    execFile(file, words, options, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, out, err });
    });
  });
}

/** The templates of a cloud assembly, by their files. */
function templatesIn(assembly: string): Record<string, string> {
  const names = readdirSync(assembly, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.template.json'),
  );
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(assembly, name), 'utf8')]));
}

const ESCAPE = '\u001b';

describe('the command', () => {
  it('answers --help at once', async () => {
    const started = performance.now();
    expect(await bulkhead('--help')).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('Usage: bulkhead'),
    });
    // Half a second on a quiet machine; more than that here, so that a busy one does not fail it.
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it.each([
    [['chekc'], 'Did you mean check?'],
    [['check', '--jsn'], 'Did you mean --json?'],
    [['check', '--environment', 'prd'], "did you mean 'prod'?"],
  ])('answers %j with what was meant, and code 1', async (words, meant) => {
    const { code, err } = await bulkhead(...words);
    expect(code).toBe(1);
    expect(err).toContain(meant);
    expect(err).not.toContain('    at ');
  });

  it('plans an environment from any folder', async () => {
    const { code, out } = await bulkhead('plan', 'prod', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ environment: { environment: 'prod' } });
  });
});

describe('bulkhead check', () => {
  it('passes the environments that ship, and says nothing else in a pipe than the report', async () => {
    const { code, out, err } = await bulkhead('check');
    expect({ code, err, failed: out.match(/^Failed.*$/m) }).toEqual({ code: 0, err: '', failed: null });
    expect(out).not.toContain(ESCAPE);
    expect(out).toMatch(/^prod +data /m);
    expect(out).toMatch(/^All (?:checks passed|other checks passed; skipped: cfn-lint)\./m);
  });

  it('checks one environment, and gives its report as JSON', async () => {
    const { code, out } = await bulkhead('check', '--environment', 'prod', '--json');
    const report = JSON.parse(out) as CheckReport;
    expect({ code, verdict: report.verdict }).toEqual({ code: 0, verdict: 'pass' });
    expect(report.stacks.map(({ environment, stack }) => `${environment}/${stack}`)).toEqual([
      'account-777788889999/eu-west-1',
      'prod/network',
      'prod/cluster',
      'prod/data',
      'prod/edge',
      'prod/observability',
      'prod/controllers',
      'prod/services',
      'prod/alarms',
    ]);
    expect(report.checks.flatMap(({ acknowledged }) => acknowledged).every(({ reason }) => reason !== '')).toBe(true);
  });

  it('leaves byte for byte the templates that cdk synth writes', async () => {
    const synthesized = mkdtempSync(join(tmpdir(), 'bulkhead-test-'));
    try {
      expect((await bulkhead('check', '--environment', 'dev')).code).toBe(0);
      const cdk = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');
      const words = ['synth', '--quiet', '--output', synthesized, '--context', 'environment=dev'];
      expect(await ended(process.execPath, [cdk, ...words], ROOT)).toMatchObject({ code: 0 });
      expect(templatesIn(join(ROOT, 'cdk.out'))).toEqual(templatesIn(synthesized));
    } finally {
      rmSync(synthesized, { recursive: true, force: true });
    }
  });

  it('is silent when it is asked to be and all is well', async () => {
    expect(await bulkhead('check', '--environment', 'dev', '--quiet')).toEqual({ code: 0, out: '', err: '' });
  });
});

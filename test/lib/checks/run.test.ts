import type { Check, Finding } from '../../../lib/checks/check';
import { CHECKS } from '../../../lib/checks';
import { runChecks } from '../../../lib/checks/run';
import { rendered, tools } from './rendered';

const finding = (severity: Finding['severity']): Finding => ({
  environment: 'prod',
  stack: 'data',
  reason: 'because',
  remedy: 'mend it',
  severity,
});
const check = (name: string, run: Check['run'], strict = false): Check => ({
  name,
  promise: 'all is well',
  strict,
  run,
});
const verdict = async (each: Check): Promise<unknown> =>
  (
    await runChecks(
      [each],
      rendered(() => undefined),
      tools(),
    )
  ).map((result) => result.verdict);

describe('running checks', () => {
  it.each([
    ['passes', 'no findings', [], false, 'pass'],
    ['passes', 'a warning', [finding('warning')], false, 'pass'],
    ['fails', 'an error', [finding('warning'), finding('error')], false, 'fail'],
    ['fails', 'a warning, where it is strict', [finding('warning')], true, 'fail'],
  ])('%s a check with %s', async (_verb, _with, findings, strict, expected) => {
    expect(await verdict(check('a', () => ({ findings }), strict))).toEqual([expected]);
  });

  it('tells a check that could not look apart from one that found nothing', async () => {
    const skipped = { reason: 'it is not installed', remedy: 'install it' };
    expect(await verdict(check('a', () => ({ findings: [], skipped })))).toEqual(['skipped']);
  });

  it('takes a check that breaks for a failed one, and lets the others end, however long they keep the machine busy', async () => {
    const broken = check('broken', () => Promise.reject(new Error('no such file\n    at somewhere')));
    const busy = check('busy', () => {
      for (const start = performance.now(); performance.now() - start < 50;);
      return { findings: [] };
    });
    const errors: unknown[] = [];
    const results = await runChecks(
      [broken, busy],
      rendered(() => undefined),
      tools(),
      undefined,
      (error) => errors.push(error),
    );
    expect(results.map(({ name, verdict: each }) => `${name}: ${each}`)).toEqual(['broken: fail', 'busy: pass']);
    expect(results[0]?.findings).toEqual([
      expect.objectContaining({ severity: 'error', reason: 'the check could not end: no such file' }),
    ]);
    expect(errors).toHaveLength(1);
  });

  it('overlaps those that wait, and reports in the order of the list', async () => {
    const events: string[] = [];
    const slow = check('slow', async () => {
      events.push('slow starts');
      await new Promise((resolve) => setTimeout(resolve, 50));
      return { findings: [] };
    });
    const quick = check('quick', () => ({ findings: [] }));
    const results = await runChecks(
      [slow, quick],
      rendered(() => undefined),
      tools(),
      ({ name }) => events.push(`${name} ends`),
    );
    expect(events).toEqual(['slow starts', 'quick ends', 'slow ends']);
    expect(results.map(({ name }) => name)).toEqual(['slow', 'quick']);
  });

  it('measures the time by the clock that it is given', async () => {
    const [result] = await runChecks(
      [check('a', () => ({ findings: [] }))],
      rendered(() => undefined),
      tools(),
    );
    expect(result?.milliseconds).toBe(1);
  });
});

describe('the checks', () => {
  it('have names of their own', () => {
    expect(new Set(CHECKS.map(({ name }) => name)).size).toBe(CHECKS.length);
  });

  it('tolerate no warning of the schemas and of cdk-nag', () => {
    expect(CHECKS.filter(({ strict }) => strict === true).map(({ name }) => name)).toEqual(['schema', 'cdk-nag']);
  });

  it('start those that wait for a process before those that compute', () => {
    expect(CHECKS.slice(0, 2).map(({ name }) => name)).toEqual(['cfn-lint', 'determinism']);
  });
});

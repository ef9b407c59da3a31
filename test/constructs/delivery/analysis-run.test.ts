import {
  dueAt,
  measure,
  nextMeasurement,
  startRun,
  type MeasurementPhase,
  type RunState,
} from '../../../constructs/delivery/analysis-run';
import type { CheckPlan } from '../../../constructs/delivery/check-plan';

const check: CheckPlan = {
  check: 'promise',
  name: 'promise',
  windowSeconds: 120,
  initialDelaySeconds: 120,
  intervalSeconds: 60,
  count: 5,
  failureLimit: 3,
  inconclusiveLimit: 2,
  consecutiveErrorLimit: 4,
};

/** A run after these measurements, each at its time; those that the run no longer asks for are left over. */
function after(checks: readonly CheckPlan[], ...phases: MeasurementPhase[]): RunState & { left: number; at: number } {
  let run = startRun(checks, 0);
  let at = 0;
  let left = phases.length;
  for (const phase of phases) {
    const next = nextMeasurement(run);
    if (next === undefined) break;
    at = next;
    left -= 1;
    run = measure(run, at, new Map(dueAt(run, at).map((state) => [state.check.name, phase])));
  }
  return { ...run, left, at };
}

const [good, bad, empty, error] = ['Successful', 'Failed', 'Inconclusive', 'Error'] as const;

test('the first measurement comes after the delay, the next one an interval later', () => {
  const run = startRun([check], 100);
  expect(nextMeasurement(run)).toBe(220);
  expect(nextMeasurement(measure(run, 220, new Map([['promise', good]])))).toBe(280);
});

test.each<[string, MeasurementPhase[], RunState['phase']]>([
  ['a failure limit of 3 holds on the third', [bad, bad, bad], 'Running'],
  ['a failure limit of 3 fails on the fourth', [bad, bad, bad, bad], 'Failed'],
  ['failures need not be in a row', [bad, good, bad, bad, bad], 'Failed'],
  ['an inconclusive limit of 2 holds on the second', [empty, empty], 'Running'],
  ['an inconclusive limit of 2 gives up on the third', [empty, empty, empty], 'Inconclusive'],
  ['the count is reached', [good, good, good, good, good], 'Successful'],
  ['what stays within its limits is forgiven at the end', [bad, bad, bad, empty, empty], 'Successful'],
  ['four errors in a row are tolerated', [error, error, error, error], 'Running'],
  ['five errors in a row are not', [error, error, error, error, error], 'Error'],
  ['an answer ends the row of errors', [error, error, error, error, good, error, error, error, error], 'Running'],
  ['errors do not count', [good, good, good, good, error, error], 'Running'],
])('%s', (_, phases, expected) => {
  expect(after([check], ...phases)).toMatchObject({ phase: expected, left: 0 });
});

test('an error is asked again after ten seconds, whatever the interval', () => {
  const run = measure(startRun([check], 0), 120, new Map([['promise', error]]));
  expect(nextMeasurement(run)).toBe(130);
  expect(after([check], error, error, error, error, error)).toMatchObject({ phase: 'Error', at: 160 });
});

test('a check without a count is never done by itself', () => {
  const { count: _, ...endless } = check;
  expect(after([endless], ...Array.from({ length: 500 }, () => good)).phase).toBe('Running');
});

describe('successes in a row', () => {
  const patient: CheckPlan = { ...check, count: 6, consecutiveSuccessLimit: 3 };

  test('end a check early', () => {
    expect(after([patient], bad, good, good, good)).toMatchObject({ phase: 'Successful', left: 0 });
  });

  test('are broken by anything else', () => {
    expect(after([patient], good, good, error, good, good).phase).toBe('Running');
  });

  test('that never come make the check inconclusive', () => {
    expect(after([patient], good, bad, good, bad, good, good)).toMatchObject({ phase: 'Inconclusive', left: 0 });
  });
});

describe('many checks', () => {
  const second: CheckPlan = { ...check, name: 'second', inconclusiveLimit: 0, failureLimit: 0 };

  test('pass together only', () => {
    const fast: CheckPlan = { ...check, name: 'fast', count: 1 };
    expect(after([check, fast], good).phase).toBe('Running');
    expect(after([check, fast], good, good, good, good, good).phase).toBe('Successful');
  });

  test('end with the first bad verdict', () => {
    const run = after([check, second], good, empty);
    expect(run).toMatchObject({ phase: 'Inconclusive', reason: 'second: 1 without data, 0 tolerated' });
    expect(nextMeasurement(run)).toBeUndefined();
  });

  test('give the worst verdict: failed before error before inconclusive', () => {
    const both = (first: MeasurementPhase, other: MeasurementPhase): RunState['phase'] => {
      const strict = { ...check, failureLimit: 0, inconclusiveLimit: 0, consecutiveErrorLimit: 0 };
      const run = startRun([strict, { ...strict, name: 'second' }], 0);
      return measure(
        run,
        120,
        new Map([
          ['promise', first],
          ['second', other],
        ]),
      ).phase;
    };
    expect(both(empty, bad)).toBe('Failed');
    expect(both(error, bad)).toBe('Failed');
    expect(both(empty, error)).toBe('Error');
  });
});

import type { CheckPlan } from './check-plan';
import { ERROR_RETRY_SECONDS } from './defaults';

// The engine's own semantics, as of argo-rollouts 1.9.1 (analysis/analysis.go, utils/analysis/helpers.go): what a
// measurement counts for, when a metric is done, and what many metrics make of a run.

/** What one measurement can come to. */
export type MeasurementPhase = 'Successful' | 'Failed' | 'Inconclusive' | 'Error';

/** What each result of a measurement means, for people. */
export const PHASE_WORDS: Readonly<Record<MeasurementPhase, string>> = {
  Successful: 'passed',
  Failed: 'failed',
  Inconclusive: 'no data',
  Error: 'no answer',
};

/** How an analysis stands: as long as nothing is decided, it is running. */
export type RunPhase = MeasurementPhase | 'Running';

/** How one check stands. */
export interface CheckState {
  /** What it measures. */
  readonly check: CheckPlan;
  /** When it measures next, in seconds from the start of the release; `undefined` when it is done. */
  readonly nextAt?: number;
  /** How it stands. */
  readonly phase: RunPhase;
  /** Measurements taken, without errors. */
  readonly count: number;
  /** Those that failed. */
  readonly failed: number;
  /** Those without data. */
  readonly inconclusive: number;
  /** Errors since the last answer. */
  readonly errorsInARow: number;
  /** Successes since the last that was none. */
  readonly successesInARow: number;
}

/** How an analysis stands. */
export interface RunState {
  /** Each check. */
  readonly checks: readonly CheckState[];
  /** What they make together. */
  readonly phase: RunPhase;
  /** Why it ended as it did; empty while it runs or when all is well. */
  readonly reason: string;
}

/** An analysis that starts at this second. */
export function startRun(checks: readonly CheckPlan[], at: number): RunState {
  const states = checks.map((check): CheckState => ({
    check,
    nextAt: at + check.initialDelaySeconds,
    phase: 'Running',
    count: 0,
    failed: 0,
    inconclusive: 0,
    errorsInARow: 0,
    successesInARow: 0,
  }));
  return { checks: states, ...assess(states) };
}

/** When a run measures next; `undefined` when it is done. */
export function nextMeasurement({ checks, phase }: RunState): number | undefined {
  const times = checks.flatMap(({ nextAt }) => (nextAt === undefined ? [] : [nextAt]));
  return phase !== 'Running' || times.length === 0 ? undefined : Math.min(...times);
}

/** The checks that are due at this second. */
export function dueAt({ checks }: RunState, at: number): readonly CheckState[] {
  return checks.filter(({ nextAt }) => nextAt !== undefined && nextAt <= at);
}

/** The run after those measurements, by the names of their checks. */
export function measure(run: RunState, at: number, measured: ReadonlyMap<string, MeasurementPhase>): RunState {
  const checks = run.checks.map((state) => {
    const phase = measured.get(state.check.name);
    return phase === undefined ? state : count(state, at, phase);
  });
  return { checks, ...assess(checks) };
}

function count(state: CheckState, at: number, measured: MeasurementPhase): CheckState {
  const isError = measured === 'Error';
  const counted = {
    ...state,
    // An error is not counted: it is asked again.
    count: state.count + (isError ? 0 : 1),
    failed: state.failed + (measured === 'Failed' ? 1 : 0),
    inconclusive: state.inconclusive + (measured === 'Inconclusive' ? 1 : 0),
    errorsInARow: isError ? state.errorsInARow + 1 : 0,
    successesInARow: measured === 'Successful' ? state.successesInARow + 1 : 0,
  };
  const phase = phaseOf(counted);
  const nextAt = phase === 'Running' ? at + (isError ? ERROR_RETRY_SECONDS : state.check.intervalSeconds) : undefined;
  return { ...counted, phase, nextAt };
}

/** Limits are exceeded, not reached. Of several, the later here wins, as it does in the engine. */
function phaseOf(state: Omit<CheckState, 'phase' | 'nextAt'>): RunPhase {
  const { check, failed, inconclusive, errorsInARow, successesInARow } = state;
  if (errorsInARow > check.consecutiveErrorLimit) return 'Error';
  if (inconclusive > check.inconclusiveLimit) return 'Inconclusive';
  if (failed > check.failureLimit) return 'Failed';
  const enough = check.consecutiveSuccessLimit;
  if (enough !== undefined && successesInARow >= enough) return 'Successful';
  if (check.count === undefined || state.count < check.count) return 'Running';
  // The count is reached. Failed and inconclusive measurements within their limits are forgiven, whatever their number.
  return enough === undefined ? 'Successful' : 'Inconclusive';
}

/** From best to worst, as the engine ranks what is done. */
const RANK: readonly RunPhase[] = ['Successful', 'Running', 'Inconclusive', 'Error', 'Failed'];

/** A check that ends badly ends the run; else the run ends with its last check. The worst verdict is the run's. */
function assess(checks: readonly CheckState[]): Pick<RunState, 'phase' | 'reason'> {
  const done = checks.filter(({ phase }) => phase !== 'Running');
  const worst = done.reduce<CheckState | undefined>(
    (bad, next) => (bad === undefined || RANK.indexOf(next.phase) > RANK.indexOf(bad.phase) ? next : bad),
    undefined,
  );
  if (worst === undefined) return { phase: checks.length === 0 ? 'Successful' : 'Running', reason: '' };
  if (worst.phase !== 'Successful') return { phase: worst.phase, reason: reasonOf(worst) };
  return { phase: done.length === checks.length ? 'Successful' : 'Running', reason: '' };
}

function reasonOf({ check, phase, ...counts }: CheckState): string {
  if (phase === 'Failed') return `${check.name}: ${counts.failed} failed, ${check.failureLimit} tolerated`;
  if (phase === 'Error') {
    return `${check.name}: no answer ${counts.errorsInARow} times in a row, ${check.consecutiveErrorLimit} tolerated`;
  }
  if (counts.inconclusive > check.inconclusiveLimit) {
    return `${check.name}: ${counts.inconclusive} without data, ${check.inconclusiveLimit} tolerated`;
  }
  return `${check.name}: ${counts.count} measurements without ${check.consecutiveSuccessLimit ?? 0} successes in a row`;
}

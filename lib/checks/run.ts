import type { Acknowledged, Check, Finding, Outcome, Skipped } from './check';
import type { Subject } from './subject';
import type { Tools } from './tools';

/** How a check ended. */
export type Verdict = 'pass' | 'fail' | 'skipped';

/** A check, and how it ended. */
export interface CheckResult {
  readonly name: string;
  readonly promise: string;
  readonly verdict: Verdict;
  readonly milliseconds: number;
  readonly findings: readonly Finding[];
  readonly acknowledged: readonly Acknowledged[];
  readonly skipped?: Skipped;
}

/**
 * Starts all checks in the order of the list and gives their results in that order. Checks that wait for a process
 * overlap with those after them. A check that breaks is a check that fails, and the others still report; `broke` is
 * told its error.
 */
export async function runChecks(
  checks: readonly Check[],
  subject: Subject,
  tools: Tools,
  finished: (result: CheckResult) => void = () => undefined,
  broke: (error: unknown) => void = () => undefined,
): Promise<CheckResult[]> {
  const running: Promise<CheckResult>[] = [];
  for (const check of checks) {
    running.push(runCheck(check, subject, tools, finished, broke));
    // A check that computes has ended by now: let its time be taken before the next begins.
    await turn();
  }
  return Promise.all(running);
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function runCheck(
  check: Check,
  subject: Subject,
  tools: Tools,
  finished: (result: CheckResult) => void,
  broke: (error: unknown) => void,
): Promise<CheckResult> {
  const started = tools.now();
  const { findings, acknowledged = [], skipped } = await outcomeOf(check, subject, tools, broke);
  const result: CheckResult = {
    name: check.name,
    promise: check.promise,
    verdict: skipped !== undefined ? 'skipped' : fails(check, findings) ? 'fail' : 'pass',
    milliseconds: Math.round(tools.now() - started),
    findings,
    acknowledged,
    skipped,
  };
  finished(result);
  return result;
}

/** Nobody awaits the checks until the last has begun, so that an error which left here would end the process. */
async function outcomeOf(
  check: Check,
  subject: Subject,
  tools: Tools,
  broke: (error: unknown) => void,
): Promise<Outcome> {
  try {
    return await check.run(subject, tools);
  } catch (error) {
    broke(error);
    return { findings: [brokenCheck(error)] };
  }
}

function brokenCheck(error: unknown): Finding {
  const message = error instanceof Error ? error.message : String(error);
  return {
    environment: '',
    stack: '',
    reason: `the check could not end: ${message.trim().split('\n', 1)[0] || 'it said nothing'}`,
    remedy: 'to see all of the error: npx bulkhead check --verbose',
    severity: 'error',
  };
}

function fails({ strict = false }: Check, findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => strict || severity === 'error');
}

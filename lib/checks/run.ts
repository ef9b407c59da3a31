import type { Acknowledged, Check, Finding, Skipped } from './check';
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
 * overlap with those after them.
 */
export async function runChecks(
  checks: readonly Check[],
  subject: Subject,
  tools: Tools,
  finished: (result: CheckResult) => void = () => undefined,
): Promise<CheckResult[]> {
  const running: Promise<CheckResult>[] = [];
  for (const check of checks) {
    running.push(runCheck(check, subject, tools, finished));
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
): Promise<CheckResult> {
  const started = tools.now();
  const { findings, acknowledged = [], skipped } = await check.run(subject, tools);
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

function fails({ strict = false }: Check, findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => strict || severity === 'error');
}

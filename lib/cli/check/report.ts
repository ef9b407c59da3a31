import type { Problem } from '../../../constructs/plan/problem';
import { headroomOf, type Headroom } from '../../checks/limits/stacks';
import type { CheckResult } from '../../checks/run';
import type { RenderedStack } from '../../checks/subject';
import type { EnvironmentReport } from './environment-report';
import type { ServiceReport } from './service-report';

/** The version of the form that `--json` prints; it rises when a field is taken away or changes its meaning. */
export const SCHEMA_VERSION = 1;

/** What `bulkhead check --json` prints: documented in `docs/check.md`. */
export interface CheckReport {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly verdict: 'pass' | 'fail';
  readonly milliseconds: number;
  /** What is wrong with the environments as written; when there is anything, nothing was rendered. */
  readonly problems: readonly Problem[];
  readonly stacks: readonly StackReport[];
  readonly services: readonly ServiceReport[];
  readonly environments: readonly EnvironmentReport[];
  readonly checks: readonly CheckResult[];
  /** The folder that holds what was rendered; `null` when nothing was. */
  readonly output: string | null;
  /** The command to type next. */
  readonly next: string;
}

/** One stack in the report. */
export interface StackReport {
  readonly environment: string;
  readonly stack: string;
  /** The name that CloudFormation knows it by. */
  readonly stackName: string;
  readonly resources: number;
  readonly templateBytes: number;
  /** The template, relative to `output`. */
  readonly template: string;
  /** How much is left of the limit that it will reach first. */
  readonly headroom: Headroom;
  /** `fail` when a check has found an error in it. */
  readonly verdict: 'pass' | 'fail';
}

/** One row of the table. */
export function stackReport(stack: RenderedStack, template: string, checks: readonly CheckResult[]): StackReport {
  const failing = checks
    .filter(({ verdict }) => verdict === 'fail')
    .flatMap(({ findings }) => findings)
    .some((finding) => finding.environment === stack.environment && finding.stack === stack.name);
  return {
    environment: stack.environment,
    stack: stack.name,
    stackName: stack.stackName,
    resources: Object.keys(stack.template.Resources ?? {}).length,
    templateBytes: stack.templateBytes,
    template,
    headroom: headroomOf(stack),
    verdict: failing ? 'fail' : 'pass',
  };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { SpecError } from '../../../constructs/plan/problem';
import type { Check } from '../../checks/check';
import { CHECKS } from '../../checks';
import { runChecks } from '../../checks/run';
import type { Subject } from '../../checks/subject';
import { ACCOUNT_STAGE_PREFIX, accountSetups } from '../../environment/account';
import { explain } from '../failure';
import type { World } from '../world';
import { environmentReport } from './environment-report';
import { checkPlace, leave } from './leave';
import type { Progress } from './progress';
import { serviceReports } from './service-report';
import { SCHEMA_VERSION, stackReport, type CheckReport } from './report';

/**
 * Where what passed every check is left, for `npx cdk deploy --app cdk.out`; nothing else is ever put there by a check.
 */
export const PASSED = 'cdk.out';

/** Where what did not pass is left, to be read. */
export const REFUSED = join('node_modules', '.cache', 'bulkhead', 'refused');

/** Renders the environments, or the one that is named, into a folder that is given. */
export type Rendering = (world: World, environment: string | undefined, folder: string) => Subject;

/** Renders, runs the checks, leaves the result where it belongs, and reports. */
export async function checkBlueprint(
  world: World,
  environment: string | undefined,
  progress: Progress,
  rendering: Rendering,
  checks: readonly Check[] = CHECKS,
): Promise<CheckReport> {
  const { now } = world.tools;
  const started = now();
  const folder = mkdtempSync(join(world.temporary(), 'bulkhead-'));
  try {
    checkPlace(world.root, PASSED);
    progress.doing('rendering');
    const subject = rendering(world, environment, folder);
    progress.doing('checking');
    const results = await runChecks(
      checks,
      subject,
      world.tools,
      ({ name }) => progress.done(name),
      (error) => world.debug && world.terminal.err(explain(error, true, world.root)),
    );
    const passed = results.every(({ verdict }) => verdict !== 'fail');
    const output = passed ? PASSED : REFUSED;
    leave(subject.directory, world.root, output);
    if (passed) rmSync(join(world.root, REFUSED), { recursive: true, force: true });
    return {
      schemaVersion: SCHEMA_VERSION,
      verdict: passed ? 'pass' : 'fail',
      milliseconds: Math.round(now() - started),
      problems: [],
      stacks: subject.stacks.map((stack) =>
        stackReport(stack, relative(subject.directory, stack.templateFile), results),
      ),
      services: subject.platforms.flatMap((platform) => serviceReports(platform, results)),
      environments: subject.platforms.map((platform) => environmentReport(platform, subject.stacks)),
      checks: results,
      output,
      next: passed ? deployCommand(subject) : 'npx bulkhead check',
    };
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return {
      schemaVersion: SCHEMA_VERSION,
      verdict: 'fail',
      milliseconds: Math.round(now() - started),
      problems: error.problems,
      stacks: [],
      services: [],
      environments: [],
      checks: [],
      output: null,
      next: 'npx bulkhead check',
    };
  } finally {
    progress.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The first environment is the one to begin with, and what its account has once. What is deployed is what was checked, not a
 * new rendering of it.
 */
export function deployCommand({ stacks, platforms }: Pick<Subject, 'stacks' | 'platforms'>): string {
  const stages = [...new Set(stacks.map(({ environment }) => environment))];
  const first = stages.find((stage) => stage !== '' && !stage.startsWith(ACCOUNT_STAGE_PREFIX));
  const environments = platforms.map(({ environment }) => environment).filter(({ name }) => name === first);
  const wanted = [...accountSetups(environments).map(({ stage }) => stage), first].filter(
    (stage) => stage !== undefined && stages.includes(stage),
  );
  const patterns = wanted.length === 0 ? ['**'] : wanted.map((stage) => `${stage}/*`);
  return `npx cdk deploy --app ${PASSED} ${patterns.map((pattern) => `'${pattern}'`).join(' ')}`;
}

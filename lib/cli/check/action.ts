import type { Action } from '../command';
import { paintFor } from '../terminal';
import { checkBlueprint } from './check';
import { progressOn } from './progress';
import { renderBlueprint } from './rendering';
import { reportText } from './text';

/** `bulkhead check` */
export const action: Action = async (world, _args, options) => {
  const { terminal } = world;
  const json = options.json === true;
  const quiet = options.quiet === true;
  const environment = typeof options.environment === 'string' ? options.environment : undefined;

  const report = await checkBlueprint(world, environment, progressOn(terminal, !json && !quiet), renderBlueprint);
  const passed = report.verdict === 'pass';
  if (json) terminal.out(`${JSON.stringify(report, undefined, 2)}\n`);
  else if (report.problems.length > 0) terminal.err(reportText(report, paintFor({ colours: false })));
  else if (!quiet || !passed) terminal.out(reportText(report, paintFor(terminal)));
  return passed ? 0 : 1;
};

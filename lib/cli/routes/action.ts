import { SpecError } from '../../../constructs/plan/problem';
import type { Action, Options } from '../command';
import { environmentNamed } from '../environment';
import { paintFor } from '../terminal';
import { openApiDocument } from './openapi';
import { routesReport } from './report';
import { routesText } from './text';

/** `bulkhead routes` */
export const action: Action = (world, [name = ''], options) => {
  oneForm(options);
  const report = routesReport(environmentNamed(world, name));
  const { terminal } = world;
  if (options.json === true) terminal.out(asJson(report));
  else if (options.openapi === true) terminal.out(asJson(openApiDocument(report)));
  else terminal.out(routesText(report, paintFor(terminal), terminal.width));
  return 0;
};

const asJson = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

function oneForm({ json, openapi }: Options): void {
  if (json !== true || openapi !== true) return;
  throw new SpecError([
    {
      field: '--openapi',
      value: true,
      reason: 'both print JSON, each of another form',
      remedy: 'leave out --openapi or --json',
    },
  ]);
}

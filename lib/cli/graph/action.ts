import { SpecError } from '../../../constructs/plan/problem';
import type { Action, Options } from '../command';
import { environmentNamed } from '../environment';
import { paintFor, type Terminal } from '../terminal';
import { graphMermaid } from './mermaid';
import { graphReport, type GraphReport } from './report';
import { graphSvg } from './svg';
import { graphText } from './text';

/** `bulkhead graph` */
export const action: Action = (world, [name = ''], options) => {
  const form = formOf(options);
  world.terminal.out(PRINTED[form](graphReport(environmentNamed(world, name)), world.terminal));
  return 0;
};

const FORMS = ['svg', 'mermaid', 'json'] as const;
type Form = (typeof FORMS)[number] | 'text';

const PRINTED: Readonly<Record<Form, (report: GraphReport, terminal: Terminal) => string>> = {
  text: (report, terminal) => graphText(report, paintFor(terminal), terminal.width),
  json: (report) => `${JSON.stringify(report, undefined, 2)}\n`,
  mermaid: graphMermaid,
  svg: graphSvg,
};

function formOf(options: Options): Form {
  const asked = FORMS.filter((form) => options[form] === true);
  const [first = 'text', second] = asked;
  if (second === undefined) return first;
  throw new SpecError([
    {
      field: `--${second}`,
      value: true,
      reason: `one output is ${asked.map((form) => `--${form}`).join(' or ')}, and not both`,
      remedy: `leave out all but one of them`,
    },
  ]);
}

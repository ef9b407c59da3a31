import type * as action from '../check/action';
import { JSON_OPTION, type Command } from '../command';

/** `bulkhead check` */
export const check: Command = {
  name: 'check',
  summary: 'Render the environments and prove what can be proved before a deployment; needs no AWS account.',
  options: [
    { flags: '-e, --environment <name>', description: 'check this environment only' },
    { ...JSON_OPTION, description: 'print JSON instead of tables (docs/check.md has its shape)' },
    { flags: '-q, --quiet', description: 'print nothing unless something is wrong' },
  ],
  examples: ['bulkhead check', 'bulkhead check --environment prod', 'bulkhead check --json > report.json'],
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- help must not wait for what does the work
  load: () => require('../check/action') as typeof action,
};

import type * as action from '../alerts/action';
import { JSON_OPTION, type Command } from '../command';

/** `bulkhead alerts` */
export const alerts: Command = {
  name: 'alerts',
  summary:
    'Say who is called when in an environment, and what that costs the error budget before; write the runbooks if asked.',
  arguments: [
    { name: '[environment]', description: 'its name: prod; may be left out where there is one environment only' },
  ],
  options: [
    { flags: '-e, --environment <name>', description: 'the same, as an option' },
    {
      flags: '-o, --out <folder>',
      description: 'write a runbook for each service and one for the platform into this folder: docs/runbooks',
    },
    { ...JSON_OPTION, description: 'print JSON instead of text (docs/alerts.md has its shape)' },
  ],
  examples: [
    'bulkhead alerts prod',
    'bulkhead alerts --environment prod --json > alerts.json',
    'bulkhead alerts prod --out docs/runbooks',
  ],
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- help must not wait for what does the work
  load: () => require('../alerts/action') as typeof action,
};

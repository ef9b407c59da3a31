import type * as action from '../routes/action';
import { JSON_OPTION, type Command } from '../command';

/** `bulkhead routes` */
export const routes: Command = {
  name: 'routes',
  summary: 'Say what is reachable from outside, by whom, and through what.',
  arguments: [{ name: '<environment>', description: 'its name: prod' }],
  options: [
    { ...JSON_OPTION, description: 'print JSON instead of a table (docs/routes.md has its shape)' },
    { flags: '--openapi', description: 'print one document of OpenAPI 3.1 instead' },
  ],
  examples: ['bulkhead routes prod', 'bulkhead routes prod --json', 'bulkhead routes prod --openapi > openapi.json'],
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- help must not wait for what does the work
  load: () => require('../routes/action') as typeof action,
};

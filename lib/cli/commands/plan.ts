import type * as action from '../plan/action';
import { JSON_OPTION, type Command } from '../command';

/** `bulkhead plan` */
export const plan: Command = {
  name: 'plan',
  summary: 'Print what an environment is made of: addresses, versions, sizes, names, with every default resolved.',
  arguments: [{ name: '<environment>', description: 'its name: prod' }],
  options: [JSON_OPTION],
  examples: ['bulkhead plan prod', 'bulkhead plan prod --json'],
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- help must not wait for what does the work
  load: () => require('../plan/action') as typeof action,
};

import type * as action from '../schema/action';
import type { Command } from '../command';

/** `bulkhead schema` */
export const schema: Command = {
  name: 'schema',
  summary: 'Print the JSON schema of an environment, every field with its meaning, unit and default.',
  options: [],
  examples: ['bulkhead schema > environment.schema.json'],
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- help must not wait for what does the work
  load: () => require('../schema/action') as typeof action,
};

import type * as action from '../picture/action';
import type { Command } from '../command';

/** `bulkhead picture` */
export const picture: Command = {
  name: 'picture',
  summary: 'Draw an environment: print an SVG of its zones, subnets, ways out and databases.',
  arguments: [{ name: '<environment>', description: 'its name: prod' }],
  options: [],
  examples: ['bulkhead picture prod > docs/platform.svg'],
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- help must not wait for what does the work
  load: () => require('../picture/action') as typeof action,
};

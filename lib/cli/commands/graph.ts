import type * as action from '../graph/action';
import { JSON_OPTION, type Command } from '../command';

/** `bulkhead graph` */
export const graph: Command = {
  name: 'graph',
  summary:
    'Show who calls whom: how long each waits, how often it tries, what it promises, and how a request comes in from outside.',
  arguments: [{ name: '<environment>', description: 'its name: prod' }],
  options: [
    { flags: '--svg', description: 'print a picture instead of text' },
    { flags: '--mermaid', description: 'print a flowchart of Mermaid, which GitHub draws, instead of text' },
    { ...JSON_OPTION, description: 'print JSON instead of text (docs/graph.md has its shape)' },
  ],
  examples: ['bulkhead graph prod', 'bulkhead graph prod --svg > calls.svg', 'bulkhead graph prod --mermaid'],
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- help must not wait for what does the work
  load: () => require('../graph/action') as typeof action,
};

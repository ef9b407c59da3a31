import type * as action from '../upgrade/action';
import { JSON_OPTION, type Command } from '../command';

/** `bulkhead upgrade` */
export const upgrade: Command = {
  name: 'upgrade',
  summary: 'Say what a Kubernetes upgrade involves, step by step and in order, and what blocks it; changes nothing.',
  options: [
    { flags: '-e, --environment <name>', description: 'this environment only' },
    { flags: '-t, --to <version>', description: 'the Kubernetes version to reach: 1.36', required: true },
    {
      flags: '--nodes <version>',
      description: 'the oldest kubelet version among the nodes, where they are behind: 1.33',
    },
    JSON_OPTION,
  ],
  examples: ['bulkhead upgrade --to 1.36', 'bulkhead upgrade --environment prod --to 1.36'],
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- help must not wait for what does the work
  load: () => require('../upgrade/action') as typeof action,
};

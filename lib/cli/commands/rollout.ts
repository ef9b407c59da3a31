import type * as action from '../rollout/action';
import { JSON_OPTION, type Command } from '../command';

/** `bulkhead rollout` */
export const rollout: Command = {
  name: 'rollout',
  summary:
    'Say what a release of a service will do: its steps, how far a bad version gets, and by how many requests it is judged; releases nothing.',
  arguments: [{ name: '<service>', description: 'its name: payment' }],
  options: [
    {
      flags: '-e, --environment <name>',
      description: 'where it is released; may be left out where there is one environment only',
    },
    {
      flags: '-s, --simulate <series>',
      description:
        'replay the release against metrics that are bad, good, flaky or no-traffic; ends with 0 however the release ends',
    },
    { flags: '--svg', description: 'print a picture of the timeline instead of text' },
    { ...JSON_OPTION, description: 'print JSON instead of text (docs/rollout.md has its shape)' },
  ],
  examples: [
    'bulkhead rollout payment --environment prod',
    'bulkhead rollout trip --environment prod --simulate bad',
    'bulkhead rollout user --environment prod --svg > release.svg',
  ],
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- help must not wait for what does the work
  load: () => require('../rollout/action') as typeof action,
};

import type * as action from '../dashboards/action';
import { JSON_OPTION, type Command } from '../command';

/** `bulkhead dashboards` */
export const dashboards: Command = {
  name: 'dashboards',
  summary: 'Write the dashboards of an environment to a folder, for a managed Grafana or one of your own to import.',
  arguments: [{ name: '<environment>', description: 'its name: prod' }],
  options: [
    { flags: '-o, --out <folder>', description: 'where to write them: dashboards/prod', required: true },
    {
      flags: '-d, --data-source <uid>',
      description: 'what the data source of the metrics is called there (metrics, unless said)',
    },
    { ...JSON_OPTION, description: 'print JSON instead of text (docs/dashboards.md has its shape)' },
  ],
  examples: [
    'bulkhead dashboards prod --out dashboards/prod',
    'bulkhead dashboards prod --out dashboards/prod --data-source P1809F7CD0C75ACF3',
  ],
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- help must not wait for what does the work
  load: () => require('../dashboards/action') as typeof action,
};

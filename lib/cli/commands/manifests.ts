import type * as action from '../manifests/action';
import { JSON_OPTION, type Command } from '../command';

/** `bulkhead manifests` */
export const manifests: Command = {
  name: 'manifests',
  summary: 'Write everything that Kubernetes is told in an environment to a folder, for Argo CD or kubectl to apply.',
  arguments: [{ name: '<environment>', description: 'its name: prod' }],
  options: [
    { flags: '-o, --out <folder>', description: 'where to write it: manifests/prod', required: true },
    {
      flags: '-t, --target <target>',
      description:
        "aws, the environment's cluster (what is meant unless said), or local, a cluster on one's own machine",
    },
    JSON_OPTION,
  ],
  examples: [
    'bulkhead manifests prod --out manifests/prod',
    'bulkhead manifests dev --target local --out manifests/dev-local',
  ],
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- help must not wait for what does the work
  load: () => require('../manifests/action') as typeof action,
};

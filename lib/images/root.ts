import { dirname } from 'node:path';

/** The folder of the blueprint: where `cdk.json` is, and from where an environment names its folders. */
export const ROOT = dirname(dirname(__dirname));

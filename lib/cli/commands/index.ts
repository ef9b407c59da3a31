import type { Command } from '../command';
import { check } from './check';
import { manifests } from './manifests';
import { picture } from './picture';
import { plan } from './plan';
import { rollout } from './rollout';
import { schema } from './schema';
import { upgrade } from './upgrade';

/** Every command, in the order of `bulkhead --help`. */
export const COMMANDS: readonly Command[] = [check, plan, rollout, upgrade, manifests, picture, schema];

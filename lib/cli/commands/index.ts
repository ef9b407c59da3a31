import type { Command } from '../command';
import { check } from './check';
import { graph } from './graph';
import { manifests } from './manifests';
import { picture } from './picture';
import { plan } from './plan';
import { rollout } from './rollout';
import { routes } from './routes';
import { schema } from './schema';
import { upgrade } from './upgrade';

/** Every command, in the order of `bulkhead --help`. */
export const COMMANDS: readonly Command[] = [check, plan, graph, routes, rollout, upgrade, manifests, picture, schema];

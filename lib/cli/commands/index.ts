import type { Command } from '../command';
import { alerts } from './alerts';
import { check } from './check';
import { dashboards } from './dashboards';
import { graph } from './graph';
import { manifests } from './manifests';
import { picture } from './picture';
import { plan } from './plan';
import { rollout } from './rollout';
import { routes } from './routes';
import { schema } from './schema';
import { upgrade } from './upgrade';

/** Every command, in the order of `bulkhead --help`. */
export const COMMANDS: readonly Command[] = [
  check,
  plan,
  graph,
  routes,
  rollout,
  alerts,
  dashboards,
  upgrade,
  manifests,
  picture,
  schema,
];

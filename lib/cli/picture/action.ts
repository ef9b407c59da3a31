import { pictureOf } from '../../picture/picture';
import type { Action } from '../command';
import { environmentNamed } from '../environment';
import { planEnvironment } from '../plan/plans';

/** `bulkhead picture` */
export const action: Action = (world, [name = '']) => {
  const { environment, network, cluster, stores } = planEnvironment(environmentNamed(world, name));
  world.terminal.out(pictureOf({ environment, network, cluster, stores }));
  return 0;
};

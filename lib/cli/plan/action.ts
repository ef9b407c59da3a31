import type { Action } from '../command';
import { environmentNamed } from '../environment';
import { paintFor } from '../terminal';
import { outline } from './outline';
import { planEnvironment } from './plans';

/** `bulkhead plan` */
export const action: Action = (world, [name = ''], options) => {
  const plan = planEnvironment(environmentNamed(world, name));
  const paint = paintFor(world.terminal);
  const text = [
    outline('environment', plan.environment, paint),
    outline('network', plan.network, paint),
    outline('cluster', plan.cluster, paint),
  ];
  const stores = Object.values(plan.stores).map((store) => outline(`store ${store.name}`, store, paint));
  const rest = [
    ...(plan.edge === undefined ? [] : [outline('edge', plan.edge, paint)]),
    outline('controllers', { releases: plan.controllers }, paint),
    ...Object.values(plan.services).map((service) => outline(`service ${service.name}`, service, paint)),
  ];
  world.terminal.out(
    options.json === true
      ? `${JSON.stringify(plan, undefined, 2)}\n`
      : `${[...text, ...stores, ...rest].join('\n\n')}\n`,
  );
  return 0;
};

import type { Route } from '../http/router';
import type { ServiceDefinition } from './definition';
import { mapping } from './mapping';
import { payment } from './payment';
import { trip } from './trip';
import { user } from './user';

/** The services that this program can be. */
export const SERVICES = { user, trip, payment, mapping } as const satisfies Record<string, ServiceDefinition>;

/** The name of one. */
export type ServiceName = keyof typeof SERVICES;

const KNOWN: ReadonlyMap<string, ServiceDefinition> = new Map(Object.entries(SERVICES));

/** What is asked of a dependency that is none of the four: whether it answers at all. */
const stranger: Pick<ServiceDefinition, 'asked' | 'mayBeMissing'> = {
  asked: () => ({ method: 'GET', path: '/' }),
  mayBeMissing: false,
};

/** What to ask of a dependency. */
export const dependencyNamed = (name: string): Pick<ServiceDefinition, 'asked' | 'mayBeMissing'> =>
  KNOWN.get(name) ?? stranger;

/** The routes of a service, and the one that all have: what it is and what it does. */
export function routesOf(service: ServiceName, version: string): readonly Route[] {
  const { routes } = SERVICES[service];
  const index: Route = {
    method: 'GET',
    path: '/',
    handle: () => ({
      status: 200,
      body: { service, version, routes: routes.map(({ method, path }) => `${method} ${path}`) },
    }),
  };
  return [index, ...routes];
}

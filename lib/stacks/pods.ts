import { pathName } from '../../constructs/plan/context';
import { planAccess } from '../../constructs/plan/database/clients';
import { resolveNamespace } from '../../constructs/plan/service/defaults';
import { contextOf } from '../environment/context';
import type { Environment } from '../environment/schema';

/** The pods of one service account, and what they may reach in AWS. */
export interface PodsPlan {
  /** Their namespace. */
  readonly namespace: string;
  /** Their service account. */
  readonly serviceAccount: string;
  /** The service that they are of; none for pods that only a store knows of. */
  readonly service?: string;
  /** The stores that they may log in to, each with the client that they log in as. */
  readonly stores: readonly { readonly store: string; readonly client: string }[];
  /** The names of the secrets that they may read. */
  readonly secrets: readonly string[];
}

/** All pods of an environment that have a role: those of its services, and those that a store names besides. */
export function podsOf(environment: Environment): readonly PodsPlan[] {
  const context = contextOf(environment);
  const clients = Object.entries(environment.stores ?? {}).flatMap(([store, { clients: named }]) =>
    planAccess(named).clients.map(({ service, namespace, serviceAccount }) => ({
      store,
      client: service,
      // A service's namespace is known from the service.
      ...placeOf(service, environment, { namespace, serviceAccount }),
    })),
  );
  const services = Object.entries(environment.services ?? {}).map(([service, { secrets = [] }]) => ({
    ...placeOf(service, environment, { namespace: service, serviceAccount: service }),
    service,
    secrets: secrets.map((secret) => pathName(context, 'services', service, secret)),
  }));
  const others = clients.map(({ namespace, serviceAccount }) => ({ namespace, serviceAccount, secrets: [] }));
  const byPlace = new Map<string, PodsPlan & { readonly stores: { store: string; client: string }[] }>();
  for (const pods of [...services, ...others]) {
    if (!byPlace.has(keyOf(pods))) byPlace.set(keyOf(pods), { ...pods, stores: [] });
  }
  for (const { store, client, ...place } of clients) byPlace.get(keyOf(place))?.stores.push({ store, client });
  return [...byPlace.values()];
}

type Place = Pick<PodsPlan, 'namespace' | 'serviceAccount'>;

function placeOf(name: string, { services = {} }: Environment, otherwise: Place): Place {
  const service = services[name];
  return service === undefined
    ? otherwise
    : { namespace: resolveNamespace({ name, namespace: service.namespace }), serviceAccount: name };
}

/** Neither name can hold a slash. */
const keyOf = ({ namespace, serviceAccount }: Place): string => `${namespace}/${serviceAccount}`;

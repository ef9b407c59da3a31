import { peerFacts } from '../../constructs/plan/service/peers';
import type { ServicePeer } from '../../constructs/plan/service/facts';
import type { ServiceSpec } from '../../constructs/plan/service/spec';
import { imageName, type Target } from '../images/image-name';
import type { Environment } from './schema';

/**
 * The services of an environment by name, as the library's constructs take them. Who only judges them names their images by
 * `anyHash`, and reads no folder.
 */
export function serviceSpecs(
  environment: Environment,
  target: Target = 'aws',
  hash?: (folder: string) => string,
): Readonly<Record<string, ServiceSpec>> {
  const stores = storesByClient(environment);
  return Object.fromEntries(
    Object.entries(environment.services ?? {}).map(([name, { image, ...section }]) => {
      const used = stores.get(name);
      return [
        name,
        {
          ...section,
          name,
          image: imageName(name, image, environment, target, hash),
          ...(used === undefined ? {} : { stores: used }),
        },
      ];
    }),
  );
}

/** What services need to know of each other. */
export function servicePeers({ services = {} }: Environment): Readonly<Record<string, ServicePeer>> {
  return Object.fromEntries(
    Object.entries(services).map(([name, { image: _, ...section }]) => [
      name,
      peerFacts({ ...section, name, image: '' }),
    ]),
  );
}

/** The namespaces that the services of an environment live in, in the order of the alphabet. */
export function serviceNamespaces(environment: Environment): readonly string[] {
  return [...new Set(Object.values(servicePeers(environment)).map(({ namespace }) => namespace))].sort();
}

/** The stores that each service is a client of. */
function storesByClient({ stores = {} }: Environment): ReadonlyMap<string, string[]> {
  const used = new Map<string, string[]>();
  for (const [store, { clients = {} }] of Object.entries(stores)) {
    for (const client of Object.keys(clients)) used.set(client, [...(used.get(client) ?? []), store]);
  }
  return used;
}

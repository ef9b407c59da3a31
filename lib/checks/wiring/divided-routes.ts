import type { RenderedCluster } from './cluster';
import { serviceOf } from './mesh';
import type { Flaw, Placed } from './placed';
import { push } from './selector';
import { at, itemsAt, listAt, textAt } from './value';

/** A route of the mesh that leads to a Service. */
interface Leading {
  readonly virtualService: Placed;
  readonly route: string;
}

/**
 * The routes of the mesh by the Services that they lead to. One that divides requests between the two versions of a Rollout
 * without the engine's knowledge never moves anybody: its users are never among those who try the new version.
 */
export class DividedRoutes {
  readonly #byService = new Map<Placed, Leading[]>();

  public constructor(private readonly cluster: RenderedCluster) {
    for (const virtualService of cluster.objectsOf('networking.istio.io/VirtualService')) {
      for (const { value, field } of itemsAt(virtualService.object, '', 'spec', 'http')) {
        const route = textAt(value, 'name') ?? field;
        for (const destination of listAt(value, 'route')) {
          const service = serviceOf(virtualService, textAt(destination, 'destination', 'host'), cluster);
          if (service !== undefined) push(this.#byService, service, { virtualService, route });
        }
      }
    }
  }

  /** What is wrong with the routes between the versions of a Rollout. */
  public flaws(placed: Placed): Flaw[] {
    const canary = at(placed.object, 'spec', 'strategy', 'canary');
    const toStable = this.#routesTo(placed, textAt(canary, 'stableService'));
    const toCanary = this.#routesTo(placed, textAt(canary, 'canaryService'));
    const managed = new Set(managedRoutes(placed, canary));
    return [...toStable]
      .filter(([key]) => toCanary.has(key) && !managed.has(key))
      .filter(([, { virtualService }]) => !managed.has(keyOf(virtualService, ANY)))
      .map(([, { virtualService, route }]) => ({
        field: 'spec.strategy.canary.trafficRouting.istio.virtualServices',
        value: route,
        reason: `the route ${route} of ${virtualService.title} leads to both versions, and the engine was not told of it: its weights never change`,
        remedy: `name it: { name: ${virtualService.name}, routes: [${route}] }`,
      }));
  }

  #routesTo({ namespace }: Placed, name: string | undefined): ReadonlyMap<string, Leading> {
    const service = name === undefined ? undefined : this.cluster.find({ kind: 'Service', namespace, name });
    const leading = service === undefined ? [] : (this.#byService.get(service) ?? []);
    return new Map(leading.map((each) => [keyOf(each.virtualService, each.route), each]));
  }
}

/** What stands for all routes of a VirtualService: the engine takes its only one where a Rollout names none. */
const ANY = '*';

/** The routes that the engine was told of. */
function managedRoutes({ namespace: own }: Placed, canary: unknown): string[] {
  const istio = at(canary, 'trafficRouting', 'istio');
  return [at(istio, 'virtualService'), ...listAt(istio, 'virtualServices')].flatMap((reference) => {
    const [name = '', namespace = own] = (textAt(reference, 'name') ?? '').split('.');
    const routes = listAt(reference, 'routes');
    return (routes.length === 0 ? [ANY] : routes).map((route) => keyOf({ namespace, name }, String(route)));
  });
}

function keyOf({ namespace, name }: Pick<Placed, 'namespace' | 'name'>, route: string): string {
  return `${namespace}/${name} ${route}`;
}

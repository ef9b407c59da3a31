import type { RenderedCluster } from './cluster';
import { backendsOf, USE_ANNOTATION } from './ingresses';
import type { Flaw, Placed } from './placed';
import { stepsOf } from './strategy';
import { at, itemsAt, listAt, mapAt, textAt, type Item } from './value';

const ROUTING = 'spec.strategy.canary.trafficRouting';

/** What divides requests, as far as this check can follow it. */
const ROUTERS = ['alb', 'istio', 'managedRoutes', 'maxTrafficWeight'];

/** What is wrong with what a Rollout names to have its requests divided. */
export function routerFlaws(placed: Placed, cluster: RenderedCluster): Flaw[] {
  const routing = at(placed.object, 'spec', 'strategy', 'canary', 'trafficRouting');
  return [
    ...Object.keys(mapAt(routing))
      .filter((router) => !ROUTERS.includes(router))
      .map((router) => unknown(`${ROUTING}.${router}`, router)),
    ...virtualServicesIn(routing).flatMap((item) => virtualServiceFlaws(placed, item, cluster)),
    ...destinationRuleFlaws(placed, routing, cluster),
    ...ingressesIn(routing).flatMap((item) => ingressFlaws(placed, item, cluster)),
    ...managedRouteFlaws(placed.object, routing),
  ];
}

function unknown(field: string, value: unknown): Flaw {
  return {
    field,
    value,
    reason: 'this check does not know what such a router names, so that nobody looks whether it is there',
    remedy: 'route by istio (http routes) or alb, or teach lib/checks/wiring/routers.ts to follow it',
  };
}

function virtualServicesIn(routing: unknown): readonly Item[] {
  const one = at(routing, 'istio', 'virtualService');
  return [
    ...(one === undefined ? [] : [{ value: one, field: `${ROUTING}.istio.virtualService` }]),
    ...itemsAt(routing, ROUTING, 'istio', 'virtualServices'),
  ];
}

function virtualServiceFlaws(placed: Placed, { value, field }: Item, cluster: RenderedCluster): Flaw[] {
  // The engine reads `<name>.<namespace>` (argo-rollouts 1.9, GetVirtualServiceNamespaceName).
  const [name = '', namespace = placed.namespace] = (textAt(value, 'name') ?? '').split('.');
  const reference = { kind: 'networking.istio.io/VirtualService', namespace, name };
  const found = cluster.find(reference);
  if (found === undefined) return cluster.missing(reference, `${field}.name`);
  const others = ['tlsRoutes', 'tcpRoutes'].filter((key) => at(value, key) !== undefined);
  if (others.length > 0) return others.map((key) => unknown(`${field}.${key}`, at(value, key)));
  const routes = listAt(value, 'routes');
  const names = routeNames(found);
  if (routes.length === 0 && names.length > 1) {
    return [
      {
        field: `${field}.routes`,
        value: undefined,
        reason: `${found.title} has several routes, and nothing says which of them the engine divides`,
        remedy: `name one of ${names.join(', ')}`,
      },
    ];
  }
  return routes.flatMap((route, index) => routeFlaws(placed, found, String(route), `${field}.routes[${index}]`));
}

const routeNames = ({ object }: Placed): string[] =>
  itemsAt(object, '', 'spec', 'http').map(({ value }) => textAt(value, 'name') ?? '(no name)');

/** The engine changes the weights of a route's two destinations: it must find both. */
function routeFlaws({ object }: Placed, found: Placed, route: string, field: string): Flaw[] {
  const named = itemsAt(found.object, '', 'spec', 'http').find(({ value }) => textAt(value, 'name') === route);
  if (named === undefined) {
    return [
      {
        field,
        value: route,
        reason: `${found.title} has no such route`,
        remedy: `name one that it has: ${routeNames(found).join(', ')}`,
      },
    ];
  }
  const canary = at(object, 'spec', 'strategy', 'canary');
  // With a DestinationRule versions are subsets of one host.
  if (at(canary, 'trafficRouting', 'istio', 'destinationRule') !== undefined) return [];
  const hosts = itemsAt(named.value, '', 'route').map(({ value }) => textAt(value, 'destination', 'host') ?? '');
  return ['stableService', 'canaryService']
    .flatMap((key) => textAt(canary, key) ?? [])
    .filter((service) => !hosts.some((host) => host.split('.', 1)[0] === service))
    .map((service) => ({
      field,
      value: route,
      reason: `this route of ${found.title} has no destination ${service}, whose weight the engine would change`,
      remedy: 'give it one destination for each version',
    }));
}

function destinationRuleFlaws({ namespace }: Placed, routing: unknown, cluster: RenderedCluster): Flaw[] {
  const name = textAt(routing, 'istio', 'destinationRule', 'name');
  if (name === undefined) return [];
  const kind = 'networking.istio.io/DestinationRule';
  return cluster.missing({ kind, namespace, name }, `${ROUTING}.istio.destinationRule.name`);
}

function ingressesIn(routing: unknown): readonly Item[] {
  const one = at(routing, 'alb', 'ingress');
  return [
    ...(one === undefined ? [] : [{ value: one, field: `${ROUTING}.alb.ingress` }]),
    ...itemsAt(routing, ROUTING, 'alb', 'ingresses'),
  ];
}

function ingressFlaws({ object, namespace }: Placed, { value, field }: Item, cluster: RenderedCluster): Flaw[] {
  const reference = { kind: 'networking.k8s.io/Ingress', namespace, name: String(value) };
  const ingress = cluster.find(reference);
  if (ingress === undefined) return cluster.missing(reference, field);
  const canary = at(object, 'spec', 'strategy', 'canary');
  const root = textAt(canary, 'trafficRouting', 'alb', 'rootService') ?? textAt(canary, 'stableService') ?? '';
  const divided = backendsOf(ingress).some(
    (backend) => textAt(backend.value, 'name') === root && textAt(backend.value, 'port', 'name') === USE_ANNOTATION,
  );
  if (divided) return [];
  return [
    {
      field,
      value,
      reason: `${ingress.title} has no backend ${root} with the port ${USE_ANNOTATION}: the engine's weights would divide nothing`,
      remedy: `give it the backend { name: ${root}, port: { name: ${USE_ANNOTATION} } }`,
    },
  ];
}

/** The engine refuses a route that it was not told of beforehand. */
function managedRouteFlaws(object: unknown, routing: unknown): Flaw[] {
  const managed = itemsAt(routing, '', 'managedRoutes').map(({ value }) => textAt(value, 'name'));
  return stepsOf(object).flatMap(({ value, field }) =>
    ['setHeaderRoute', 'setMirrorRoute'].flatMap((step) => {
      const name = textAt(value, step, 'name');
      if (at(value, step) === undefined || managed.includes(name)) return [];
      return [
        {
          field: `${field}.${step}.name`,
          value: name,
          reason: 'the engine refuses a route that trafficRouting.managedRoutes does not name',
          remedy: `add it to ${ROUTING}.managedRoutes`,
        },
      ];
    }),
  );
}

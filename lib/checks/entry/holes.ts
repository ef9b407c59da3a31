import { METHODS } from '../../../constructs/plan/service/edge-spec';
import { serviceOf } from '../wiring/mesh';
import type { Placed } from '../wiring/placed';
import { push } from '../wiring/selector';
import { podsBehind } from '../wiring/selections';
import { at, itemsAt, textAt } from '../wiring/value';
import { podPorts } from '../wiring/workload';
import { declares, requestsOf, someHost, type DeclaredRoute, type OutsideRequest } from './declared';
import { podsOf } from './deliver';
import type { Entrances } from './entrances';
import { destinationsOf } from './mesh-routes';
import { atObject, type End } from './way';

/** Everything that is reachable from outside although nobody has declared it. */
export function holes(entrances: Entrances, services: readonly string[]): readonly End[] {
  const outside = new Set(entrances.declared.map(({ service }) => service));
  const inside = services.filter((service) => !outside.has(service));
  const routes = gatewayRoutes(entrances);
  return [
    ...undeclaredRequests(entrances),
    ...inside.flatMap((service) => insideFlaws(entrances, service, routes.get(service) ?? [])),
    ...otherDoors(entrances),
  ];
}

/** A path that nobody declares, unless it lies below one that is. */
const NOWHERE = '/undeclared';

/** Requests beside each route: by another method, without a token, with one that claims too little, at another path. */
function undeclaredRequests(entrances: Entrances): End[] {
  const { declared } = entrances;
  if (entrances.gateways.all.length === 0) return [];
  const byHost = new Map<string, DeclaredRoute[]>();
  for (const route of declared) push(byHost, someHost(route.host), route);
  const tried = [...byHost].flatMap(([host, routes]) => {
    const paths = new Set(routes.flatMap((route) => requestsOf(route).map(({ path }) => path)));
    return [...paths, NOWHERE].flatMap((path) => triesOf(host, path, routes));
  });
  return tried.flatMap(({ request, because }) => {
    const route = entrances.admitted(request);
    if (route === undefined) return [];
    return [
      {
        at: 'authorization' as const,
        ...atObject(route.virtualService),
        field: route.field,
        value: `${request.method} ${request.host}${request.path}`,
        reason: `it gets in from outside ${because}, and nobody has declared that`,
        remedy: 'declare it as a route of a service, or take away the rule that lets it in',
      },
    ];
  });
}

function triesOf(
  host: string,
  path: string,
  routes: readonly DeclaredRoute[],
): readonly { readonly request: OutsideRequest; readonly because: string }[] {
  // Routes of other paths say nothing of this one.
  const about = routes.filter((route) => isNear(route, path));
  const tokens = [
    { because: 'without a token' },
    { because: 'with a token that claims nothing', claims: {} },
    ...about
      .filter(({ claims }) => Object.keys(claims).length > 0)
      .map((route) => ({ because: 'with the claims of another route', claims: requestsOf(route)[0]?.claims ?? {} })),
  ];
  return METHODS.flatMap((method) =>
    tokens.map(({ because, ...token }) => ({ request: { host, method, path, ...token }, because })),
  ).filter(({ request }) => !about.some((route) => declares(route, request)));
}

const isNear = ({ path: own, match }: DeclaredRoute, path: string): boolean =>
  own === path || (match === 'prefix' && path.startsWith(own === '/' ? own : `${own}/`));

/** A service without routes: nothing may lead to it, and it lets the gateway in by no means. */
function insideFlaws(entrances: Entrances, service: string, routes: readonly Leading[]): End[] {
  const { cluster, gateways, policies, authorization, ingresses } = entrances;
  const workloads = cluster
    .objectsOf('argoproj.io/Rollout')
    .filter(({ application }) => application === service)
    .flatMap((rollout) => cluster.workloadsOf(rollout));
  const reason = (what: string): string => `${what}, and ${service} declares no route from outside`;
  return [
    ...ingresses.leadingTo(service).map((ingress) => ({
      at: 'ingress' as const,
      ...atObject(ingress),
      reason: reason('it leads to it from outside'),
      remedy: "remove it, or declare the service's edge",
    })),
    ...routes.map(({ virtualService, field }) => ({
      at: 'route' as const,
      ...atObject(virtualService),
      field,
      reason: reason('the gateway leads to it'),
      remedy: "remove the route, or declare the service's edge",
    })),
    ...gateways.all.flatMap((gateway) => [
      ...workloads.flatMap((workload): End[] => {
        const pods = podsOf(workload);
        const by = authorization.admits(pods, gateway.principal);
        const open = podPorts(workload).filter(
          ({ number }) =>
            policies.lets('ingress', pods, gateway, number) && policies.lets('egress', gateway, pods, number),
        );
        return [
          ...(by === undefined || open.length === 0
            ? []
            : [
                {
                  at: 'authorization' as const,
                  ...atObject(by === 'everybody' ? workload.placed : by),
                  value: gateway.principal,
                  reason: reason('it lets the gateway ask it'),
                  remedy: 'let its declared callers in only',
                },
              ]),
          ...open.map(({ number }) => ({
            at: 'network policy' as const,
            ...atObject(policies.toChange(pods, 'ingress') ?? workload.placed),
            field: 'spec.ingress',
            value: number,
            reason: reason('its network policies, and those of the gateway, let the gateway connect'),
            remedy: 'let its declared callers in only',
          })),
        ];
      }),
    ]),
  ];
}

/** A route of a gateway, by whichever hand-over. */
interface Leading {
  readonly virtualService: Placed;
  readonly field: string;
}

/** The routes of all gateways, by the application that they lead to. */
function gatewayRoutes({ cluster, gateways, routes }: Entrances): ReadonlyMap<string, readonly Leading[]> {
  const leading = new Map<string, Leading[]>();
  const virtualServices = gateways.all.flatMap((pods) =>
    gateways
      .carriedOut(pods)
      .flatMap((gateway) => gateways.attached(gateway, pods))
      .flatMap((first) => routes.reachable(first)),
  );
  for (const virtualService of new Set(virtualServices)) {
    for (const { value, field } of itemsAt(virtualService.object, '', 'spec', 'http')) {
      const services = destinationsOf({ virtualService, field, route: value }).flatMap(
        ({ host }) => serviceOf(virtualService, host, cluster) ?? [],
      );
      const applications = services.flatMap((service) =>
        podsBehind(service, cluster).map(({ placed: { application } }) => application),
      );
      for (const application of new Set(applications)) push(leading, application, { virtualService, field });
    }
  }
  return leading;
}

/** Ways in that lead past the load balancer, or past the gateway. */
function otherDoors({ cluster, gateways }: Entrances): End[] {
  return [
    ...cluster
      .objectsOf('Service')
      .filter(({ object }) => ['LoadBalancer', 'NodePort'].includes(textAt(object, 'spec', 'type') ?? ''))
      .map((service) => ({
        at: 'service' as const,
        ...atObject(service),
        field: 'spec.type',
        value: at(service.object, 'spec', 'type'),
        reason: 'it opens a way in of its own, past the firewall and past the gateway',
        remedy: 'write ClusterIP, and lead to it by a route',
      })),
    ...cluster.releases
      .filter(({ release }) => release.chart === 'gateway')
      .filter(({ release }) => !['ClusterIP', 'None'].includes(textAt(release.values, 'service', 'type') ?? ''))
      .map(({ name, release }) => ({
        at: 'gateway' as const,
        stack: '',
        resource: `${name}: Helm release ${release.namespace}/${release.name}`,
        field: 'values.service.type',
        value: textAt(release.values, 'service', 'type'),
        reason: 'its Service makes a load balancer of its own, past the firewall (the chart does so unless it is told)',
        remedy: 'write ClusterIP',
      })),
    ...gateways.bindings.strangers().map(({ object, at: place }) => ({
      at: 'binding' as const,
      ...place,
      value: textAt(object.object, 'spec', 'serviceRef', 'name'),
      reason: 'it puts pods behind a load balancer that are not those of the gateway',
      remedy: 'bind the gateway, and lead to the pods by a route',
    })),
  ];
}

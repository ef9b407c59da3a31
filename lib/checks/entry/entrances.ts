import type { Environment } from '../../environment/schema';
import type { RenderedPlatform, RenderedStack } from '../subject';
import { RenderedCluster } from '../wiring/cluster';
import type { Placed } from '../wiring/placed';
import { at, labelsAt, listAt } from '../wiring/value';
import { matches } from '../wiring/selector';
import { Authorization } from './authorization';
import { Calls } from './calls';
import { declaredRoutes, requestsOf, type DeclaredRoute, type OutsideRequest } from './declared';
import { Delivery } from './deliver';
import { Doors } from './door';
import { Gateways } from './gateway';
import type { GatewayPods } from './gateway-pods';
import { Ingresses } from './ingress';
import { MeshRoutes, type Route } from './mesh-routes';
import { NetworkPolicies } from './network-policies';
import { SecurityGroups } from './security-groups';
import { Templates } from './templates';
import { atObject, follow, WayEnds, type Hop, type Way } from './way';

/** A request of a declared route, and how far it gets. */
export interface WalkedRequest extends Way {
  readonly route: DeclaredRoute;
  readonly request: OutsideRequest;
}

/** A way that has been walked, and what it led to, unless it ended before. */
interface Walked<T> extends Way {
  readonly to?: T;
}

/** Where the gateway takes a host. */
interface Arrival {
  readonly pods: GatewayPods;
  readonly port: number;
  readonly virtualService: Placed;
}

/**
 * The ways into an environment, as its templates and objects are rendered. Of the environment itself only what is declared is
 * read: the hosts, the routes, and whether there is a door at all.
 */
export class Entrances {
  public readonly cluster: RenderedCluster;
  public readonly authorization: Authorization;
  public readonly policies: NetworkPolicies;
  public readonly gateways: Gateways;
  public readonly routes: MeshRoutes;
  public readonly ingresses: Ingresses;
  public readonly doors: Doors;
  /** What the environment declares to be reachable from outside. */
  public readonly declared: readonly DeclaredRoute[];
  public readonly calls: Calls;
  private readonly environment: Environment;
  private readonly delivery: Delivery;
  readonly #arrivals = new Map<string, Walked<Arrival>>();
  readonly #hasRules: boolean;
  #walked: readonly WalkedRequest[] | undefined;

  public constructor(platform: RenderedPlatform, stacks: readonly RenderedStack[]) {
    this.environment = platform.environment;
    const templates = new Templates(stacks.filter(({ environment }) => environment === platform.environment.name));
    this.cluster = new RenderedCluster(platform);
    const securityGroups = new SecurityGroups(templates);
    this.doors = new Doors(templates, securityGroups);
    this.policies = new NetworkPolicies(this.cluster);
    this.authorization = new Authorization(this.cluster, rootNamespace(this.cluster));
    this.gateways = new Gateways(this.cluster, templates, securityGroups, this.policies);
    this.routes = new MeshRoutes(this.cluster);
    this.delivery = new Delivery(this.cluster, this.policies, this.authorization);
    this.ingresses = new Ingresses(this.cluster, templates, this.policies, this.delivery);
    this.calls = new Calls(this.cluster, this.routes, this.delivery);
    this.declared = declaredRoutes(this.environment);
    this.#hasRules = templates.all('AWS::ElasticLoadBalancingV2::ListenerRule').length > 0;
  }

  /** Every request of every declared route. */
  public walked(): readonly WalkedRequest[] {
    this.#walked ??= this.declared.flatMap((route) =>
      requestsOf(route).map((request) => ({ route, request, ...this.walk(route.service, request) })),
    );
    return this.#walked;
  }

  /** Follows a request from outside to the pods of a service. */
  public walk(service: string, request: OutsideRequest): Way {
    return follow((passed) => {
      if (this.ingresses.leadingTo(service).length > 0 || this.gateways.all.length === 0) {
        this.ingresses.enter(service, request, passed);
        return;
      }
      const { arrival, route } = this.#throughGateway(request, passed);
      const { pods } = arrival;
      const sender = { ...pods, title: 'the gateway' };
      this.delivery.deliver(route, service, sender, request, passed);
    });
  }

  /** The route that a request is let through to by the gateway; `undefined` where it is not. */
  public admitted(request: OutsideRequest): Route | undefined {
    let taken: Route | undefined;
    follow((passed) => {
      taken = this.#throughGateway(request, passed).route;
    });
    return taken;
  }

  #throughGateway(request: OutsideRequest, passed: (hop: Hop) => void): { arrival: Arrival; route: Route } {
    const arrival = this.#arrive(request, passed);
    const { pods, port, virtualService } = arrival;
    if (request.claims !== undefined) this.#token(pods);
    const answer = this.authorization.decide(pods, { ...request, port });
    if (!answer.allowed) {
      const policy = answer.policy ?? this.authorization.of(pods)[0];
      throw new WayEnds({
        at: 'authorization',
        ...(policy === undefined ? pods.at : atObject(policy)),
        field: 'spec.rules',
        value: `${request.method} ${request.host}${request.path}`,
        reason: answer.policy === undefined ? 'no policy of the gateway lets it in' : 'this policy refuses it',
        remedy: 'let it in: a rule for its host, path and method, and for what its token claims',
      });
    }
    return { arrival, route: this.routes.take(virtualService, request, passed) };
  }

  /** All requests of a host come to the gateway alike, unless the load balancer looks at their paths. */
  #arrive({ host, path }: OutsideRequest, passed: (hop: Hop) => void): Arrival {
    const key = this.#hasRules ? `${host} ${path}` : host;
    const known = this.#arrivals.get(key) ?? this.#walkIn(host, path);
    this.#arrivals.set(key, known);
    known.hops.forEach(passed);
    if (known.end !== undefined) throw new WayEnds(known.end);
    if (known.to === undefined) throw new Error(`the way to ${host} has no end`);
    return known.to;
  }

  #walkIn(host: string, path: string): Walked<Arrival> {
    let to: Arrival | undefined;
    const way = follow((passed) => {
      const { pods, port } = this.#pods(host, path, passed);
      to = { pods, port, virtualService: this.gateways.virtualService(pods, port, host, passed) };
    });
    return { ...way, ...(to === undefined ? {} : { to }) };
  }

  #pods(host: string, path: string, passed: (hop: Hop) => void): { readonly pods: GatewayPods; readonly port: number } {
    const { edge } = this.environment;
    if (edge !== undefined) {
      const isOwnName = edge.domain !== undefined && edge.domain.name === host;
      const hasRecord = isOwnName && edge.domain?.zone !== 'elsewhere';
      const isEncrypted = edge.domain !== undefined;
      const door = this.doors.enter({ host, path, isEncrypted, isOwnName, hasRecord }, passed);
      return this.gateways.enter(door, passed);
    }
    // Nothing leads there from outside: what is left of the way begins at the gateway.
    const [pods] = this.gateways.all;
    const port = pods?.ports.find(({ targetPort }) => targetPort !== pods.readiness?.port)?.targetPort;
    if (pods === undefined || port === undefined) throw new Error('the gateway listens nowhere');
    return { pods, port };
  }

  /** Where nobody says whose tokens are accepted, no request ever has a caller. */
  #token(pods: GatewayPods): void {
    const accepted = this.cluster
      .objectsOf('security.istio.io/RequestAuthentication')
      .filter(
        ({ namespace, object }) =>
          (namespace === pods.namespace || namespace === rootNamespace(this.cluster)) &&
          matches({ matchLabels: labelsAt(object, 'spec', 'selector', 'matchLabels') }, pods.labels) &&
          listAt(object, 'spec', 'jwtRules').some((rule) => at(rule, 'issuer') !== undefined),
      );
    if (accepted.length > 0) return;
    throw new WayEnds({
      at: 'token',
      ...pods.at,
      reason: 'no RequestAuthentication of the gateway accepts anybody’s tokens, and the route wants one',
      remedy: 'name an issuer',
    });
  }
}

/** The namespace of the control plane, whose policies hold in the whole mesh. */
function rootNamespace(cluster: RenderedCluster): string {
  return cluster.releases.find(({ release }) => release.chart === 'istiod')?.namespace ?? 'istio-system';
}

/** Read once for each environment: it is data that nobody changes. */
const KNOWN = new WeakMap<RenderedPlatform, Entrances>();

/** The ways into an environment. */
export function entrancesOf(platform: RenderedPlatform, stacks: readonly RenderedStack[]): Entrances {
  const entrances = KNOWN.get(platform) ?? new Entrances(platform, stacks);
  KNOWN.set(platform, entrances);
  return entrances;
}

import type { PlanContext } from '../../../constructs/plan/context';
import { physicalName } from '../../../constructs/plan/context';
import type { EdgePlan } from '../../../constructs/plan/edge/plan';
import { planCors, type CorsPlan } from '../../../constructs/plan/gateway/cors';
import { ANY_HOST } from '../../../constructs/plan/gateway/hosts';
import { byExactness } from '../../../constructs/plan/gateway/paths';
import { planMeshGateway, type MeshGatewayPlan } from '../../../constructs/plan/gateway/plan';
import type { EdgeRoutePlan } from '../../../constructs/plan/service/edge';
import { planService, type ServicePlan } from '../../../constructs/plan/service/plan';
import { contextOf } from '../../environment/context';
import { edgePlan } from '../../environment/edge';
import { serviceFacts } from '../../environment/facts';
import { gatewayFacts, gatewaySection } from '../../environment/gateway';
import type { Environment } from '../../environment/schema';
import { serviceSpecs } from '../../environment/services';
import { anyHash } from '../../images/image-name';

/** The version of the form that `--json` prints; it rises when a field is taken away or changes its meaning. */
export const SCHEMA_VERSION = 1;

/** Something that a request comes through, the outermost first. */
export type Stop =
  | { readonly kind: 'record'; readonly name: string; readonly types: readonly string[] }
  /** With a port where the platform makes it; one that an Ingress makes listens as its class says. */
  | { readonly kind: 'load balancer'; readonly name: string; readonly port?: number }
  | { readonly kind: 'gateway' | 'service'; readonly namespace: string; readonly name: string; readonly port: number };

/** One thing that is reachable from outside. */
export interface ReachableRoute extends Pick<EdgeRoutePlan, 'path' | 'match' | 'methods' | 'claims'> {
  /** `api.rides.example`, or `*` for any. */
  readonly host: string;
  /** By whom: with a token, by anybody, or by whomever the service itself lets in. */
  readonly authentication: 'required' | 'none' | 'unchecked';
  /** The web pages that may call it. */
  readonly cors?: CorsPlan;
  /** The largest body, in KiB; nobody bounds it where it is left out. */
  readonly maximumBodyKibibytes?: number;
  /** The service. */
  readonly service: string;
  /** Through what. */
  readonly through: readonly Stop[];
}

/** What is reachable from outside in an environment: what `bulkhead routes --json` prints. */
export interface RoutesReport {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly environment: string;
  readonly platform: string;
  /** Whether it speaks TLS with clients. */
  readonly encrypted: boolean;
  /** Whether something leads in from outside to the gateway. */
  readonly open: boolean;
  /** By host, the most exact path first: the order in which they are tried. */
  readonly routes: readonly ReachableRoute[];
  /** Whose tokens are accepted. */
  readonly issuers: readonly { readonly issuer: string; readonly audiences: readonly string[] }[];
  /** Services that only other services reach. */
  readonly inside: readonly string[];
}

/** What is reachable from outside in an environment that has been checked. */
export function routesReport(environment: Environment): RoutesReport {
  const context = contextOf(environment);
  const facts = serviceFacts(environment);
  const services = Object.values(serviceSpecs(environment, 'aws', anyHash)).map((spec) =>
    planService(spec, context, facts),
  );
  const gateway = planMeshGateway(gatewaySection(environment), services, gatewayFacts(environment));
  const cors = environment.gateway?.cors;
  const edge = edgePlan(environment);
  const routes = services.flatMap((service) =>
    service.router.kind === 'istio'
      ? throughGateway(service, gateway, cors === undefined ? undefined : planCors(cors), edge)
      : throughLoadBalancer(service, context),
  );
  return {
    schemaVersion: SCHEMA_VERSION,
    environment: context.environment,
    platform: context.platform,
    encrypted: edge?.domain !== undefined,
    open: edge !== undefined,
    routes: routes.sort(inOrder),
    issuers: gateway.issuers.map(({ issuer, audiences }) => ({ issuer, audiences })),
    inside: services.filter(({ edge: own }) => own === undefined).map(({ name }) => name),
  };
}

function throughGateway(
  service: ServicePlan,
  gateway: MeshGatewayPlan,
  cors: CorsPlan | undefined,
  edge: EdgePlan | undefined,
): readonly ReachableRoute[] {
  const own = service.edge?.hosts ?? [];
  const through: readonly Stop[] = [
    ...(edge === undefined ? [] : doorOf(edge)),
    { kind: 'gateway', namespace: gateway.namespace, name: gateway.name, port: gateway.port },
    serviceStop(service),
  ];
  return (service.edge?.routes ?? []).flatMap(({ cors: pages = cors, maximumBodyKibibytes, ...route }) => {
    const size = maximumBodyKibibytes ?? gateway.maximumBodyKibibytes;
    return (own.length === 0 ? gateway.answers : own).map((host) => ({
      host,
      ...route,
      ...(pages === undefined || pages === 'none' ? {} : { cors: pages }),
      ...(size === 'unlimited' ? {} : { maximumBodyKibibytes: size }),
      service: service.name,
      through,
    }));
  });
}

/** Nobody but the service looks at who calls, and by which method. */
function throughLoadBalancer(service: ServicePlan, context: PlanContext): readonly ReachableRoute[] {
  const { paths = [], hosts = [] } = service.edge ?? {};
  const through: readonly Stop[] = [{ kind: 'load balancer', name: physicalName(context) }, serviceStop(service)];
  return paths.flatMap((path) =>
    (hosts.length === 0 ? [ANY_HOST] : hosts).map((host) => ({
      host,
      path,
      match: 'prefix' as const,
      methods: [],
      authentication: 'unchecked' as const,
      claims: {},
      service: service.name,
      through,
    })),
  );
}

function doorOf({ name, records, listeners, domain }: EdgePlan): readonly Stop[] {
  // The one that leads on is the last.
  const port = listeners.at(-1)?.port;
  return [
    ...(domain === undefined || records.length === 0
      ? []
      : [{ kind: 'record' as const, name: domain, types: records.map(({ type }) => type) }]),
    { kind: 'load balancer', name, ...(port === undefined ? {} : { port }) },
  ];
}

const serviceStop = ({ name, namespace, port }: ServicePlan): Stop => ({ kind: 'service', namespace, name, port });

function inOrder(first: ReachableRoute, second: ReachableRoute): number {
  if (first.host !== second.host) return first.host < second.host ? -1 : 1;
  return byExactness(first, second) || (first.methods.join() < second.methods.join() ? -1 : 1);
}

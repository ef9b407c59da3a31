import { includesHost } from '../../constructs/plan/gateway/hosts';
import { gatewayHosts, type GatewayDoor, type GatewayFacts } from '../../constructs/plan/gateway/plan';
import { edgeRouteProblems, type RoutedSpec } from '../../constructs/plan/gateway/route-rules';
import { gatewayProblems, type GatewaySpec } from '../../constructs/plan/gateway/spec';
import { meshCallProblems } from '../../constructs/plan/mesh/call-rules';
import type { MeshPoliciesFacts } from '../../constructs/plan/mesh/policies';
import { planNetwork } from '../../constructs/plan/network/plan';
import { under, type Problem } from '../../constructs/plan/problem';
import { calleesOf } from '../../constructs/plan/resilience/calls';
import type { Target } from '../images/image-name';
import { contextOf } from './context';
import { edgePlan } from './edge';
import { serviceFacts } from './facts';
import type { Environment } from './schema';

/** What the gateway of an environment asks of requests. */
export function gatewaySection({ gateway = {} }: Environment): GatewaySpec {
  return gateway;
}

/** What the gateway of an environment stands in. */
export function gatewayFacts(environment: Environment, target: Target = 'aws'): GatewayFacts {
  const door = target === 'aws' ? doorOf(environment) : undefined;
  return { ...serviceFacts(environment, target), ...(door === undefined ? {} : { door }) };
}

/** What the policies of an environment's mesh rest on. */
export function meshPoliciesFacts(environment: Environment, target: Target = 'aws'): MeshPoliciesFacts {
  // On one's own machine nobody knows which addresses the cluster has.
  const clusterCidrs = [target === 'aws' ? environment.network.cidr : '0.0.0.0/0'];
  return { ...serviceFacts(environment, target), clusterCidrs };
}

function doorOf(environment: Environment): GatewayDoor | undefined {
  const edge = edgePlan(environment);
  if (edge === undefined) return undefined;
  const { gateway, domain } = edge;
  const network = planNetwork(environment.network, contextOf(environment));
  return {
    ports: gateway.ports,
    strippedHeaders: gateway.strippedHeaders,
    ...(domain === undefined ? {} : { domain }),
    cidrs: network.subnets.filter(({ tier }) => tier === gateway.admitsFrom).map(({ cidr }) => cidr),
  };
}

/** What is wrong with the gateway of an environment, and with who calls whom through the mesh. */
export function environmentGatewayProblems(environment: Environment): Problem[] {
  const { gateway, mesh } = environment;
  const spec = gatewaySection(environment);
  const own = under('gateway', [
    ...gatewayProblems(spec),
    ...domainIsAnswered(environment),
    ...(gateway !== undefined && mesh === undefined ? [WITHOUT_MESH(gateway)] : []),
  ]);
  return [
    ...own,
    ...under('services', [
      ...edgeRouteProblems(servicesBehindGateway(environment), {
        hosts: gatewayHosts(spec, environment.edge?.domain?.name),
        hasIssuers: spec.issuers !== undefined,
        hasPages: spec.cors !== undefined,
      }),
      ...meshCallProblems(callingServices(environment)),
    ]),
  ];
}

const WITHOUT_MESH = (gateway: GatewaySpec): Problem => ({
  field: '',
  value: gateway,
  reason: 'it is the gateway of the mesh, and the environment has no mesh: nobody would do what it says',
  remedy: "describe a mesh, as in mesh: { version: '1.31' }, or remove this",
});

function domainIsAnswered({ gateway, edge }: Environment): Problem[] {
  const domain = edge?.domain?.name;
  const hosts = gateway?.hosts;
  if (domain === undefined || hosts === undefined || hosts.some((host) => includesHost(host, domain))) return [];
  return [
    {
      field: 'hosts',
      value: hosts,
      reason: `clients use ${domain}, the edge's domain, and the gateway would answer that nothing is there`,
      remedy: `add '${domain}', or leave hosts out`,
    },
  ];
}

const isInMesh = ({ mesh, router }: Environment, own: Environment['router']): boolean =>
  (own ?? router ?? { kind: mesh === undefined ? 'replicas' : 'istio' }).kind === 'istio';

function servicesBehindGateway(environment: Environment): Readonly<Record<string, RoutedSpec>> {
  const services = Object.entries(environment.services ?? {});
  return Object.fromEntries(services.filter(([, { router }]) => isInMesh(environment, router)));
}

function callingServices(environment: Environment): Parameters<typeof meshCallProblems>[0] {
  return Object.fromEntries(
    Object.entries(environment.services ?? {}).map(([name, service]) => [
      name,
      { inMesh: isInMesh(environment, service.router), calls: calleesOf(service) },
    ]),
  );
}

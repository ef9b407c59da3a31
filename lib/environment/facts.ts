import { planCluster } from '../../constructs/plan/cluster/plan';
import { COMPUTE_MODE_FACTS, type ComputeModeFacts } from '../../constructs/plan/cluster/compute-modes';
import { planDatabase } from '../../constructs/plan/database/plan';
import type { SubnetTier } from '../../constructs/plan/network/addresses';
import { planNetwork } from '../../constructs/plan/network/plan';
import { defaultFacts, type ServiceFacts, type StoreAddress } from '../../constructs/plan/service/facts';
import type { Target } from '../images/image-name';
import { clusterSection } from './cluster';
import { contextOf } from './context';
import type { Environment } from './schema';
import { servicePeers } from './services';

/** What the services of an environment need to know of it. */
export function serviceFacts(environment: Environment, target: Target = 'aws'): ServiceFacts {
  const defaults = defaultFacts(environment.region);
  const { policies = defaults.mesh.policies } = environment.mesh ?? {};
  const facts = { ...defaults, mesh: { ...defaults.mesh, policies } };
  const router = environment.router ?? { kind: environment.mesh === undefined ? 'replicas' : 'istio' };
  const services = servicePeers(environment);
  if (target === 'local') return { ...facts, ...LOCAL, router, services, stores: anywhere(environment) };
  const { zones } = environment.network;
  const cluster = planCluster(clusterSection(environment), contextOf(environment), zones);
  return {
    ...facts,
    compute: cluster.facts,
    zones,
    dnsAddress: cluster.dnsAddress,
    router,
    services,
    stores: storeAddresses(environment),
    loadBalancer: { ...facts.loadBalancer, cidrs: blocksOf(environment, 'public') },
  };
}

/** What the compute mode of an environment brings. A cluster on one's own machine is most like one with node groups. */
export function computeFacts(environment: Environment, target: Target): ComputeModeFacts {
  return target === 'local'
    ? LOCAL.compute
    : planCluster(clusterSection(environment), contextOf(environment), environment.network.zones).facts;
}

/** Everywhere: on one's own machine nobody knows where a store or a load balancer stands. */
const ANYWHERE = '0.0.0.0/0';

/**
 * A cluster on one's own machine (kind, minikube): its nodes are in no zone and give no AWS credentials, its DNS is a pod,
 * and Prometheus is one that stands in the cluster.
 */
const LOCAL = {
  compute: COMPUTE_MODE_FACTS['node-groups'],
  zones: [],
  podIdentity: false,
  loadBalancer: { ingressClass: 'nginx', cidrs: [ANYWHERE] },
  prometheus: { kind: 'address', address: 'http://prometheus-server.observability' },
} as const satisfies Partial<ServiceFacts>;

/** Stores answer in the isolated subnets, where their proxies have an address in each. */
function storeAddresses(environment: Environment): Readonly<Record<string, StoreAddress>> {
  const context = contextOf(environment);
  const { zones } = environment.network;
  const cidrs = blocksOf(environment, 'isolated');
  return Object.fromEntries(
    Object.entries(environment.stores ?? {}).map(([name, spec]) => [
      name,
      { cidrs, port: planDatabase(name, spec, context, zones).port },
    ]),
  );
}

function anywhere(environment: Environment): Readonly<Record<string, StoreAddress>> {
  return Object.fromEntries(
    Object.entries(storeAddresses(environment)).map(([name, { port }]) => [name, { cidrs: [ANYWHERE], port }]),
  );
}

/** The blocks of the subnets of a tier, one in each zone. */
function blocksOf(environment: Environment, tier: SubnetTier): readonly string[] {
  return planNetwork(environment.network, contextOf(environment))
    .subnets.filter((subnet) => subnet.tier === tier)
    .map(({ cidr }) => cidr);
}

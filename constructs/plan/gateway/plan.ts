import { MESH_GATEWAY } from '../controllers/names';
import { GATEWAY_PORTS } from '../edge/defaults';
import { STRIPPED_REQUEST_HEADERS } from '../edge/headers';
import type { GatewayPlan } from '../edge/model';
import type { ServiceFacts } from '../service/facts';
import type { ServicePlan } from '../service/plan';
import { gatewayAccess } from './access';
import { planCors } from './cors';
import { CLAIM_HEADERS, MAXIMUM_BODY_KIBIBYTES, STRIPPED_RESPONSE_HEADERS } from './defaults';
import { planGrants } from './grants';
import { planHosts } from './host-paths';
import { ANY_HOST } from './hosts';
import type { IssuerPlan, MeshGatewayPlan } from './model';
import type { GatewaySpec, IssuerSpec } from './spec';

export type { MeshGatewayPlan } from './model';

/** A service, as far as the gateway needs to know it. */
export type GatewayService = Pick<ServicePlan, 'name' | 'namespace' | 'port' | 'edge' | 'router' | 'resilience'>;

/** What leads to the gateway from outside. */
export interface GatewayDoor extends Pick<GatewayPlan, 'ports' | 'strippedHeaders'> {
  /** The name that clients use; none where they use the load balancer's own. */
  readonly domain?: string;
  /** The addresses that the load balancer sends from: the blocks of its subnets. */
  readonly cidrs: readonly string[];
}

/** What a gateway stands in. */
export interface GatewayFacts extends Pick<ServiceFacts, 'mesh' | 'collector' | 'compute' | 'dnsAddress'> {
  /** The load balancer before it; none where nothing leads in from outside. */
  readonly door?: GatewayDoor;
}

/** The hosts that a gateway answers. */
export function gatewayHosts({ hosts }: GatewaySpec, domain: string | undefined): readonly string[] {
  return hosts ?? [domain ?? ANY_HOST];
}

/** Decides the API gateway: pure, and the same for every renderer. Spec and services must have been checked. */
export function planMeshGateway(
  spec: GatewaySpec,
  services: readonly GatewayService[],
  facts: GatewayFacts,
): MeshGatewayPlan {
  const { door } = facts;
  const routed = services.filter(({ edge, router }) => edge !== undefined && router.kind === 'istio');
  const answers = gatewayHosts(spec, door?.domain);
  const cors = spec.cors === undefined ? undefined : planCors(spec.cors);
  const issuers = (spec.issuers ?? []).map(planIssuer);
  return {
    namespace: facts.mesh.gatewayNamespace,
    name: facts.mesh.gateway.slice(facts.mesh.gateway.indexOf('/') + 1),
    selector: MESH_GATEWAY.labels,
    port: door?.ports.http ?? GATEWAY_PORTS.http,
    answers,
    hosts: planHosts(routed, answers, cors),
    issuers,
    services: planGrants(routed, answers, cors),
    strippedRequestHeaders: strippedHeaders(spec, issuers, door),
    strippedResponseHeaders: STRIPPED_RESPONSE_HEADERS,
    maximumBodyKibibytes: spec.maximumBodyKibibytes ?? MAXIMUM_BODY_KIBIBYTES,
    access: gatewayAccess(routed, facts),
  };
}

function planIssuer({ issuer, jwks, jwksUri, audiences, claimHeaders, forwardsToken }: IssuerSpec): IssuerPlan {
  return {
    issuer,
    keys: jwksUri === undefined ? { jwks: JSON.stringify(jwks ?? { keys: [] }) } : { jwksUri },
    audiences,
    claimHeaders: claimHeaders ?? CLAIM_HEADERS,
    forwardsToken: forwardsToken ?? false,
  };
}

/** Those by which services are told who calls are removed even where no issuer writes them: a service may trust them. */
function strippedHeaders(
  { strippedHeaders: more = [] }: GatewaySpec,
  issuers: readonly IssuerPlan[],
  door: GatewayDoor | undefined,
): readonly string[] {
  const ofPlatform = door?.strippedHeaders ?? STRIPPED_REQUEST_HEADERS.map(({ name }) => name);
  const ofClaims = [CLAIM_HEADERS, ...issuers.map(({ claimHeaders }) => claimHeaders)].flatMap(Object.keys);
  return [...new Set([...ofPlatform, ...ofClaims, ...more])];
}

import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { planMeshGateway, type GatewayFacts, type MeshGatewayPlan } from '../plan/gateway/plan';
import { gatewayProblems, gatewaySpec, type GatewaySpec } from '../plan/gateway/spec';
import type { ServicePlan } from '../plan/service/plan';
import { checkSpec } from '../plan/spec';
import type { Gateway } from './manifests/gateway';
import type { JwtRule, RequestAuthentication } from './manifests/mesh-security';
import { gatewayAuthorization } from './mesh/authorization';
import { bodyFilter, headerFilter } from './mesh/gateway-filters';
import { networkPolicy } from './microservice/network-policy';
import { gatewayVirtualServices } from './traffic/gateway-routes';

/** Props of {@link MeshGateway}: what the gateway asks of requests, the services behind it, and what it stands in. */
export interface MeshGatewayProps extends GatewaySpec {
  /** The services: what `planService` gives. Those without an edge, or not in the mesh, are left out. */
  readonly services: readonly ServicePlan[];
  /** What it stands in, and which load balancer is before it. */
  readonly facts: GatewayFacts;
}

/**
 * The API gateway of the mesh: the hosts that it answers, all services' routes in one order, whose tokens it accepts, who gets
 * through to what, which headers it removes and how large a body may be.
 *
 * @example
 * const trip = new Microservice(chart, 'trip', { name: 'trip', edge: { paths: ['/v1/trips'] }, … });
 * new MeshGateway(chart, 'gateway', {
 *   issuers: [{ issuer: 'https://id.rides.example', audiences: ['rides'], jwks: { keys: [ … ] } }],
 *   services: [trip.plan],
 *   facts: defaultFacts('eu-west-1'),
 * });
 */
export class MeshGateway extends Construct {
  /** What was decided, as plain data. */
  public readonly plan: MeshGatewayPlan;

  public constructor(scope: Construct, id: string, { services, facts, ...spec }: MeshGatewayProps) {
    super(scope, id);
    this.plan = planMeshGateway(checkSpec(gatewaySpec, spec, gatewayProblems), services, facts);
    const { name, namespace, selector, access } = this.plan;

    new ApiObject(this, 'gateway', gateway(this.plan));
    for (const each of gatewayVirtualServices(this.plan)) new ApiObject(this, each.metadata.name, each);
    if (this.plan.issuers.length > 0) new ApiObject(this, 'tokens', requestAuthentication(this.plan));
    for (const grants of this.plan.services) {
      new ApiObject(this, `to-${grants.service}`, gatewayAuthorization(this.plan, grants));
    }
    new ApiObject(this, 'headers', headerFilter(this.plan));
    new ApiObject(this, 'body-size', bodyFilter(this.plan, services));
    new ApiObject(this, 'network-policy', networkPolicy({ name, namespace, labels: selector, selector }, access));
  }
}

/** With the dot, a VirtualService of another namespace cannot take a host for itself. */
function gateway({ name, namespace, selector, port, answers }: MeshGatewayPlan): Gateway {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name, namespace },
    spec: {
      selector,
      servers: [
        {
          // The load balancer before it has taken TLS off.
          port: { number: port, name: 'http', protocol: 'HTTP' },
          hosts: answers.map((host) => `./${host}`),
        },
      ],
    },
  };
}

function requestAuthentication({ namespace, selector, issuers }: MeshGatewayPlan): RequestAuthentication {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'RequestAuthentication',
    metadata: { name: 'tokens', namespace },
    spec: {
      selector: { matchLabels: selector },
      jwtRules: issuers.map(({ issuer, audiences, keys, claimHeaders, forwardsToken }): JwtRule => {
        const claims = Object.entries(claimHeaders).map(([header, claim]) => ({ header, claim }));
        return {
          issuer,
          audiences,
          ...keys,
          fromHeaders: [{ name: 'authorization', prefix: 'Bearer ' }],
          forwardOriginalToken: forwardsToken,
          ...(claims.length === 0 ? {} : { outputClaimToHeaders: claims }),
        };
      }),
    },
  };
}

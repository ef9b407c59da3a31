import { planService } from '../../../../constructs/plan/service/plan';
import { payment, production } from '../service/examples';
import type { GatewayFacts, GatewayService } from '../../../../constructs/plan/gateway/plan';
import type { GatewaySpec, IssuerSpec } from '../../../../constructs/plan/gateway/spec';
import { planServiceEdge } from '../../../../constructs/plan/service/edge';
import type { ServiceEdgeSpec } from '../../../../constructs/plan/service/edge-spec';
import { defaultFacts } from '../../../../constructs/plan/service/facts';

/** A key that nobody has the other half of. */
export const KEY = {
  kty: 'EC',
  kid: '2026-11',
  crv: 'P-256',
  x: 'XnMd0naI321zOedYVmzlbySDahecLqxXypG-NybktRQ',
  y: '2dODd6Xbgvj96v71QMjtWS77PNeXkp3eXbDiQW9Pl4M',
} as const;

export const issuer: IssuerSpec = {
  issuer: 'https://api.rides.example',
  audiences: ['rides'],
  jwks: { keys: [KEY] },
};

export const gateway: GatewaySpec = { issuers: [issuer] };

/** What a gateway stands in: behind a load balancer with a name. */
export const facts: GatewayFacts = {
  ...defaultFacts('eu-west-1'),
  door: {
    domain: 'api.rides.example',
    ports: { http: 8080, health: 15_021 },
    strippedHeaders: ['x-fault'],
    cidrs: ['10.40.0.0/24', '10.40.16.0/24'],
  },
};

/** How its requests are tried: by the defaults. */
const { resilience } = planService({ ...payment, router: { kind: 'istio' } }, production, defaultFacts('eu-west-1'));

/** A service of the mesh behind the gateway. */
export function behind(name: string, edge: ServiceEdgeSpec | undefined, port = 8080): GatewayService {
  return {
    name,
    namespace: name,
    port,
    router: { kind: 'istio' },
    resilience,
    ...(edge === undefined ? {} : { edge: planServiceEdge(edge, defaultFacts('eu-west-1')) }),
  };
}

import { GATEWAY_PORTS } from '../edge/defaults';
import { tcp } from '../mesh/access';
import { dnsRule, MESH_CONTROL_PORT, NAME_LABEL, type AccessPlan, type AccessRule } from '../service/access';
import type { GatewayFacts, GatewayService } from './plan';

/** Where a proxy of Istio gives its metrics. */
const METRICS_PORT = 15_020;

/** Who may connect to the gateway's pods, and whom they may connect to. Nothing else gets through. */
export function gatewayAccess(services: readonly GatewayService[], facts: GatewayFacts): AccessPlan {
  const { door, collector, mesh } = facts;
  const ports = door?.ports ?? GATEWAY_PORTS;
  const collects = [{ kind: 'pods', namespace: collector.namespace, labels: {} }] as const;
  const fromOutside: AccessRule = {
    because: 'users come through the load balancer, which asks the pods how they are',
    parties: (door?.cidrs ?? []).map((cidr) => ({ kind: 'addresses', cidr })),
    ports: tcp(ports.http, ports.health),
  };
  return {
    ingress: [
      // A rule without parties would let everybody in.
      ...(fromOutside.parties.length === 0 ? [] : [fromOutside]),
      { because: 'its metrics are scraped', parties: collects, ports: tcp(METRICS_PORT) },
    ],
    egress: [
      ...services.map(({ name, namespace, port }) => ({
        because: `it leads to ${name}`,
        parties: [{ kind: 'pods', namespace, labels: { [NAME_LABEL]: name } }] as const,
        ports: tcp(port),
      })),
      {
        because: 'it is configured by the mesh',
        parties: [{ kind: 'pods', namespace: mesh.namespace, labels: {} }],
        ports: tcp(MESH_CONTROL_PORT),
      },
      dnsRule(facts),
      { because: 'it sends traces', parties: collects, ports: tcp(collector.port) },
    ],
  };
}

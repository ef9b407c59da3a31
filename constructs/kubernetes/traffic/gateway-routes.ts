import type { ServicePlan } from '../../plan/service/plan';
import type { VirtualService } from '../manifests/mesh';
import { destination, virtualService } from './mesh-objects';

/** The name of the VirtualService that divides the requests which come through the gateway. */
export const behindGateway = ({ name }: ServicePlan): string => `${name}-edge`;

/** What leads from the gateway to a service that is reached from outside. */
export function gatewayRoutes(plan: ServicePlan): readonly VirtualService[] {
  const { edge, namespace } = plan;
  if (edge === undefined) return [];
  const match = edge.paths.map((prefix) => ({ uri: { prefix } }));
  const onwards =
    plan.strategy.kind === 'canary'
      ? { delegate: { name: behindGateway(plan), namespace } }
      : { route: [{ destination: destination(plan, plan.services.root) }] };
  return [
    virtualService(plan, `${plan.name}-gateway`, {
      hosts: edge.hosts.length === 0 ? ['*'] : edge.hosts,
      gateways: [edge.gateway],
      http: [{ name: 'edge', match, ...onwards }],
    }),
  ];
}

import { MeshGateway } from '../../constructs/kubernetes/mesh-gateway';
import { MeshPolicies } from '../../constructs/kubernetes/mesh-policies';
import type { MeshGatewayPlan } from '../../constructs/plan/gateway/plan';
import type { ServicePlan } from '../../constructs/plan/service/plan';
import { gatewayFacts, gatewaySection, meshPoliciesFacts } from '../environment/gateway';
import type { Environment } from '../environment/schema';
import type { Target } from '../images/image-name';
import { renderApplication, WAVES, type CustomizeChart, type ObjectApplication } from './application';

/** What holds in the whole mesh, before any service is in it. */
export function meshApplication(
  environment: Environment,
  target: Target,
  customize?: CustomizeChart,
): ObjectApplication {
  const facts = meshPoliciesFacts(environment, target);
  return renderApplication(
    { name: 'mesh', namespace: facts.mesh.namespace, wave: WAVES.mesh, environment },
    (chart) => {
      new MeshPolicies(chart, 'mesh', facts);
      return {};
    },
    customize,
  );
}

/** The API gateway with the routes of all services, as it was rendered. */
export interface EdgeRoutesApplication extends ObjectApplication {
  /** What was decided of it. */
  readonly plan: MeshGatewayPlan;
}

/** The API gateway: one application for the routes of all services, whose order is one. */
export function edgeRoutesApplication(
  environment: Environment,
  services: readonly ServicePlan[],
  target: Target,
  customize?: CustomizeChart,
): EdgeRoutesApplication {
  const facts = gatewayFacts(environment, target);
  return renderApplication(
    { name: 'edge-routes', namespace: facts.mesh.gatewayNamespace, wave: WAVES.mesh, environment },
    (chart) => ({
      plan: new MeshGateway(chart, 'gateway', { ...gatewaySection(environment), services, facts }).plan,
    }),
    customize,
  );
}

import type { ComputeModeFacts } from '../../constructs/plan/cluster/compute-modes';
import { LoadBalancerClass } from '../../constructs/kubernetes/load-balancer-class';
import { AdmissionPolicies } from '../../constructs/kubernetes/admission-policies';
import { PriorityClasses } from '../../constructs/kubernetes/priority-classes';
import { ServiceNamespaces } from '../../constructs/kubernetes/service-namespaces';
import type { NamespaceSpec } from '../../constructs/plan/guard-rails/namespaces/spec';
import { MeshGateway } from '../../constructs/kubernetes/mesh-gateway';
import { MeshPolicies } from '../../constructs/kubernetes/mesh-policies';
import { MESH_GATEWAY, MESH_NAMESPACE } from '../../constructs/plan/controllers/names';
import type { ServicePlan } from '../../constructs/plan/service/plan';
import { physicalName } from '../../constructs/plan/context';
import { contextOf } from '../environment/context';
import { gatewayFacts, gatewaySection, meshPoliciesFacts } from '../environment/gateway';
import type { Environment } from '../environment/schema';
import type { Target } from '../images/image-name';
import { renderApplication, WAVES, type CustomizeChart, type ObjectApplication } from './application';

/** Where the releases of what belongs to the whole cluster are recorded. */
const SYSTEM = 'kube-system';

/** The namespaces of controllers and services, each with its guard rails. */
export function namespacesApplication(
  environment: Environment,
  namespaces: readonly NamespaceSpec[],
  customize?: CustomizeChart,
): ObjectApplication {
  return renderApplication(
    { name: 'namespaces', namespace: SYSTEM, wave: WAVES.namespaces, environment },
    (chart) => {
      new ServiceNamespaces(chart, 'namespaces', { version: environment.cluster.version, namespaces });
      new PriorityClasses(chart, 'priority-classes');
      return {};
    },
    customize,
  );
}

/** What the API server refuses. Applied after the controllers, so that none of them can be stopped halfway. */
export function guardRailsApplication(environment: Environment, customize?: CustomizeChart): ObjectApplication {
  const { platform } = contextOf(environment);
  return renderApplication(
    { name: 'guard-rails', namespace: SYSTEM, wave: WAVES.guardRails, environment },
    (chart) => {
      new AdmissionPolicies(chart, 'admission-policies', { platform });
      return {};
    },
    customize,
  );
}

/** The class of the load balancer that services without a mesh share: one for the environment. */
export function loadBalancerApplication(
  environment: Environment,
  compute: ComputeModeFacts,
  customize?: CustomizeChart,
): ObjectApplication {
  return renderApplication(
    { name: 'load-balancer', namespace: SYSTEM, wave: WAVES.guardRails, environment },
    (chart) => {
      new LoadBalancerClass(chart, 'load-balancer-class', { compute, group: physicalName(contextOf(environment)) });
      return {};
    },
    customize,
  );
}

/** What holds in the whole mesh: encryption, and that nobody may ask anybody unless a service lets him. */
export function meshApplication(
  environment: Environment,
  target: Target,
  customize?: CustomizeChart,
): ObjectApplication {
  return renderApplication(
    { name: 'mesh', namespace: MESH_NAMESPACE, wave: WAVES.mesh, environment },
    (chart) => {
      new MeshPolicies(chart, 'mesh-policies', meshPoliciesFacts(environment, target));
      return {};
    },
    customize,
  );
}

/** The API gateway: all services' routes in one order, and what it asks of requests. */
export function gatewayApplication(
  environment: Environment,
  target: Target,
  services: readonly ServicePlan[],
  customize?: CustomizeChart,
): ObjectApplication {
  return renderApplication(
    { name: 'edge-routes', namespace: MESH_GATEWAY.namespace, wave: WAVES.mesh, environment },
    (chart) => {
      const facts = gatewayFacts(environment, target);
      new MeshGateway(chart, 'gateway', { ...gatewaySection(environment), services, facts });
      return {};
    },
    customize,
  );
}

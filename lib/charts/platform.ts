import type { ComputeModeFacts } from '../../constructs/plan/cluster/compute-modes';
import { LoadBalancerClass } from '../../constructs/kubernetes/load-balancer-class';
import { ApiObject } from 'cdk8s';
import { AdmissionPolicies } from '../../constructs/kubernetes/admission-policies';
import { PriorityClasses } from '../../constructs/kubernetes/priority-classes';
import { ServiceNamespaces } from '../../constructs/kubernetes/service-namespaces';
import type { NamespaceSpec } from '../../constructs/plan/guard-rails/namespaces/spec';
import { MESH_GATEWAY } from '../../constructs/plan/controllers/names';
import { physicalName } from '../../constructs/plan/context';
import { contextOf } from '../environment/context';
import type { Environment } from '../environment/schema';
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

/** What leads from the gateway's pods into the mesh: services name it in the routes that they want from outside. */
export function meshApplication(environment: Environment, port: number, customize?: CustomizeChart): ObjectApplication {
  const { namespace, name, labels } = MESH_GATEWAY;
  return renderApplication(
    { name: 'mesh', namespace, wave: WAVES.mesh, environment },
    (chart) => {
      new ApiObject(chart, 'gateway', {
        apiVersion: 'networking.istio.io/v1',
        kind: 'Gateway',
        metadata: { name, namespace },
        spec: {
          selector: labels,
          // Whoever comes here has passed the load balancer, which speaks TLS with clients and knows the hosts.
          servers: [{ port: { number: port, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
        },
      });
      return {};
    },
    customize,
  );
}

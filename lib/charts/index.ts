import { injectionLabels } from '../../constructs/plan/controllers/injection';
import { controllerNamespaces } from '../../constructs/plan/controllers/namespaces';
import { planControllers, type ControllerPlan } from '../../constructs/plan/controllers/plan';
import { namespacesOf } from '../../constructs/plan/guard-rails/namespaces/plan';
import type { NamespaceSpec } from '../../constructs/plan/guard-rails/namespaces/spec';
import { readinessGateLabel } from '../../constructs/kubernetes/load-balancer-class';
import { OBSERVABILITY_NAMESPACE } from '../../constructs/plan/observability/names';
import type { ServicePlan } from '../../constructs/plan/service/plan';
import { contextOf } from '../environment/context';
import { edgePlan } from '../environment/edge';
import { computeFacts, serviceFacts } from '../environment/facts';
import type { Environment } from '../environment/schema';
import type { Target } from '../images/image-name';
import { WAVES, type Application, type CustomizeChart, type ReleaseApplication } from './application';
import { grafanaApplications } from './dashboards';
import { observabilityApplications } from './observability';
import {
  gatewayApplication,
  guardRailsApplication,
  loadBalancerApplication,
  meshApplication,
  namespacesApplication,
} from './platform';
import { serviceApplications } from './services';

/**
 * Everything that Kubernetes is told in an environment, in the order in which it is told: namespaces, the controllers with
 * their APIs, what all services are subject to, the services.
 */
export function applicationsOf(
  environment: Environment,
  target: Target,
  customize?: CustomizeChart,
): readonly Application[] {
  const services = serviceApplications(environment, target, customize);
  const plans = services.map(({ plan }) => plan);
  const namespaces = [
    // What a controller needs to reach is known to its publisher only.
    ...controllerNamespaces(environment.mesh).map((each) => ({ ...each, denyByDefault: false })),
    {
      name: OBSERVABILITY_NAMESPACE,
      // On AWS the agent on each node reads the containers' logs from its disk.
      podSecurity: target === 'aws' ? ('privileged' as const) : ('restricted' as const),
      denyByDefault: false,
    },
    ...serviceNamespaces(environment, plans, target),
  ];
  return [
    namespacesApplication(environment, namespaces, customize),
    ...controllerApplications(controllersOf(environment, target, plans)),
    guardRailsApplication(environment, customize),
    ...(target === 'aws' && plans.some(isBehindLoadBalancer)
      ? [loadBalancerApplication(environment, computeFacts(environment, target), customize)]
      : []),
    ...observabilityApplications(environment, target, customize),
    ...grafanaApplications(environment, target, customize),
    ...(environment.mesh === undefined
      ? []
      : [meshApplication(environment, target, customize), gatewayApplication(environment, target, plans, customize)]),
    ...services,
  ];
}

function serviceNamespaces(
  environment: Environment,
  services: readonly ServicePlan[],
  target: Target,
): readonly NamespaceSpec[] {
  const { mesh } = environment;
  const inMesh = namespacesWith(services, ({ router }) => router.kind === 'istio');
  const behindLoadBalancer = namespacesWith(services, (plan) => target === 'aws' && isBehindLoadBalancer(plan));
  // The facts look at all services: once for all namespaces.
  const gate = behindLoadBalancer.size === 0 ? {} : readinessGateLabel(computeFacts(environment, target));
  return namespacesOf(services).map((namespace) => ({
    ...namespace,
    labels: {
      ...(mesh !== undefined && inMesh.has(namespace.name) ? injectionLabels(mesh, namespace.name) : {}),
      ...(behindLoadBalancer.has(namespace.name) ? gate : {}),
    },
  }));
}

const namespacesWith = (
  services: readonly ServicePlan[],
  holds: (service: ServicePlan) => boolean,
): ReadonlySet<string> => new Set(services.filter(holds).map(({ namespace }) => namespace));

/** Whether a load balancer sends requests to a service's pods, whatever divides them between versions. */
const isBehindLoadBalancer = ({ edge, router }: ServicePlan): boolean => edge !== undefined && router.kind !== 'istio';

/** The controllers of an environment whose services are planned, in the order of installation. */
export function controllersOf(
  environment: Environment,
  target: Target,
  services: readonly ServicePlan[],
): readonly ControllerPlan[] {
  const edge = target === 'aws' ? edgePlan(environment) : undefined;
  return planControllers({
    context: contextOf(environment),
    facts: serviceFacts(environment, target),
    compute: computeFacts(environment, target),
    routers: [...new Set(services.map(({ router }) => router.kind))],
    ...(environment.mesh === undefined ? {} : { mesh: environment.mesh }),
    ...(edge === undefined ? {} : { gateway: edge.gateway }),
  });
}

/** One application for each release, each in a wave of its own: a later one may need the API that an earlier one brings. */
const controllerApplications = (releases: readonly ControllerPlan[]): readonly ReleaseApplication[] =>
  releases.map((release, index) => ({
    name: release.name,
    namespace: release.namespace,
    wave: WAVES.controllers + index,
    release,
  }));

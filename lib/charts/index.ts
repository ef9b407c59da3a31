import { injectionLabels } from '../../constructs/plan/controllers/injection';
import { controllerNamespaces } from '../../constructs/plan/controllers/namespaces';
import { planControllers, type ControllerPlan } from '../../constructs/plan/controllers/plan';
import { namespacesOf } from '../../constructs/plan/guard-rails/namespaces/plan';
import type { NamespaceSpec } from '../../constructs/plan/guard-rails/namespaces/spec';
import { readinessGateLabel } from '../../constructs/kubernetes/load-balancer-class';
import type { ComputeModeFacts } from '../../constructs/plan/cluster/compute-modes';
import type { ServicePlan } from '../../constructs/plan/service/plan';
import { contextOf } from '../environment/context';
import { edgePlan } from '../environment/edge';
import { computeFacts, serviceFacts } from '../environment/facts';
import type { Environment } from '../environment/schema';
import type { Target } from '../images/image-name';
import { WAVES, type Application, type CustomizeChart, type ReleaseApplication } from './application';
import { guardRailsApplication, loadBalancerApplication, namespacesApplication } from './platform';
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
  const compute = computeFacts(environment, target);
  const namespaces = [
    // What a controller needs to reach is known to its publisher only.
    ...controllerNamespaces(environment.mesh).map((each) => ({ ...each, denyByDefault: false })),
    ...serviceNamespaces(environment, plans, compute),
  ];
  const behindLoadBalancer = plans.some(({ edge, router }) => edge !== undefined && router.kind !== 'istio');
  return [
    namespacesApplication(environment, namespaces, customize),
    ...controllerApplications(controllersOf(environment, target, plans)),
    guardRailsApplication(environment, customize),
    ...(behindLoadBalancer && target === 'aws' ? [loadBalancerApplication(environment, compute, customize)] : []),
    ...services,
  ];
}

function serviceNamespaces(
  { mesh }: Environment,
  services: readonly ServicePlan[],
  compute: ComputeModeFacts,
): readonly NamespaceSpec[] {
  const routers = new Map(services.map(({ namespace }) => [namespace, new Set<string>()]));
  for (const { namespace, router } of services) routers.get(namespace)?.add(router.kind);
  return namespacesOf(services).map((namespace) => {
    const used = routers.get(namespace.name);
    return {
      ...namespace,
      labels: {
        ...(mesh !== undefined && used?.has('istio') === true ? injectionLabels(mesh, namespace.name) : {}),
        ...(used?.has('alb') === true ? readinessGateLabel(compute) : {}),
      },
    };
  });
}

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

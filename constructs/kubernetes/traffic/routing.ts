import type { CanaryPlan } from '../../delivery/plan';
import type { ServicePlan } from '../../plan/service/plan';
import type { TrafficRouting } from '../manifests/rollout';
import { managedVirtualServices } from './mesh';

/** What the engine changes to divide requests; nothing where pods do. */
export function trafficRouting(strategy: CanaryPlan, plan: ServicePlan): TrafficRouting | undefined {
  // The engine refuses a route that it was not told of beforehand, and keeps them in this order.
  const managed =
    strategy.managedRoutes.length === 0 ? {} : { managedRoutes: strategy.managedRoutes.map((name) => ({ name })) };
  switch (plan.router.kind) {
    case 'alb':
      return {
        alb: { ingress: plan.name, rootService: plan.services.root, servicePort: plan.port },
        ...managed,
      };
    case 'istio':
      return {
        istio: { virtualServices: managedVirtualServices(plan) },
        ...managed,
      };
    case 'replicas':
      return undefined;
  }
}

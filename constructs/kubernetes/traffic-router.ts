import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { ServicePlan } from '../plan/service/plan';
import { services } from './microservice/services';
import { ingress } from './traffic/load-balancer';
import { destinationRules } from './traffic/destination-rules';
import { virtualServices } from './traffic/mesh';
import { rateLimit, sidecar } from './traffic/own-pods';

/** Props of {@link TrafficRouter}. */
export interface TrafficRouterProps {
  /** The service: what `planService` gives. */
  readonly plan: ServicePlan;
}

/**
 * What leads requests to the versions of a service: its Services, and what divides requests between them: an Ingress for a
 * load balancer, VirtualServices for the mesh, nothing where the number of pods does. The mesh is also told how calls
 * survive failures.
 */
export class TrafficRouter extends Construct {
  public constructor(scope: Construct, id: string, { plan }: TrafficRouterProps) {
    super(scope, id);
    for (const service of services(plan)) new ApiObject(this, `service-${service.metadata.name}`, service);
    const leadsIn = ingress(plan);
    if (leadsIn !== undefined) new ApiObject(this, 'ingress', leadsIn);
    for (const each of virtualServices(plan)) new ApiObject(this, `virtual-service-${each.metadata.name}`, each);
    for (const each of destinationRules(plan)) new ApiObject(this, `destination-rule-${each.metadata.name}`, each);
    for (const each of [sidecar(plan), rateLimit(plan)]) {
      if (each !== undefined) new ApiObject(this, each.kind, each);
    }
  }
}

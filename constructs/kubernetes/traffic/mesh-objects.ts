import type { ServicePlan } from '../../plan/service/plan';
import type { Destination, VirtualService } from '../manifests/mesh';

/** One of a service's Services, at its port. */
export function destination(plan: ServicePlan, service: string): Destination {
  return { host: hostOf(plan, service), port: { number: plan.port } };
}

/** In full: a short name is looked up in the namespace of whoever reads it. */
export function hostOf({ namespace }: ServicePlan, service: string): string {
  return `${service}.${namespace}.svc.cluster.local`;
}

/** The name of the VirtualService without hosts that divides a service's requests between versions. */
export const versionsOf = ({ name }: Pick<ServicePlan, 'name'>): string => `${name}-versions`;

/** A VirtualService of a service. */
export function virtualService(plan: ServicePlan, name: string, spec: VirtualService['spec']): VirtualService {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: plan.namespace, labels: plan.labels },
    spec,
  };
}

/** A time as the mesh reads it: `2s`, `475ms`. */
export function meshDuration(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}

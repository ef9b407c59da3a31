import type { ServicePlan } from '../../plan/service/plan';
import type { Service } from '../manifests/core';
import { PORT_NAME } from './probes';

/**
 * The Services of a service, the root first. All select its pods by name; the controller narrows those that belong to one
 * version. Their port is that of the pods, because the VPC CNI enforces network policies only then.
 */
export function services(plan: ServicePlan): readonly Service[] {
  const { root, stable, canary, preview, pingPong } = plan.services;
  return [root, stable, canary, preview, pingPong?.ping, pingPong?.pong]
    .filter((name) => name !== undefined)
    .map((name) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: plan.namespace, labels: plan.labels },
      spec: {
        type: 'ClusterIP',
        selector: plan.selector,
        ports: [{ name: PORT_NAME, port: plan.port, targetPort: PORT_NAME, protocol: 'TCP' }],
      },
    }));
}

import type { MeasuredServices } from '../../constructs/plan/observability/metrics';
import type { Environment } from './schema';
import { servicePeers } from './services';

/** How many services each namespace of an environment has: what its metrics are reckoned from. */
export function measuredServices(environment: Environment): MeasuredServices {
  const servicesByNamespace: Record<string, number> = {};
  for (const { namespace } of Object.values(servicePeers(environment))) {
    servicesByNamespace[namespace] = (servicesByNamespace[namespace] ?? 0) + 1;
  }
  return { servicesByNamespace };
}

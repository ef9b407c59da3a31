import { planCollector, type CollectorPlan } from '../../constructs/plan/observability/collector/plan';
import { anyHash } from '../images/image-name';
import type { Target } from '../images/image-name';
import { contextOf } from './context';
import { serviceFacts } from './facts';
import type { Environment } from './schema';
import { serviceSpecs } from './services';

/** How the telemetry of an environment that has been checked is collected. */
export function collectorPlan(environment: Environment, target: Target = 'aws'): CollectorPlan {
  // Which image a service runs changes nothing here.
  const services = Object.values(serviceSpecs(environment, target, anyHash));
  return planCollector(environment.observability?.collector ?? {}, contextOf(environment), {
    ...serviceFacts(environment, target),
    target,
    longestPromiseMilliseconds: Math.max(0, ...services.map(({ promise }) => promise.latency.thresholdMilliseconds)),
  });
}

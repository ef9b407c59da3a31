import { planStrategy } from '../delivery/plan';
import { timelineOf } from '../delivery/timeline';
import type { PlanContext } from '../plan/context';
import { calleesOf } from '../plan/resilience/calls';
import { resolveNamespace } from '../plan/service/defaults';
import type { ServiceFacts } from '../plan/service/facts';
import { callersOf } from '../plan/service/peers';
import type { ServiceSpec } from '../plan/service/spec';
import { deliveryContext, resolveStrategy } from '../plan/service/strategy';
import type { MonitoredService } from './alerts/service/service';

/** What whoever watches a service needs to know of it. The spec must have been checked. */
export function monitoredService(spec: ServiceSpec, context: PlanContext, facts: ServiceFacts): MonitoredService {
  const delivery = deliveryContext(spec, context, facts);
  const strategy = planStrategy(resolveStrategy(spec, delivery), delivery);
  const { secondsToFull, waitsForPeople } = timelineOf(strategy);
  return {
    name: spec.name,
    namespace: resolveNamespace(spec),
    slo: spec.promise,
    // Where there is a mesh its proxies count: the judge of a release asks them as well.
    source: delivery.router.kind === 'istio' ? 'mesh' : 'service',
    calls: calleesOf(spec),
    callers: callersOf(spec, facts),
    release: {
      strategy: strategy.kind,
      secondsToFull,
      waitsForPeople,
      onNoEvidence: strategy.onNoEvidence,
    },
  };
}

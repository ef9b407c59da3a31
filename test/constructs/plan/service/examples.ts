import type { PlanContext } from '../../../../constructs/plan/context';
import { defaultFacts, type ServiceFacts } from '../../../../constructs/plan/service/facts';
import type { ServiceSpec } from '../../../../constructs/plan/service/spec';

export const production: PlanContext = {
  platform: 'bulkhead',
  environment: 'prod',
  tier: 'production',
  region: 'eu-west-1',
};

export const development: PlanContext = { ...production, environment: 'dev', tier: 'development' };

/** The smallest description: enough traffic that the default rollout can judge. */
export const payment: ServiceSpec = {
  name: 'payment',
  image: 'ghcr.io/rides/payment:1.4.2',
  promise: {
    availability: 0.999,
    latency: { percentile: 99, thresholdMilliseconds: 250 },
    requestsPerSecond: 200,
  },
};

/** An environment with other services, a store and a load balancer. */
export const facts: ServiceFacts = {
  ...defaultFacts('eu-west-1'),
  services: {
    payment: { namespace: 'payment', port: 8080, calls: [] },
    trip: { namespace: 'rides', port: 8081, calls: ['payment', 'user'] },
    user: { namespace: 'user', port: 8080, calls: [] },
  },
  stores: { ledger: { cidrs: ['10.40.12.0/22', '10.40.28.0/22'], port: 5432 } },
  loadBalancer: { ingressClass: 'alb', cidrs: ['10.40.0.0/24', '10.40.16.0/24'] },
};

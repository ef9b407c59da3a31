import type { RequestsOf } from '../../../constructs/slo/queries';
import type { Slo } from '../../../constructs/slo/spec';

/** A promise that nothing is wrong with. */
export const promise: Slo = {
  availability: 0.999,
  latency: { percentile: 99, thresholdMilliseconds: 250 },
  windowDays: 30,
  requestsPerSecond: 50,
};

/** One version of a service. */
export const canary: RequestsOf = { service: 'payment', namespace: 'payments', podHash: '7c9f5d' };

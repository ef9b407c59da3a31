import { canary } from '../constructs/delivery/spec';
import { service } from '../lib/environment/service';

/** Arrival times. A stale answer is fine and nobody's money depends on it, so a new version is through in minutes. */
export const mapping = service({
  image: { build: 'examples/reference-service' },
  promise: {
    availability: 0.995,
    latency: { percentile: 95, thresholdMilliseconds: 100 },
    requestsPerSecond: 200,
  },
  edge: {
    routes: [
      { path: '/v1/eta', methods: ['GET', 'HEAD'], authentication: 'required' },
      { path: '/v1/routes', methods: ['GET', 'HEAD'], authentication: 'required' },
    ],
  },
  // A trip answers without an arrival time, and within its own half second.
  resilience: { timeoutMilliseconds: 400 },
  strategy: canary({
    steps: [
      { step: 'setWeight', weight: 20 },
      { step: 'pause', seconds: 150 },
      { step: 'setWeight', weight: 50 },
      { step: 'pause', seconds: 150 },
    ],
    analysis: { checks: [{ check: 'promise' }] },
  }),
});

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
  edge: { paths: ['/v1/eta', '/v1/routes'] },
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

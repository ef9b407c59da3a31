import { canary } from '../../constructs/delivery/spec';
import { service } from '../../lib/environment/service';

/** Who riders and drivers are, and how they sign in. Nothing works without it, so a new version is let in slowly. */
export const user = service({
  image: { build: 'examples/reference-service' },
  promise: {
    availability: 0.999,
    latency: { percentile: 99, thresholdMilliseconds: 250 },
    requestsPerSecond: 120,
  },
  edge: {
    routes: [
      // To sign in is how one gets a token.
      { path: '/v1/sessions', methods: ['POST'], authentication: 'none', maximumBodyKibibytes: 16 },
      { path: '/v1/users', match: 'prefix', methods: ['GET', 'HEAD'], authentication: 'required' },
    ],
  },
  strategy: canary({
    steps: [
      { step: 'setWeight', weight: 5 },
      { step: 'pause', seconds: 600 },
      { step: 'setWeight', weight: 25 },
      { step: 'pause', seconds: 600 },
      { step: 'setWeight', weight: 50 },
      { step: 'pause', seconds: 600 },
    ],
    analysis: { checks: [{ check: 'promise' }] },
  }),
});

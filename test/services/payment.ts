import { blueGreen } from '../../constructs/delivery/spec';
import { service } from '../../lib/environment/service';

/**
 * Money. Two versions never answer side by side, since both would write to the ledger: the new one is tried while it has no
 * users, then gets all requests at once, and the old one stands by until the promise is proven.
 */
export const payment = service({
  image: { build: 'examples/reference-service' },
  promise: {
    availability: 0.9995,
    latency: { percentile: 99, thresholdMilliseconds: 500 },
    requestsPerSecond: 40,
  },
  priorityClass: 'critical-service',
  strategy: blueGreen({
    prePromotionAnalysis: { checks: [{ check: 'smoke', path: '/' }] },
    postPromotionAnalysis: { checks: [{ check: 'promise' }] },
  }),
});

import { blueGreen } from '../../constructs/delivery/spec';
import { service } from '../../lib/environment/service';

/**
 * Money. Two versions never answer side by side, since both would write to the ledger: the new one is tried while it has no
 * users, by requests that only read, then gets all requests at once, and the old one stands by until the promise is proven.
 */
export const payment = service({
  image: { build: 'examples/reference-service' },
  promise: {
    availability: 0.9995,
    latency: { percentile: 99, thresholdMilliseconds: 500 },
    requestsPerSecond: 40,
  },
  // The same key is the same payment, so that a payment may be asked for again, and is made once.
  resilience: { retries: { idempotencyKey: 'idempotency-key' } },
  priorityClass: 'critical-service',
  strategy: blueGreen({
    load: { requestsPerSecond: 20, path: '/v1/payments/probe' },
    prePromotionAnalysis: { checks: [{ check: 'smoke', path: '/' }, { check: 'promise' }] },
    postPromotionAnalysis: { checks: [{ check: 'promise' }] },
  }),
});

import { canary } from '../../constructs/delivery/spec';
import { service } from '../../lib/environment/service';

/**
 * Matching: a rider asks for a trip and gets a driver. Testers meet a new version first, by a header. It needs the user and
 * the payment, so it promises no more than both leave it; when a driver comes, it can do without.
 */
export const trip = service({
  image: { build: 'examples/reference-service' },
  promise: {
    availability: 0.998,
    latency: { percentile: 95, thresholdMilliseconds: 500 },
    requestsPerSecond: 60,
  },
  calls: ['user', { service: 'mapping', optional: true }, 'payment'],
  // A payment may take 2 seconds, and what comes of it must still be told. Its own limit for a call is no shorter.
  resilience: { timeoutMilliseconds: 2500 },
  configuration: { CALL_TIMEOUT_MS: '2000' },
  edge: {
    routes: [
      { path: '/v1/trips', methods: ['POST'], authentication: 'required', claims: { scope: 'trips:write' } },
      { path: '/v1/trips', match: 'prefix', methods: ['GET', 'HEAD'], authentication: 'required' },
    ],
  },
  priorityClass: 'critical-service',
  strategy: canary({
    steps: [
      { step: 'setCanaryScale', scale: { replicas: 2 } },
      { step: 'headerRoute', name: 'testers', match: [{ header: 'x-ride-tester', value: { exact: 'yes' } }] },
      { step: 'analysis', checks: [{ check: 'smoke', path: '/' }] },
      { step: 'pause', seconds: 300 },
      { step: 'headerRoute', name: 'testers' },
      { step: 'setWeight', weight: 5 },
      { step: 'setCanaryScale', scale: { matchTrafficWeight: true } },
      { step: 'pause', seconds: 900 },
      { step: 'setWeight', weight: 30 },
      { step: 'pause', seconds: 600 },
    ],
    analysis: { checks: [{ check: 'promise' }] },
  }),
});

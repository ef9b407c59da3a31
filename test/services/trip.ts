import { canary } from '../../constructs/delivery/spec';
import { service } from '../../lib/environment/service';

/** Matching: a rider asks for a trip and gets a driver. Testers meet a new version first, by a header. */
export const trip = service({
  image: { build: 'examples/reference-service' },
  promise: {
    availability: 0.999,
    latency: { percentile: 99, thresholdMilliseconds: 500 },
    requestsPerSecond: 60,
  },
  calls: ['user', 'mapping', 'payment'],
  edge: { paths: ['/v1/trips'] },
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

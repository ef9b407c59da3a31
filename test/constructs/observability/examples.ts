import type { MonitoredService } from '../../../constructs/observability/alerts/service/service';
import type { MonitoringInput } from '../../../constructs/observability/plan';

/** A service that the mesh counts, and that is released by blue-green. */
export const payment: MonitoredService = {
  name: 'payment',
  namespace: 'money',
  slo: { availability: 0.999, latency: { percentile: 99, thresholdMilliseconds: 250 }, requestsPerSecond: 50 },
  source: 'mesh',
  calls: ['user'],
  callers: ['trip'],
  release: { strategy: 'blue-green', secondsToFull: 400, waitsForPeople: 0, onNoEvidence: 'abort' },
};

/** A service that counts itself over 28 days, may be slow, and waits for a person. */
export const mapping: MonitoredService = {
  name: 'mapping',
  namespace: 'mapping',
  slo: {
    availability: 0.995,
    latency: { percentile: 95, thresholdMilliseconds: 100 },
    windowDays: 28,
    requestsPerSecond: 200,
  },
  source: 'service',
  calls: [],
  callers: [],
  release: { strategy: 'canary', secondsToFull: 2_000, waitsForPeople: 1, onNoEvidence: 'hold' },
};

/** An environment with both, and a mesh. */
export const watched: MonitoringInput = {
  context: { platform: 'bulkhead', environment: 'prod', tier: 'production', region: 'eu-west-1' },
  services: [payment, mapping],
  platform: { mesh: true },
};

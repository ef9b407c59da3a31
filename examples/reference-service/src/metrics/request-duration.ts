import { Histogram } from './histogram';

/**
 * The one metric that releases, alerts and dashboards of the platform are computed from. Name and labels follow
 * OpenTelemetry's semantic conventions for HTTP servers, as they look in Prometheus. The platform states the same in
 * its metrics contract; a test of the platform compares the two, since this image is built without the platform.
 */
export const requestDurationMetric = {
  name: 'http_server_request_duration_seconds',
  help: 'Duration of HTTP server requests, from the headers read to the answer written.',
  unit: 'seconds',
  labels: ['http_request_method', 'http_route', 'http_response_status_code'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
} as const;

/** Its histogram. */
export const requestDuration = (): Histogram<(typeof requestDurationMetric)['labels'][number]> =>
  new Histogram(requestDurationMetric);

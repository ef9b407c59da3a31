import fc from 'fast-check';
import { METRIC_SOURCES, METRICS, UNCOUNTED_ROUTES, type MetricSource } from '../../../constructs/slo/metrics';
import { metricsOf, type Vector } from '../../../constructs/slo/promql';
import { printQuery } from '../../../constructs/slo/promql-text';
import {
  availabilityQuery,
  errorRatio,
  latencyQuery,
  requestRateQuery,
  unmeasuredQuery,
  withinThresholdQuery,
  type RequestsOf,
} from '../../../constructs/slo/queries';
import { canary } from './examples';
import { promqlErrors } from './parse-promql';

const everyQuery = (source: MetricSource, of: RequestsOf, seconds = 120): readonly Vector[] => [
  errorRatio(source, of, { seconds }),
  availabilityQuery(source, of, { seconds }),
  availabilityQuery(source, of, { seconds, minimumRequests: 70 }),
  ...METRICS[source].boundariesMilliseconds.map((threshold) =>
    withinThresholdQuery(source, of, threshold, { seconds }),
  ),
  latencyQuery(source, of, 99.9, seconds),
  requestRateQuery(source, of, seconds),
  unmeasuredQuery(source, of),
];

test('the availability of a version, as the mesh counts it', () => {
  const whose =
    'reporter="destination", destination_workload_namespace="payments", destination_workload="payment", ' +
    'rollouts_pod_template_hash="7c9f5d"';
  expect(printQuery(availabilityQuery('mesh', canary, { seconds: 120 }))).toBe(
    `1 - ((sum(increase(istio_requests_total{${whose}, response_code=~"5.."}[2m])) or vector(0)) / ` +
      `(sum(increase(istio_requests_total{${whose}}[2m])) > 0))`,
  );
});

test('the share of fast requests of a version, as the service counts it, with the volume guard', () => {
  const whose =
    'http_route!~"/livez|/readyz|/startupz|/metrics", namespace="payments", app_kubernetes_io_name="payment", ' +
    'rollouts_pod_template_hash="7c9f5d"';
  const good = 'http_response_status_code!~"5.."';
  expect(printQuery(withinThresholdQuery('service', canary, 250, { seconds: 300, minimumRequests: 500 }))).toBe(
    `sum(increase(http_server_request_duration_seconds_bucket{${whose}, le="0.25", ${good}}[5m])) / ` +
      `(sum(increase(http_server_request_duration_seconds_count{${whose}, ${good}}[5m])) >= 500)`,
  );
});

test('a percentile for people keeps the buckets apart', () => {
  expect(printQuery(latencyQuery('mesh', { service: 'user', namespace: 'user' }, 99.9, 300))).toMatch(
    /^histogram_quantile\(0\.999, sum by \(le\) \(rate\(istio_request_duration_milliseconds_bucket\{.*\}\[5m\]\)\)\)$/,
  );
});

describe.each(METRIC_SOURCES)('every query over what the %s exposes', (source) => {
  test('is sound PromQL in types and arity', () => {
    expect(everyQuery(source, canary).flatMap((query) => promqlErrors(printQuery(query)))).toEqual([]);
  });

  test('reads only metrics of the contract', () => {
    const { requests, durations } = METRICS[source];
    const known = [requests, `${durations}_bucket`, `${durations}_count`];
    for (const query of everyQuery(source, canary)) {
      expect(known).toEqual(expect.arrayContaining([...metricsOf(query)]));
    }
  });

  test('asks about one version only when one is named', () => {
    const { podHash: _, ...service } = canary;
    for (const query of everyQuery(source, canary))
      expect(printQuery(query)).toContain('rollouts_pod_template_hash="7c9f5d"');
    for (const query of everyQuery(source, service)) expect(printQuery(query)).not.toContain('pod_template_hash');
  });

  test('parses for any name, version and window, and differs when they do', () => {
    const text = fc.string({ unit: 'binary' });
    const of = fc.record({ service: text, namespace: text, podHash: fc.option(text, { nil: undefined }) });
    fc.assert(
      fc.property(of, fc.integer({ min: 1, max: 3_000_000 }), (each, seconds) => {
        const queries = everyQuery(source, each, seconds).map(printQuery);
        expect(queries.flatMap(promqlErrors)).toEqual([]);
        const others = everyQuery(source, { ...each, service: `${each.service}x` }, seconds).map(printQuery);
        expect(others.filter((other, index) => other === queries[index])).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});

test.each([
  ['mesh', 250, 'le=~"250([.]0)?"'],
  ['mesh', 0.5, 'le="0.5"'],
  ['service', 250, 'le="0.25"'],
  ['service', 75, 'le="0.075"'],
  ['service', 5, 'le="0.005"'],
  ['service', 1000, 'le=~"1([.]0)?"'],
] as const)(
  'the bucket of the %s that ends at %d ms is %s: whole numbers as either version of Prometheus writes them',
  (source, threshold, matcher) => {
    expect(printQuery(withinThresholdQuery(source, canary, threshold, { seconds: 120 }))).toContain(matcher);
  },
);

test('requests of the platform itself are not counted as good ones', () => {
  expect(UNCOUNTED_ROUTES).toEqual(expect.arrayContaining(['/livez', '/readyz', '/startupz', '/metrics']));
});

import { METRICS, UNCOUNTED_ROUTES } from '../../../constructs/slo/metrics';
import {
  exposition,
  type Family,
  openMetrics,
  prometheusText,
} from '../../../examples/reference-service/src/metrics/exposition';
import { requestDurationMetric } from '../../../examples/reference-service/src/metrics/request-duration';
import { ServiceMetrics } from '../../../examples/reference-service/src/metrics/service-metrics';
import { routesOf, SERVICES } from '../../../examples/reference-service/src/services';
import { expositionOffences, samplesOf } from './exposition-format';

const trace = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', sampled: true };
const request = { method: 'POST', route: '/v1/trips', status: 201, durationMilliseconds: 60, trace };

function metrics(): ServiceMetrics {
  return new ServiceMetrics(
    { service: 'trip', version: '1.2.3', revision: 'abc' },
    { spans: () => ({ exported: 3, dropped: 1 }), faults: () => 2 },
    { now: () => 1_795_403_249_957, monotonic: () => 0 },
  );
}

describe('the metrics contract', () => {
  const contract = METRICS.service;

  test('has the name that the service exposes', () => {
    expect(requestDurationMetric.name).toBe(contract.durations);
    expect(contract.requests).toBe(`${requestDurationMetric.name}_count`);
  });

  test('has the buckets of the service', () => {
    expect(requestDurationMetric.buckets.map((bound) => bound * contract.millisecondsPerUnit)).toEqual(
      contract.boundariesMilliseconds,
    );
  });

  test('reads only labels that the service sets, or that scraping adds', () => {
    const added = [contract.labels.service, contract.labels.namespace];
    const read = [...Object.values(contract.labels), 'http_route', 'http_request_method'];
    expect([...requestDurationMetric.labels, ...added].sort()).toEqual(read.sort());
  });

  test('leaves out no route of a service, and the probes are no routes', () => {
    const paths = Object.keys(SERVICES).flatMap((name) =>
      routesOf(name as keyof typeof SERVICES, '1').map((r) => r.path),
    );
    expect(paths.filter((path) => UNCOUNTED_ROUTES.includes(path))).toEqual([]);
  });
});

describe('an exposition', () => {
  const filled = metrics();
  filled.served(request);
  filled.served({ ...request, durationMilliseconds: 50 });
  filled.served({ ...request, durationMilliseconds: 99_000, status: 504, trace: { ...trace, sampled: false } });
  filled.begun('GET');
  filled.begun('GET')();

  test.each([
    ['the Prometheus text format', prometheusText],
    ['OpenMetrics', openMetrics],
  ])('conforms to %s', (_, format) => {
    expect(expositionOffences(format.render(filled.families()))).toEqual([]);
    expect(expositionOffences(format.render(metrics().families()))).toEqual([]);
  });

  test('counts a request in every bucket from its duration up, the boundary included', () => {
    const buckets = samplesOf(prometheusText.render(filled.families())).filter(
      ({ name, labels }) => name.endsWith('_seconds_bucket') && labels.http_response_status_code === '201',
    );
    expect(buckets.map(({ labels, value }) => [labels.le, value])).toEqual(
      [0, 0, 0, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2].map((count, index) => [
        String(requestDurationMetric.buckets[index] ?? '+Inf'),
        count,
      ]),
    );
  });

  test('counts what is slower than every bucket in the last, and in the sum', () => {
    const late = samplesOf(prometheusText.render(filled.families())).filter(
      ({ labels }) => labels.http_response_status_code === '504',
    );
    expect(late.filter(({ value }) => value !== 0).map(({ name, labels, value }) => [name, labels.le, value])).toEqual([
      ['http_server_request_duration_seconds_bucket', '+Inf', 1],
      ['http_server_request_duration_seconds_sum', undefined, 99],
      ['http_server_request_duration_seconds_count', undefined, 1],
    ]);
  });

  test('links a bucket to the last sampled trace in it, in OpenMetrics only', () => {
    const linked = openMetrics
      .render(filled.families())
      .split('\n')
      .filter((line) => line.includes(' # '));
    expect(linked).toHaveLength(2);
    expect(linked[1]).toMatch(
      / # \{trace_id="4bf92f3577b34da6a3ce929d0e0e4736",span_id="00f067aa0ba902b7"\} 0\.06 1795403249\.957$/,
    );
    expect(prometheusText.render(filled.families())).not.toContain('trace_id');
  });

  test('tells what runs, what was dropped and what is under way', () => {
    const said = samplesOf(prometheusText.render(filled.families()));
    const of = (name: string) => said.filter((each) => each.name === name);
    expect(of('reference_service_build_info')).toEqual([
      expect.objectContaining({
        labels: { service: 'trip', version: '1.2.3', revision: 'abc', node: process.version },
      }),
    ]);
    expect(of('reference_service_spans_total').map(({ labels, value }) => [labels.outcome, value])).toEqual([
      ['exported', 3],
      ['dropped', 1],
    ]);
    expect(of('http_server_active_requests').map(({ value }) => value)).toEqual([1]);
  });

  test('escapes whatever a label or a help text holds', () => {
    const nasty = 'a "quoted" \\ back\nslash';
    const family: Family = {
      name: 'x',
      help: nasty,
      type: 'gauge',
      samples: [{ suffix: '', labels: { l: nasty }, value: 1 }],
    };
    for (const format of [prometheusText, openMetrics]) {
      const text = format.render([family]);
      expect(expositionOffences(text)).toEqual([]);
      expect(samplesOf(text)[0]?.labels.l).toBe(nasty);
    }
  });

  test.each([
    [undefined, prometheusText],
    ['*/*', prometheusText],
    ['text/plain;version=0.0.4', prometheusText],
    ['application/openmetrics-text;version=1.0.0;q=0', prometheusText],
    ['application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1', openMetrics],
  ])('for a scraper that accepts %j is the one it can read', (accept, format) => {
    expect(exposition(accept)).toBe(format);
  });
});

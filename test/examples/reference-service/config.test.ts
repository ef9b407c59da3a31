import { readConfig } from '../../../examples/reference-service/src/config';

const minimal = { SERVICE_NAME: 'trip' };
const read = (environment: Record<string, string>) => readConfig({ ...minimal, ...environment }, '1.2.3');

function problems(environment: Record<string, string | undefined>): string[] {
  const config = readConfig({ ...minimal, ...environment }, '1.2.3');
  return 'service' in config ? [] : config.map(({ variable }) => variable);
}

function settled(environment: Record<string, string> = {}) {
  const config = read(environment);
  if (!('service' in config)) throw new Error(JSON.stringify(config));
  return config;
}

describe('the configuration', () => {
  test('needs nothing but the name of the service', () => {
    expect(settled()).toMatchObject({ service: 'trip', version: '1.2.3', port: 8080, adminPort: 9090 });
  });

  test('tells every problem at once, with the variable, the value, the reason and the remedy', () => {
    expect(readConfig({ PORT: 'eighty', LOG_LEVEL: 'loud', BULKHEAD_CALLS: 'payment' }, '1.2.3')).toEqual([
      { variable: 'SERVICE_NAME', reason: 'missing', remedy: 'one of user, trip, payment, mapping' },
      {
        variable: 'PORT',
        value: 'eighty',
        reason: 'not a whole number from 0 to 65535',
        remedy: 'as in PORT=8080',
      },
      { variable: 'LOG_LEVEL', value: 'loud', reason: 'not a known value', remedy: expect.stringContaining('warn') },
      {
        variable: 'BULKHEAD_CALLS',
        value: 'payment',
        reason: expect.stringContaining("'payment'"),
        remedy: expect.stringContaining('payment=http://'),
      },
    ]);
  });

  test.each([
    ['SERVICE_NAME', { SERVICE_NAME: 'billing' }],
    ['SERVICE_NAME', { SERVICE_NAME: 'toString' }],
    ['PORT', { PORT: '80' }],
    ['PORT', { PORT: '65536' }],
    ['PORT', { PORT: '8080.5' }],
    ['ADMIN_PORT', { PORT: '9090' }],
    ['BULKHEAD_CALLS', { BULKHEAD_CALLS: 'payment=ftp://payment' }],
    ['BULKHEAD_CALLS', { BULKHEAD_CALLS: 'payment=http://u:p@payment' }],
    ['BULKHEAD_CALLS', { BULKHEAD_CALLS: 'payment=http://payment?a=1' }],
    ['BULKHEAD_CALLS', { BULKHEAD_CALLS: 'Payment=http://payment' }],
    ['BULKHEAD_CALLS', { BULKHEAD_CALLS: 'trip=http://trip' }],
    ['BULKHEAD_CALLS', { BULKHEAD_CALLS: 'user=http://a,user=http://b' }],
    ['CALL_TIMEOUT_MS', { CALL_TIMEOUT_MS: '6000' }],
    ['HEADERS_TIMEOUT_MS', { HEADERS_TIMEOUT_MS: '20000' }],
    ['MAX_BODY_BYTES', { MAX_BODY_BYTES: '0' }],
    ['FORWARD_HEADERS', { FORWARD_HEADERS: 'x tester' }],
    ['FORWARD_HEADERS', { FORWARD_HEADERS: 'Host' }],
    ['FORWARD_HEADERS', { FORWARD_HEADERS: 'x-fault' }],
    ['FAULT_INJECTION', { FAULT_INJECTION: 'on' }],
    ['FAULT_INJECTION', { FAULT_INJECTION: 'off,admin' }],
    ['FAULT', { FAULT: 'error=0.5' }],
    ['FAULT', { FAULT: 'error=2', FAULT_INJECTION: 'admin' }],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }],
    ['OTEL_EXPORTER_OTLP_HEADERS', { OTEL_EXPORTER_OTLP_HEADERS: 'novalue' }],
    ['OTEL_TRACES_SAMPLER', { OTEL_TRACES_SAMPLER: 'sometimes' }],
    ['OTEL_TRACES_SAMPLER_ARG', { OTEL_TRACES_SAMPLER_ARG: '1.5' }],
    ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE', { OTEL_BSP_MAX_QUEUE_SIZE: '10' }],
  ])('refuses %s of %j', (variable, environment) => {
    expect(problems(environment)).toEqual([variable]);
  });

  test.each([
    { PORT: '0', ADMIN_PORT: '0' },
    { BULKHEAD_CALLS: 'payment=http://payment.payment.svc:8080, user=https://user.example/base/' },
    { FAULT_INJECTION: 'off' },
    { FAULT_INJECTION: 'admin,header', FAULT: 'error=0.05,slow=0.5,delay=400' },
    { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' },
    { PORT: '', LOG_LEVEL: '' },
  ])('accepts %j', (environment) => {
    expect(problems(environment)).toEqual([]);
  });

  test('shows no secret in what it says', () => {
    const said = JSON.stringify(
      read({
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=hunter2,hunter2',
        BULKHEAD_CALLS: 'payment=http://admin:hunter2@payment',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://admin:hunter2@collector',
      }),
    );
    expect(said).toContain('OTEL_EXPORTER_OTLP_HEADERS');
    expect(said).not.toContain('hunter2');
  });

  test('keeps idle connections longer than the load balancer does', () => {
    expect(settled().http.keepAliveMilliseconds).toBeGreaterThan(60_000);
    expect(settled({ LOAD_BALANCER_IDLE_TIMEOUT_MS: '3600000' }).http.keepAliveMilliseconds).toBe(3_605_000);
  });

  test('drains within the 30 s that Kubernetes gives unless told otherwise', () => {
    const { delayMilliseconds, limitMilliseconds } = settled().drain;
    expect(delayMilliseconds + limitMilliseconds).toBeLessThan(30_000);
  });

  test('lets nobody inject a fault unless the environment says so', () => {
    expect(settled().faults.access).toEqual({ admin: false, header: false });
    expect(settled({ FAULT_INJECTION: 'header' }).faults.access).toEqual({ admin: false, header: true });
  });

  test('exports spans only where there is a collector, and not where OpenTelemetry is switched off', () => {
    const collector = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' };
    expect(settled().telemetry.export).toBeUndefined();
    expect(settled(collector).telemetry.export?.endpoint).toBe('http://collector:4318/v1/traces');
    expect(settled({ ...collector, OTEL_SDK_DISABLED: 'true' }).telemetry.export).toBeUndefined();
    expect(settled({ ...collector, OTEL_TRACES_EXPORTER: 'none' }).telemetry.export).toBeUndefined();
    expect(
      settled({ ...collector, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://other/as/is' }).telemetry.export?.endpoint,
    ).toBe('http://other/as/is');
  });

  test('names the resource by OpenTelemetry variables before its own', () => {
    expect(
      settled({ OTEL_RESOURCE_ATTRIBUTES: 'service.name=a,k8s.pod.name=trip%2D1', OTEL_SERVICE_NAME: 'b' }).telemetry
        .resource,
    ).toMatchObject({ 'service.name': 'b', 'k8s.pod.name': 'trip-1', 'service.version': '1.2.3' });
  });
});

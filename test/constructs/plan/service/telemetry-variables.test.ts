import { isReserved, planVariables } from '../../../../constructs/plan/service/variables';
import { facts, payment, production } from './examples';

const told = (configuration?: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    planVariables({ ...payment, ...(configuration === undefined ? {} : { configuration }) }, production, facts).flatMap(
      (variable) => ('value' in variable ? [[variable.name, variable.value]] : []),
    ),
  );

describe('the pods of a service are told', () => {
  test('where the collector of their node is, and who they are', () => {
    expect(told()).toMatchObject({
      OTEL_SERVICE_NAME: 'payment',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel-agent.observability:4318',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_PROPAGATORS: 'tracecontext,baggage',
    });
    expect(told().OTEL_RESOURCE_ATTRIBUTES).toContain('deployment.environment.name=prod');
  });

  test('to send every span, and cannot say otherwise: which are kept is decided when the trace is whole', () => {
    expect(told().OTEL_TRACES_SAMPLER).toBe('parentbased_always_on');
    expect(isReserved('OTEL_TRACES_SAMPLER')).toBe(true);
  });

  test('to push neither metrics nor logs, unless their configuration says so', () => {
    expect(told()).toMatchObject({ OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' });
    const own = told({ OTEL_METRICS_EXPORTER: 'prometheus' });
    expect(own).not.toHaveProperty('OTEL_METRICS_EXPORTER');
    expect(own).toMatchObject({ OTEL_LOGS_EXPORTER: 'none' });
    expect(isReserved('OTEL_METRICS_EXPORTER')).toBe(false);
  });
});

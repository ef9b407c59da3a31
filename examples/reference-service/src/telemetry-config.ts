import { SAMPLERS, type SamplerName } from './tracing/sampler';
import type { Attributes } from './tracing/tracer';
import type { Variables } from './variables';

/** What OpenTelemetry's own variables decide; the defaults are the specification's. */
export interface TelemetryConfig {
  readonly sampler: SamplerName;
  readonly samplerRatio: number;
  readonly resource: Attributes;
  /** Undefined exports nothing. */
  readonly export?: ExportConfig;
}

/** Where spans go. */
export interface ExportConfig {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMilliseconds: number;
  readonly scheduleDelayMilliseconds: number;
  readonly maxQueueSize: number;
  readonly maxBatchSize: number;
}

/** Reads them. */
export function readTelemetry(variables: Variables, service: string, version: string): TelemetryConfig {
  const exportConfig = readExport(variables);
  const disabled =
    variables.choice('OTEL_SDK_DISABLED', ['true', 'false'], 'false') === 'true' ||
    variables.choice('OTEL_TRACES_EXPORTER', ['otlp', 'none'], 'otlp') === 'none';
  return {
    sampler: variables.choice('OTEL_TRACES_SAMPLER', SAMPLERS, 'parentbased_always_on'),
    samplerRatio: variables.share('OTEL_TRACES_SAMPLER_ARG', 1),
    resource: {
      'service.version': version,
      ...pairs(variables, 'OTEL_RESOURCE_ATTRIBUTES'),
      'service.name': variables.text('OTEL_SERVICE_NAME') ?? service,
      'telemetry.sdk.language': 'nodejs',
    },
    ...(disabled || exportConfig === undefined ? {} : { export: exportConfig }),
  };
}

function readExport(variables: Variables): ExportConfig | undefined {
  const base = variables.address('OTEL_EXPORTER_OTLP_ENDPOINT');
  const traces = variables.address('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT');
  // A receiver for OTLP over HTTP takes JSON and protobuf alike, at the same path; gRPC it is not.
  variables.choice('OTEL_EXPORTER_OTLP_PROTOCOL', ['http/json', 'http/protobuf'], 'http/json');
  const maxQueueSize = variables.integer('OTEL_BSP_MAX_QUEUE_SIZE', { fallback: 2_048, min: 1, max: 100_000 });
  const maxBatchSize = variables.integer('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', { fallback: 512, min: 1, max: 10_000 });
  if (maxBatchSize > maxQueueSize)
    variables.refuse('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 'more than OTEL_BSP_MAX_QUEUE_SIZE', 'make it smaller');
  const rest = {
    headers: pairs(variables, 'OTEL_EXPORTER_OTLP_HEADERS'),
    timeoutMilliseconds: variables.integer('OTEL_EXPORTER_OTLP_TIMEOUT', { fallback: 10_000, min: 1, max: 600_000 }),
    scheduleDelayMilliseconds: variables.integer('OTEL_BSP_SCHEDULE_DELAY', { fallback: 5_000, min: 1, max: 600_000 }),
    maxQueueSize,
    maxBatchSize,
  };
  if (traces !== undefined) return { endpoint: traces.href, ...rest };
  return base === undefined ? undefined : { endpoint: `${base.href.replace(/\/+$/, '')}/v1/traces`, ...rest };
}

/** `key=value,key2=value2`, with values percent-encoded as in W3C baggage. */
function pairs(variables: Variables, variable: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of variables.list(variable)) {
    const [, key = '', value = ''] = /^([^=\s]+)\s*=\s*(.*)$/.exec(entry) ?? [];
    const text = decoded(value);
    if (key === '' || text === undefined)
      variables.refuse(variable, 'not key=value pairs', 'as in key=value,key2=value2');
    else found[key] = text;
  }
  return found;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

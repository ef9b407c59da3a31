import type { PlanContext } from '../../context';
import { collectorConfig, type CollectorConfig } from './config/config';
import { COLLECTOR_PORTS } from './defaults';
import { listening, OWN_TELEMETRY, toTracing } from './delivery';
import { memoryLimiter } from './memory';
import { tailSampling, type SamplingPlan } from './sampling';

/** What the gateways of an environment depend on. */
export interface GatewayFacts {
  /** The environment. */
  readonly context: PlanContext;
  /** The memory of each, in MiB. */
  readonly memoryMebibytes: number;
  /** Which traces are kept. */
  readonly sampling: SamplingPlan;
}

/** A gateway: it waits until a trace is whole, and sends it on if it is worth keeping. */
export function gatewayConfig({ context, memoryMebibytes, sampling }: GatewayFacts): CollectorConfig {
  const { region } = context;
  return collectorConfig({
    receivers: { otlp: { protocols: { grpc: { endpoint: listening(COLLECTOR_PORTS.otlpGrpc) } } } },
    processors: {
      memory_limiter: memoryLimiter(memoryMebibytes),
      tail_sampling: tailSampling(sampling, memoryMebibytes),
    },
    exporters: { 'otlp_http/xray': toTracing(region, 'sigv4auth') },
    extensions: {
      health_check: { endpoint: listening(COLLECTOR_PORTS.health) },
      sigv4auth: { region, service: 'xray' },
    },
    service: {
      extensions: ['health_check', 'sigv4auth'],
      telemetry: OWN_TELEMETRY,
      pipelines: {
        traces: {
          receivers: ['otlp'],
          processors: ['memory_limiter', 'tail_sampling'],
          exporters: ['otlp_http/xray'],
        },
      },
    },
  });
}

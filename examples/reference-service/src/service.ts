import { setTimeout as pause } from 'node:timers/promises';
import { Caller } from './calls/caller';
import type { Config } from './config';
import { FaultInjector } from './faults/injector';
import { adminHandler } from './http/admin-handler';
import { requestHandler } from './http/request-handler';
import { boundedServer, close, listen } from './http/servers';
import { Lifecycle } from './lifecycle';
import type { Logger } from './log';
import { ServiceMetrics } from './metrics/service-metrics';
import { routesOf } from './services';
import { SpanExporter } from './tracing/exporter';
import { createSampler } from './tracing/sampler';
import { httpSend } from './tracing/send';
import { Tracer } from './tracing/tracer';

/** How fast to stop. */
export type Drain = Config['drain'];

/** A service that runs. */
export interface RunningService {
  readonly port: number;
  readonly adminPort: number;
  /** Drains and stops; answers whether every request under way was finished. */
  readonly stop: (drain: Drain) => Promise<boolean>;
}

const SCOPE = 'bulkhead-reference-service';
/** After the last request, at most this long for the last spans. */
const FLUSH_MILLISECONDS = 2_000;
/** The admin port answers a probe in no time; a scrape under way may end. */
const ADMIN_LIMIT_MILLISECONDS = 500;

/** Starts a service: everything it is made of, put together. */
export async function startService(config: Config, log: Logger, crash: () => void): Promise<RunningService> {
  const lifecycle = new Lifecycle();
  const faults = new FaultInjector(config.faults.access, config.faults.initial);
  const exporter = spanExporter(config, log);
  const { sampler, samplerRatio } = config.telemetry;
  const tracer = new Tracer({
    sampler: createSampler(sampler, samplerRatio),
    onEnd: (span) => exporter?.add(span),
  });
  const metrics = new ServiceMetrics(
    { service: config.service, version: config.version, revision: config.revision },
    { spans: () => exporter?.outcome ?? { exported: 0, dropped: 0 }, faults: () => faults.injected },
  );
  const caller = new Caller({
    tracer,
    timeoutMilliseconds: config.callTimeoutMilliseconds,
    maxAnswerBytes: config.http.maxBodyBytes,
  });
  const main = boundedServer(
    config.http,
    requestHandler({
      ...{ lifecycle, faults, tracer, metrics, caller, log },
      routes: routesOf(config.service, config.version),
      dependencies: config.dependencies,
      forwardHeaders: config.forwardHeaders,
      maxBodyBytes: config.http.maxBodyBytes,
      deadlineMilliseconds: config.http.deadlineMilliseconds,
    }),
  );
  const admin = boundedServer(config.http, adminHandler({ lifecycle, metrics, faults, log, crash }));

  // Probes first: a pod that starts can say so.
  const adminPort = await listen(admin, config.adminPort, config.host);
  const port = await listen(main, config.port, config.host);
  lifecycle.started();

  const stop = async ({ delayMilliseconds, limitMilliseconds }: Drain): Promise<boolean> => {
    lifecycle.draining();
    log.info('draining', { delay_ms: delayMilliseconds, requests_in_flight: metrics.inFlight });
    // Traffic still comes until every load balancer has heard that this pod is not ready: it is served as always.
    await pause(delayMilliseconds);
    const cut = await close(main, limitMilliseconds);
    await exporter?.shutdown(FLUSH_MILLISECONDS);
    await close(admin, ADMIN_LIMIT_MILLISECONDS);
    return !cut;
  };
  return { port, adminPort, stop };
}

function spanExporter({ telemetry }: Config, log: Logger): SpanExporter | undefined {
  if (telemetry.export === undefined) return undefined;
  const { endpoint, headers, ...limits } = telemetry.export;
  return new SpanExporter({
    ...limits,
    resource: telemetry.resource,
    scope: SCOPE,
    send: httpSend(endpoint, headers),
    log,
  });
}

import type { BuildInfo } from '../build-info';
import { type Clock, systemClock } from '../clock';
import type { SpanContext } from '../tracing/trace-context';
import type { Family } from './exposition';
import { requestDuration } from './request-duration';

/** A request that is over. */
export interface ServedRequest {
  readonly method: string;
  /** The template (`/v1/trips/{tripId}`); empty when no route fits: a path of somebody's choice is no label. */
  readonly route: string;
  readonly status: number;
  readonly durationMilliseconds: number;
  readonly trace: SpanContext;
}

/** What other parts count by themselves. */
export interface OtherCounts {
  readonly spans: () => Readonly<{ exported: number; dropped: number }>;
  readonly faults: () => number;
}

/** Every metric of the service. */
export class ServiceMetrics {
  private readonly durations = requestDuration();
  private readonly active = new Map<string, number>();
  private readonly startSeconds: number;

  public constructor(
    private readonly build: BuildInfo,
    private readonly others: OtherCounts,
    private readonly clock: Clock = systemClock,
  ) {
    this.startSeconds = clock.now() / 1_000 - process.uptime();
  }

  /** A request came in; call the answer when it is over. */
  public begun(method: string): () => void {
    this.active.set(method, (this.active.get(method) ?? 0) + 1);
    return () => this.active.set(method, (this.active.get(method) ?? 1) - 1);
  }

  /** How many requests are under way. */
  public get inFlight(): number {
    return [...this.active.values()].reduce((sum, each) => sum + each, 0);
  }

  public served({ method, route, status, durationMilliseconds, trace }: ServedRequest): void {
    const seconds = durationMilliseconds / 1_000;
    this.durations.observe(
      { http_request_method: method, http_route: route, http_response_status_code: String(status) },
      seconds,
      // Only a sampled trace can be looked up.
      trace.sampled
        ? { traceId: trace.traceId, spanId: trace.spanId, value: seconds, timestampSeconds: this.clock.now() / 1_000 }
        : undefined,
    );
  }

  public families(): readonly Family[] {
    const { service, version, revision } = this.build;
    const spans = this.others.spans();
    return [
      this.durations.family(),
      {
        name: 'http_server_active_requests',
        help: 'HTTP server requests under way.',
        type: 'gauge',
        samples: [...this.active].map(([method, value]) => ({
          suffix: '',
          labels: { http_request_method: method, url_scheme: 'http' },
          value,
        })),
      },
      gauge('reference_service_build_info', 'What runs: always 1.', 1, {
        service,
        version,
        revision,
        node: process.version,
      }),
      {
        name: 'reference_service_spans',
        help: 'Spans that were handed to the collector, and spans that were dropped instead.',
        type: 'counter',
        samples: Object.entries(spans).map(([outcome, value]) => ({ suffix: '_total', labels: { outcome }, value })),
      },
      counter('reference_service_injected_faults', 'Requests failed or slowed on purpose.', this.others.faults()),
      ...processFamilies(this.startSeconds),
    ];
  }
}

function processFamilies(startSeconds: number): Family[] {
  const { user, system } = process.cpuUsage();
  return [
    {
      ...counter('process_cpu_seconds', 'User and system CPU time spent.', (user + system) / 1e6),
      unit: 'seconds',
    },
    {
      ...gauge('process_resident_memory_bytes', 'Resident memory size.', process.memoryUsage.rss()),
      unit: 'bytes',
    },
    {
      ...gauge('process_start_time_seconds', 'Start of the process since 1970.', startSeconds),
      unit: 'seconds',
    },
  ];
}

const gauge = (name: string, help: string, value: number, labels: Record<string, string> = {}): Family => ({
  name,
  help,
  type: 'gauge',
  samples: [{ suffix: '', labels, value }],
});

const counter = (name: string, help: string, value: number): Family => ({
  name,
  help,
  type: 'counter',
  samples: [{ suffix: '_total', labels: {}, value }],
});

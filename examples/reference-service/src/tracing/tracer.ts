import type { IncomingHttpHeaders } from 'node:http';
import { type Clock, systemClock } from '../clock';
import type { Sampler } from './sampler';
import { type Identifiers, parseTraceContext, randomIdentifiers, type SpanContext } from './trace-context';

/** What a span says about its request, under OpenTelemetry's names. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A span that is over. */
export interface FinishedSpan {
  readonly context: SpanContext;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: 'server' | 'client';
  /** Milliseconds since 1970. */
  readonly startMilliseconds: number;
  readonly durationMilliseconds: number;
  readonly attributes: Attributes;
  readonly failed: boolean;
}

/** How a span ended. */
export interface SpanEnd {
  readonly attributes: Attributes;
  readonly failed: boolean;
  /** A better name, when the route was not known at the start. */
  readonly name?: string;
}

/** A span that is under way. */
export interface Span {
  readonly context: SpanContext;
  end(how: SpanEnd): void;
}

/** What a tracer needs. */
export interface TracerOptions {
  readonly sampler: Sampler;
  /** Where sampled spans go when they end. It must not wait. */
  readonly onEnd: (span: FinishedSpan) => void;
  readonly identifiers?: Identifiers;
  readonly clock?: Clock;
}

/** Starts spans. */
export class Tracer {
  private readonly identifiers: Identifiers;
  private readonly clock: Clock;

  public constructor(private readonly options: TracerOptions) {
    this.identifiers = options.identifiers ?? randomIdentifiers;
    this.clock = options.clock ?? systemClock;
  }

  /** The span of a request that came in: part of the caller's trace, or the first of a new one. */
  public server(name: string, headers: IncomingHttpHeaders): Span {
    const parent = parseTraceContext(headers);
    const traceId = parent?.traceId ?? this.identifiers.traceId();
    const sampled = this.options.sampler(traceId, parent);
    return this.start('server', name, { ...parent, traceId, spanId: this.identifiers.spanId(), sampled }, parent);
  }

  /** The span of a request that goes out. */
  public client(name: string, parent: SpanContext): Span {
    return this.start('client', name, { ...parent, spanId: this.identifiers.spanId() }, parent);
  }

  private start(kind: FinishedSpan['kind'], name: string, context: SpanContext, parent: SpanContext | undefined): Span {
    const startMilliseconds = this.clock.now();
    const from = this.clock.monotonic();
    let over = false;
    return {
      context,
      end: (how) => {
        if (over) return;
        over = true;
        if (!context.sampled) return;
        this.options.onEnd({
          context,
          ...(parent === undefined ? {} : { parentSpanId: parent.spanId }),
          name: how.name ?? name,
          kind,
          startMilliseconds,
          durationMilliseconds: this.clock.monotonic() - from,
          attributes: how.attributes,
          failed: how.failed,
        });
      },
    };
  }
}

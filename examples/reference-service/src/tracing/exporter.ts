import type { Logger } from '../log';
import { encodeSpans } from './otlp';
import type { Attributes, FinishedSpan } from './tracer';

/** What a collector answered. */
export interface ExportAnswer {
  readonly status: number;
  /** From the header `Retry-After`, when it gave seconds. */
  readonly retryAfterSeconds?: number;
  /** Of a partial success. */
  readonly rejectedSpans?: number;
}

/** Sends one batch. It may throw: the collector is then out of reach. */
export type Send = (body: string, signal: AbortSignal) => Promise<ExportAnswer>;

/** What an exporter needs; the defaults of the variables are OpenTelemetry's. */
export interface ExporterOptions {
  readonly resource: Attributes;
  readonly scope: string;
  readonly send: Send;
  readonly log: Logger;
  readonly maxQueueSize: number;
  readonly maxBatchSize: number;
  readonly scheduleDelayMilliseconds: number;
  readonly timeoutMilliseconds: number;
  /** The first wait before trying again; it doubles. */
  readonly retryMilliseconds?: number;
}

/** OTLP specification, "Failures": these may pass, all others will not. */
const RETRYABLE = [429, 502, 503, 504];
const ATTEMPTS = 3;
const LONGEST_RETRY = 30_000;

/**
 * Sends spans in batches, in the background. `add` never waits and never throws; when the queue is full, spans are
 * dropped and counted: telemetry that slows requests down is worse than telemetry that has a gap.
 */
export class SpanExporter {
  private readonly queue: FinishedSpan[] = [];
  private readonly closing = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> | undefined;
  private failing = false;
  private counts = { exported: 0, dropped: 0 };

  public constructor(private readonly options: ExporterOptions) {}

  /** How many spans arrived, and how many did not. */
  public get outcome(): Readonly<{ exported: number; dropped: number }> {
    return this.counts;
  }

  public add(span: FinishedSpan): void {
    if (this.queue.length >= this.options.maxQueueSize || this.closing.signal.aborted) {
      this.counts.dropped += 1;
      return;
    }
    this.queue.push(span);
    if (this.queue.length >= this.options.maxBatchSize) this.flush();
    else this.schedule();
  }

  /** Sends what is queued, within a limit; whatever is not sent then is dropped. */
  public async shutdown(limitMilliseconds: number): Promise<void> {
    const limit = setTimeout(() => this.closing.abort(), limitMilliseconds);
    while ((this.queue.length > 0 || this.sending !== undefined) && !this.closing.signal.aborted) {
      this.flush();
      await this.sending;
    }
    clearTimeout(limit);
    clearTimeout(this.timer);
    this.closing.abort();
    this.counts.dropped += this.queue.splice(0).length;
  }

  private schedule(): void {
    if (this.timer !== undefined || this.sending !== undefined) return;
    this.timer = setTimeout(() => this.flush(), this.options.scheduleDelayMilliseconds);
    this.timer.unref();
  }

  private flush(): void {
    if (this.sending !== undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.sending = this.sendAll().finally(() => {
      this.sending = undefined;
      if (this.queue.length > 0) this.schedule();
    });
  }

  /** One batch at a time, until less than a full one is left beyond what was there at the start. */
  private async sendAll(): Promise<void> {
    do {
      const batch = this.queue.splice(0, this.options.maxBatchSize);
      if (batch.length > 0) await this.sendBatch(batch);
    } while (this.queue.length >= this.options.maxBatchSize && !this.closing.signal.aborted);
  }

  private async sendBatch(batch: readonly FinishedSpan[]): Promise<void> {
    const body = encodeSpans(this.options.resource, this.options.scope, batch);
    let wait = this.options.retryMilliseconds ?? 1_000;
    let why = '';
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const answer = await this.attempt(body);
      if (typeof answer !== 'string' && answer.status < 300) return this.arrived(batch.length, answer);
      why = typeof answer === 'string' ? answer : `status ${answer.status}`;
      const mayPass = typeof answer === 'string' || RETRYABLE.includes(answer.status);
      if (!mayPass || attempt === ATTEMPTS || this.closing.signal.aborted) break;
      const asked = typeof answer === 'string' ? undefined : answer.retryAfterSeconds;
      await pause(Math.min(asked === undefined ? wait : asked * 1_000, LONGEST_RETRY), this.closing.signal);
      wait *= 2;
    }
    this.lost(batch.length, why);
  }

  private async attempt(body: string): Promise<ExportAnswer | string> {
    const timeout = AbortSignal.timeout(this.options.timeoutMilliseconds);
    try {
      return await this.options.send(body, AbortSignal.any([timeout, this.closing.signal]));
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  private arrived(size: number, { rejectedSpans = 0 }: ExportAnswer): void {
    this.counts.exported += size - rejectedSpans;
    this.counts.dropped += rejectedSpans;
    if (this.failing) this.options.log.info('spans are exported again');
    this.failing = false;
  }

  /** Told once per outage: a dead collector must not fill the logs too. */
  private lost(size: number, why: string): void {
    this.counts.dropped += size;
    if (!this.failing) this.options.log.warn('spans could not be exported', { why });
    this.failing = true;
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}

import { type Deadline, DEADLINE_HEADER } from '../http/deadline';
import type { JsonObject } from '../http/body';
import type { CallRequest } from '../services/definition';
import { traceHeaders, type SpanContext } from '../tracing/trace-context';
import type { Attributes, Tracer } from '../tracing/tracer';
import type { Dependency } from './dependency';

/** Why a call brought nothing. */
export class CallFailure extends Error {
  public override readonly name = 'CallFailure';

  public constructor(
    public readonly dependency: string,
    public readonly kind: 'timeout' | 'unreachable' | 'refused',
    detail: string,
  ) {
    super(`${dependency}: ${detail}`);
  }
}

/** What of the request that came in goes on with a call. */
export interface CallScope {
  readonly deadline: Deadline;
  readonly trace: SpanContext;
  /** Headers that pass through unchanged. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What a caller needs. */
export interface CallerOptions {
  readonly tracer: Tracer;
  readonly timeoutMilliseconds: number;
  readonly maxAnswerBytes: number;
}

/** What is kept of a request's time for answering it after a call has used up the rest. */
const RESERVE_MILLISECONDS = 20;

/**
 * Calls dependencies. It tries once: retries belong to the mesh, which can keep a budget of them over all callers; two
 * layers that both retry multiply an overload.
 */
export class Caller {
  public constructor(private readonly options: CallerOptions) {}

  public async call(dependency: Dependency, request: CallRequest, scope: CallScope): Promise<JsonObject> {
    const url = new URL(dependency.address + request.path);
    const span = this.options.tracer.client(request.method, scope.trace);
    const attributes = {
      'http.request.method': request.method,
      'url.full': url.href,
      'server.address': url.hostname,
      'server.port': Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
      'peer.service': dependency.name,
    };
    const end = (more: Attributes, failed: boolean): void =>
      span.end({ attributes: { ...attributes, ...more }, failed });
    try {
      const { status, body } = await this.send(dependency, url, request, { ...scope, trace: span.context });
      const failed = status >= 300;
      end({ 'http.response.status_code': status, ...(failed ? { 'error.type': String(status) } : {}) }, failed);
      if (failed) throw new CallFailure(dependency.name, 'refused', `answered ${status}`);
      return body;
    } catch (error) {
      end({ 'error.type': error instanceof CallFailure ? error.kind : 'unknown' }, true);
      throw error;
    }
  }

  private async send(
    { name }: Dependency,
    url: URL,
    request: CallRequest,
    { deadline, trace, headers }: CallScope,
  ): Promise<{ status: number; body: JsonObject }> {
    const left = Math.floor(deadline.remainingMilliseconds() - RESERVE_MILLISECONDS);
    const milliseconds = Math.min(this.options.timeoutMilliseconds, left);
    if (milliseconds <= 0) throw new CallFailure(name, 'timeout', 'no time was left to call it');
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), milliseconds);
    try {
      const response = await fetch(url, {
        method: request.method,
        headers: {
          ...headers,
          ...traceHeaders(trace),
          [DEADLINE_HEADER]: String(milliseconds),
          accept: 'application/json',
          ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(request.idempotencyKey === undefined ? {} : { 'idempotency-key': request.idempotencyKey }),
        },
        body: request.body === undefined ? undefined : JSON.stringify(request.body),
        redirect: 'manual', // a service that sends its callers elsewhere is not the one that was declared
        signal: AbortSignal.any([limit.signal, deadline.signal]),
      });
      return { status: response.status, body: await readAnswer(name, response, this.options.maxAnswerBytes) };
    } catch (error) {
      if (error instanceof CallFailure) throw error;
      if (limit.signal.aborted || deadline.signal.aborted)
        throw new CallFailure(name, 'timeout', `no answer in ${milliseconds} ms`);
      throw new CallFailure(name, 'unreachable', reasonOf(error));
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Reads a JSON answer of bounded size. What answers an error, or a stranger's text, has no fields worth reading. */
async function readAnswer(name: string, response: Response, maxBytes: number): Promise<JsonObject> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    if (size > maxBytes) throw new CallFailure(name, 'refused', `answered more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** fetch says 'fetch failed' and hides the reason (`ECONNREFUSED`) in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof Error ? cause.message : error.message;
}

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { askAll } from '../calls/ask';
import { type Caller, CallFailure } from '../calls/caller';
import type { Dependency } from '../calls/dependency';
import { type Clock, systemClock } from '../clock';
import { FAULT_HEADER, type FaultInjector } from '../faults/injector';
import type { Lifecycle } from '../lifecycle';
import { errorFields, type Logger } from '../log';
import type { ServiceMetrics } from '../metrics/service-metrics';
import type { Attributes, Span, Tracer } from '../tracing/tracer';
import { readJson } from './body';
import { budgetMilliseconds, Deadline } from './deadline';
import { HttpProblem } from './http-problem';
import { knownMethod, match, type Reply, type Route, routePath, splitTarget } from './router';

/** What serving requests needs. */
export interface HandlerParts {
  readonly routes: readonly Route[];
  readonly dependencies: readonly Dependency[];
  readonly caller: Caller;
  readonly faults: FaultInjector;
  readonly lifecycle: Lifecycle;
  readonly log: Logger;
  readonly metrics: ServiceMetrics;
  readonly tracer: Tracer;
  readonly maxBodyBytes: number;
  readonly deadlineMilliseconds: number;
  /** Headers that go on to dependencies unchanged, in lower case. */
  readonly forwardHeaders: readonly string[];
  readonly clock?: Clock;
}

/** One request under way. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly span: Span;
  readonly deadline: Deadline;
  readonly log: Logger;
}

/** Who hung up before the answer has no status. 499 is what nginx calls it; it must be seen, for slowness causes it. */
const CLIENT_GONE = 499;

/** Handles every request: measures it, traces it, bounds its time, answers it, whatever happens. */
export function requestHandler(parts: HandlerParts): RequestListener {
  return (request, response) => {
    const exchange = begin(parts, request, response);
    serve(parts, exchange).catch((error: unknown) => {
      exchange.log.error('a request could not be answered', errorFields(error));
      response.destroy();
    });
  };
}

function begin(parts: HandlerParts, request: IncomingMessage, response: ServerResponse): Exchange {
  const { routes, metrics, tracer, clock = systemClock } = parts;
  const method = knownMethod(request.method ?? '');
  const { path, query } = splitTarget(request.url ?? '/');
  const route = routePath(routes, path);
  const span = tracer.server(route === undefined ? method : `${method} ${route}`, request.headers);
  const log = parts.log.with({
    trace_id: span.context.traceId,
    span_id: span.context.spanId,
    trace_flags: span.context.sampled ? '01' : '00',
  });
  const deadline = new Deadline(budgetMilliseconds(request.headers, parts.deadlineMilliseconds), clock);
  const from = clock.monotonic();
  const over = metrics.begun(method);
  response.once('close', () => {
    deadline.close();
    over();
    const status = response.writableFinished ? response.statusCode : CLIENT_GONE;
    const durationMilliseconds = clock.monotonic() - from;
    metrics.served({ method, route: route ?? '', status, durationMilliseconds, trace: span.context });
    const failed = status >= 500;
    const attributes: Attributes = {
      'http.request.method': method,
      'http.response.status_code': status,
      ...(route === undefined ? {} : { 'http.route': route }),
      ...(failed ? { 'error.type': String(status) } : {}),
    };
    span.end({ attributes: { ...attributes, 'url.path': path, 'url.scheme': 'http' }, failed });
    log[failed ? 'warn' : 'info']('request', {
      ...attributes,
      duration_ms: Math.round(durationMilliseconds * 1e3) / 1e3,
    });
  });
  return { request, response, method, path, query, span, deadline, log };
}

async function serve(parts: HandlerParts, exchange: Exchange): Promise<void> {
  const { response, deadline, log } = exchange;
  try {
    send(parts, exchange, await Promise.race([answer(parts, exchange), outOfTime(deadline)]));
  } catch (error) {
    if (response.destroyed) return;
    const problem = problemOf(error);
    // A bug has a stack; what was meant has a message.
    if (error !== problem && !(error instanceof CallFailure)) log.error('a handler failed', errorFields(error));
    else if (problem.status >= 500)
      log.warn(problem.message, error instanceof CallFailure ? { why: error.message } : {});
    send(parts, exchange, problemReply(problem, exchange), {
      ...problem.headers,
      'content-type': 'application/problem+json',
    });
  }
}

async function answer(parts: HandlerParts, { request, response, method, path, query, span, deadline, log }: Exchange) {
  const { route, parameters } = match(parts.routes, method, path);
  await injectFault(parts.faults, request, response, deadline.signal);
  const body = route.method === 'POST' ? await readJson(request, parts.maxBodyBytes, deadline.signal) : {};
  const headers = forwarded(request, parts.forwardHeaders);
  const key = request.headers['idempotency-key'];
  return route.handle({
    parameters,
    query,
    body,
    ...(typeof key === 'string' ? { idempotencyKey: key } : {}),
    ask: (subject) =>
      askAll(parts.caller, parts.dependencies, subject, { deadline, trace: span.context, headers }, log),
  });
}

async function injectFault(
  faults: FaultInjector,
  request: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const header = request.headers[FAULT_HEADER];
  const { delayMilliseconds, status } = faults.judge(typeof header === 'string' ? header : undefined);
  if (delayMilliseconds === 0 && status === undefined) return;
  // Said in the answer, so that nobody looks for a bug.
  response.setHeader('x-fault-injected', status === undefined ? 'slow' : 'error');
  if (delayMilliseconds > 0) await wait(delayMilliseconds, signal);
  if (status !== undefined) throw new HttpProblem(status, 'Injected Fault', 'this failure was asked for');
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });
}

/** Rejects when the request has no time left; a caller that left is told the same, and does not hear it. */
function outOfTime({ signal }: Deadline): Promise<never> {
  return new Promise((_, reject) => {
    const tooLate = (): void => reject(new HttpProblem(504, 'Gateway Timeout', 'the time for this request is over'));
    if (signal.aborted) tooLate();
    else signal.addEventListener('abort', tooLate, { once: true });
  });
}

function forwarded(request: IncomingMessage, names: readonly string[]): Record<string, string> {
  const found = names.map((name) => [name, request.headers[name]] as const);
  return Object.fromEntries(found.filter((each): each is [string, string] => typeof each[1] === 'string'));
}

function problemOf(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof CallFailure)
    return error.kind === 'timeout'
      ? new HttpProblem(504, 'Gateway Timeout', `${error.dependency} did not answer in time`)
      : new HttpProblem(502, 'Bad Gateway', `${error.dependency} could not be asked`);
  return new HttpProblem(500, 'Internal Server Error');
}

function problemReply({ status, title, detail }: HttpProblem, { span }: Exchange): Reply {
  const said = detail === undefined ? {} : { detail };
  return { status, body: { type: 'about:blank', title, status, ...said, trace_id: span.context.traceId } };
}

function send(
  { lifecycle }: HandlerParts,
  { response }: Exchange,
  reply: Reply,
  headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
): void {
  if (response.destroyed || response.headersSent) return;
  const body = Buffer.from(`${JSON.stringify(reply.body)}\n`);
  // A draining pod lets its connections go, so that their next requests go to another.
  const closing = lifecycle.phase === 'draining' ? { connection: 'close' } : {};
  response.writeHead(reply.status, {
    ...headers,
    'content-length': body.length,
    'cache-control': 'no-store',
    ...closing,
  });
  response.end(body);
}

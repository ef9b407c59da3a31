import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { faultOf } from '../faults/fault';
import type { FaultInjector } from '../faults/injector';
import type { Lifecycle } from '../lifecycle';
import { errorFields, type Logger } from '../log';
import { exposition } from '../metrics/exposition';
import type { ServiceMetrics } from '../metrics/service-metrics';
import { readJson } from './body';
import { HttpProblem } from './http-problem';
import { splitTarget } from './router';

/** What the admin port needs. */
export interface AdminParts {
  readonly lifecycle: Lifecycle;
  readonly metrics: ServiceMetrics;
  readonly faults: FaultInjector;
  readonly log: Logger;
  /** Breaks the process, to rehearse it. */
  readonly crash: () => void;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly contentType?: string;
}

const MAX_BODY_BYTES = 4_096;

/** The admin port: what the platform asks the pod. It is not for users, so it is not among the requests that are counted. */
export function adminHandler(parts: AdminParts): RequestListener {
  return (request, response) => {
    answer(parts, request)
      .catch((error: unknown): Answer => {
        if (error instanceof HttpProblem) return { status: error.status, text: `${error.message}\n` };
        parts.log.error('the admin port failed', errorFields(error));
        return { status: 500, text: 'internal error\n' };
      })
      .then((ready) => send(response, ready))
      .catch(() => response.destroy());
  };
}

async function answer(parts: AdminParts, request: IncomingMessage): Promise<Answer> {
  const { phase } = parts.lifecycle;
  const action = `${request.method === 'HEAD' ? 'GET' : request.method} ${splitTarget(request.url ?? '/').path}`;
  switch (action) {
    // Alive means that the event loop turns. Nothing else restarts a pod: a restart mends no dependency.
    case 'GET /livez':
      return { status: 200, text: 'ok\n' };
    // Ready means that this pod can work. Its dependencies are not asked: one that is down would take every pod of every
    // caller out of service at once, and turn a partial outage into a whole one.
    case 'GET /readyz':
      return { status: phase === 'ready' ? 200 : 503, text: `${phase}\n` };
    case 'GET /startupz':
      return { status: phase === 'starting' ? 503 : 200, text: `${phase}\n` };
    case 'GET /metrics': {
      const { render, contentType } = exposition(request.headers.accept);
      return { status: 200, text: render(parts.metrics.families()), contentType };
    }
    case 'GET /faults':
      return json(faultsShown(parts.faults));
    case 'PUT /faults':
    case 'DELETE /faults':
      return changeFaults(parts, request);
    case 'POST /crash':
      opened(parts.faults);
      parts.log.warn('told to crash');
      setImmediate(parts.crash);
      return { status: 202, text: 'crashing\n' };
    default:
      return { status: 404, text: 'GET /livez /readyz /startupz /metrics /faults\n' };
  }
}

async function changeFaults({ faults, log }: AdminParts, request: IncomingMessage): Promise<Answer> {
  opened(faults);
  if (request.method === 'DELETE') faults.clear();
  else {
    const fault = faultOf(await readJson(request, MAX_BODY_BYTES, AbortSignal.timeout(5_000)));
    if (typeof fault === 'string') throw new HttpProblem(400, 'Bad Request', fault);
    faults.set(fault);
  }
  log.warn('faults changed', faultsShown(faults));
  return json(faultsShown(faults));
}

function opened({ access }: FaultInjector): void {
  if (!access.admin) throw new HttpProblem(403, 'Forbidden', 'FAULT_INJECTION does not name admin');
}

/** In the fields that a change takes. */
function faultsShown({ access, current }: FaultInjector): Record<string, unknown> {
  const { error, status, slow, delayMilliseconds } = current;
  return { access, fault: { error, status, slow, delay: delayMilliseconds } };
}

const json = (value: unknown): Answer => ({
  status: 200,
  text: `${JSON.stringify(value)}\n`,
  contentType: 'application/json',
});

function send(response: ServerResponse, { status, text, contentType = 'text/plain; charset=utf-8' }: Answer): void {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' });
  response.end(text);
}

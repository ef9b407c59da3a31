import type { IncomingHttpHeaders } from 'node:http';
import { type Clock, systemClock } from '../clock';

/** How this service tells those whom it calls how long it still waits. */
export const DEADLINE_HEADER = 'x-request-timeout-ms';
/** How a mesh of Envoys tells the same. */
const MESH_HEADER = 'x-envoy-expected-rq-timeout-ms';

/** The time that a request has: the least of what the caller, the mesh and the service itself allow. */
export function budgetMilliseconds(headers: IncomingHttpHeaders, own: number): number {
  const told = [headers[DEADLINE_HEADER], headers[MESH_HEADER]]
    .filter((each): each is string => typeof each === 'string' && /^\d{1,9}$/.test(each))
    .map(Number)
    .filter((each) => each > 0);
  return Math.min(own, ...told);
}

/** When a request is over, answered or not. */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly end: number;

  public constructor(
    milliseconds: number,
    private readonly clock: Clock = systemClock,
  ) {
    this.end = clock.monotonic() + milliseconds;
    this.timer = setTimeout(() => this.controller.abort(), milliseconds);
  }

  /** Aborts when time is up, or when nobody waits for the answer any more. */
  public get signal(): AbortSignal {
    return this.controller.signal;
  }

  public remainingMilliseconds(): number {
    return Math.max(0, this.end - this.clock.monotonic());
  }

  /** The request is over: stop the clock, and whatever still works for it. */
  public close(): void {
    clearTimeout(this.timer);
    this.controller.abort();
  }
}

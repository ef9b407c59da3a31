import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What identifies a span, here and in the services that it calls. */
export interface SpanContext {
  /** 32 lower-case hexadecimal digits. */
  readonly traceId: string;
  /** 16 lower-case hexadecimal digits. */
  readonly spanId: string;
  readonly sampled: boolean;
  /** What other tracing systems want carried along, untouched. */
  readonly traceState?: string;
}

const TRACEPARENT = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;
const ZEROES = /^0+$/;
const SAMPLED = 0x01;
/** W3C Trace Context, 3.3.1.5: a receiver must carry at least this much; more may be dropped whole. */
const LONGEST_STATE = 512;

/** The caller's context, or nothing when there is none that can be trusted (W3C Trace Context, level 1). */
export function parseTraceContext(headers: IncomingHttpHeaders): SpanContext | undefined {
  const [, version, traceId = '', spanId = '', flags = '', rest] = TRACEPARENT.exec(text(headers.traceparent)) ?? [];
  if (version === undefined || version === 'ff') return undefined;
  // Version 00 ends after the flags; what a later version appends is for those who know it.
  if (version === '00' && rest !== undefined) return undefined;
  if (ZEROES.test(traceId) || ZEROES.test(spanId)) return undefined;
  const traceState = text(headers.tracestate).trim();
  return {
    traceId,
    spanId,
    sampled: (parseInt(flags, 16) & SAMPLED) !== 0,
    ...(traceState === '' || traceState.length > LONGEST_STATE ? {} : { traceState }),
  };
}

/** The headers that make a called service part of the same trace. */
export function traceHeaders({ traceId, spanId, sampled, traceState }: SpanContext): Record<string, string> {
  return {
    traceparent: `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`,
    ...(traceState === undefined ? {} : { tracestate: traceState }),
  };
}

/** Makes the random parts of a context; tests hand in their own. */
export interface Identifiers {
  readonly traceId: () => string;
  readonly spanId: () => string;
}

/** Random identifiers; the forbidden all-zero one is drawn again. */
export const randomIdentifiers: Identifiers = { traceId: () => random(16), spanId: () => random(8) };

function random(bytes: number): string {
  const drawn = randomBytes(bytes).toString('hex');
  return ZEROES.test(drawn) ? random(bytes) : drawn;
}

/** Node joins a header that came several times with a comma: a traceparent of two is invalid, a tracestate is whole. */
function text(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' ? header : (header ?? []).join(',');
}

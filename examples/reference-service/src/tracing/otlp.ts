import type { Attributes, FinishedSpan } from './tracer';

const KIND = { server: 2, client: 3 } as const;
const STATUS_ERROR = 2;
const FLAG_SAMPLED = 1;
const NANOSECONDS = 1_000_000;

/**
 * The body of an OTLP export in JSON: identifiers in hexadecimal, enumerations as numbers, 64-bit numbers as text
 * (OTLP specification 1.x, "JSON Protobuf Encoding").
 */
export function encodeSpans(resource: Attributes, scope: string, spans: readonly FinishedSpan[]): string {
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: keyValues(resource) },
        scopeSpans: [{ scope: { name: scope }, spans: spans.map(span) }],
      },
    ],
  });
}

function span(each: FinishedSpan): object {
  const { context, parentSpanId, name, kind, attributes, failed } = each;
  const start = nanoseconds(each.startMilliseconds);
  return {
    traceId: context.traceId,
    spanId: context.spanId,
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    ...(context.traceState === undefined ? {} : { traceState: context.traceState }),
    flags: FLAG_SAMPLED,
    name,
    kind: KIND[kind],
    startTimeUnixNano: start.toString(),
    endTimeUnixNano: (start + nanoseconds(each.durationMilliseconds)).toString(),
    attributes: keyValues(attributes),
    // An unset status is the conventions' word for "went well".
    status: failed ? { code: STATUS_ERROR } : {},
  };
}

/** Whole milliseconds and the rest apart: a number cannot hold today's nanoseconds exactly. */
function nanoseconds(milliseconds: number): bigint {
  const whole = Math.floor(milliseconds);
  return BigInt(whole) * BigInt(NANOSECONDS) + BigInt(Math.round((milliseconds - whole) * NANOSECONDS));
}

function keyValues(attributes: Attributes): object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: string | number | boolean): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isInteger(value) ? { intValue: value.toString() } : { doubleValue: value };
}

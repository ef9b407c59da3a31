import * as fc from 'fast-check';
import { createSampler, SAMPLERS } from '../../../examples/reference-service/src/tracing/sampler';
import { type FinishedSpan, Tracer } from '../../../examples/reference-service/src/tracing/tracer';
import { parseTraceContext, traceHeaders } from '../../../examples/reference-service/src/tracing/trace-context';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

const hex = (length: number) =>
  fc
    .string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
    .filter((text) => /[^0]/.test(text));

describe('the trace context', () => {
  test('that is written is the one that is read', () => {
    fc.assert(
      fc.property(hex(32), hex(16), fc.boolean(), (traceId, spanId, sampled) => {
        const context = { traceId, spanId, sampled, traceState: 'vendor=1' };
        expect(parseTraceContext(traceHeaders(context))).toEqual(context);
      }),
    );
  });

  test.each([
    ['version 00', `00-${TRACE}-${SPAN}-01`, true],
    ['not sampled', `00-${TRACE}-${SPAN}-00`, false],
    ['flags it does not know', `00-${TRACE}-${SPAN}-03`, true],
    ['a later version with more to say', `01-${TRACE}-${SPAN}-01-what-comes`, true],
  ])('is taken over: %s', (_, traceparent, sampled) => {
    expect(parseTraceContext({ traceparent })).toEqual({ traceId: TRACE, spanId: SPAN, sampled });
  });

  test.each([
    ['nothing', undefined],
    ['nonsense', 'nonsense'],
    ['the forbidden version', `ff-${TRACE}-${SPAN}-01`],
    ['upper case', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ['a trace of zeroes', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['a span of zeroes', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['more than version 00 has', `00-${TRACE}-${SPAN}-01-more`],
    ['two of them, as Node joins them', `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01`],
    ['a short trace', `00-${TRACE.slice(1)}-${SPAN}-01`],
  ])('is begun anew, without the state of the old one: %s', (_, traceparent) => {
    expect(parseTraceContext({ traceparent, tracestate: 'vendor=1' })).toBeUndefined();
  });

  test('drops a state that is too long to carry, and keeps the trace', () => {
    const read = parseTraceContext({ traceparent: `00-${TRACE}-${SPAN}-01`, tracestate: `a=${'x'.repeat(600)}` });
    expect(read).toEqual({ traceId: TRACE, spanId: SPAN, sampled: true });
  });
});

describe('a tracer', () => {
  const ended: FinishedSpan[] = [];
  const tracer = new Tracer({ sampler: createSampler('parentbased_always_on', 1), onEnd: (span) => ended.push(span) });
  const end = { attributes: {}, failed: false };
  beforeEach(() => ended.splice(0));

  test('puts a call under the request that made it, and that under its caller', () => {
    const server = tracer.server('POST /v1/trips', { traceparent: `00-${TRACE}-${SPAN}-01`, tracestate: 'v=1' });
    const client = tracer.client('POST', server.context);
    client.end(end);
    server.end(end);
    const [call, request] = ended;
    expect(request).toMatchObject({
      parentSpanId: SPAN,
      kind: 'server',
      context: { traceId: TRACE, traceState: 'v=1' },
    });
    expect(call).toMatchObject({ parentSpanId: request!.context.spanId, kind: 'client', context: { traceId: TRACE } });
    expect(new Set([SPAN, call!.context.spanId, request!.context.spanId]).size).toBe(3);
  });

  test('records nothing that its caller does not, and still carries the trace along', () => {
    const server = tracer.server('GET /', { traceparent: `00-${TRACE}-${SPAN}-00` });
    server.end(end);
    expect(ended).toEqual([]);
    expect(traceHeaders(server.context).traceparent).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`));
  });

  test('ends a span once', () => {
    const server = tracer.server('GET /', {});
    server.end(end);
    server.end(end);
    expect(ended).toHaveLength(1);
  });
});

describe('a sampler', () => {
  const parent = { traceId: TRACE, spanId: SPAN, sampled: false };

  test.each([
    ['always_on', 1, true, true],
    ['always_off', 1, false, false],
    ['traceidratio', 0, false, false],
    ['traceidratio', 1, true, true],
    ['parentbased_always_on', 1, true, false],
    ['parentbased_always_off', 1, false, false],
    ['parentbased_traceidratio', 1, true, false],
  ] as const)('%s at %d: without a caller %s, after a caller that does not record %s', (name, ratio, alone, after) => {
    const sampler = createSampler(name, ratio);
    expect([sampler(TRACE, undefined), sampler(TRACE, parent)]).toEqual([alone, after]);
  });

  test('follows a caller that records where its name says so', () => {
    const following = SAMPLERS.filter((name) => createSampler(name, 0)(TRACE, { ...parent, sampled: true }));
    expect(following).toEqual([
      'always_on',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ]);
  });

  test('takes about the share that it was told to', () => {
    const sampler = createSampler('traceidratio', 0.25);
    const ids = fc.sample(hex(32), { numRuns: 4_000, seed: 1 });
    const share = ids.filter((id) => sampler(id, undefined)).length / ids.length;
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.35);
  });
});

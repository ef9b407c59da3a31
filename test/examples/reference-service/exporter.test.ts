import { createLogger } from '../../../examples/reference-service/src/log';
import {
  type ExportAnswer,
  type ExporterOptions,
  SpanExporter,
} from '../../../examples/reference-service/src/tracing/exporter';
import { encodeSpans } from '../../../examples/reference-service/src/tracing/otlp';
import type { FinishedSpan } from '../../../examples/reference-service/src/tracing/tracer';

const span: FinishedSpan = {
  context: {
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    spanId: '00f067aa0ba902b7',
    sampled: true,
    traceState: 'v=1',
  },
  parentSpanId: '53995c3f42cd8ad8',
  name: 'POST /v1/trips',
  kind: 'server',
  startMilliseconds: 1_795_403_249_957.25,
  durationMilliseconds: 12.5,
  attributes: { 'http.route': '/v1/trips', 'http.response.status_code': 503, ratio: 0.5, retried: false },
  failed: true,
};

interface Wire {
  resourceSpans: { scopeSpans: { spans: Record<string, unknown>[] }[] }[];
}
const sizeOf = (body: string): number => (JSON.parse(body) as Wire).resourceSpans[0]!.scopeSpans[0]!.spans.length;

/** An exporter whose collector answers what the test says, and what it heard. */
function exporterWith(answers: (ExportAnswer | Error)[], options: Partial<ExporterOptions> = {}) {
  const heard: string[] = [];
  const lines: string[] = [];
  const exporter = new SpanExporter({
    resource: { 'service.name': 'trip' },
    scope: 'test',
    send: (body) => {
      heard.push(body);
      const answer = answers[Math.min(heard.length, answers.length) - 1]!;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    log: createLogger({ level: 'info', fields: {}, write: (line) => lines.push(line) }),
    maxQueueSize: 10,
    maxBatchSize: 4,
    scheduleDelayMilliseconds: 60_000,
    timeoutMilliseconds: 1_000,
    retryMilliseconds: 1,
    ...options,
  });
  return { exporter, heard, lines, add: (times: number) => Array.from({ length: times }, () => exporter.add(span)) };
}

describe('a span on the wire', () => {
  test('has identifiers in hexadecimal, enumerations as numbers and nanoseconds as text', () => {
    const [{ resource, scopeSpans }] = (
      JSON.parse(encodeSpans({ 'service.name': 'trip' }, 'scope', [span])) as {
        resourceSpans: [{ resource: object; scopeSpans: object[] }];
      }
    ).resourceSpans;
    expect(resource).toEqual({ attributes: [{ key: 'service.name', value: { stringValue: 'trip' } }] });
    expect(scopeSpans).toEqual([
      {
        scope: { name: 'scope' },
        spans: [
          {
            traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
            spanId: '00f067aa0ba902b7',
            parentSpanId: '53995c3f42cd8ad8',
            traceState: 'v=1',
            flags: 1,
            name: 'POST /v1/trips',
            kind: 2,
            startTimeUnixNano: '1795403249957250000',
            endTimeUnixNano: '1795403249969750000',
            attributes: [
              { key: 'http.route', value: { stringValue: '/v1/trips' } },
              { key: 'http.response.status_code', value: { intValue: '503' } },
              { key: 'ratio', value: { doubleValue: 0.5 } },
              { key: 'retried', value: { boolValue: false } },
            ],
            status: { code: 2 },
          },
        ],
      },
    ]);
  });
});

describe('the exporter', () => {
  test('sends batches of the size it was told, and the rest when it shuts down', async () => {
    const { exporter, heard, add } = exporterWith([{ status: 200 }]);
    add(9);
    await exporter.shutdown(1_000);
    expect(heard.map(sizeOf)).toEqual([4, 4, 1]);
    expect(exporter.outcome).toEqual({ exported: 9, dropped: 0 });
  });

  test('sends what is there when its time comes, without a full batch', async () => {
    const { exporter, heard, add } = exporterWith([{ status: 200 }], { scheduleDelayMilliseconds: 5 });
    add(1);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(heard.map(sizeOf)).toEqual([1]);
    await exporter.shutdown(100);
  });

  test('drops what its queue cannot hold, counts it, and makes nobody wait', async () => {
    const never = new Promise<ExportAnswer>(() => undefined);
    const { exporter, add } = exporterWith([], { send: () => never });
    add(30); // 4 under way, 10 queued
    expect(exporter.outcome).toEqual({ exported: 0, dropped: 16 });
    await Promise.resolve();
  });

  test('tries again what may pass', async () => {
    const { exporter, heard, add } = exporterWith([new Error('ECONNREFUSED'), { status: 503 }, { status: 200 }]);
    add(4);
    await exporter.shutdown(1_000);
    expect(heard).toHaveLength(3);
    expect(exporter.outcome).toEqual({ exported: 4, dropped: 0 });
  });

  test.each([[{ status: 400 }, 1] as const, [{ status: 503 }, 3] as const])(
    'gives up on %j after %d attempts, and says so once',
    async (answer, attempts) => {
      const { exporter, heard, lines, add } = exporterWith([answer]);
      add(8);
      await exporter.shutdown(1_000);
      expect(heard).toHaveLength(2 * attempts);
      expect(exporter.outcome).toEqual({ exported: 0, dropped: 8 });
      expect(lines).toHaveLength(1);
    },
  );

  test('says when spans arrive again', async () => {
    const { exporter, lines, add } = exporterWith([{ status: 400 }, { status: 200 }]);
    add(8);
    await exporter.shutdown(1_000);
    expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual([
      'spans could not be exported',
      'spans are exported again',
    ]);
  });

  test('waits as long as the collector asks, but not past its shutdown', async () => {
    const { exporter, heard, add } = exporterWith([{ status: 429, retryAfterSeconds: 20 }]);
    add(4);
    const from = performance.now();
    await exporter.shutdown(50);
    expect(performance.now() - from).toBeLessThan(2_000);
    expect(heard.length).toBeLessThan(3);
    expect(exporter.outcome).toEqual({ exported: 0, dropped: 4 });
  });

  test('counts what a collector rejected of a batch', async () => {
    const { exporter, add } = exporterWith([{ status: 200, rejectedSpans: 3 }]);
    add(4);
    await exporter.shutdown(1_000);
    expect(exporter.outcome).toEqual({ exported: 1, dropped: 3 });
  });

  test('takes nothing more after its shutdown', async () => {
    const { exporter, heard, add } = exporterWith([{ status: 200 }]);
    await exporter.shutdown(10);
    add(4);
    expect(heard).toEqual([]);
    expect(exporter.outcome).toEqual({ exported: 0, dropped: 4 });
  });
});

import { createLogger, errorFields, type Level } from '../../../examples/reference-service/src/log';

function logger(level: Level) {
  const lines: string[] = [];
  const now = () => 1_795_403_249_957;
  return {
    lines,
    log: createLogger({ level, fields: { 'service.name': 'trip' }, write: (line) => lines.push(line), now }),
  };
}

describe('a log', () => {
  test('has one JSON object a line, with the time, the level and every field', () => {
    const { lines, log } = logger('info');
    log.with({ trace_id: 't' }).warn('two\nlines', { big: 1n });
    expect(lines).toEqual([
      '{"time":"2026-11-23T03:07:29.957Z","level":"warn","message":"two\\nlines","service.name":"trip","trace_id":"t","big":"1"}\n',
    ]);
  });

  test.each([
    ['debug', 5],
    ['warn', 3],
    ['fatal', 1],
  ] as const)('at level %s has the %d that are as loud', (level, count) => {
    const { lines, log } = logger(level);
    for (const each of ['debug', 'info', 'warn', 'error', 'fatal'] as const) log[each]('said');
    expect(lines).toHaveLength(count);
  });

  test('tells what an error was, its cause, and what was thrown that is no error', () => {
    expect(errorFields(new TypeError('bad', { cause: new Error('why') }))).toEqual({
      'exception.type': 'TypeError',
      'exception.message': 'bad',
      'exception.stacktrace': expect.stringContaining('TypeError: bad'),
      'exception.cause': 'Error: why',
    });
    expect(errorFields('text')).toEqual({ 'exception.message': 'text' });
  });
});

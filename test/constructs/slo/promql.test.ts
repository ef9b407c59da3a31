import fc from 'fast-check';
import {
  above,
  absent,
  and,
  atLeast,
  histogramQuantile,
  increase,
  is,
  isNoneOf,
  isOneOf,
  matches,
  matchesNot,
  metricsOf,
  minus,
  or,
  over,
  rate,
  series,
  sum,
  vector,
  type Vector,
} from '../../../constructs/slo/promql';
import { printDuration, printQuery } from '../../../constructs/slo/promql-text';
import { promqlErrors } from './parse-promql';

const requests = series('requests_total', [is('code', '200')]);

test.each<[string, Vector]>([
  ['up', series('up', [])],
  ['requests_total{code="200"}', requests],
  [
    'requests_total{code=~"5..", route!~"/a|/b"}',
    series('requests_total', [matches('code', '5..'), matchesNot('route', '/a|/b')]),
  ],
  ['rate(requests_total{code="200"}[2m])', rate(requests, 120)],
  ['increase(requests_total{code="200"}[90s])', increase(requests, 90)],
  ['sum(rate(requests_total{code="200"}[1h]))', sum(rate(requests, 3600))],
  ['sum by (le, zone) (rate(requests_total{code="200"}[3d]))', sum(rate(requests, 259_200), ['le', 'zone'])],
  ['absent(requests_total{code="200"})', absent(requests)],
  ['histogram_quantile(0.99, up)', histogramQuantile(0.99, series('up', []))],
  ['1 - (up / 2)', minus(1, over(series('up', []), 2))],
  ['(up > 0) and (up >= 1.5)', and(above(series('up', []), 0), atLeast(series('up', []), 1.5))],
  ['up or vector(0)', or(series('up', []), vector(0))],
])('prints %s', (text, expression) => {
  expect(printQuery(expression)).toBe(text);
  expect(promqlErrors(text)).toEqual([]);
});

test('a bracket holds every operation that is an operand', () => {
  const up = series('up', []);
  expect(printQuery(minus(minus(3, up), minus(2, up)))).toBe('(3 - up) - (2 - up)');
});

test('values are matched literally, whatever a regular expression would make of them', () => {
  const route = series('r', [isOneOf('route', ['/v1.0/a(b)', '/c|d'])]);
  expect(printQuery(route)).toBe('r{route=~"/v1\\\\.0/a\\\\(b\\\\)|/c\\\\|d"}');
  expect(printQuery(series('r', [isNoneOf('route', ['/a'])]))).toBe('r{route!~"/a"}');
});

test('numbers are written without the noise of binary fractions', () => {
  expect(printQuery(vector(1 - 0.999))).toBe('vector(0.001)');
  expect(printQuery(vector(1e-7))).toBe('vector(1e-7)');
  expect(promqlErrors('vector(1e-7)')).toEqual([]);
});

test.each([
  [1, '1s'],
  [90, '90s'],
  [120, '2m'],
  [5400, '90m'],
  [3600, '1h'],
  [21_600, '6h'],
  [86_400, '1d'],
  [259_200, '3d'],
])('%d seconds are %s', (seconds, text) => {
  expect(printDuration(seconds)).toBe(text);
});

test.each<[string, () => string]>([
  ['a window of half a second', () => printDuration(0.5)],
  ['no window', () => printDuration(0)],
  ['a number that is none', () => printQuery(vector(NaN))],
  ['an endless number', () => printQuery(vector(Infinity))],
  ['a metric that is an expression', () => printQuery(series('up or vector(1)', []))],
  ['a label that is an expression', () => printQuery(series('up', [is('a="b",c', 'd')]))],
  ['a grouping that is an expression', () => printQuery(sum(series('up', []), ['a) (b']))],
])('%s is refused', (_, print) => {
  expect(print).toThrow(RangeError);
});

test('knows the metrics that it reads, each once', () => {
  const up = series('up', []);
  const all = and(over(sum(rate(requests, 60)), or(up, vector(0))), above(minus(1, histogramQuantile(0.5, up)), 0));
  expect(metricsOf(all)).toEqual(['requests_total', 'up']);
});

describe('any value of a label', () => {
  // What Prometheus takes as a label's value: any text in UTF-8, so no lone surrogates.
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom('\\', '"', "'", '`', '\n', '\r', '\t', '\0', '{', '}', '#', ',', '$', 'é', '🚢'),
    }),
  );

  test('gives a query that parses', () => {
    fc.assert(
      fc.property(value, (text) => {
        expect(promqlErrors(printQuery(sum(rate(series('m', [is('l', text), isOneOf('k', [text])]), 60))))).toEqual([]);
      }),
    );
  });

  test('is read back as it was, and reaches nothing beyond its quotes', () => {
    fc.assert(
      fc.property(value, (text) => {
        const [, quoted] = /^m\{l=(".*")\}$/su.exec(printQuery(series('m', [is('l', text)]))) ?? [];
        // Of Go's escapes, which PromQL has, only these four are written.
        expect(
          quoted?.slice(1, -1).replace(/\\(\\|"|n|r)/g, (_, each: string) => ({ n: '\n', r: '\r' })[each] ?? each),
        ).toBe(text);
        expect(quoted?.slice(1, -1).replace(/\\./g, '')).not.toMatch(/["\\\n\r]/);
      }),
    );
  });

  test('as a literal of a regular expression matches itself and nothing that is longer', () => {
    fc.assert(
      fc.property(value, (text) => {
        const { value: pattern } = isOneOf('l', [text]);
        expect(new RegExp(`^(?:${pattern})$`).test(text)).toBe(true);
        expect(new RegExp(`^(?:${pattern})$`).test(`${text}x`)).toBe(false);
      }),
    );
  });
});

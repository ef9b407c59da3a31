import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { checkSpec, shapeProblems } from '../../../constructs/plan/spec';
import { SpecError } from '../../../constructs/plan/problem';
import { commonBoundaries, METRIC_SOURCES, type MetricSource } from '../../../constructs/slo/metrics';
import { sloProblems, sloSpec, type Slo } from '../../../constructs/slo/spec';
import { promise } from './examples';

const problems = (slo: unknown, sources?: readonly MetricSource[]) => {
  const shape = shapeProblems(sloSpec, slo);
  return shape.length > 0 ? shape : sloProblems(slo as Slo, sources);
};

const available = (availability: number): Slo => ({ ...promise, availability });
const fast = (latency: Partial<Slo['latency']>, requestsPerSecond = 50): Slo => ({
  ...promise,
  latency: { ...promise.latency, ...latency },
  requestsPerSecond,
});
const asked = (requestsPerSecond: number, latency: Partial<Slo['latency']> = {}): Slo =>
  fast(latency, requestsPerSecond);

const ACCEPTED: readonly [string, unknown, MetricSource[]?][] = [
  ['a usual promise', promise],
  ['a promise that names no period', { ...promise, windowDays: undefined }],
  ['28 days', { ...promise, windowDays: 28 }],
  ['99.99 %, whose 259 s of outage are longer than the fastest alert takes', available(0.9999)],
  ['the strictest promise that an alert can still save', available(0.99995)],
  ['93.06 %, just above where the fastest alert falls silent', available(0.9306)],
  ['92.6 % over 28 days, which burn slower', { ...available(0.926), windowDays: 28 }],
  ['the 95th percentile', fast({ percentile: 95 })],
  ['the 99.9th percentile, with the requests to tell', fast({ percentile: 99.9 })],
  ['each boundary that both sources have', fast({ thresholdMilliseconds: 5 })],
  ['the highest boundary but one', fast({ thresholdMilliseconds: 5000 })],
  ['a boundary of the service only, where the service judges', fast({ thresholdMilliseconds: 750 }), ['service']],
  ['a boundary of the mesh only, where the mesh judges', fast({ thresholdMilliseconds: 30_000 }), ['mesh']],
  ['half a millisecond, where the mesh judges', fast({ thresholdMilliseconds: 0.5 }), ['mesh']],
  ['just enough requests for the 99th percentile', asked(0.139)],
  ['just enough requests for the availability', asked(0.0278, { percentile: 95 })],
];

test.each(ACCEPTED.map(([what, slo, sources]) => ({ what, slo, sources })))('$what is accepted', ({ slo, sources }) => {
  expect(problems(slo, sources)).toEqual([]);
});

const REFUSED: readonly [string, unknown, { field: string; reason: RegExp; remedy: RegExp }, MetricSource[]?][] = [
  ['an availability of 1', available(1), { field: 'availability', reason: /no failure is allowed/, remedy: /0\.9999/ }],
  [
    'an availability in percent',
    available(99.9),
    { field: 'availability', reason: /a share/, remedy: /write 0\.999$/ },
  ],
  ['an availability above 100 %', available(250), { field: 'availability', reason: /share/, remedy: /write 0\.999$/ }],
  ['an availability of 0', available(0), { field: 'availability', reason: /nothing/, remedy: /0\.999/ }],
  ['a negative availability', available(-0.5), { field: 'availability', reason: /nothing/, remedy: /0\.999/ }],
  [
    '93.05 %, whose fastest alert would need more than all requests to fail',
    available(0.9305),
    {
      field: 'availability',
      reason: /14\.4 × 0\.0695 = 1\.0008 .* silent in a total outage/,
      remedy: /more than 0\.9306/,
    },
  ],
  [
    '92.5 % over 28 days',
    { ...available(0.925), windowDays: 28 },
    { field: 'availability', reason: /13\.44 × 0\.075 = 1\.008/, remedy: /more than 0\.9256/ },
  ],
  [
    'five nines, whose budget an outage spends before anybody is called',
    available(0.99999),
    { field: 'availability', reason: /25\.92 s of total outage .* after 120\.5184 s/, remedy: /at most 0\.99995/ },
  ],
  [
    'a percentile as a share',
    fast({ percentile: 0.99 }),
    { field: 'latency.percentile', reason: /in percent/, remedy: /write 99$/ },
  ],
  [
    'the 100th percentile',
    fast({ percentile: 100 }),
    { field: 'latency.percentile', reason: /slowest request of all/, remedy: /between 0 and 100/ },
  ],
  ['no percentile', fast({ percentile: 0 }), { field: 'latency.percentile', reason: /no perc/, remedy: /such as 99/ }],
  [
    'the median, whose alert could never fire',
    fast({ percentile: 50 }),
    { field: 'latency.percentile', reason: /50 % .* 14\.4 × 0\.5 = 7\.2/, remedy: /above 93\.06, such as 95/ },
  ],
  [
    'a threshold between two boundaries',
    fast({ thresholdMilliseconds: 300 }),
    {
      field: 'latency.thresholdMilliseconds',
      reason: /no bucket .* the mesh or of the service ends at 300 ms/,
      remedy: /250 or 500 ms/,
    },
  ],
  [
    'a boundary that only the service has',
    fast({ thresholdMilliseconds: 75 }),
    { field: 'latency.thresholdMilliseconds', reason: /histogram of the mesh ends at 75/, remedy: /50 or 100 ms/ },
  ],
  [
    'a boundary that only the mesh has',
    fast({ thresholdMilliseconds: 1 }),
    { field: 'latency.thresholdMilliseconds', reason: /histogram of the service ends at 1/, remedy: /boundary, 5 ms/ },
  ],
  [
    'the last boundary, beyond which a percentile does not read',
    fast({ thresholdMilliseconds: 10_000 }),
    { field: 'latency.thresholdMilliseconds', reason: /last boundary .* the service/, remedy: /5000 ms or less/ },
  ],
  [
    'the last boundary of the mesh',
    fast({ thresholdMilliseconds: 3_600_000 }),
    { field: 'latency.thresholdMilliseconds', reason: /last boundary .* the mesh/, remedy: /1800000 ms or less/ },
    ['mesh'],
  ],
  [
    'a threshold beyond every boundary',
    fast({ thresholdMilliseconds: 20_000 }),
    { field: 'latency.thresholdMilliseconds', reason: /ends at 20000/, remedy: /boundary, 5000 ms/ },
  ],
  [
    'no time at all',
    fast({ thresholdMilliseconds: 0 }),
    { field: 'latency.thresholdMilliseconds', reason: /no time/, remedy: /take 5 ms/ },
  ],
  ['no requests', asked(0), { field: 'requestsPerSecond', reason: /promise to nobody/, remedy: /such as 50/ }],
  ['fewer than no requests', asked(-1), { field: 'requestsPerSecond', reason: /nobody/, remedy: /such as 50/ }],
  [
    'so few requests that one failure would call somebody',
    { ...asked(0.03, { percentile: 95 }), availability: 0.9999 },
    {
      field: 'requestsPerSecond',
      reason: /holds 108 requests, and with fewer than 695 a single failure exceeds the 0\.144 %/,
      remedy: /at most 0\.9993, or let a probe .* 0\.194 a second/,
    },
  ],
  [
    'a percentile too fine for the requests',
    asked(0.1),
    {
      field: 'latency.percentile',
      reason: /holds 360, and it takes 500/,
      remedy: /promise the 95th .* 0\.139 a second/,
    },
  ],
  [
    'the 99.9th percentile of one request a second',
    asked(1, { percentile: 99.9 }),
    { field: 'latency.percentile', reason: /holds 3600, and it takes 5000/, remedy: /promise the 99th .* 1\.389 a/ },
  ],
  [
    'a misspelt field',
    { ...promise, availibility: 0.999 },
    { field: 'availibility', reason: /no such key/, remedy: /'availability'/ },
  ],
  [
    'another period',
    { ...promise, windowDays: 7 },
    { field: 'windowDays', reason: /28 and 30 days/, remedy: /28, 30/ },
  ],
  [
    'a text for a number',
    { ...promise, availability: '99.9%' },
    { field: 'availability', reason: /a share/, remedy: /0\.999/ },
  ],
  ['no number', { ...promise, availability: NaN }, { field: 'availability', reason: /a share/, remedy: /0\.999/ }],
  [
    'no latency',
    { ...promise, latency: undefined },
    { field: 'latency', reason: /missing/, remedy: /"thresholdMilliseconds":250/ },
  ],
];

test.each(REFUSED.map(([what, slo, told, sources]) => ({ what, slo, told, sources })))(
  '$what is refused',
  ({ slo, told: { field, reason, remedy }, sources }) => {
    expect(problems(slo, sources)).toEqual([
      expect.objectContaining({
        field,
        reason: expect.stringMatching(reason),
        remedy: expect.stringMatching(remedy),
      }),
    ]);
  },
);

test('everything that is wrong is told at once', () => {
  const wrong: Slo = {
    availability: 1,
    latency: { percentile: 0.5, thresholdMilliseconds: 123 },
    requestsPerSecond: 0,
  };
  expect(problems(wrong).map(({ field }) => field)).toEqual([
    'availability',
    'latency.percentile',
    'latency.thresholdMilliseconds',
    'requestsPerSecond',
  ]);
  expect(() => checkSpec(sloSpec, wrong, sloProblems)).toThrow(SpecError);
});

test('a remedy, taken at its word, is accepted', () => {
  const taken: Slo[] = [
    available(0.9306),
    available(0.99995),
    { ...available(0.9256), windowDays: 28 },
    fast({ percentile: 93.06 }),
    { ...asked(0.03, { percentile: 95 }), availability: 0.9993 },
    { ...asked(0.194, { percentile: 95 }), availability: 0.9999 },
    asked(0.1, { percentile: 95 }),
    asked(0.139),
    ...commonBoundaries(METRIC_SOURCES)
      .filter((boundary) => boundary < 10_000)
      .map((boundary) => fast({ thresholdMilliseconds: boundary })),
  ];
  expect(taken.flatMap((slo) => problems(slo))).toEqual([]);
});

test('the docstring names the thresholds that are accepted', () => {
  const accepted = commonBoundaries(METRIC_SOURCES).filter((boundary) => boundary < 10_000);
  const source = readFileSync(join(__dirname, '../../../constructs/slo/spec.ts'), 'utf8').replace(
    /\s*\n\s*\*\s*/g,
    ' ',
  );
  expect(source).toContain(`${accepted.slice(0, -1).join(', ')} and ${accepted.at(-1)} can be judged`);
});

test('any promise of the right shape is judged, with a reason and a remedy in words', () => {
  const any = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(any, any, any, any, (availability, percentile, thresholdMilliseconds, requestsPerSecond) => {
      const found = problems({ availability, latency: { percentile, thresholdMilliseconds }, requestsPerSecond });
      for (const { field, reason, remedy } of found) {
        expect(field).toMatch(/^(availability|latency\.percentile|latency\.thresholdMilliseconds|requestsPerSecond)$/);
        expect(`${reason} ${remedy}`).not.toMatch(/NaN|Infinity|undefined/);
      }
    }),
  );
});

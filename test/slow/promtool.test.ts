import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { analysisMetrics } from '../../constructs/slo/analysis';
import {
  highestBoundary,
  METRIC_SOURCES,
  METRICS,
  SCRAPE_INTERVAL_SECONDS,
  type MetricSource,
} from '../../constructs/slo/metrics';
import { is, isOneOf, series, sum } from '../../constructs/slo/promql';
import { printQuery } from '../../constructs/slo/promql-text';
import { errorRatio, latencyQuery, requestRateQuery, unmeasuredQuery } from '../../constructs/slo/queries';
import { phase } from '../constructs/slo/argo-phase';
import { canary, promise } from '../constructs/slo/examples';
import { asExposed, asFloat, beside, exposed, OWN, written, type InputSeries } from '../constructs/slo/exposition';
import { CASES, SCRAPES, type Kind } from '../constructs/slo/traffic';

interface Expectation {
  readonly expr: string;
  readonly values: readonly number[];
  readonly labels?: string;
}

const installed = spawnSync('promtool', ['--version']).status === 0;
const describeWithPromtool = installed ? describe : describe.skip;
if (!installed) console.warn('promtool is not on the PATH: no query was tested. On Debian: apt-get install prometheus');

describeWithPromtool('by Prometheus itself', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-promtool-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** What promtool has against these expectations, ten minutes in; empty when all hold. */
  function unitTest(input: readonly InputSeries[], expected: readonly Expectation[]): string {
    const file = join(folder, 'tests.yaml');
    const content = {
      rule_files: [],
      tests: [
        {
          interval: `${SCRAPE_INTERVAL_SECONDS}s`,
          input_series: input,
          promql_expr_test: expected.map(({ expr, values, labels = '{}' }) => ({
            // Versions of Prometheus extrapolate over the edges of a window in ways that differ in the last bits.
            expr: `round((${expr}) * 1e9) / 1e9`,
            eval_time: '10m',
            exp_samples: values.map((value) => ({ labels, value: Math.round(value * 1e9) / 1e9 })),
          })),
        },
      ],
    };
    writeFileSync(file, JSON.stringify(content)); // JSON is YAML
    const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', file], { encoding: 'utf8' });
    return status === 0 ? '' : `${stdout}${stderr}`;
  }

  const analysis = (source: MetricSource) => {
    const [availability, latency] = analysisMetrics(promise, { ...canary, source });
    if (availability === undefined || latency === undefined) throw new Error('an analysis has two metrics');
    return { availability, latency };
  };

  describe.each(METRIC_SOURCES)('as the %s exposes it,', (source) => {
    describe.each(Object.keys(CASES))('%s', (name) => {
      const traffic = CASES[name]!;

      test.each([
        ['boundaries as they are exposed', asExposed],
        ['boundaries as floats', asFloat],
      ])('is told right by every query of the analysis, with %s', (_, boundaryText) => {
        const { availability, latency } = analysis(source);
        expect(
          unitTest(
            [...exposed(source, OWN, traffic.kinds, boundaryText), ...beside(source)],
            [
              { expr: availability.query, values: traffic.availability },
              { expr: latency.query, values: traffic.latency },
            ],
          ),
        ).toBe('');
      });

      test(`makes the analysis ${traffic.phases.join(' and ')}`, () => {
        const { availability, latency } = analysis(source);
        expect([phase(traffic.availability, availability), phase(traffic.latency, latency)]).toEqual(traffic.phases);
      });

      test('is told right by the other queries', () => {
        const window = SCRAPES * SCRAPE_INTERVAL_SECONDS;
        // The probes of the service are its own series too, but are never counted.
        expect(
          unitTest(
            [...exposed(source, OWN, traffic.kinds, asExposed), ...beside(source)],
            [
              { expr: printQuery(errorRatio(source, canary, { seconds: window })), values: traffic.errors },
              { expr: printQuery(requestRateQuery(source, canary, window)), values: traffic.rate },
              {
                expr: printQuery(sum(unmeasuredQuery(source, canary))), // without the labels that it makes up
                values: traffic.absent,
              },
            ],
          ),
        ).toBe('');
      });
    });

    test('a percentile is interpolated for people, and reads no further than the last boundary', () => {
      const unit = METRICS[source].millisecondsPerUnit;
      const fast: Kind = { status: 200, requests: 100 }; // all between 100 and 250 ms
      const percentile = (each: number): string => printQuery(latencyQuery(source, canary, each, 120));
      const percentiles = (kinds: readonly Kind[], expected: readonly Expectation[]): string =>
        unitTest([...exposed(source, OWN, kinds, asExposed), ...beside(source)], expected);

      const [low, high] = [100 / unit, 250 / unit];
      expect(percentiles([fast], [{ expr: percentile(50), values: [low + (high - low) * 0.5] }])).toBe('');
      const last = highestBoundary(source) / unit;
      expect(percentiles([{ ...fast, slow: 50 }], [{ expr: percentile(99), values: [last] }])).toBe('');
    });

    test('a missed scrape leaves every query an answer', () => {
      const missed = exposed(source, OWN, CASES['no error series']!.kinds, asExposed).map(
        ({ series: text, values }) => {
          const [, start, by] = /^(\d+)\+(\d+)x/.exec(values) ?? [];
          const at = (scrape: number): number => Number(start) + Number(by) * scrape;
          // Scrape 19 of 0 to 20 is missing: the last but one before the tenth minute.
          return { series: text, values: `${at(0)}+${by}x18 _ ${at(20)}` };
        },
      );
      const { availability, latency } = analysis(source);
      expect(
        unitTest(missed, [
          { expr: availability.query, values: [1] },
          { expr: latency.query, values: [1] },
        ]),
      ).toBe('');
    });

    test('a histogram without the promise’s bucket is no evidence, rather than a guess', () => {
      const other = exposed(source, OWN, CASES['too slow']!.kinds, asExposed).filter(
        ({ series: text }) => !/le="(250|0\.25)"/.test(text),
      );
      expect(unitTest(other, [{ expr: analysis(source).latency.query, values: [] }])).toBe('');
    });
  });

  test('a wrong expectation is noticed', () => {
    const query = analysis('mesh').availability.query;
    expect(unitTest([], [{ expr: query, values: [1] }])).toMatch(/FAILED/);
  });

  test('any value of a label is read as it was written', () => {
    const value = fc
      .string({ unit: fc.constantFrom(...'\\"\'`\n\r\t{}#,$.*+?()[]|^é🚢 a') })
      .filter((text) => text !== '');
    const values = [...new Set(fc.sample(value, { numRuns: 200, seed: 7 }))];
    expect(
      unitTest(
        values.map((text) => ({ series: written('m', { l: text }), values: '1+0x40' })),
        values.flatMap((text) =>
          [is('l', text), isOneOf('l', [text])].map((matcher) => ({
            expr: printQuery(series('m', [matcher])),
            values: [1],
            labels: written('m', { l: text }).slice(1), // arithmetic drops the metric's name
          })),
        ),
      ),
    ).toBe('');
  });
});

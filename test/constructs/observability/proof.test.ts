import { PRODUCERS } from '../../../constructs/observability/catalogue/catalogue';
import { provenRules } from '../../../constructs/observability/plan';
import { fires, silent } from '../../../constructs/observability/proof/proof';
import { promtoolTests, type ProvenRules } from '../../../constructs/observability/proof/promtool';
import { grows, holds, missing, mock, sampleText } from '../../../constructs/observability/proof/series';
import { watched } from './examples';

describe('a course', () => {
  it.each([
    [[holds(120, 7)], '7+0x3'],
    [[grows(120, 2)], '0+60x3'],
    [[missing(60)], '_x2'],
    [[grows(60, 1), missing(60), grows(60, 0)], '0+30x1 _x2 60+0x1'],
    [[holds(30, 600), grows(60, -1)], '600+0x0 600-30x1'],
    [[holds(60, 1), holds(0, 5), holds(60, 2)], '1+0x1 2+0x1'],
  ])('is written as promtool reads it: %j', (course, text) => {
    expect(sampleText(course, 30)).toBe(text);
  });

  it('must fit between samples', () => {
    expect(() => sampleText([holds(45, 1)], 30)).toThrow('no multiple of 30 s');
  });
});

describe('the tests', () => {
  const rules: ProvenRules = {
    name: 'g',
    groups: [
      {
        name: 'g',
        interval: '1m',
        rules: [
          {
            alert: 'A',
            expr: 'up == 0',
            for: '1m',
            labels: { severity: 'page' },
            annotations: { summary: '{{ $labels.pod }} of {{ $labels.severity }}' },
          },
        ],
      },
    ],
    proofs: [
      {
        title: 'down',
        series: [mock('up', { pod: 'a' }, holds(600, 0))],
        expected: [fires('A', 300, { pod: 'a' }), silent('A', 60)],
      },
      { title: 'for days', stepSeconds: 300, series: [], expected: [silent('A', 300)] },
    ],
  };

  it('ask for all labels and annotations of an alert, filled in', () => {
    expect(promtoolTests(rules, 'g.yaml')[0]).toEqual({
      rule_files: ['g.yaml'],
      evaluation_interval: '1m',
      tests: [
        {
          name: 'down',
          interval: '30s',
          input_series: [{ series: 'up{pod="a"}', values: '0+0x19' }],
          alert_rule_test: [
            {
              eval_time: '5m',
              alertname: 'A',
              exp_alerts: [{ exp_labels: { pod: 'a', severity: 'page' }, exp_annotations: { summary: 'a of page' } }],
            },
            { eval_time: '1m', alertname: 'A', exp_alerts: [] },
          ],
        },
      ],
    });
  });

  it('play days back in larger steps, in a file of their own', () => {
    expect(promtoolTests(rules, 'g.yaml')[1]).toMatchObject({
      evaluation_interval: '5m',
      tests: [{ interval: '150s' }],
    });
  });

  it('are refused for an alert that the rules do not have', () => {
    const typo: ProvenRules = { ...rules, proofs: [{ title: 't', series: [], expected: [silent('B', 60)] }] };
    expect(() => promtoolTests(typo, 'g.yaml')).toThrow('the rules have no alert B');
  });
});

test('proofs make up no metric and no label that nothing exposes', () => {
  const families = Object.values(PRODUCERS).flatMap(({ metrics }) => Object.entries(metrics));
  const known = new Map(families.map(([metric, family]) => [metric, family]));
  const series = provenRules(watched).flatMap(({ proofs }) => proofs.flatMap((proof) => proof.series));
  for (const { metric, labels } of series) {
    const family = known.get(metric);
    expect([metric, family === undefined]).toEqual([metric, false]);
    for (const [label, value] of Object.entries(labels)) {
      expect(family?.labels).toContain(label);
      const values = family?.values?.[label];
      if (values !== undefined) expect(values).toContain(value);
    }
  }
});

test('each moment that a proof asks about lies within what it plays back', () => {
  for (const { proofs } of provenRules(watched)) {
    for (const { title, series, expected } of proofs) {
      const seconds = series.map(({ course }) => course.reduce((total, stretch) => total + stretch.seconds, 0));
      if (seconds.length === 0) continue;
      for (const { atSeconds } of expected) expect([title, atSeconds <= Math.max(...seconds)]).toEqual([title, true]);
    }
  }
});

import { planMonitoring } from '../../../constructs/observability/plan';
import { rounded, spoken } from '../../../constructs/observability/runbooks/markdown';
import { watched } from './examples';

const { alerts, runbooks } = planMonitoring(watched);
const page = (file: string): string => runbooks.find((each) => each.file === file)?.text ?? '';

test('there is a page for each service, and one for the platform', () => {
  expect(runbooks.map(({ file }) => file)).toEqual(['payment.md', 'mapping.md', 'platform.md']);
});

test('every alert has a section, at the place that its link names', () => {
  for (const { service, name, runbook } of alerts) {
    const text = page(`${service}.md`);
    expect(text.match(new RegExp(`^## ${name}$`, 'gm'))).toHaveLength(1);
    expect(text).toContain(`[${name}](#${name.toLowerCase()})`);
    expect(text).toContain(runbook.means);
  }
});

test('a service’s says whom it hurts, whom it depends on, and how to take a release back', () => {
  const text = page('payment.md');
  expect(text).toContain('**Who has trouble when it does:** trip. **Whose trouble it feels:** user.');
  expect(text).toContain('`kubectl argo rollouts abort payment --namespace money`');
  expect(text).toContain('`kubectl argo rollouts undo payment --namespace money`');
  expect(page('mapping.md')).toContain('**Who has trouble when it does:** no other service.');
});

test('an alert on a budget says what it costs, and one on anything else does not', () => {
  const sections = page('payment.md').split(/^## /m);
  const section = (name: string): string => sections.find((each) => each.startsWith(`${name}\n`)) ?? '';
  expect(section('AvailabilityBudgetBurn1h')).toContain('it fires after 2 min 52 s, when 6.6 % of the budget is gone');
  expect(section('NoHealthyPods')).not.toContain('budget is gone');
});

test('nothing in a page is left to be filled in', () => {
  for (const { text } of runbooks) {
    expect(text).not.toMatch(/undefined|\[object|NaN|\$labels/);
    expect(text).toMatch(/^# .+\n/);
    expect(text.match(/^```/gm)!.length % 2).toBe(0);
  }
});

test.each([
  [0, '0 s'],
  [52, '52 s'],
  [171.84, '2 min 52 s'],
  [3_600, '1 h'],
  [3_859.2, '1 h 4 min'],
  [90_000, '1 d 1 h'],
  [259_200, '3 d'],
])('%d seconds are told as %s', (seconds, text) => {
  expect(spoken(seconds)).toBe(text);
});

test.each([
  [0.0663, '6.6 %'],
  [0.02, '2 %'],
  [4.256, '430 %'],
])('a share of %d is told as %s', (share, text) => {
  expect(rounded(share)).toBe(text);
});

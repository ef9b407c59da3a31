import { RUNBOOKS, planMonitoring } from '../../../constructs/observability/plan';
import { packRuleFiles, ruleExcesses, ruleSize } from '../../../constructs/observability/rules/limits';
import { ruleGroup } from '../../../constructs/observability/rules/alert-rules';
import { printRuleFile, type Rule } from '../../../constructs/observability/rules/rule';
import { vector } from '../../../constructs/slo/promql';
import { watched } from './examples';

const { ruleFiles } = planMonitoring(watched);
const groups = ruleFiles.flatMap((file) => file.groups);
const recordsIn = (rules: readonly Rule[]): readonly string[] =>
  rules.flatMap((rule) => ('record' in rule ? [rule.record] : []));

/** The recorded series that a rule asks for. */
const recordedIn = (expr: string): readonly string[] => [...expr.matchAll(/service:\w+:\w+/g)].map(([name]) => name);

test('there is a file for each service and one for the platform, with groups of names of their own', () => {
  expect(ruleFiles.map(({ name }) => name)).toEqual(['payment', 'mapping', 'platform']);
  const names = groups.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test('rules fit into a workspace as AWS gives it', () => {
  expect(ruleExcesses(ruleFiles)).toEqual([]);
});

test('rules of one service stay small: forty fit into a file, and a template of CloudFormation holds them too', () => {
  for (const file of ruleFiles) {
    const { bytes, templateBytes } = ruleSize(file);
    expect([file.name, bytes < 25_000, templateBytes < 27_000]).toEqual([file.name, true, true]);
  }
});

describe('what does not fit', () => {
  const many = Array.from({ length: 50 }, (_, index) => ({ ...ruleFiles[0]!, name: `s${index}` }));

  test('is told: of what, where, and how much there may be', () => {
    const [group] = ruleFiles[0]!.groups;
    const large = { ...group!, name: 'large', rules: [...group!.rules, ...group!.rules] };
    expect(ruleExcesses([...many, { name: 'all', groups: [large, ...many.flatMap((file) => file.groups)] }])).toEqual([
      { what: 'rules in a group', of: 'large', used: 34, most: 20 },
      { what: 'bytes in a file', of: 'all', used: expect.any(Number) as number, most: 1_000_000 },
      { what: 'groups', used: 301, most: 100 },
      { what: 'files', used: 51, most: 10 },
    ]);
  });

  test('is divided among files, which are as full as may be, with every group once and in order', () => {
    const packs = packRuleFiles('services', many);
    expect(packs.map(({ name }) => name)).toEqual(['services-1', 'services-2']);
    expect(packs.flatMap((file) => file.groups)).toEqual(many.flatMap((file) => file.groups));
    for (const pack of packs) expect(ruleSize(pack).bytes).toBeLessThanOrEqual(1_000_000);
    expect(packRuleFiles('services', ruleFiles)).toHaveLength(1);
  });

  test('is refused where one file alone is too large', () => {
    expect(() => packRuleFiles('services', ruleFiles, 10_000)).toThrow(/the rules payment have \d+ bytes/);
  });

  test('is refused when a group is made', () => {
    const record = { record: 'a:b:c', expression: vector(1), labels: {} };
    const { context } = watched;
    const make = (count: number) => ruleGroup('g', Array(count).fill(record), [], { context, runbooks: RUNBOOKS });
    expect(make(20).rules).toHaveLength(20);
    expect(() => make(21)).toThrow('the group g has 21 rules, and a store takes 20: divide it');
  });
});

test('a size is counted in bytes, as they are sent', () => {
  const file = { name: 'ä', groups: [{ name: 'Größe „€“ 🙂', interval: '1m', rules: [] }] };
  expect(ruleSize(file)).toEqual({
    name: 'ä',
    bytes: Buffer.byteLength(printRuleFile(file)),
    templateBytes: Buffer.byteLength(JSON.stringify(printRuleFile(file))),
    groups: 1,
    rules: 0,
  });
});

test('a rule asks only for what is recorded before it, in its own group', () => {
  for (const { rules } of groups) {
    rules.forEach((rule, index) => {
      const before = recordsIn(rules.slice(0, index));
      const elsewhere = recordedIn(rule.expr).filter((name) => !before.includes(name));
      // What has vanished was recorded long before, by whichever group.
      if ('alert' in rule && rule.alert === 'RequestsVanished') expect(elsewhere).toEqual(['service:requests:rate5m']);
      else expect(elsewhere).toEqual([]);
    });
  }
});

test('everything that is recorded of a budget is asked for by an alert, or by what is', () => {
  for (const { rules } of groups) {
    const asked = rules.flatMap(({ expr }) => recordedIn(expr));
    expect(recordsIn(rules).filter((name) => !asked.includes(name))).toEqual([]);
  }
});

test('days are added up from what is recorded, not from every pod’s requests', () => {
  for (const rule of groups.flatMap(({ rules }) => rules)) {
    // The readiness of one service is a series or two, however many pods it has.
    if (!/\[\d+d\]/.test(rule.expr) || /max_over_time\(kube_poddisruptionbudget_/.test(rule.expr)) continue;
    expect(rule.expr).toMatch(/sum_over_time\(service:/);
    expect(rule.expr).not.toMatch(/istio_|http_server/);
  }
});

test('alerts say whose they are and where they belong, and series keep the names that they have', () => {
  for (const rule of groups.flatMap(({ rules }) => rules)) {
    if (!('alert' in rule)) continue;
    expect(rule.labels).toMatchObject({
      environment: 'prod',
      severity: expect.stringMatching(/^(page|ticket|none)$/) as string,
      service: expect.stringMatching(/^(payment|mapping|platform)$/) as string,
    });
    // What series tell of other namespaces must not be covered by a label of the rule.
    expect('namespace' in rule.labels).toBe(rule.labels.service !== 'platform');
    expect(rule.annotations.runbook_url).toBe(`${RUNBOOKS}/${rule.labels.service}.md#${rule.alert.toLowerCase()}`);
    expect(rule.annotations.dashboard).toBe(`/d/bulkhead-prod-${rule.labels.service}`);
    expect(rule.for).toMatch(/^\d+[smhd]$/);
  }
});

test('runbooks may be anywhere', () => {
  const [file] = planMonitoring({ ...watched, runbooks: 'https://wiki.example.com/runbooks' }).ruleFiles;
  expect(JSON.stringify(file)).toContain('https://wiki.example.com/runbooks/payment.md#');
});

test('a file as text is JSON, the same for the same promise, without what only TypeScript knows', () => {
  const [file] = ruleFiles;
  const text = printRuleFile(file!);
  expect(text).toBe(printRuleFile(planMonitoring(watched).ruleFiles[0]!));
  expect(Object.keys(JSON.parse(text) as object)).toEqual(['groups']);
  expect(text).not.toMatch(/undefined|\[object/);
});

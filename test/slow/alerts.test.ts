import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { RUNBOOKS } from '../../constructs/observability/plan';
import type { Proof } from '../../constructs/observability/proof/proof';
import { promtoolTests, type ProvenRules } from '../../constructs/observability/proof/promtool';
import { printRuleFile, type Rule } from '../../constructs/observability/rules/rule';
import { monitoringOf, provenRulesOf } from '../../lib/environment/monitoring';
import { parseEnvironments } from '../../lib/environment/parse';
import type { Environment } from '../../lib/environment/schema';
import { environments } from '../environments';

const installed = spawnSync('promtool', ['--version']).status === 0;
const describeWithPromtool = installed ? describe : describe.skip;
if (!installed) console.warn('promtool is not on the PATH: no alert was proven. On Debian: apt-get install prometheus');

type AlertingRule = Extract<Rule, { readonly alert: string }>;

const all = parseEnvironments(environments);
const prod = provenRulesOf(all.find(({ name }) => name === 'prod')!);
const rulesNamed = (name: string): ProvenRules => prod.find((each) => each.name === name)!;

/** Rules without the environment's name, and where its runbooks are: what two environments have in common is played back once. */
const anywhere = (rules: ProvenRules, { name, observability }: Environment): string =>
  JSON.stringify(rules)
    .replaceAll(observability?.runbooks ?? RUNBOOKS, RUNBOOKS)
    .replace(new RegExp(`\\b${name}\\b`, 'g'), 'somewhere');

/** The rules of all environments, each with those that have it: prod first, which has most. */
const proven = new Map<string, { readonly rules: ProvenRules; readonly environments: string[] }>();
for (const environment of [...all].reverse()) {
  for (const rules of provenRulesOf(environment)) {
    const key = anywhere(rules, environment);
    const known = proven.get(key);
    if (known === undefined) proven.set(key, { rules, environments: [environment.name] });
    else known.environments.push(environment.name);
  }
}

const alertsOf = ({ groups }: Pick<ProvenRules, 'groups'>): readonly string[] =>
  groups.flatMap(({ rules }) => rules.flatMap((rule) => ('alert' in rule ? [rule.alert] : [])));

/** The alerts that some proof expects to fire, or to be silent. */
const expected = ({ proofs }: Pick<ProvenRules, 'proofs'>, fires: boolean): ReadonlySet<string> =>
  new Set(
    proofs.flatMap((proof) =>
      proof.expected.filter(({ firing }) => firing.length > 0 === fires).map(({ alert }) => alert),
    ),
  );

/** Rules with each alert changed. */
function changed(rules: ProvenRules, change: (rule: AlertingRule) => Rule): ProvenRules {
  return {
    ...rules,
    groups: rules.groups.map((group) => ({
      ...group,
      rules: group.rules.map((rule) => ('alert' in rule ? change(rule) : rule)),
    })),
  };
}

/** Rules without what they record, for alerts that ask nothing. */
const withoutRecordings = (rules: ProvenRules): ProvenRules => ({
  ...rules,
  groups: rules.groups.map((group) => ({ ...group, rules: group.rules.filter((rule) => 'alert' in rule) })),
});

test.each(all)('every alert of $name has a case in which it fires and one in which it must not', (environment) => {
  const rules = provenRulesOf(environment);
  const { alerts } = monitoringOf(environment);
  expect(alerts.length).toBeGreaterThan(50);
  for (const { service, name } of alerts) {
    const own = rules.filter((each) =>
      each.groups.some((group) =>
        group.rules.some((rule) => 'alert' in rule && rule.alert === name && rule.labels.service === service),
      ),
    );
    const found = (fires: boolean): boolean => own.some((each) => expected(each, fires).has(name));
    // That one fires always: it is missed when it does not.
    expect({ service, name, fires: found(true), silent: name === 'Watchdog' || found(false) }).toEqual({
      service,
      name,
      fires: true,
      silent: true,
    });
    for (const each of own) expect(proven.has(anywhere(each, environment))).toBe(true);
  }
});

describeWithPromtool('by Prometheus itself', () => {
  let folder: string;
  let places = 0;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-alerts-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** What promtool has against something; empty when nothing. */
  function promtool(...args: readonly string[]): Promise<string> {
    return new Promise((resolve) =>
      execFile('promtool', args, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
        resolve(error === null ? '' : `${stdout}${stderr}${error.message}`),
      ),
    );
  }

  /** What promtool has against these rules, put to the proofs of others or their own. */
  async function unitTests(rules: ProvenRules, expecting: ProvenRules = rules): Promise<string> {
    const place = join(folder, String((places += 1)));
    mkdirSync(place);
    const ruleFile = 'rules.json'; // JSON is YAML
    writeFileSync(join(place, ruleFile), printRuleFile(rules));
    const sound = await promtool('check', 'rules', join(place, ruleFile));
    const said = promtoolTests(expecting, ruleFile).map((tests, index) => {
      const file = join(place, `tests.${index}.json`);
      writeFileSync(file, JSON.stringify(tests));
      return promtool('test', 'rules', file);
    });
    return [sound, ...(await Promise.all(said))].join('');
  }

  /** Does this with each, as many at once as there are processors, and gives the results in order. */
  async function each<Item, Result>(items: readonly Item[], act: (item: Item) => Promise<Result>): Promise<Result[]> {
    const results: Result[] = [];
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let index = next++; index < items.length; index = next++) results[index] = await act(items[index]!);
    };
    await Promise.all(Array.from({ length: availableParallelism() }, worker));
    return results;
  }

  /** The alerts of which promtool found that they did not do what was expected. */
  const failing = (said: string): readonly string[] =>
    [...new Set([...said.matchAll(/alertname: (\w+), time:/g)].map(([, alert = '']) => alert))].sort();

  test('the alerts of every environment fire when they must, and at no other time', async () => {
    const said = await each([...proven.values()], async ({ rules, environments: names }) => ({
      rules: `${rules.name} of ${names.join(', ')}`,
      said: await unitTests(rules),
    }));
    // What staging and prod have in common is played back once.
    expect(said.length).toBeGreaterThan(12);
    expect(said.length).toBeLessThan(30);
    expect(said.filter((found) => found.said !== '')).toEqual([]);
  });

  describe('the proofs find', () => {
    const subjects = ['payment-availability', 'payment-service', 'platform'];

    test('every alert that never fires', async () => {
      const found = await each(subjects, async (name) => {
        const rules = rulesNamed(name);
        return failing(
          await unitTests(withoutRecordings(changed(rules, (rule) => ({ ...rule, expr: 'vector(1) > 2' }))), rules),
        );
      });
      expect(found).toEqual(subjects.map((name) => [...expected(rulesNamed(name), true)].sort()));
    });

    test('every alert that always fires', async () => {
      const found = await each(subjects, async (name) => {
        const rules = rulesNamed(name);
        return failing(
          await unitTests(
            withoutRecordings(changed(rules, (rule) => ({ ...rule, expr: 'vector(1)', for: '0s' }))),
            rules,
          ),
        );
      });
      found.forEach((names, index) =>
        expect(names).toEqual(expect.arrayContaining([...expected(rulesNamed(subjects[index]!), false)])),
      );
    });

    /** The proofs of what pages: those of days take longer, and are of the same kind. */
    const quick = (name: string): ProvenRules => {
      const rules = rulesNamed(name);
      const pages = (proof: Proof): boolean => proof.expected.every(({ alert }) => /Burn(1h|6h)$/.test(alert));
      return { ...rules, proofs: rules.proofs.filter(pages) };
    };

    const MUTANTS: readonly (readonly [title: string, change: (rule: AlertingRule) => Rule])[] = [
      [
        'without its volume guard',
        (rule) => ({ ...rule, expr: rule.expr.replace(/ and \([^()]*increase[^()]*\)$/, '') }),
      ],
      [
        'without its short window',
        (rule) => ({ ...rule, expr: rule.expr.replace(/ and \([^()]*ratio(5m|30m)[^()]*\)/, '') }),
      ],
      [
        'without its long window',
        (rule) => ({ ...rule, expr: rule.expr.replace(/\([^()]*ratio(1h|6h)[^()]*\) and /, '') }),
      ],
      ['with a ratio that is a fifth too high', (rule) => ({ ...rule, expr: scaled(rule.expr, 1.2) })],
      ['with a ratio that is a fifth too low', (rule) => ({ ...rule, expr: scaled(rule.expr, 0.8) })],
      ['with a wait that is twice too long', (rule) => ({ ...rule, for: `${2 * Number.parseInt(rule.for, 10)}m` })],
      ['with no wait', (rule) => ({ ...rule, for: '0s' })],
      ['with a volume guard that is a fifth too low', (rule) => ({ ...rule, expr: guarded(rule.expr, 0.8) })],
      ['with a volume guard that asks for far too much', (rule) => ({ ...rule, expr: guarded(rule.expr, 100_000) })],
      ['that calls somebody else', (rule) => ({ ...rule, labels: { ...rule.labels, severity: 'ticket' } })],
      ['that says something else', (rule) => ({ ...rule, annotations: { ...rule.annotations, summary: 'well' } })],
    ];

    test('a burn-rate alert with anything wrong', async () => {
      const rules = quick('payment-availability');
      const pages = alertsOf(rules).filter((alert) => /Burn(1h|6h)$/.test(alert));
      const found = await each(MUTANTS, async ([title, change]) => {
        const mutant = changed(rules, change);
        expect(printRuleFile(mutant)).not.toBe(printRuleFile(rules));
        return { title, found: failing(await unitTests(mutant, rules)) };
      });
      expect(found).toEqual(MUTANTS.map(([title]) => ({ title, found: [...pages].sort() })));
    });

    test.each<[string, (rule: AlertingRule) => Rule]>([
      ['waits three times as long', (rule) => ({ ...rule, for: `${3 * secondsOf(rule.for)}s` })],
      ['does not wait', (rule) => ({ ...rule, for: '0s' })],
    ])('any other alert that %s', async (_, change) => {
      const found = await each(['payment-service', 'platform'], async (name) => {
        const rules = rulesNamed(name);
        const own: ProvenRules = {
          ...rules,
          groups: rules.groups.filter((group) => !group.name.endsWith('-availability')),
        };
        const waiting = own.groups.flatMap((group) =>
          group.rules.flatMap((rule) => ('alert' in rule && secondsOf(rule.for) > 0 ? [rule.alert] : [])),
        );
        return { waiting, found: failing(await unitTests(changed(rules, change), rules)) };
      });
      expect(found.flatMap(({ waiting, found: names }) => waiting.filter((name) => !names.includes(name)))).toEqual([]);
    });

    test('a volume guard of days that is a fifth too low', async () => {
      const rules = rulesNamed('payment-availability');
      const night = { ...rules, proofs: rules.proofs.filter(({ title }) => title.startsWith('at night')) };
      const mutant = changed(rules, (rule) => ({ ...rule, expr: guarded(rule.expr, 0.8) }));
      expect(failing(await unitTests(mutant, night))).toEqual([...alertsOf(rules)].sort());
    });
  });
});

/** A duration of one unit, as rules are printed with. */
const secondsOf = (text: string): number =>
  Number.parseInt(text, 10) * ({ s: 1, m: 60, h: 3_600, d: 86_400 }[text.at(-1) ?? ''] ?? Number.NaN);

/** The ratios of a burn-rate alert, times so much. */
const scaled = (expr: string, by: number): string =>
  expr.replace(/> ([\d.]+)/g, (_, ratio: string) => `> ${Number(ratio) * by}`);

/** The requests that a burn-rate alert asks for, times so much. */
const guarded = (expr: string, by: number): string =>
  expr.replace(/>= (\d+)/g, (_, least: string) => `>= ${Number(least) * by}`);

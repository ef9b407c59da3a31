import { SCRAPE_INTERVAL_SECONDS } from '../../slo/metrics';
import { is, series } from '../../slo/promql';
import { printDuration, printQuery } from '../../slo/promql-text';
import { EVALUATION_INTERVAL_SECONDS, type Rule, type RuleFile } from '../rules/rule';
import type { Expectation, Proof } from './proof';
import { sampleText } from './series';

/** A file of unit tests as promtool reads it. JSON is YAML. */
export interface PromtoolFile {
  /** Where the rules are, from the file. */
  readonly rule_files: readonly string[];
  /** How often they are worked out. */
  readonly evaluation_interval: string;
  /** The tests. */
  readonly tests: readonly PromtoolTest[];
}

/** One course of things, and what must be the case when. */
export interface PromtoolTest {
  /** What happens, for people. */
  readonly name: string;
  /** How far the samples of a series lie apart. */
  readonly interval: string;
  /** What is measured. */
  readonly input_series: readonly {
    /** The series with its labels. */
    readonly series: string;
    /** Its samples, in promtool's own notation. */
    readonly values: string;
  }[];
  /** Which alerts fire, and when. */
  readonly alert_rule_test: readonly {
    /** When, from the start. */
    readonly eval_time: string;
    /** The alert. */
    readonly alertname: string;
    /** Every alert of the name that fires then, complete. */
    readonly exp_alerts: readonly {
      /** All its labels. */
      readonly exp_labels: Readonly<Record<string, string>>;
      /** All its annotations, filled in. */
      readonly exp_annotations: Readonly<Record<string, string>>;
    }[];
  }[];
}

/** Rules, and what they must do: what promtool is given. */
export interface ProvenRules extends RuleFile {
  /** The courses of things that the rules are played back against. */
  readonly proofs: readonly Proof[];
}

type AlertingRule = Extract<Rule, { readonly alert: string }>;

/**
 * Unit tests for promtool of a rule file: one file for each pace at which rules are worked out. They ask for the labels and
 * annotations of every alert as well, so that what people read is proven to be filled in.
 *
 * @example promtoolTests(rules, 'payment.rules.json') // the tests, to be written beside that file
 */
export function promtoolTests({ groups, proofs }: ProvenRules, ruleFile: string): readonly PromtoolFile[] {
  const rules = new Map(
    groups.flatMap(({ rules: all }) => all.flatMap((rule) => ('alert' in rule ? [[rule.alert, rule]] : []))),
  );
  const paces = [...new Set(proofs.map(stepOf))].sort((one, other) => one - other);
  return paces.map((step) => ({
    rule_files: [ruleFile],
    evaluation_interval: printDuration(step),
    tests: proofs.filter((proof) => stepOf(proof) === step).map((proof) => test(proof, rules)),
  }));
}

const stepOf = ({ stepSeconds = EVALUATION_INTERVAL_SECONDS }: Proof): number => stepSeconds;

function test(proof: Proof, rules: ReadonlyMap<string, AlertingRule>): PromtoolTest {
  // A rate wants two samples in its window, which is no shorter than a step.
  const step = stepOf(proof);
  const interval = step > EVALUATION_INTERVAL_SECONDS ? step / 2 : SCRAPE_INTERVAL_SECONDS;
  return {
    name: proof.title,
    interval: printDuration(interval),
    input_series: proof.series.map(({ metric, labels, course }) => ({
      series: printQuery(
        series(
          metric,
          Object.entries(labels).map(([label, value]) => is(label, value)),
        ),
      ),
      values: sampleText(course, interval),
    })),
    alert_rule_test: proof.expected.map((expected) => expectation(expected, rules.get(expected.alert))),
  };
}

function expectation(
  { alert, atSeconds, firing }: Expectation,
  rule: AlertingRule | undefined,
): PromtoolTest['alert_rule_test'][number] {
  if (rule === undefined) throw new RangeError(`the rules have no alert ${alert}`);
  return {
    eval_time: printDuration(atSeconds),
    alertname: alert,
    exp_alerts: firing.map((labels) => ({
      exp_labels: { ...labels, ...rule.labels },
      exp_annotations: Object.fromEntries(
        Object.entries(rule.annotations).map(([name, text]) => [name, filledIn(text, { ...labels, ...rule.labels })]),
      ),
    })),
  };
}

/** What the store makes of a text: the labels of the series stand where they are named. */
function filledIn(text: string, labels: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => labels[label] ?? '');
}

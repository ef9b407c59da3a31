import type { Vector } from '../../slo/promql';

/** How often rules are worked out, in seconds: the default of Prometheus. */
export const EVALUATION_INTERVAL_SECONDS = 60;

/** A query whose answer is kept as a series of its own. */
export interface RecordingRule {
  /** The name of the series. */
  readonly record: string;
  /** The query. */
  readonly expression: Vector;
  /** Labels that the series gets. */
  readonly labels: Readonly<Record<string, string>>;
}

/** One rule as Prometheus reads it. */
export type Rule =
  | {
      /** The name of the series that is recorded. */
      readonly record: string;
      /** PromQL. */
      readonly expr: string;
      /** Labels that the series gets. */
      readonly labels: Readonly<Record<string, string>>;
    }
  | {
      /** The name of the alert. */
      readonly alert: string;
      /** PromQL: the alert is active for each element of the answer. */
      readonly expr: string;
      /** How long it must be: `2m`. */
      readonly for: string;
      /** Labels that the alert gets, beside those of the series. */
      readonly labels: Readonly<Record<string, string>>;
      /** What people read. */
      readonly annotations: Readonly<Record<string, string>>;
    };

/** Rules that are worked out one after the other: a later one may use what an earlier one has just recorded. */
export interface RuleGroup {
  /** Its name, unique in its file: `payment-availability`. */
  readonly name: string;
  /** How often it is worked out: `1m`. */
  readonly interval: string;
  /** Its rules, in order. */
  readonly rules: readonly Rule[];
}

/** A rule file of Prometheus: what `AWS::APS::RuleGroupsNamespace` takes as `Data`, and promtool checks. */
export interface RuleFile {
  /** Its name, unique among those of an environment: `payment`, `platform`. */
  readonly name: string;
  /** Its groups. No rule needs what another group records at the same moment: groups are worked out in any order. */
  readonly groups: readonly RuleGroup[];
}

/**
 * A rule file as text. It is JSON, which is YAML too, and is read as such by Prometheus and by Amazon Managed Service for
 * Prometheus: there is one way to write it, and it is read back without a parser of YAML. It is written without spaces, for the
 * size of a file and of a stack's template is limited.
 */
export function printRuleFile({ groups }: Pick<RuleFile, 'groups'>): string {
  return JSON.stringify({ groups });
}

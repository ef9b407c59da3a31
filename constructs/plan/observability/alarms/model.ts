import type { Urgency } from '../alerting/rules';
import type { Measure } from './metrics';

/** Whom an alarm tells: somebody now, somebody at work, or nobody by itself, because others build on it. */
export type AlarmSeverity = Urgency | 'none';

/** What somebody needs who was told. */
export interface AlarmRunbook {
  /** What it means, for somebody who has never seen it. */
  readonly means: string;
  /** What to do, in order; commands stand between backticks. */
  readonly steps: readonly string[];
}

/** What everything has in common that tells somebody. */
interface Telling {
  /** What kind it is, one section of the runbook: `StoreWriterDown`. */
  readonly kind: string;
  /** What it is about: `ledger`, `a`; nothing where there is one only. */
  readonly of?: string;
  /** Whom it tells. */
  readonly severity: AlarmSeverity;
  /** What is the matter, as one line. */
  readonly summary: string;
  /** What to do. */
  readonly runbook: AlarmRunbook;
}

/** How a value is compared with a threshold. */
export type Comparison = 'above' | 'at-least' | 'below' | 'at-most';

/**
 * What an alarm makes of a period without a value: it is as good as (`fine`), as bad as (`bad`) can be, or nobody knows
 * (`unknown`), which tells nobody and shows on the dashboard.
 */
export type Missing = 'fine' | 'bad' | 'unknown';

/** An alarm on one measure. */
export interface MetricAlarmPlan extends Telling {
  readonly form: 'metric';
  /** What is looked at. */
  readonly measure: Measure;
  /** How it is compared. */
  readonly comparison: Comparison;
  /** With what. */
  readonly threshold: number;
  /** What the threshold counts: `ms`, `%`, `days`. */
  readonly unit: string;
  /** Over how many periods. */
  readonly periods: number;
  /** In how many of them it must be so. */
  readonly inPeriods: number;
  /** What a period without a value counts as. */
  readonly missing: Missing;
  /** Why a period without a value counts so. */
  readonly missingBecause: string;
  /** Why this threshold, and where it comes from. */
  readonly because: string;
}

/** A condition on other alarms, by their keys: see {@link keyOf}. */
export type AlarmCondition =
  | {
      /** At least one of these fires. */
      readonly any: readonly (string | AlarmCondition)[];
    }
  | {
      /** All of these fire. */
      readonly all: readonly (string | AlarmCondition)[];
    };

/** An alarm on other alarms: what has one cause tells once. */
export interface CompositeAlarmPlan extends Telling {
  readonly form: 'composite';
  /** When it fires. */
  readonly when: AlarmCondition;
  /** While this one fires, this one here tells nobody: it follows from it. */
  readonly unless?: string;
}

/** Something that AWS reports as it happens. */
export interface EventAlarmPlan extends Telling {
  readonly form: 'event';
  /** Whom it tells; what is reported once cannot build on anything. */
  readonly severity: Urgency;
  /** What is reported, as EventBridge matches it. */
  readonly pattern: Readonly<Record<string, unknown>>;
  /** What the message is made of: names, and where in the event each stands. */
  readonly facts: Readonly<Record<string, string>>;
  /** Why it is told, and where the form of the event comes from. */
  readonly because: string;
}

/** Anything that tells somebody. */
export type AlarmPlan = MetricAlarmPlan | CompositeAlarmPlan | EventAlarmPlan;

/** What an alarm is known by among those of its environment: `StoreWriterDown-ledger`. */
export function keyOf({ kind, of }: Pick<AlarmPlan, 'kind' | 'of'>): string {
  return of === undefined ? kind : `${kind}-${of}`;
}

/** The alarms that a condition names. */
export function keysIn(condition: AlarmCondition): readonly string[] {
  const parts = 'any' in condition ? condition.any : condition.all;
  return parts.flatMap((part) => (typeof part === 'string' ? [part] : keysIn(part)));
}

/** A condition as CloudWatch reads it, given the names of the alarms. */
export function ruleText(condition: AlarmCondition, nameOf: (key: string) => string): string {
  const [word, parts] = 'any' in condition ? [' OR ', condition.any] : [' AND ', condition.all];
  return parts
    .map((part) => (typeof part === 'string' ? `ALARM("${nameOf(part)}")` : `(${ruleText(part, nameOf)})`))
    .join(word);
}

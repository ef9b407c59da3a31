import type { Vector } from '../../slo/promql';
import type { Proof } from '../proof/proof';

/** Whom an alert calls: a person now (`page`), somebody within days (`ticket`), or nobody (`none`). */
export type AlertSeverity = 'page' | 'ticket' | 'none';

/** The service that alerts about the platform itself carry, where those of a service carry its name. */
export const PLATFORM_SERVICE = 'platform';

/** A question to the metrics, for the person who was called. */
export interface FirstQuery {
  /** What it answers. */
  readonly asks: string;
  /** The query. */
  readonly query: Vector;
}

/** What a person needs who was called. */
export interface Runbook {
  /** What the alert means, for somebody who has never seen it. */
  readonly means: string;
  /** What to ask the metrics first. */
  readonly queries: readonly FirstQuery[];
  /** What to do, in order; commands stand between backticks. */
  readonly steps: readonly string[];
}

/** What an alert costs of the error budget before it fires. */
export interface BudgetCost {
  /** How long everything fails before it fires, in seconds. */
  readonly secondsAtOutage: number;
  /** The share of the period's budget that is gone by then. */
  readonly spentAtOutage: number;
  /** How long the budget burns at just the alert's own factor before it fires, in seconds. */
  readonly secondsAtThreshold: number;
  /** The share of the period's budget that is gone by then. */
  readonly spentAtThreshold: number;
}

/** An alert: when it fires, whom it calls, what to do then, and the proof that it does. */
export interface Alert {
  /** Its name, unique among those of its service: `AvailabilityBudgetBurn1h`. */
  readonly name: string;
  /** Whom it calls. */
  readonly severity: AlertSeverity;
  /** What it is about: a service's name, or `platform`. */
  readonly service: string;
  /** The namespace, where it is about one; otherwise the series say which. */
  readonly namespace?: string;
  /** Further labels: `{ budget: 'latency' }`. */
  readonly labels?: Readonly<Record<string, string>>;
  /** When it fires, in words: `more than 1.44 % of requests failed over 1h and over 5m`. */
  readonly condition: string;
  /** When it fires, as a query. */
  readonly expression: Vector;
  /** How long that must hold, in seconds. */
  readonly forSeconds: number;
  /** What is the matter, as one line; `{{ $labels.pod }}` stands for a label of the series. */
  readonly summary: string;
  /** What to do. */
  readonly runbook: Runbook;
  /** What it costs before it fires; only what burns a budget has a price. */
  readonly cost?: BudgetCost;
  /**
   * Cases in which it fires, and in which it must not; those of a service's promise stand with the service. They are worked
   * out when somebody plays them back: they are most of the work, and a thousand services are rendered without them.
   */
  readonly proofs: () => readonly Proof[];
}

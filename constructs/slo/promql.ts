/**
 * PromQL as data. An expression is built from these functions, never pasted from strings, so that what does not type
 * check in PromQL does not in TypeScript either: a range only where a range is wanted, an aggregation only over a vector.
 * `printQuery` turns it into text.
 */
export type Vector = Selector | OverTime | Aggregation | Quantile | Constant | Arithmetic | Comparison | SetOperation;

/** The series of one metric whose labels match: `http_server_request_duration_seconds_count{namespace="trip"}`. */
export interface Selector {
  readonly kind: 'selector';
  /** The metric's name. */
  readonly metric: string;
  /** What its labels must be; all must hold. */
  readonly matchers: readonly Matcher[];
}

/** One condition on a label: `http_response_status_code=~"5.."`. */
export interface Matcher {
  /** The label's name. */
  readonly label: string;
  /** How its value is compared; `=~` and `!~` take an anchored RE2 expression. */
  readonly operator: '=' | '!=' | '=~' | '!~';
  /** What it is compared with, unescaped. */
  readonly value: string;
}

/** A counter's course over a window: `rate(x[2m])` per second, or `increase(x[2m])` in all. */
export interface OverTime {
  readonly kind: 'over-time';
  /** `rate` per second, or `increase` over the window. */
  readonly function: 'rate' | 'increase';
  /** The counter. */
  readonly selector: Selector;
  /** How far back, in seconds. */
  readonly windowSeconds: number;
}

/** Series added up, or whether there are none: `sum by (le) (x)`, `absent(x)`. */
export interface Aggregation {
  readonly kind: 'aggregation';
  /** `sum`, or `absent`, which is 1 when there is no series and nothing otherwise. */
  readonly function: 'sum' | 'absent';
  /** The labels that are kept. */
  readonly by: readonly string[];
  /** What is aggregated. */
  readonly of: Vector;
}

/** A quantile of a classic histogram, interpolated within a bucket: `histogram_quantile(0.99, x)`. */
export interface Quantile {
  readonly kind: 'quantile';
  /** From 0 to 1. */
  readonly quantile: number;
  /** The rates of the buckets, with their label `le`. */
  readonly of: Vector;
}

/** A number as a vector with one element and no labels: `vector(0)`. */
export interface Constant {
  readonly kind: 'constant';
  /** The number. */
  readonly value: number;
}

/** Two operands of which at least one is a vector: `1 - x`, `x / y`. */
export interface Arithmetic {
  readonly kind: 'arithmetic';
  /** The operator. */
  readonly operator: '+' | '-' | '*' | '/';
  /** The left operand. */
  readonly left: Vector | number;
  /** The right operand. */
  readonly right: Vector | number;
}

/** The elements of a vector that compare so, with their values: `x > 0` is empty where x is 0. */
export interface Comparison {
  readonly kind: 'comparison';
  /** The operator. */
  readonly operator: '>' | '>=' | '<' | '<=';
  /** What is filtered. */
  readonly left: Vector;
  /** What it is compared with. */
  readonly right: Vector | number;
}

/** Elements of both (`and`), of either (`or`: the right side where the left has none), or of the left only (`unless`). */
export interface SetOperation {
  readonly kind: 'set-operation';
  /** The operator. */
  readonly operator: 'and' | 'or' | 'unless';
  /** The left operand, whose values win. */
  readonly left: Vector;
  /** The right operand. */
  readonly right: Vector;
}

/** The series of a metric whose labels match. */
export const series = (metric: string, matchers: readonly Matcher[]): Selector => ({
  kind: 'selector',
  metric,
  matchers,
});

/** The label has this value. */
export const is = (label: string, value: string): Matcher => ({ label, operator: '=', value });

/** The label has one of these values. */
export const isOneOf = (label: string, values: readonly string[]): Matcher => ({
  label,
  operator: '=~',
  value: values.map(literally).join('|'),
});

/** The label has none of these values, or is missing. */
export const isNoneOf = (label: string, values: readonly string[]): Matcher => ({
  ...isOneOf(label, values),
  operator: '!~',
});

/** The whole value of the label matches this RE2 expression. */
export const matches = (label: string, pattern: string): Matcher => ({ label, operator: '=~', value: pattern });

/** The whole value of the label does not match this RE2 expression. */
export const matchesNot = (label: string, pattern: string): Matcher => ({ label, operator: '!~', value: pattern });

/** How fast a counter grows, per second. */
export const rate = (selector: Selector, windowSeconds: number): OverTime => ({
  kind: 'over-time',
  function: 'rate',
  selector,
  windowSeconds,
});

/** By how much a counter grew. */
export const increase = (selector: Selector, windowSeconds: number): OverTime => ({
  ...rate(selector, windowSeconds),
  function: 'increase',
});

/** All elements added up, or those that agree in the labels that are kept. Of nothing, nothing: not 0. */
export const sum = (of: Vector, by: readonly string[] = []): Aggregation => ({
  kind: 'aggregation',
  function: 'sum',
  by,
  of,
});

/** One element, 1, when there is no such series. */
export const absent = (of: Selector): Aggregation => ({ kind: 'aggregation', function: 'absent', by: [], of });

/** The quantile, from 0 to 1, of the bucket rates of a histogram. */
export const histogramQuantile = (quantile: number, of: Vector): Quantile => ({ kind: 'quantile', quantile, of });

/** A number as a vector. */
export const vector = (value: number): Constant => ({ kind: 'constant', value });

/** `left - right`. */
export const minus = (left: Vector | number, right: Vector): Arithmetic => arithmetic(left, '-', right);

/** `left / right`. */
export const over = (left: Vector, right: Vector | number): Arithmetic => arithmetic(left, '/', right);

/** The elements that are greater. */
export const above = (left: Vector, right: Vector | number): Comparison => comparison(left, '>', right);

/** The elements that are not less. */
export const atLeast = (left: Vector, right: Vector | number): Comparison => comparison(left, '>=', right);

/** The left side, and where it has no element, the right. */
export const or = (left: Vector, right: Vector): SetOperation => ({
  kind: 'set-operation',
  operator: 'or',
  left,
  right,
});

/** The elements of the left side that the right side has too. */
export const and = (left: Vector, right: Vector): SetOperation => ({
  kind: 'set-operation',
  operator: 'and',
  left,
  right,
});

/** The metrics that an expression reads, in order of their names: what must be scraped for it to say anything. */
export function metricsOf(expression: Vector | number): readonly string[] {
  return [...new Set(selectorsOf(expression).map(({ metric }) => metric))].sort();
}

function selectorsOf(expression: Vector | number): readonly Selector[] {
  if (typeof expression === 'number') return [];
  switch (expression.kind) {
    case 'selector':
      return [expression];
    case 'over-time':
      return [expression.selector];
    case 'aggregation':
    case 'quantile':
      return selectorsOf(expression.of);
    case 'constant':
      return [];
    case 'arithmetic':
    case 'comparison':
    case 'set-operation':
      return [...selectorsOf(expression.left), ...selectorsOf(expression.right)];
  }
}

function arithmetic(left: Vector | number, operator: Arithmetic['operator'], right: Vector | number): Arithmetic {
  return { kind: 'arithmetic', operator, left, right };
}

function comparison(left: Vector, operator: Comparison['operator'], right: Vector | number): Comparison {
  return { kind: 'comparison', operator, left, right };
}

/** A value as the RE2 expression that matches nothing else. */
const literally = (value: string): string => value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

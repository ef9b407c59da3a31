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
  /** How long ago they are looked at, in seconds; now, unless there is one. */
  readonly offsetSeconds?: number;
}

/** One condition on a label: `http_response_status_code=~"5.."`. `Label` is the names that it may have. */
export interface Matcher<Label extends string = string> {
  /** The label's name. */
  readonly label: Label;
  /** How its value is compared; `=~` and `!~` take an anchored RE2 expression. */
  readonly operator: '=' | '!=' | '=~' | '!~';
  /** What it is compared with, unescaped. */
  readonly value: string;
}

/** What can be made of a series' course: of a counter a rate or an increase, of a gauge its largest value, or of all its samples. */
export type OverTimeFunction = 'rate' | 'increase' | 'sum_over_time' | 'avg_over_time' | 'max_over_time';

/** A series' course over a window: `rate(x[2m])` per second, `increase(x[2m])` in all, `max_over_time(x[2m])`. */
export interface OverTime {
  readonly kind: 'over-time';
  /** What is made of it. */
  readonly function: OverTimeFunction;
  /** The series. */
  readonly selector: Selector;
  /** How far back, in seconds. */
  readonly windowSeconds: number;
}

/** Many series made one: `sum by (le) (x)`, `max(x)`; or whether there are none: `absent(x)`. */
export interface Aggregation {
  readonly kind: 'aggregation';
  /** How; `absent` is 1 when there is no series and nothing otherwise. */
  readonly function: 'sum' | 'max' | 'min' | 'count' | 'absent';
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

/**
 * Which elements of two vectors belong together: those that agree in the labels that are named (`on`), or in all but those
 * (`ignoring`); in all labels, where nothing is said.
 */
export type Matching =
  | {
      /** The labels that must agree; none at all pairs everything with everything. */
      readonly on: readonly string[];
    }
  | {
      /** The labels that may differ. */
      readonly ignoring: readonly string[];
    };

/** Two operands of which at least one is a vector: `1 - x`, `x / y`. */
export interface Arithmetic {
  readonly kind: 'arithmetic';
  /** The operator. */
  readonly operator: '+' | '-' | '*' | '/';
  /** The left operand. */
  readonly left: Vector | number;
  /** The right operand. */
  readonly right: Vector | number;
  /** Which elements belong together. */
  readonly matching?: Matching;
}

/** The elements of a vector that compare so, with their values: `x > 0` is empty where x is 0. */
export interface Comparison {
  readonly kind: 'comparison';
  /** The operator. */
  readonly operator: '>' | '>=' | '<' | '<=' | '==';
  /** What is filtered. */
  readonly left: Vector;
  /** What it is compared with. */
  readonly right: Vector | number;
  /** Which elements belong together. */
  readonly matching?: Matching;
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
  /** Which elements belong together. */
  readonly matching?: Matching;
}

/** The series of a metric whose labels match. */
export const series = (metric: string, matchers: readonly Matcher[]): Selector => ({
  kind: 'selector',
  metric,
  matchers,
});

/** The label has this value. */
export const is = <Label extends string>(label: Label, value: string): Matcher<Label> => ({
  label,
  operator: '=',
  value,
});

/** The label has one of these values. */
export const isOneOf = <Label extends string>(label: Label, values: readonly string[]): Matcher<Label> => ({
  label,
  operator: '=~',
  value: values.map(literally).join('|'),
});

/** The label has none of these values, or is missing. */
export const isNoneOf = <Label extends string>(label: Label, values: readonly string[]): Matcher<Label> => ({
  ...isOneOf(label, values),
  operator: '!~',
});

/** The whole value of the label matches this RE2 expression. */
export const matches = <Label extends string>(label: Label, pattern: string): Matcher<Label> => ({
  label,
  operator: '=~',
  value: pattern,
});

/** The whole value of the label does not match this RE2 expression. */
export const matchesNot = <Label extends string>(label: Label, pattern: string): Matcher<Label> => ({
  label,
  operator: '!~',
  value: pattern,
});

/** The same series, so many seconds ago. */
export const ago = (selector: Selector, offsetSeconds: number): Selector => ({ ...selector, offsetSeconds });

/** How fast a counter grows, per second. */
export const rate = (selector: Selector, windowSeconds: number): OverTime => overTime('rate', selector, windowSeconds);

/** By how much a counter grew. */
export const increase = (selector: Selector, windowSeconds: number): OverTime =>
  overTime('increase', selector, windowSeconds);

/** All samples of the window, added up: of a rate that is recorded every minute, the requests of so many minutes. */
export const sumOverTime = (selector: Selector, windowSeconds: number): OverTime =>
  overTime('sum_over_time', selector, windowSeconds);

/** The mean of the samples that there are: time without any does not count. */
export const averageOverTime = (selector: Selector, windowSeconds: number): OverTime =>
  overTime('avg_over_time', selector, windowSeconds);

/** The largest value that a gauge had. */
export const maxOverTime = (selector: Selector, windowSeconds: number): OverTime =>
  overTime('max_over_time', selector, windowSeconds);

/** All elements added up, or those that agree in the labels that are kept. Of nothing, nothing: not 0. */
export const sum = (of: Vector, by: readonly string[] = []): Aggregation => aggregation('sum', of, by);

/** The largest element: of a series that two replicas report, one. */
export const max = (of: Vector, by: readonly string[] = []): Aggregation => aggregation('max', of, by);

/** The smallest element. */
export const min = (of: Vector, by: readonly string[] = []): Aggregation => aggregation('min', of, by);

/** How many elements there are. Of nothing, nothing: not 0. */
export const count = (of: Vector, by: readonly string[] = []): Aggregation => aggregation('count', of, by);

/** One element, 1, when there is no such series. */
export const absent = (of: Selector): Aggregation => aggregation('absent', of, []);

/** The quantile, from 0 to 1, of the bucket rates of a histogram. */
export const histogramQuantile = (quantile: number, of: Vector): Quantile => ({ kind: 'quantile', quantile, of });

/** A number as a vector. */
export const vector = (value: number): Constant => ({ kind: 'constant', value });

/** `left + right`. */
export const plus = (left: Vector | number, right: Vector): Arithmetic => arithmetic(left, '+', right);

/** `left - right`. */
export const minus = (left: Vector | number, right: Vector): Arithmetic => arithmetic(left, '-', right);

/** `left * right`. */
export const times = (left: Vector | number, right: Vector): Arithmetic => arithmetic(left, '*', right);

/** `left / right`. */
export const over = (left: Vector, right: Vector | number, matching?: Matching): Arithmetic =>
  arithmetic(left, '/', right, matching);

/** The elements that are greater. */
export const above = (left: Vector, right: Vector | number, matching?: Matching): Comparison =>
  comparison(left, '>', right, matching);

/** The elements that are not less. */
export const atLeast = (left: Vector, right: Vector | number, matching?: Matching): Comparison =>
  comparison(left, '>=', right, matching);

/** The elements that are less. */
export const below = (left: Vector, right: Vector | number, matching?: Matching): Comparison =>
  comparison(left, '<', right, matching);

/** The elements that are the same. */
export const equal = (left: Vector, right: Vector | number, matching?: Matching): Comparison =>
  comparison(left, '==', right, matching);

/** The left side, and where it has no element, the right. */
export const or = (left: Vector, right: Vector, matching?: Matching): SetOperation =>
  setOperation(left, 'or', right, matching);

/** The elements of the left side that the right side has too. */
export const and = (left: Vector, right: Vector, matching?: Matching): SetOperation =>
  setOperation(left, 'and', right, matching);

/** The elements of the left side that the right side does not have. */
export const unless = (left: Vector, right: Vector, matching?: Matching): SetOperation =>
  setOperation(left, 'unless', right, matching);

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

function overTime(name: OverTimeFunction, selector: Selector, windowSeconds: number): OverTime {
  return { kind: 'over-time', function: name, selector, windowSeconds };
}

function aggregation(name: Aggregation['function'], of: Vector, by: readonly string[]): Aggregation {
  return { kind: 'aggregation', function: name, by, of };
}

function arithmetic(
  left: Vector | number,
  operator: Arithmetic['operator'],
  right: Vector | number,
  matching?: Matching,
): Arithmetic {
  return { kind: 'arithmetic', operator, left, right, ...paired(matching) };
}

function comparison(
  left: Vector,
  operator: Comparison['operator'],
  right: Vector | number,
  matching?: Matching,
): Comparison {
  return { kind: 'comparison', operator, left, right, ...paired(matching) };
}

function setOperation(
  left: Vector,
  operator: SetOperation['operator'],
  right: Vector,
  matching?: Matching,
): SetOperation {
  return { kind: 'set-operation', operator, left, right, ...paired(matching) };
}

const paired = (matching: Matching | undefined): { readonly matching?: Matching } =>
  matching === undefined ? {} : { matching };

/** A value as the RE2 expression that matches nothing else. */
const literally = (value: string): string => value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

import { decimal } from './decimal';
import type { Matcher, Matching, Selector, Vector } from './promql';

/**
 * An expression as PromQL text on one line. Operands that are operations themselves stand in brackets, so nobody has to
 * know the order of precedence.
 */
export function printQuery(expression: Vector): string {
  switch (expression.kind) {
    case 'selector':
      return printSelector(expression);
    case 'over-time':
      return `${expression.function}(${printSelector(expression.selector, expression.windowSeconds)})`;
    case 'aggregation': {
      const by = expression.by.length === 0 ? '' : ` by (${expression.by.map(labelName).join(', ')}) `;
      return `${expression.function}${by}(${printQuery(expression.of)})`;
    }
    case 'quantile':
      return `histogram_quantile(${printNumber(expression.quantile)}, ${printQuery(expression.of)})`;
    case 'constant':
      return `vector(${printNumber(expression.value)})`;
    case 'arithmetic':
    case 'comparison':
    case 'set-operation':
      return [
        printOperand(expression.left),
        expression.operator,
        ...(expression.matching === undefined ? [] : [printMatching(expression.matching)]),
        printOperand(expression.right),
      ].join(' ');
  }
}

/**
 * A time as PromQL writes it, in the largest unit that says it with a whole number: `2m`, `90s`, `3d`. PromQL has no
 * fractions of a unit.
 */
export function printDuration(seconds: number): string {
  if (!Number.isInteger(seconds) || seconds <= 0) throw new RangeError(`${seconds} s is no window: take whole seconds`);
  const [size, unit] = UNITS.find(([each]) => seconds % each === 0) ?? [1, 's'];
  return `${seconds / size}${unit}`;
}

const UNITS: readonly (readonly [number, string])[] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'm'],
];

function printOperand(operand: Vector | number): string {
  if (typeof operand === 'number') return printNumber(operand);
  const text = printQuery(operand);
  const compound = operand.kind === 'arithmetic' || operand.kind === 'comparison' || operand.kind === 'set-operation';
  return compound ? `(${text})` : text;
}

function printNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no number that a query can be given`);
  return String(decimal(value));
}

function printSelector({ metric, matchers, offsetSeconds }: Selector, windowSeconds?: number): string {
  if (!/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(metric)) throw new RangeError(`'${metric}' is no name of a metric`);
  return [
    metric,
    ...(matchers.length === 0 ? [] : [`{${matchers.map(printMatcher).join(', ')}}`]),
    ...(windowSeconds === undefined ? [] : [`[${printDuration(windowSeconds)}]`]),
    ...(offsetSeconds === undefined ? [] : [` offset ${printDuration(offsetSeconds)}`]),
  ].join('');
}

function printMatching(matching: Matching): string {
  const [word, labels] = 'on' in matching ? ['on', matching.on] : ['ignoring', matching.ignoring];
  return `${word} (${labels.map(labelName).join(', ')})`;
}

function printMatcher({ label, operator, value }: Matcher): string {
  return `${labelName(label)}${operator}"${escaped(value)}"`;
}

function labelName(label: string): string {
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label)) throw new RangeError(`'${label}' is no name of a label`);
  return label;
}

/**
 * PromQL reads double-quoted strings as Go does: a backslash, a quote or a line feed may not stand as they are. A carriage
 * return may, but editors make a line's end of it.
 */
function escaped(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n').replace(/\r/g, '\\r');
}

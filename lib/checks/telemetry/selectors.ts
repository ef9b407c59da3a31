import { partsNamed, unquoted, type Part } from './syntax';

/** Parts that give a value, by the grammar's names. */
export const EXPRESSIONS: ReadonlySet<string> = new Set([
  'AggregateExpr',
  'BinaryExpr',
  'FunctionCall',
  'MatrixSelector',
  'NumberDurationLiteral',
  'OffsetExpr',
  'ParenExpr',
  'PromQL',
  'StepInvariantExpr',
  'StringLiteral',
  'SubqueryExpr',
  'UnaryExpr',
  'VectorSelector',
]);

/** A condition on a label, as a query has it. */
export interface Matcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
}

/** The conditions of a selector. */
export function matchersOf(selector: Part): readonly Matcher[] {
  return partsNamed(selector, 'LabelMatchers').flatMap(({ parts }) =>
    parts.map((each) => ({
      label: partsNamed(each, 'LabelName')[0]?.text ?? '__name__',
      operator: partsNamed(each, 'MatchOp')[0]?.text ?? '=',
      value: unquoted(partsNamed(each, 'StringLiteral')[0]?.text ?? '""'),
    })),
  );
}

/** The selectors of a query, wherever they stand. */
export function selectorsIn(part: Part): readonly Part[] {
  return part.name === 'VectorSelector' ? [part] : part.parts.flatMap(selectorsIn);
}

/** What a selector asks for: its metric, and its conditions. */
export function askedBy(selector: Part): { readonly metric: string; readonly matchers: readonly Matcher[] } {
  return { metric: partsNamed(selector, 'Identifier')[0]?.text ?? '', matchers: matchersOf(selector) };
}

/** The labels that an aggregation names. */
export const groupingOf = (modifier: Part): readonly string[] =>
  partsNamed(modifier, 'GroupingLabels').flatMap(namesIn);

/** The labels of a list. */
export const namesIn = (grouping: Part): readonly string[] => partsNamed(grouping, 'LabelName').map(({ text }) => text);

/** Whether a part is a number, which has no labels to agree in. */
export function isScalar(part: Part): boolean {
  if (['NumberDurationLiteral', 'StringLiteral'].includes(part.name)) return true;
  if (part.name === 'FunctionCall') {
    return ['time', 'scalar', 'pi'].includes(partsNamed(part, 'FunctionIdentifier')[0]?.text ?? '');
  }
  const inner = part.parts.filter(({ name }) => EXPRESSIONS.has(name));
  return inner.length > 0 && part.name !== 'AggregateExpr' && inner.every(isScalar);
}

/** Whether a value meets a condition. */
export function holds(operator: string, wanted: string, value: string): boolean {
  switch (operator) {
    case '=':
      return value === wanted;
    case '!=':
      return value !== wanted;
    default:
      return matchesFully(wanted, value) === (operator === '=~');
  }
}

/** RE2 and JavaScript agree in what is ever written here; what does not compile is left to Prometheus. */
function matchesFully(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(value);
  } catch {
    return true;
  }
}

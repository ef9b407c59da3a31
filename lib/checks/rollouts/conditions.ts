import type { Flaw } from '../wiring/placed';
import { textAt } from '../wiring/value';
import type { Metric } from './release';
import { when } from './release';

/** A condition on the first number of an answer. */
interface Condition {
  /** Whether it holds of an answer without a number. */
  readonly guardsEmpty: boolean;
  /** Whether it holds of an answer that is no number. */
  readonly guardsNaN: boolean;
  readonly operator: Operator;
  readonly limit: number;
}

type Operator = '>=' | '>' | '<=' | '<';

/** The operators that hold of exactly the numbers of which the other does not. */
const OPPOSITE: Readonly<Record<Operator, Operator>> = { '>=': '<', '>': '<=', '<=': '>', '<': '>=' };

const CONDITIONS = ['successCondition', 'failureCondition'] as const;

/**
 * A measurement has three states, and needs both conditions for them: an answer without data or without a number is
 * neither good nor bad. With one condition alone it would be one of the two.
 */
export function conditionFlaws(metric: Metric): Flaw[] {
  const { value, field } = metric;
  const flaws = CONDITIONS.flatMap((key) => oneConditionFlaws(textAt(value, key), key, `${field}.${key}`));
  if (flaws.length > 0) return flaws;
  const [success, failure] = CONDITIONS.map((key) => parse(textAt(value, key) ?? ''));
  if (success === undefined || failure === undefined) return [];
  return when(
    success.limit !== failure.limit || OPPOSITE[success.operator] !== failure.operator,
    `${field}.failureCondition`,
    textAt(value, 'failureCondition'),
    `with the successCondition '${textAt(value, 'successCondition')}' some numbers are both good and bad, or neither`,
    'let it hold of exactly the numbers of which the other does not',
  );
}

const EMPTY = 'len(result) > 0';
const NAN = '!isNaN(result[0])';

function oneConditionFlaws(text: string | undefined, key: (typeof CONDITIONS)[number], field: string): Flaw[] {
  if (text === undefined) {
    const otherwise =
      key === 'failureCondition'
        ? 'whatever is no success is a failure: an answer that is no number ends a good release'
        : 'whatever is no failure is a success: an answer that is no number passes';
    return when(true, field, undefined, `without it ${otherwise}`, `add it, as in ${EMPTY} && ${NAN} && result[0] …`);
  }
  const condition = parse(text);
  if (condition === undefined) {
    return when(
      true,
      field,
      text,
      'this check cannot read it, so that nobody can tell what it holds of',
      `write ${EMPTY} && ${NAN} && result[0] and a comparison with a number`,
    );
  }
  return [
    ...when(
      !condition.guardsEmpty,
      field,
      text,
      'on an answer without data result[0] is an error, and enough of these end the release',
      `begin it with ${EMPTY} &&`,
    ),
    ...when(
      !condition.guardsNaN,
      field,
      text,
      'it compares an answer that is no number, as a share of no requests is',
      `put ${NAN} && before the comparison`,
    ),
  ];
}

/** Reads a condition of the one form that is used; `undefined` for any other. */
function parse(text: string): Condition | undefined {
  const terms = text.split('&&').map((term) => term.trim());
  const comparison = /^result\[0\] (>=|>|<=|<) (-?\d+(?:\.\d+)?)$/.exec(terms.at(-1) ?? '');
  const guards = terms.slice(0, -1);
  if (comparison === null || guards.some((term) => term !== EMPTY && term !== NAN)) return undefined;
  return {
    // Terms are looked at from the left: a guard after the answer was used comes too late.
    guardsEmpty: guards[0] === EMPTY,
    guardsNaN: guards.includes(NAN),
    operator: comparison[1] as Operator,
    limit: Number(comparison[2]),
  };
}

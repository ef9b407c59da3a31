import { listAt, mapAt, textAt } from './value';

type Labels = Readonly<Record<string, string>>;

/** Whether labels are what a label selector asks for; an empty one asks for nothing. An operator that is none matches nothing. */
export function matches(selector: unknown, labels: Labels): boolean {
  return (
    Object.entries(mapAt(selector, 'matchLabels')).every(([key, value]) => labels[key] === value) &&
    listAt(selector, 'matchExpressions').every((expression) => holds(expression, labels))
  );
}

function holds(expression: unknown, labels: Labels): boolean {
  const value = labels[textAt(expression, 'key') ?? ''];
  const values = listAt(expression, 'values');
  switch (textAt(expression, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

/** Whether a selector asks for nothing, and so chooses everything. */
export const isEmpty = (selector: unknown): boolean =>
  Object.keys(mapAt(selector, 'matchLabels')).length === 0 && listAt(selector, 'matchExpressions').length === 0;

/** Things with labels, found by a selector without a look at each of them. */
export class LabelIndex<T extends { readonly labels: Labels }> {
  readonly #all: T[] = [];
  readonly #byLabel = new Map<string, T[]>();

  public add(thing: T): void {
    this.#all.push(thing);
    for (const [key, value] of Object.entries(thing.labels)) push(this.#byLabel, labelKey(key, value), thing);
  }

  /** Those that a selector chooses, in the order in which they were added. */
  public select(selector: unknown): readonly T[] {
    let candidates: readonly T[] = this.#all;
    for (const [key, value] of Object.entries(mapAt(selector, 'matchLabels'))) {
      const carriers = this.#byLabel.get(labelKey(key, String(value))) ?? [];
      if (carriers.length < candidates.length) candidates = carriers;
    }
    return candidates.filter(({ labels }) => matches(selector, labels));
  }
}

const labelKey = (key: string, value: string): string => `${key}=${value}`;

/** Adds to the list of a key. */
export function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

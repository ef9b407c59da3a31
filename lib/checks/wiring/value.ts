import { isObject } from '../template';

/** What stands at a place of a rendered object; `undefined` where nothing does, whatever is in the way. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found: unknown = value;
  for (const part of path) {
    if (typeof part === 'number') found = Array.isArray(found) ? found[part] : undefined;
    else found = isObject(found) ? found[part] : undefined;
  }
  return found;
}

/** The text at a place. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** The number at a place. */
export function numberAt(value: unknown, ...path: readonly (string | number)[]): number | undefined {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : undefined;
}

/** The list at a place; empty where there is none. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The names and values at a place; none where there are none. */
export function mapAt(value: unknown, ...path: readonly (string | number)[]): Readonly<Record<string, unknown>> {
  const found = at(value, ...path);
  return isObject(found) ? found : {};
}

/** The texts by their names at a place, as labels are. */
export function labelsAt(value: unknown, ...path: readonly (string | number)[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(mapAt(value, ...path)).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text]] : [])),
  );
}

/** Something that is found by a name, and the place where it stands. */
export interface Item {
  readonly value: unknown;
  /** `spec.strategy.canary.steps[2]` */
  readonly field: string;
}

/** The items of the list at a place, each with its field. */
export function itemsAt(value: unknown, field: string, ...path: readonly (string | number)[]): readonly Item[] {
  const place = path.reduce<string>(
    (parent, part) => (typeof part === 'number' ? `${parent}[${part}]` : parent === '' ? part : `${parent}.${part}`),
    field,
  );
  return listAt(value, ...path).map((item, index) => ({ value: item, field: `${place}[${index}]` }));
}

import type { z } from 'zod';
import { defOf, valueAt } from '../../../constructs/plan/schema-walk';

/** A field of a schema: its path, with `*` for the keys of a record, and what is known of it. */
export interface Field {
  readonly path: string;
  readonly schema: z.ZodType;
}

/** Every field that a schema has, those of lists and records and of all branches of unions included. */
export function fieldsOf(schema: z.ZodType, path = ''): Field[] {
  const { innerType, shape, element, keyType, valueType, options } = defOf(schema);
  const below = (key: string, child: z.ZodType): Field[] => {
    const at = path === '' ? key : `${path}.${key}`;
    return [{ path: at, schema: child }, ...fieldsOf(child, at)];
  };
  const found = [
    ...(innerType === undefined ? [] : fieldsOf(innerType, path)),
    ...Object.entries(shape ?? {}).flatMap(([key, child]) => below(key, child)),
    ...(element === undefined ? [] : fieldsOf(element, path)),
    ...(keyType === undefined || valueType === undefined ? [] : below('*', valueType)),
    ...(options ?? []).flatMap((option) => fieldsOf(option, path)),
  ];
  return found.filter((field, index) => found.findIndex((each) => each.path === field.path) === index);
}

/** Whether a problem's field, such as `stores.ledger.clients.pay.access`, is the field of a path with `*`. */
export function isAt(path: string, field: string): boolean {
  const pattern = path.replaceAll('.', '\\.').replaceAll('*', '(?:[^.\\[]+|\\["[^"]*"\\])');
  return new RegExp(`^${pattern}(?:\\[\\d+\\])?$`).test(field);
}

/** Where something stands in a piece of data: `['services', 'trip', 'calls', 1, 'optional']`. */
export type Place = readonly (string | number)[];

/** The places of a path with `*` where a piece of data has something; each element of a list is a place of its own. */
export function placesAt(data: unknown, path: readonly string[]): Place[] {
  if (data === undefined) return [];
  const [key, ...rest] = path;
  if (key === undefined) return [[]];
  if (Array.isArray(data)) {
    return data.flatMap((element, index) => placesAt(element, path).map((place) => [index, ...place]));
  }
  if (typeof data !== 'object' || data === null) return [];
  const keys = key === '*' ? Object.keys(data) : [key];
  return keys.flatMap((each) => placesAt(valueAt(data, [each]), rest).map((place) => [each, ...place]));
}

/** The values that stand at a path with `*` in a piece of data. */
export function valuesAt(data: unknown, path: readonly string[]): unknown[] {
  return placesAt(data, path).map((place) => valueAt(data, place));
}

/** A deep copy of `data` with another value at a place. */
export function replaced(data: object, place: Place, value: unknown): unknown {
  const copy: unknown = structuredClone(data);
  const parent = valueAt(copy, place.slice(0, -1)) as Record<string | number, unknown>;
  parent[place.at(-1) ?? ''] = value;
  return copy;
}

import type { z } from 'zod';
import { defOf } from '../../../constructs/plan/schema-walk';

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

/** The values that stand at a path with `*` in a piece of data. */
export function valuesAt(data: unknown, path: readonly string[]): unknown[] {
  if (path.length === 0) return data === undefined ? [] : [data];
  const [key = '', ...rest] = path;
  if (typeof data !== 'object' || data === null) return [];
  const children = key === '*' ? Object.values(data) : [(data as Record<string, unknown>)[key]];
  return children.flatMap((child) => valuesAt(child, rest));
}

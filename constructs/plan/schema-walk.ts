import type { z } from 'zod';

/** Where something lies in a piece of data: `['network', 'zones', 0]`. */
export type Path = readonly PropertyKey[];

/** What lies at a path of a piece of data; `undefined` where the path leads nowhere. */
export function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], input);
}

/** The insides of a zod schema, as far as they are read here. */
type Def = z.core.$ZodTypeDef & {
  innerType?: z.ZodType;
  shape?: Record<string, z.ZodType>;
  element?: z.ZodType;
  keyType?: z.ZodType;
  valueType?: z.ZodType;
  options?: z.ZodType[];
};

/** The insides of a schema. */
export const defOf = (schema: z.ZodType): Def => schema._zod.def as Def;

/** The schema itself, without the wrappers that make it optional or read-only. */
function unwrapped(schema: z.ZodType): z.ZodType {
  const { innerType } = defOf(schema);
  return innerType === undefined ? schema : unwrapped(innerType);
}

/** What a schema says about itself, whichever of its wrappers says it; the outermost is heard first. */
export function metaOf(schema: z.ZodType): Record<string, unknown> | undefined {
  const { innerType } = defOf(schema);
  return schema.meta() ?? (innerType === undefined ? undefined : metaOf(innerType));
}

/** The schema of a record's keys. */
export function keyOf(record: z.ZodType): z.ZodType | undefined {
  return defOf(unwrapped(record)).keyType;
}

/** The part of a schema that describes what lies at `path` of `input`. */
export function schemaAt(root: z.ZodType, input: unknown, path: Path): z.ZodType | undefined {
  let schema: z.ZodType | undefined = root;
  let value = input;
  for (const key of path) {
    if (schema === undefined) return undefined;
    const def: Def = defOf(chosen(schema, value));
    schema = def.shape?.[String(key)] ?? def.element ?? def.valueType;
    value = (value as Record<PropertyKey, unknown> | undefined)?.[key];
  }
  return schema;
}

/** For a union, the branch that fits `value` best; else the schema without its wrappers. */
function chosen(schema: z.ZodType, value: unknown): z.ZodType {
  const bare = unwrapped(schema);
  const { options } = defOf(bare);
  if (options === undefined) return bare;
  const objects = options
    .map(unwrapped)
    .filter((option) => typeof value !== 'object' || defOf(option).type !== 'literal');
  const ranked = objects
    .map((option) => ({ option, issues: option.safeParse(value).error?.issues ?? [] }))
    .sort(
      (a, b) =>
        typeMisses(a.issues) - typeMisses(b.issues) ||
        literalMisses(a.issues) - literalMisses(b.issues) ||
        a.issues.length - b.issues.length,
    );
  return ranked[0]?.option ?? bare;
}

/** A text where an object is expected, or an object where a text is. */
const typeMisses = (issues: readonly z.core.$ZodIssue[]): number =>
  issues.filter(({ code, path }) => code === 'invalid_type' && path.length === 0).length;

const literalMisses = (issues: readonly z.core.$ZodIssue[]): number =>
  issues.filter(({ code }) => code === 'invalid_value').length;

/** The keys that an object may have; for a union, those of the branch that fits `value` best. */
export function keysOf(schema: z.ZodType, value: unknown): string[] {
  return Object.keys(defOf(chosen(schema, value)).shape ?? {});
}

import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { joinPath, SpecError, type Problem } from './problem';
import { keyOf, keysOf, metaOf, schemaAt, valueAt, type Path } from './schema-walk';

/**
 * What a field of a spec says about itself beyond its type, for messages and for the generated JSON schema.
 *
 * @example z.string().regex(CIDR).meta(told({ as: '10.40.0.0/16', because: 'a VPC is a block of private IPv4 addresses' }))
 */
export interface Told {
  /** A value that would do; the remedy shows it. */
  readonly as?: unknown;
  /** Why the field is as strict as it is; the reason shows it. */
  readonly because?: string;
}

/** Attaches a worked example and a reason to a field: see {@link Told}. */
export function told({ as, because }: Told): Record<string, unknown> {
  return { ...(as === undefined ? {} : { examples: [as] }), ...(because === undefined ? {} : { because }) };
}

/**
 * The problems of a value's shape: wrong types, missing and unknown keys, patterns, ranges. An empty list means
 * that the value is a `T` and may be treated as one.
 */
export function shapeProblems<T>(schema: z.ZodType<T>, value: unknown): Problem[] {
  const parsed = schema.safeParse(value, { reportInput: true });
  return parsed.success ? [] : parsed.error.issues.flatMap((issue) => toProblems(schema, value, issue));
}

/**
 * Returns `value` as a `T`, or throws a {@link SpecError} with all its problems: of shape first, and when the
 * shape is right, those that `rules` find.
 */
export function checkSpec<T>(schema: z.ZodType<T>, value: unknown, rules: (spec: T) => readonly Problem[]): T {
  const shape = shapeProblems(schema, value);
  const problems = shape.length > 0 ? shape : rules(value as T);
  if (problems.length > 0) throw new SpecError(problems);
  return value as T;
}

/** The known word nearest to a misspelt one, if one is near enough to be meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, distance: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1));
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(1, Math.floor(word.length / 3)) ? best.candidate : undefined;
}

type Issue = z.core.$ZodIssue;

function toProblems(root: z.ZodType, input: unknown, issue: Issue): Problem[] {
  const schema = schemaAt(root, input, issue.path);
  const field = formatPath(issue.path);
  const value = valueAt(input, issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(schema, joinPath(field, formatPath([key])), value, key));
  }
  if (issue.code === 'invalid_key') {
    const inner = issue.issues[0];
    const record = schemaAt(root, input, issue.path.slice(0, -1));
    const keySchema = record === undefined ? undefined : keyOf(record);
    return [
      {
        field,
        value: issue.path.at(-1),
        reason: reasonOf(inner, keySchema),
        remedy: remedyOf(inner, keySchema, undefined),
      },
    ];
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return closestBranch(root, input, issue);
  }
  return [{ field, value, reason: reasonOf(issue, schema, value), remedy: remedyOf(issue, schema, value) }];
}

/**
 * Of a union's branches, the problems of the one whose issues lie deepest, and of several the one with the fewest: the one
 * that was probably meant.
 */
function closestBranch(root: z.ZodType, input: unknown, issue: Extract<Issue, { code: 'invalid_union' }>): Problem[] {
  const depth = (issues: readonly Issue[]): number => Math.max(...issues.map((each) => each.path.length));
  const branches = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length);
  const closest = branches[0] ?? [];
  const field = formatPath(issue.path);
  const schema = schemaAt(root, input, issue.path);
  if (depth(closest) === 0) {
    return [
      {
        field,
        value: valueAt(input, issue.path),
        reason: 'none of the accepted forms',
        remedy: remedyOf(issue, schema, undefined),
      },
    ];
  }
  return closest.flatMap((inner) =>
    toProblems(root, input, { ...inner, path: [...issue.path, ...inner.path] } as Issue),
  );
}

function unknownKey(schema: z.ZodType | undefined, field: string, parent: unknown, key: string): Problem {
  const known = schema === undefined ? [] : keysOf(schema, parent);
  const meant = nearest(key, known);
  return {
    field,
    value: (parent as Record<string, unknown> | undefined)?.[key],
    reason: 'no such key',
    remedy: meant === undefined ? `remove it, or use one of: ${known.join(', ')}` : `did you mean '${meant}'?`,
  };
}

function reasonOf(issue: Issue | undefined, schema: z.ZodType | undefined, value?: unknown): string {
  const because = schema === undefined ? undefined : metaOf(schema)?.because;
  const kind = issue === undefined ? undefined : discriminatorOf(issue);
  if ((issue?.code === 'invalid_type' || kind !== undefined) && value === undefined) return 'required, and missing';
  const said = kind === undefined ? (issue?.message ?? 'invalid').replace(/^Invalid input: /, '') : `no such ${kind}`;
  return typeof because === 'string' ? `${because} (${said})` : said;
}

/** The field that chooses among the branches of a union, where its value chooses none of them. */
function discriminatorOf(issue: Issue): string | undefined {
  return issue.code === 'invalid_union' && issue.errors.length === 0 ? issue.discriminator : undefined;
}

function remedyOf(issue: Issue | undefined, schema: z.ZodType | undefined, value: unknown): string {
  if (issue?.code === 'invalid_value') return oneOf(issue.values.map(String), value);
  if (issue?.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options)) {
    return oneOf(issue.options.map(String), value);
  }
  const example = schema === undefined ? undefined : (metaOf(schema)?.examples as unknown[] | undefined)?.[0];
  return example === undefined ? 'see the docstring of this field' : `write it like ${JSON.stringify(example)}`;
}

function oneOf(values: readonly string[], input: unknown): string {
  const meant = typeof input === 'string' ? nearest(input, values) : undefined;
  const list = `use one of: ${values.join(', ')}`;
  return meant === undefined ? list : `did you mean '${meant}'? (${list})`;
}

/** `['zones', 0]` as `zones[0]`, `['stores', 'my.db']` as `stores["my.db"]`. */
export function formatPath(path: Path): string {
  return path
    .map((part) =>
      typeof part === 'number'
        ? `[${part}]`
        : /^[\w-]+$/.test(String(part))
          ? String(part)
          : `[${JSON.stringify(String(part))}]`,
    )
    .reduce(joinPath, '');
}

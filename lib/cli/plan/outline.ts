import { table } from '../table';
import type { Paint } from '../terminal';

/**
 * Plain data as text for a person, whatever its fields are: facts as lines, lists of like things as tables, parts below
 * headings. A plan that gains a field shows it without anybody remembering to print it. What is too long for a cell is
 * cut there; `--json` has all of it.
 */
export function outline(title: string, value: object, paint: Paint): string {
  const entries = Object.entries(value).filter(([key, inner]) => inner !== undefined && !LEFT_OUT.has(key));
  const facts = entries.flatMap(([key, inner]) => factsOf(words(key), inner));
  const tables = entries.filter((entry): entry is [string, readonly object[]] => isTable(entry[1]));
  const parts = entries.filter(([, inner]) => isPart(inner)) as [string, object][];
  return [
    paint.bold(title),
    ...(facts.length === 0 ? [] : [indented(table([{ heading: '' }, { heading: '' }], facts).trimStart())]),
    ...tables.map(([key, rows]) => `\n${indented(`${paint.bold(words(key))}\n${indented(tableOf(rows))}`)}`),
    ...parts.map(([key, inner]) => `\n${indented(outline(words(key), inner, paint))}`),
  ].join('\n');
}

/** What would fill the screen and interests machines: in `--json` it is there. */
const LEFT_OUT: ReadonlySet<string> = new Set(['schemaVersion', 'tags', 'permissions', 'values', 'facts']);

const LONGEST_CELL = 90;

function factsOf(name: string, value: unknown): [string, string][] {
  if (isScalar(value) || isScalars(value)) return [[name, textOf(value)]];
  if (Array.isArray(value) || !isRecord(value) || isPart(value)) return [];
  return Object.entries(value)
    .filter(([key, inner]) => inner !== undefined && !LEFT_OUT.has(key))
    .flatMap(([key, inner]) => factsOf(`${name}: ${words(key)}`, inner));
}

/** A record that holds lists of things or records of records stands below a heading of its own. */
function isPart(value: unknown): boolean {
  return isRecord(value) && Object.values(value).some((inner) => isTable(inner) || isPart(inner) || hasRecord(inner));
}

const hasRecord = (value: unknown): boolean => isRecord(value) && Object.values(value).some(isRecord);

const isTable = (value: unknown): value is readonly object[] =>
  Array.isArray(value) && value.length > 0 && value.every(isRecord);

function tableOf(rows: readonly object[]): string {
  const flat = rows.map(
    (row) => new Map(Object.entries(row).flatMap(([key, value]) => cellsOf(words(key), key, value))),
  );
  const headings = [...new Set(flat.flatMap((row) => [...row.keys()]))];
  return table(
    headings.map((heading) => ({ heading })),
    flat.map((row) => headings.map((heading) => row.get(heading) ?? '')),
  );
}

function cellsOf(name: string, key: string, value: unknown): [string, string][] {
  if (value === undefined || LEFT_OUT.has(key)) return [];
  if (isTable(value)) return [[name, cut(value.map(summary).join(', '))]];
  if (isScalar(value) || Array.isArray(value)) return [[name, cut(textOf(value))]];
  return isRecord(value)
    ? Object.entries(value).flatMap(([inner, each]) => cellsOf(`${name}: ${words(inner)}`, inner, each))
    : [];
}

/** A thing within a cell, by everything short that it says. */
function summary(thing: unknown): string {
  if (isScalar(thing)) return textOf(thing);
  return isRecord(thing)
    ? Object.values(thing)
        .map(summary)
        .filter((text) => text !== '')
        .join(' ')
    : '';
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isScalar = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

const isScalars = (value: unknown): value is readonly (string | number | boolean)[] =>
  Array.isArray(value) && value.every(isScalar);

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(String).join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}

const cut = (text: string): string => (text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL - 1)}…` : text);

/** `publicAddressOnLaunch` as `public address on launch`. A name that is no identifier stays as it is. */
function words(key: string): string {
  return /^[a-z][a-zA-Z0-9]*$/.test(key)
    ? key.replace(/([a-z0-9])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
    : key;
}

const indented = (text: string): string => text.replace(/^(?=.)/gm, '  ');

import type { SyntaxNode } from '@lezer/common';
import type { LRParser } from '@lezer/lr';

// An ES module to the type checker, which has a CommonJS twin.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { parser } = require('@prometheus-io/lezer-promql') as { parser: LRParser };

/** A part of a query, with its text. */
export interface Part {
  /** What it is, by the grammar of Prometheus' own editor: `VectorSelector`. */
  readonly name: string;
  /** How it is written. */
  readonly text: string;
  /** What it consists of. */
  readonly parts: readonly Part[];
}

/** The place where a query stops being one; `undefined` when all of it is sound. */
export interface SyntaxFlaw {
  readonly at: string;
}

/** A query in its parts, or where it is broken. */
export function parseQuery(query: string): Part | SyntaxFlaw {
  const tree = parser.parse(query);
  let broken: SyntaxFlaw | undefined;
  tree.iterate({
    enter: ({ type, from }) => {
      if (type.isError && broken === undefined) broken = { at: query.slice(from, from + 40) };
    },
  });
  return broken ?? partOf(tree.topNode, query);
}

/** Reads queries, each text once: what is recorded is looked at several times, and reading is most of the work. */
export function queryReader(): (query: string) => Part | SyntaxFlaw {
  const known = new Map<string, Part | SyntaxFlaw>();
  return (query) => {
    const read = known.get(query) ?? parseQuery(query);
    known.set(query, read);
    return read;
  };
}

/** The first part of one of these names, wherever it stands below. */
export function partNamed(part: Part, ...names: readonly string[]): Part | undefined {
  for (const each of part.parts) {
    const found = names.includes(each.name) ? each : partNamed(each, ...names);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Those of a part's own parts that have one of these names. */
export function partsNamed(part: Part, ...names: readonly string[]): readonly Part[] {
  return part.parts.filter(({ name }) => names.includes(name));
}

/** A text in quotes, read as PromQL does: of escapes, those that are ever written. */
export function unquoted(text: string): string {
  const inner = text.slice(1, -1);
  return text.startsWith('`')
    ? inner
    : inner.replace(/\\(.)/g, (_, escaped: string) => ({ n: '\n', r: '\r', t: '\t' })[escaped] ?? escaped);
}

function partOf(node: SyntaxNode, query: string): Part {
  const parts: Part[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) parts.push(partOf(child, query));
  return { name: node.name, text: query.slice(node.from, node.to), parts };
}

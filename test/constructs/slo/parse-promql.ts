import { ensureSyntaxTree, LRLanguage } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import type { LRParser } from '@lezer/lr';

interface Diagnostic {
  readonly message: string;
  readonly from: number;
}

interface Analysis {
  analyze(): void;
  getDiagnostics(): readonly Diagnostic[];
}

// The package's entry is an editor's extension and loads a view of it; the analysis is in a file of its own, which its
// declarations do not name.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { Parser } = require('@prometheus-io/codemirror-promql/dist/cjs/parser/parser') as {
  Parser: new (state: EditorState) => Analysis;
};

// An ES module to the type checker, which has a CommonJS twin.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { parser } = require('@prometheus-io/lezer-promql') as { parser: LRParser };

const promql = LRLanguage.define({ parser });

/** What a query is told by Prometheus' own editor: errors of syntax, types and arity. Empty when it is sound. */
export function promqlErrors(query: string): readonly string[] {
  const typed = EditorState.create({ doc: query, extensions: [promql] });
  // An editor parses for 20 ms before it shows what it has. Here all of it counts, however busy the machine.
  if (ensureSyntaxTree(typed, query.length, 60_000) === null) throw new Error(`not parsed: ${query}`);
  const analysis = new Parser(typed.update({}).state);
  analysis.analyze();
  return analysis.getDiagnostics().map(({ message, from }) => `${message} at ${from}: ${query.slice(from, from + 40)}`);
}

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import * as ts from 'typescript';

/** One parsed module: its path from the root of the repository, with forward slashes, and its syntax tree. */
export interface Source {
  readonly path: string;
  readonly tree: ts.SourceFile;
}

/** What breaks a rule, told so that an editor can jump to it: `lib/platform.ts:12 reads the clock (Date.now)`. */
export type Offence = string;

/** Code of Lambda functions: it runs in AWS, so it may read what it likes, and nobody imports it. */
const ELSEWHERE = 'constructs/aws/functions/';

/** Parses a module from text, as the self-tests of the rules do. */
export function parse(path: string, text: string): Source {
  return { path, tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true) };
}

/** Every module of the repository under the folders named, in the order of their paths. */
export function sourcesUnder(root: string, folders: readonly string[]): Source[] {
  return folders
    .flatMap((folder) => filesUnder(join(root, folder)))
    .map((file) => ({ file, path: relative(root, file).split(sep).join('/') }))
    .filter(({ path }) => path.endsWith('.ts') && !path.startsWith(ELSEWHERE))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ file, path }) => parse(path, readFileSync(file, 'utf8')));
}

function filesUnder(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return []; // a folder of the layout that has nothing in it yet
  }
}

/** Says what is wrong at a node. */
export function offence({ path, tree }: Source, node: ts.Node, what: string): Offence {
  return `${path}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1} ${what}`;
}

/** Visits every node of a tree, parents first. */
export function visit(node: ts.Node, on: (node: ts.Node) => void): void {
  on(node);
  ts.forEachChild(node, (child) => visit(child, on));
}

/** Every module that a source names: imports, re-exports, `import()`, `require()` and types taken by `import('…')`. */
export function importsOf(source: Source): { readonly name: string; readonly node: ts.Node }[] {
  const found: { name: string; node: ts.Node }[] = [];
  visit(source.tree, (node) => {
    const name = moduleNamedBy(node);
    if (name !== undefined && ts.isStringLiteralLike(name)) found.push({ name: name.text, node });
  });
  return found;
}

function moduleNamedBy(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return node.argument.literal;
  const loads =
    ts.isCallExpression(node) &&
    (node.expression.kind === ts.SyntaxKind.ImportKeyword ||
      (ts.isIdentifier(node.expression) && node.expression.text === 'require'));
  return loads ? node.arguments[0] : undefined;
}

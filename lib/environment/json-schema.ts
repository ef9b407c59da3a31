import { join } from 'node:path';
import ts from 'typescript';
import { z } from 'zod';
import { environmentSchema } from './schema';

/** A JSON Schema node, as far as this file reads and writes it. */
interface SchemaNode {
  description?: string;
  properties?: Record<string, SchemaNode>;
  items?: SchemaNode;
  additionalProperties?: SchemaNode | boolean;
  oneOf?: SchemaNode[];
  anyOf?: SchemaNode[];
}

/**
 * The JSON schema of an environment (draft 2020-12), for editors and for tools that write environments. Its descriptions
 * are the docstrings of the zod schema, read from the source, so that they are written once.
 */
export function environmentJsonSchema(): object {
  const schema = z.toJSONSchema(environmentSchema, {
    override: ({ jsonSchema }) => {
      // What messages are made of, and TypeScript's `readonly`, are not JSON Schema's business.
      delete jsonSchema.because;
      delete jsonSchema.readOnly;
    },
  }) as SchemaNode;
  const { checker, type } = environmentType();
  describe(schema, [type], checker);
  return { title: 'Environment', ...schema };
}

function environmentType(): { checker: ts.TypeChecker; type: ts.Type } {
  const file = join(__dirname, 'schema.ts');
  const program = ts.createProgram([file], {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
  });
  const checker = program.getTypeChecker();
  const declaration = program
    .getSourceFile(file)
    ?.statements.find((node) => ts.isTypeAliasDeclaration(node) && node.name.text === 'Environment');
  if (declaration === undefined) throw new Error(`${file} declares no type 'Environment'`);
  return { checker, type: checker.getTypeAtLocation(declaration) };
}

/** Writes the docstrings of `types`, which all describe the same node, into the node and what lies below it. */
function describe(node: SchemaNode, types: readonly ts.Type[], checker: ts.TypeChecker): void {
  const members = types.flatMap((type) => (type.isUnion() ? type.types : [type]));
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    const symbols = members.flatMap((member) => member.getProperty(key) ?? []);
    const documented = symbols.map((symbol) => documentation(symbol, checker)).find((text) => text !== '');
    if (documented !== undefined) child.description = documented;
    describe(
      child,
      symbols.map((symbol) => checker.getTypeOfSymbol(symbol)),
      checker,
    );
  }
  const below = (kind: ts.IndexKind): ts.Type[] =>
    members.flatMap((member) => checker.getIndexTypeOfType(member, kind) ?? []);
  if (node.items !== undefined) describe(node.items, below(ts.IndexKind.Number), checker);
  if (typeof node.additionalProperties === 'object') {
    describe(node.additionalProperties, below(ts.IndexKind.String), checker);
  }
  for (const branch of [...(node.oneOf ?? []), ...(node.anyOf ?? [])]) {
    const keys = Object.keys(branch.properties ?? {});
    const fitting = members.filter((member) => keys.every((key) => member.getProperty(key) !== undefined));
    describe(branch, fitting, checker);
  }
}

function documentation(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const tags = symbol
    .getJsDocTags(checker)
    .filter(({ name }) => name === 'default')
    .map((tag) => `Default: ${ts.displayPartsToString(tag.text).replace(/^- /, '')}`);
  return [text, ...tags].join(' ').replace(/\s+/g, ' ').trim();
}

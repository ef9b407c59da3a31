import * as ts from 'typescript';
import { offence, type Offence, type Source } from './sources';

/** Interfaces that a user of the library fills in: what is optional in them has a default that must be said. */
const FILLED_IN = /(Props|Spec|Options)$/;

/** Public declarations without a docstring, and optional fields that do not say their default. */
export function docstringOffences(source: Source): Offence[] {
  return source.tree.statements.filter(isExported).flatMap((statement) => statementOffences(source, statement));
}

function statementOffences(source: Source, statement: ts.Statement): Offence[] {
  if (ts.isFunctionDeclaration(statement)) return undocumented(source, statement, nameOf(statement.name));
  if (ts.isClassDeclaration(statement)) {
    const name = nameOf(statement.name);
    return [
      ...undocumented(source, statement, name),
      ...statement.members.flatMap((each) => classMember(source, name, each)),
    ];
  }
  if (ts.isInterfaceDeclaration(statement)) {
    const name = statement.name.text;
    return [...undocumented(source, statement, name), ...members(source, name, statement.members)];
  }
  if (ts.isTypeAliasDeclaration(statement)) {
    const name = statement.name.text;
    return [
      ...undocumented(source, statement, name),
      ...literalTypes(statement.type).flatMap((type) => members(source, name, type.members)),
    ];
  }
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap((declaration) => {
      const name = declaration.name.getText(source.tree);
      return [
        ...undocumented(source, statement, name),
        ...(declaration.initializer === undefined ? [] : schemaFields(source, name, declaration.initializer)),
      ];
    });
  }
  return [];
}

function classMember(source: Source, owner: string, member: ts.ClassElement): Offence[] {
  if (has(member, ts.SyntaxKind.PrivateKeyword) || has(member, ts.SyntaxKind.ProtectedKeyword)) return [];
  if (ts.isConstructorDeclaration(member)) {
    return member.parameters
      .filter((each) => has(each, ts.SyntaxKind.PublicKeyword) || has(each, ts.SyntaxKind.ReadonlyKeyword))
      .filter((each) => !has(each, ts.SyntaxKind.PrivateKeyword) && !has(each, ts.SyntaxKind.ProtectedKeyword))
      .flatMap((each) => undocumented(source, each, `${owner}.${each.name.getText(source.tree)}`));
  }
  if (member.name === undefined || ts.isPrivateIdentifier(member.name) || has(member, ts.SyntaxKind.OverrideKeyword))
    return [];
  return undocumented(source, member, `${owner}.${member.name.getText(source.tree)}`);
}

function members(source: Source, owner: string, all: ts.NodeArray<ts.TypeElement>): Offence[] {
  return all.flatMap((member) => {
    if (member.name === undefined || isDiscriminant(member)) return [];
    const name = `${owner}.${member.name.getText(source.tree)}`;
    const optional = member.questionToken !== undefined && FILLED_IN.test(owner);
    return [...undocumented(source, member, name), ...(optional ? withoutDefault(source, member, name) : [])];
  });
}

/** `kind: 'per-zone'` says all there is to say: the docstring is the union's. */
function isDiscriminant(member: ts.TypeElement): boolean {
  return ts.isPropertySignature(member) && member.type !== undefined && ts.isLiteralTypeNode(member.type);
}

/** The object types that an alias spells out, also as members of a union or an intersection. */
function literalTypes(type: ts.TypeNode): ts.TypeLiteralNode[] {
  if (ts.isTypeLiteralNode(type)) return [type];
  return ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type) ? type.types.flatMap(literalTypes) : [];
}

/** The fields of every object schema in an expression: the docstring of a field is the documentation of its input. */
function schemaFields(source: Source, owner: string, expression: ts.Node): Offence[] {
  if (
    ts.isCallExpression(expression) &&
    /^z\.(strictObject|object)$/.test(expression.expression.getText(source.tree))
  ) {
    const [shape] = expression.arguments;
    if (shape !== undefined && ts.isObjectLiteralExpression(shape)) {
      return shape.properties.flatMap((field) => schemaField(source, owner, field));
    }
  }
  const found: Offence[] = [];
  ts.forEachChild(expression, (child) => {
    found.push(...schemaFields(source, owner, child));
  });
  return found;
}

function schemaField(source: Source, owner: string, field: ts.ObjectLiteralElementLike): Offence[] {
  if (!ts.isPropertyAssignment(field)) return [];
  const name = `${owner}.${field.name.getText(source.tree)}`;
  return [
    ...undocumented(source, field, name),
    ...(isOptionalSchema(field.initializer) ? withoutDefault(source, field, name) : []),
    ...schemaFields(source, name, field.initializer),
  ];
}

/** Whether `.optional()` stands in the chain of calls itself, not in something nested in it. */
function isOptionalSchema(expression: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(expression)) {
    return expression.name.text === 'optional' || isOptionalSchema(expression.expression);
  }
  return ts.isCallExpression(expression) && isOptionalSchema(expression.expression);
}

function undocumented(source: Source, node: ts.Node, name: string): Offence[] {
  return docstringsOf(node).some((each) => textOf(each.comment) !== '')
    ? []
    : [offence(source, node, `${name} has no docstring`)];
}

function withoutDefault(source: Source, node: ts.Node, name: string): Offence[] {
  const said = docstringsOf(node)
    .flatMap((each) => [...(each.tags ?? [])])
    .some((tag) => tag.tagName.text === 'default' && /^- \S/.test(textOf(tag.comment)));
  return said ? [] : [offence(source, node, `${name} is optional: say '@default - ' and what happens, in words`)];
}

const docstringsOf = (node: ts.Node): ts.JSDoc[] => ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);

const textOf = (comment: ts.JSDoc['comment']): string => (ts.getTextOfJSDocComment(comment) ?? '').trim();

const nameOf = (name: ts.Identifier | undefined): string => name?.text ?? '(default)';

const has = (node: ts.Node, kind: ts.SyntaxKind): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((each) => each.kind === kind);

const isExported = (node: ts.Statement): boolean => has(node, ts.SyntaxKind.ExportKeyword);

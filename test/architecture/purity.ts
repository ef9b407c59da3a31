import * as ts from 'typescript';
import { importsOf, offence, visit, type Offence, type Source } from './sources';

const NETWORK_MODULES = ['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns', 'dns/promises', 'undici'];
const CLOCK_MODULES = ['perf_hooks'];
const MACHINE_MODULES = ['os', 'process', 'child_process', 'cluster', 'worker_threads'];

/** Names of the global scope that reach outside, whatever is done with them. */
const GLOBALS: Readonly<Record<string, string>> = {
  process: 'reads the process (environment variables, arguments, folder, output): take it as a parameter from bin/',
  performance: 'reads the clock (performance)',
  fetch: 'reads the network (fetch)',
  WebSocket: 'reads the network (WebSocket)',
};

const RANDOM = ['randomUUID', 'randomBytes', 'randomInt', 'randomFill', 'randomFillSync', 'getRandomValues'];

/** Functions that depend on the machine's locale when they get fewer arguments than this. */
const LOCALE: Readonly<Record<string, number>> = {
  localeCompare: 2,
  toLocaleString: 1,
  toLocaleLowerCase: 1,
  toLocaleUpperCase: 1,
  toLocaleDateString: 1,
  toLocaleTimeString: 1,
};

/** What could make a module's results differ between two runs or two machines: only bin/ may do such things. */
export function purityOffences(source: Source): Offence[] {
  const found: Offence[] = importsOf(source).flatMap(({ name, node }) => {
    const reason = reasonAgainstModule(source.path, name);
    return reason === undefined ? [] : [offence(source, node, reason)];
  });
  visit(source.tree, (node) => {
    const reason = reasonAgainst(node);
    if (reason !== undefined) found.push(offence(source, node, reason));
  });
  return found;
}

function reasonAgainstModule(path: string, name: string): string | undefined {
  const bare = name.replace(/^node:/, '');
  if (NETWORK_MODULES.includes(bare)) return `reads the network ('${name}')`;
  if (CLOCK_MODULES.includes(bare)) return `reads the clock ('${name}')`;
  if (bare === 'process') return GLOBALS.process;
  const published = path.startsWith('constructs/');
  return published && MACHINE_MODULES.includes(bare) ? `reads the machine ('${name}')` : undefined;
}

function reasonAgainst(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node) && isNamed(node.expression, 'Date') && (node.arguments ?? []).length === 0) {
    return 'reads the clock (new Date())';
  }
  if (ts.isCallExpression(node)) return isNamed(node.expression, 'Date') ? 'reads the clock (Date())' : byLocale(node);
  if (ts.isPropertyAccessExpression(node)) return reasonAgainstMember(node);
  if (ts.isImportSpecifier(node) && RANDOM.includes((node.propertyName ?? node.name).text)) {
    return `is random (${(node.propertyName ?? node.name).text})`;
  }
  return ts.isIdentifier(node) && Object.hasOwn(GLOBALS, node.text) && isReference(node)
    ? GLOBALS[node.text]
    : undefined;
}

function reasonAgainstMember({ expression, name }: ts.PropertyAccessExpression): string | undefined {
  if (name.text === 'now' && isNamed(expression, 'Date')) return 'reads the clock (Date.now)';
  if (name.text === 'random' && isNamed(expression, 'Math')) return 'is random (Math.random)';
  if (RANDOM.includes(name.text)) return `is random (${name.text})`;
  return isNamed(expression, 'globalThis') && Object.hasOwn(GLOBALS, name.text) ? GLOBALS[name.text] : undefined;
}

function byLocale({ expression, arguments: given }: ts.CallExpression): string | undefined {
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  const name = expression.name.text;
  const needed = Object.hasOwn(LOCALE, name) ? LOCALE[name] : undefined;
  return needed === undefined || given.length >= needed ? undefined : `depends on the machine's locale (${name})`;
}

const isNamed = (node: ts.Node, name: string): boolean => ts.isIdentifier(node) && node.text === name;

/** Whether an identifier means a variable; not a member's name, a key or a label. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isQualifiedName(parent)) return parent.left === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent)) return parent.propertyName !== node;
  return !(
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isGetAccessorDeclaration(parent)
  );
}

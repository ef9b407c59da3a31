import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { docstringOffences } from './architecture/docstrings';
import { importOffences } from './architecture/imports';
import { purityOffences } from './architecture/purity';
import { parse, sourcesUnder, type Source } from './architecture/sources';

const ROOT = join(__dirname, '..');
const EVERYTHING = ['bin', 'environments', 'services', 'lib', 'constructs'];
const OUTSIDE_BIN = EVERYTHING.filter((folder) => folder !== 'bin');

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
const packages = { published: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }) };

const all = (folders: readonly string[], rule: (source: Source) => string[]): string[] =>
  sourcesUnder(ROOT, folders).flatMap(rule);

describe('the tree', () => {
  test('holds sources in each of its main folders, so that the rules below judge something', () => {
    for (const folder of ['bin', 'environments', 'lib', 'constructs']) {
      expect(sourcesUnder(ROOT, [folder])).not.toEqual([]);
    }
  });

  test('has imports that point one way: bin, lib, constructs, the pure parts', () => {
    expect(all(EVERYTHING, (source) => importOffences(source, packages))).toEqual([]);
  });

  test('reads no clock, randomness, network, locale or process outside bin/', () => {
    expect(all(OUTSIDE_BIN, purityOffences)).toEqual([]);
  });

  test('documents every public declaration of the library, and the default of every optional field', () => {
    expect(all(['constructs'], docstringOffences)).toEqual([]);
  });
});

describe('the rule of imports', () => {
  const judge = (path: string, text: string) =>
    importOffences(parse(path, text), { published: ['zod', 'aws-cdk-lib'] });

  test.each([
    ['lib/a.ts', "import { x } from '../bin/x';"],
    ['lib/a.ts', "import { prod } from '../environments';"],
    ['lib/cli/a.ts', "import type { x } from '../../services/user';"],
    ['services/user.ts', "import { prod } from '../environments/prod';"],
    ['constructs/aws/a.ts', "import { x } from '../../lib/platform';"],
    ['constructs/aws/a.ts', "export * from '../../lib/platform';"],
    ['constructs/aws/a.ts', "import { x } from '../kubernetes/x';"],
    ['constructs/aws/a.ts', "import pc from 'picocolors';"],
    ['constructs/plan/a.ts', "import { x } from '../aws/x';"],
    ['constructs/plan/a.ts', "import { Stack } from 'aws-cdk-lib/core';"],
    ['constructs/slo/a.ts', "import { readFileSync } from 'node:fs';"],
    ['constructs/survival/a.ts', "type C = import('constructs').Construct;"],
    ['constructs/plan/a.ts', "const x = await import('../aws/x');"],
    ['constructs/plan/a.ts', "const x = require('../aws/x');"],
    ['constructs/plan/a.ts', "import x = require('../aws/x');"],
    ['lib/a.ts', "import { x } from '../scripts/x';"],
  ])('refuses in %s: %j', (path, text) => {
    expect(judge(path, text)).toHaveLength(1);
  });

  test.each([
    ['bin/a.ts', "import { environments } from '../environments'; import { x } from '../lib/platform';"],
    [
      'environments/prod.ts',
      "import { user } from '../services/user'; import { defineEnvironment } from '../lib/environment';",
    ],
    [
      'lib/a.ts',
      "import { x } from '../constructs/aws/x'; import { y } from './stacks/y'; import pc from 'picocolors';",
    ],
    [
      'constructs/aws/a.ts',
      "import { x } from '../plan/x'; import { Stack } from 'aws-cdk-lib/core'; import { join } from 'node:path';",
    ],
    ['constructs/survival/a.ts', "import { x } from '../plan/x'; import { z } from 'zod';"],
    ['lib/a.ts', "// import { x } from '../bin/x'\nconst text = \"import '../bin/x'\";"],
  ])('accepts in %s: %j', (path, text) => {
    expect(judge(path, text)).toEqual([]);
  });
});

describe('the rule of purity', () => {
  test.each([
    'const t = Date.now();',
    'const t = new Date();',
    'const t = Date();',
    'const t = performance.now();',
    "import { performance as p } from 'node:perf_hooks';",
    'const r = Math.random();',
    'const r = crypto.randomUUID();',
    "import { randomUUID as id } from 'node:crypto';",
    "import * as http from 'http';",
    "import { connect } from 'node:net';",
    "const x = fetch('https://example.com');",
    "const e = process.env['HOME'];",
    'const e = process.cwd();',
    'const { env } = process;',
    'const e = globalThis.process;',
    "import { env } from 'node:process';",
    "import { hostname } from 'node:os';",
    "['b', 'a'].sort((a, b) => a.localeCompare(b));",
    'const s = (12345).toLocaleString();',
  ])('refuses: %j', (text) => {
    expect(purityOffences(parse('constructs/aws/a.ts', text))).not.toEqual([]);
  });

  test.each([
    "const t = new Date('2026-11-01');",
    'function f(at: Date): Date { return at; }',
    'const s = { process: 1 }; const n = s.process;',
    'interface Machine { process: string; fetch(): void }',
    '// Date.now() and process.env\nconst text = "process.env";',
    "import { createHash } from 'node:crypto';",
    "import { readFileSync } from 'node:fs';",
    "const s = (12345).toLocaleString('en');",
  ])('accepts: %j', (text) => {
    expect(purityOffences(parse('constructs/aws/a.ts', text))).toEqual([]);
  });
});

describe('the rule of docstrings', () => {
  // A docstring belongs to what follows it only when it starts a line.
  const judge = (text: string): string[] =>
    docstringOffences(parse('constructs/plan/a.ts', text.replaceAll('/**', '\n/**')));

  test.each([
    ['export function f(): void {}', 'f has no docstring'],
    ['export const x = 1;', 'x has no docstring'],
    ['export type T = string;', 'T has no docstring'],
    ['/** A thing. */ export class C { public readonly a = 1; }', 'C.a has no docstring'],
    ['/** A thing. */ export class C { public run(): void {} }', 'C.run has no docstring'],
    ['/** A thing. */ export class C { constructor(public readonly a: string) {} }', 'C.a has no docstring'],
    ['/** What it takes. */ export interface P { readonly a: string }', 'P.a has no docstring'],
    ["/** One of two. */ export type U = { kind: 'a' } | { kind: 'b'; size: number };", 'U.size has no docstring'],
    ['/** Its input. */ export const s = z.strictObject({ a: z.string() });', 's.a has no docstring'],
    [
      '/** Its input. */ export const s = z.strictObject({ /** A. */ a: z.strictObject({ b: z.string() }) });',
      's.a.b has no docstring',
    ],
    ['/** Props. */ export interface AProps { /** A. */ readonly a?: string }', 'AProps.a is optional'],
    ['/** Props. */ export interface AProps { /** A. @default 3 */ readonly a?: number }', 'AProps.a is optional'],
    [
      '/** Its input. */ export const s = z.strictObject({ /** A. */ a: z.string().optional().meta({}) });',
      's.a is optional',
    ],
  ])('refuses: %j', (text, said) => {
    expect(judge(text)).toEqual([expect.stringMatching(new RegExp(`^constructs/plan/a.ts:\\d+ ${said}`))]);
  });

  test.each([
    'function own(): void {}',
    '/** Does it. */ export function f(): void {}',
    '/** A thing. */ export class C { private readonly a = 1; protected b(): void {} constructor(scope: string) { void scope; } }',
    '/** An error. */ export class E extends Error { public override readonly name = "E"; }',
    '/** What is known. */ export interface Known { /** A. */ readonly a?: string }',
    '/** Props. */ export interface AProps { /**\n * A.\n * @default - none\n */ readonly a?: string }',
    '/** Its input. */ export const s = z.strictObject({ /**\n * A.\n * @default - none\n */ a: z.string().optional() });',
    '/** Its input. */ export const s = z.strictObject({ /** A. */ a: z.array(z.string().optional()) });',
    "export { x } from './x';",
  ])('accepts: %j', (text) => {
    expect(judge(text)).toEqual([]);
  });
});

// Compiles what is published: constructs/ becomes dist/, with declarations, maps and whatever is not TypeScript
// (the code of Lambda functions, committed tables).
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const from = join(root, 'constructs');
const to = join(root, 'dist');

rmSync(to, { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '--project', join(root, 'tsconfig.build.json')], { stdio: 'inherit' });
cpSync(from, to, { recursive: true, filter: (path) => statSync(path).isDirectory() || !/\.(ts|md)$/.test(path) });

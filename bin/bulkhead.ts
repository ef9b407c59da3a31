import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import picocolors from 'picocolors';
import { main } from '../lib/cli/program';
import type { Blueprint, World } from '../lib/cli/world';
import { run } from './run';
import { temporaryFolder } from './temporary';

/** The width of a terminal that does not say. */
const USUAL_WIDTH = 80;

const ROOT = dirname(__dirname);

const world: World = {
  terminal: {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    colours: process.stdout.isTTY === true && picocolors.isColorSupported,
    interactive: process.stderr.isTTY === true && process.env.TERM !== 'dumb' && process.env.CI === undefined,
    width: process.stdout.columns || USUAL_WIDTH,
  },
  tools: { run, now: () => performance.now() },
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- only the commands that need it pay for it
  blueprint: () => require('../environments') as Blueprint,
  root: ROOT,
  version: (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version,
  temporary: temporaryFolder,
  debug: process.env.DEBUG !== undefined && process.env.DEBUG !== '',
};

// `bulkhead plan prod | head`: whoever read has read enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

main(process.argv.slice(2), world).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.exitCode = 1;
    throw error;
  },
);

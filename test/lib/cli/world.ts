import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { World } from '../../../lib/cli/world';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A world that remembers what was written to it. */
export interface RecordedWorld extends World {
  readonly output: () => string;
  readonly errors: () => string;
}

/** A world of its own folder, a pipe for a terminal, no programs and no environments. */
export function recordedWorld(changes: Partial<World> = {}, terminal: Partial<World['terminal']> = {}): RecordedWorld {
  const root = mkdtempSync(join(tmpdir(), 'bulkhead-test-'));
  folders.push(root);
  const out: string[] = [];
  const err: string[] = [];
  let time = 0;
  return {
    terminal: {
      out: (text) => void out.push(text),
      err: (text) => void err.push(text),
      colours: false,
      interactive: false,
      width: 100,
      ...terminal,
    },
    tools: { run: () => Promise.resolve(undefined), now: () => (time += 100) },
    blueprint: () => ({ environments: [] }),
    root,
    version: '1.2.3',
    temporary: () => root,
    debug: false,
    ...changes,
    output: () => out.join(''),
    errors: () => err.join(''),
  };
}

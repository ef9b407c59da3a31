import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How a shell counts a program that was ended by SIGINT: 128 and the signal's number. */
const INTERRUPTED = 130;

let folder: string | undefined;

/** A folder for what need not stay, made when it is first wanted and gone when the process ends, by Ctrl-C too. */
export function temporaryFolder(): string {
  if (folder !== undefined) return folder;
  const made = mkdtempSync(join(tmpdir(), 'bulkhead-'));
  folder = made;
  process.once('exit', () => rmSync(made, { recursive: true, force: true }));
  process.once('SIGINT', () => process.exit(INTERRUPTED));
  return made;
}

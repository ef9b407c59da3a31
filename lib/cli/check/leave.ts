import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SpecError } from '../../../constructs/plan/problem';

/** Where folders are on their way: beside nothing that anybody reads, on the disk where they will stay. */
const ON_THE_WAY = join('node_modules', '.cache', 'bulkhead');

/** How often to begin again when another check has put its own folder there at the same moment. */
const ATTEMPTS = 10;

/** Refuses a place where a folder is to be left and something else stands: nothing of anybody's is deleted for it. */
export function checkPlace(root: string, place: string): void {
  const to = join(root, place);
  if (existsSync(to) && !lstatSync(to).isDirectory()) {
    throw refused(place, 'it is no folder, and what was rendered is left there', 'move it away, or delete it');
  }
}

/**
 * Puts a copy of a folder in another's place under the root. It is written elsewhere and moved there whole; between the
 * moves of the old one and of the new one there is, for a moment, none. Two at a time are safe: the later one stays.
 */
export function leave(from: string, root: string, place: string): void {
  checkPlace(root, place);
  const to = join(root, place);
  let work: string | undefined;
  try {
    mkdirSync(join(root, ON_THE_WAY), { recursive: true });
    mkdirSync(dirname(to), { recursive: true });
    work = mkdtempSync(join(root, ON_THE_WAY, 'partial-'));
    const next = join(work, 'new');
    cpSync(from, next, { recursive: true });
    replace(to, next, work);
  } catch (error) {
    const code = codeOf(error);
    if (!UNWRITABLE.has(code)) throw error;
    throw refused(
      place,
      `what was rendered cannot be left there: ${code}`,
      `make ${place} and ${ON_THE_WAY} writable, on one disk, for whoever runs the check`,
    );
  } finally {
    if (work !== undefined) rmSync(work, { recursive: true, force: true });
  }
}

function replace(to: string, next: string, work: string): void {
  for (let attempt = 1; ; attempt += 1) {
    const old = join(work, `old-${attempt}`);
    const moved = movedIfThere(to, old);
    try {
      return renameSync(next, to);
    } catch (error) {
      if (TAKEN.has(codeOf(error)) && attempt < ATTEMPTS) continue;
      // It is as it was, unless somebody else has filled the place meanwhile.
      if (moved && !existsSync(to)) renameSync(old, to);
      throw error;
    }
  }
}

function movedIfThere(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** What the file system says of a place that is taken. */
const TAKEN: ReadonlySet<string> = new Set(['ENOTEMPTY', 'EEXIST']);

/** What it says where nobody may write, or nothing can be moved to. */
const UNWRITABLE: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'EBUSY', 'EXDEV', 'ENOSPC']);

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

const refused = (place: string, reason: string, remedy: string): SpecError =>
  new SpecError([{ field: place, value: place, reason, remedy }]);

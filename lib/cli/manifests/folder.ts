import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { SpecError, type Problem } from '../../../constructs/plan/problem';
import type { Files } from './files';

/** The list of the files that were written: what is not on it is not this command's to change. */
export const LIST = '.bulkhead-manifests.json';

/** Where files are written before they take their places; gone afterwards. */
const COMING = '.bulkhead-manifests.new';

/** Where what was there waits until all have taken their places; gone afterwards. */
const GOING = '.bulkhead-manifests.old';

/** Whose files a folder holds. */
export interface Owner {
  /** The environment: `prod`. */
  readonly environment: string;
  /** Where they are applied: `aws`. */
  readonly target: string;
}

/** What writing changed, as paths in the folder, in the order of the alphabet. */
export interface Changes {
  /** There now, and not before. */
  readonly added: readonly string[];
  /** Different from before. */
  readonly changed: readonly string[];
  /** There before, and no longer. */
  readonly removed: readonly string[];
}

/**
 * Makes a folder hold these files, and no others that it once wrote there. Whatever else stands in the folder stays; where
 * it stands in the way, nothing is written at all. A failure leaves the folder as it was: files take their places only when
 * all are written.
 *
 * @throws SpecError when the folder cannot be written, or holds files of somebody else where these belong.
 */
export function writeFolder(folder: string, owner: Owner, files: Files): Changes {
  try {
    return write(folder, owner, files);
  } catch (error) {
    throw isSystemError(error) ? new SpecError([unwritable(folder, owner, error)]) : error;
  }
}

function write(folder: string, owner: Owner, files: Files): Changes {
  makeFolder(folder);
  const before = listIn(folder, owner);
  const listed = new Set(before?.files);
  const places = [...new Set([...files.keys(), ...listed].map(topOf))].sort();
  const found = places.flatMap((place) => filesAt(folder, place));
  const foreign = found.filter((path) => !listed.has(path));
  if (foreign.length > 0) throw new SpecError([inTheWay(folder, foreign)]);
  const changes = changesFrom(folder, found, files);
  const list: List = { ...owner, files: [...files.keys()] };
  // What is right is not touched, and keeps its time.
  if (Object.values(changes).every(({ length }) => length === 0) && textOf(folder, LIST) === listText(list))
    return changes;
  // What a run that was killed has left.
  rmSync(join(folder, COMING), { recursive: true, force: true });
  try {
    for (const [path, text] of files) {
      const target = join(folder, COMING, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
    // Until the end both are its own, so that a run that is killed in between hinders no later one.
    writeList(folder, { ...list, files: [...listed, ...list.files] });
    exchange(folder, places);
  } catch (error) {
    if (before === undefined) rmSync(join(folder, LIST), { force: true });
    else writeList(folder, before);
    throw error;
  } finally {
    rmSync(join(folder, COMING), { recursive: true, force: true });
  }
  writeList(folder, list);
  rmSync(join(folder, GOING), { recursive: true, force: true });
  return changes;
}

/** In place of `recursive`, by which Node never comes back where the file system makes no folders at all, as in `/proc`. */
function makeFolder(folder: string): void {
  const parent = dirname(folder);
  if (parent !== folder && !existsSync(parent)) makeFolder(parent);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) mkdirSync(folder);
}

/** Puts what was written into its places and what was there aside; all of it or none. */
function exchange(folder: string, places: readonly string[]): void {
  rmSync(join(folder, GOING), { recursive: true, force: true });
  mkdirSync(join(folder, GOING));
  const undo: (() => void)[] = [];
  const move = (from: string, to: string): void => {
    if (!existsSync(from)) return;
    renameSync(from, to);
    undo.unshift(() => renameSync(to, from));
  };
  try {
    for (const place of places) {
      move(join(folder, place), join(folder, GOING, place));
      move(join(folder, COMING, place), join(folder, place));
    }
  } catch (error) {
    for (const back of undo) back();
    rmSync(join(folder, GOING), { recursive: true, force: true });
    throw error;
  }
}

/** What {@link LIST} holds. */
interface List extends Owner {
  readonly files: readonly string[];
}

/** The list of a folder, if it has one. */
function listIn(folder: string, owner: Owner): List | undefined {
  const text = textOf(folder, LIST);
  if (text === undefined) return undefined;
  const list = parseList(text);
  if (list === undefined) throw new SpecError([unreadable(folder)]);
  if (list.environment === owner.environment && list.target === owner.target) return list;
  throw new SpecError([ofAnother(folder, list, owner)]);
}

const listSchema = z.object({
  environment: z.string(),
  target: z.string(),
  // A list that was tampered with must not lead out of the folder.
  files: z.array(z.string().regex(/^(?!\/)(?!(.*[/\\])?\.\.([/\\]|$))/)),
});

function parseList(text: string): List | undefined {
  try {
    return listSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function listText({ environment, target, files }: List): string {
  const note = 'Written by bulkhead: the files here that it may replace. It belongs beside them in the repository.';
  return `${JSON.stringify({ note, environment, target, files: [...new Set(files)].sort() }, undefined, 2)}\n`;
}

function writeList(folder: string, list: List): void {
  const file = join(folder, LIST);
  writeFileSync(`${file}.new`, listText(list));
  renameSync(`${file}.new`, file);
}

/** The files at a place of a folder, as paths in the folder. What is neither a file nor a folder counts as a file. */
function filesAt(folder: string, place: string): readonly string[] {
  const stats = statsOf(join(folder, place));
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return [place];
  return readdirSync(join(folder, place))
    .sort()
    .flatMap((name) => filesAt(folder, `${place}/${name}`));
}

const statsOf = (path: string): Stats | undefined => lstatSync(path, { throwIfNoEntry: false });

function changesFrom(folder: string, found: readonly string[], files: Files): Changes {
  const before = new Set(found);
  const paths = [...files.keys()].sort();
  return {
    added: paths.filter((path) => !before.has(path)),
    changed: paths.filter((path) => before.has(path) && textOf(folder, path) !== files.get(path)),
    removed: found.filter((path) => !files.has(path)).sort(),
  };
}

function textOf(folder: string, path: string): string | undefined {
  const file = join(folder, path);
  return statsOf(file)?.isFile() === true ? readFileSync(file, 'utf8') : undefined;
}

const topOf = (path: string): string => path.split('/')[0] ?? path;

/** So many are named; more would hide the rest of the message. */
const NAMED = 5;

function inTheWay(folder: string, foreign: readonly string[]): Problem {
  const more = foreign.length > NAMED ? ` and ${foreign.length - NAMED} more` : '';
  return {
    field: '--out',
    value: folder,
    reason: `it holds files that this command did not write, where its own belong: ${foreign.slice(0, NAMED).join(', ')}${more}`,
    remedy: 'move them away, or name another folder; what stands beside these places may stay',
  };
}

const unreadable = (folder: string): Problem => ({
  field: '--out',
  value: folder,
  reason: `its ${LIST} cannot be read, and nobody knows which files there may be replaced`,
  remedy: 'take that file from the repository again, or name an empty folder',
});

/** Argo CD follows a folder: another environment's manifests in it would be applied to this one's cluster. */
const ofAnother = (folder: string, found: Owner, wanted: Owner): Problem => ({
  field: '--out',
  value: folder,
  reason: `it holds ${contentsOf(found)}, not ${contentsOf(wanted)}`,
  remedy: `name a folder of their own, as in --out ${usualFolder(wanted)}`,
});

const contentsOf = ({ environment, target }: Owner): string =>
  isDocument(target) ? `the ${target} of ${environment}` : `the manifests of ${environment} for the target ${target}`;

function usualFolder({ environment, target }: Owner): string {
  if (target === 'runbooks') return 'docs/runbooks';
  if (target === 'dashboards') return `dashboards/${environment}`;
  return `manifests/${environment}${target === 'aws' ? '' : `-${target}`}`;
}

/** What people read or import, and nothing applies. */
const isDocument = (target: string): boolean => target === 'runbooks' || target === 'dashboards';

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'a file has this name, or a part of it',
  ENOTDIR: 'a file has this name, or a part of it',
  ENOENT: 'no folder of this name can be made',
  EACCES: 'it may not be written',
  EPERM: 'it may not be written',
  EROFS: 'it is on a disk that may only be read',
  ENOSPC: 'the disk is full',
};

function unwritable(folder: string, owner: Owner, { code = '', message }: NodeJS.ErrnoException): Problem {
  return {
    field: '--out',
    value: folder,
    reason: REASONS[code] ?? `it cannot be written (${message})`,
    remedy: `name a folder that may be written, as in --out ${usualFolder(owner)}; what was there is unchanged`,
  };
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  typeof error === 'object' && error !== null && 'code' in error && 'syscall' in error;

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Check, Finding, Outcome } from './check';
import type { Subject } from './subject';
import { isObject, type Json } from './template';

/** The same environments give the same bytes, whoever renders them and wherever. */
export const determinism: Check = {
  name: 'determinism',
  promise: 'a second synth, in another locale, time zone and home, gives the same bytes',
  run: async (subject): Promise<Outcome> => {
    if (subject.again === undefined) {
      return { findings: [], skipped: { reason: 'no second synth was made', remedy: 'run it through bulkhead check' } };
    }
    return { findings: differences(subject, await subject.again()) };
  },
};

function differences(subject: Subject, other: string): Finding[] {
  const first = filesOf(subject.directory);
  const second = filesOf(other);
  return [...new Set([...first.keys(), ...second.keys()])]
    .sort()
    .filter((file) => first.get(file)?.equals(second.get(file) ?? NOTHING) !== true)
    .map((file) => difference(subject, file, first.get(file), second.get(file)));
}

/** Stands for a file that is not there; no file equals it, for an assembly has no empty files that matter. */
const NOTHING = Buffer.from('\0');

function difference(subject: Subject, file: string, first: Buffer | undefined, second: Buffer | undefined): Finding {
  const stack = subject.stacks.find(({ templateFile }) => relative(subject.directory, templateFile) === file);
  return {
    environment: stack?.environment ?? file.match(/^assembly-([^/]+)\//)?.[1] ?? '',
    stack: stack?.name ?? '',
    field: file,
    value: first === undefined || second === undefined ? undefined : firstDifference(first, second),
    reason: reasonFor(first, second),
    remedy:
      'take the clock, randomness, the environment and the order of files out of what renders it; if a file was saved meanwhile, run it again',
    severity: 'error',
  };
}

function reasonFor(first: Buffer | undefined, second: Buffer | undefined): string {
  if (first === undefined) return 'the second synth wrote a file that the first did not';
  if (second === undefined) return 'the second synth did not write this file';
  return 'the second synth wrote other bytes';
}

/** The first place that differs, as both have it. */
function firstDifference(first: Buffer, second: Buffer): string {
  const [ours, theirs] = [first.toString('utf8'), second.toString('utf8')];
  const length = Math.min(ours.length, theirs.length);
  let at = 0;
  while (at < length && ours[at] === theirs[at]) at += 1;
  const line = ours.slice(0, at).split('\n').length;
  return `line ${line}: ${around(ours, at)} | ${around(theirs, at)}`;
}

const BEFORE = 30;
const AFTER = 50;

/** The text around a place, no further than its line. */
function around(text: string, at: number): string {
  const start = Math.max(text.lastIndexOf('\n', at - 1) + 1, at - BEFORE);
  const end = text.indexOf('\n', at);
  return text.slice(start, Math.min(end < 0 ? text.length : end, at + AFTER)).trim();
}

function filesOf(directory: string): Map<string, Buffer> {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((name) => join(directory, name));
  const files = names.filter((name) => statSync(name).isFile());
  return new Map(files.map((name) => [relative(directory, name), comparable(name, readFileSync(name))]));
}

/**
 * The bytes, but for the CDK's notes on where in the code each construct was made. They name folders of the machine,
 * which nothing deploys, and differ between `bulkhead check` and `cdk synth`, which start in different files.
 */
function comparable(file: string, bytes: Buffer): Buffer {
  if (!file.endsWith('.metadata.json')) return bytes;
  return Buffer.from(JSON.stringify(withoutTraces(JSON.parse(bytes.toString('utf8')) as Json), undefined, 2));
}

function withoutTraces(value: Json): Json {
  if (Array.isArray(value)) return value.filter((entry: Json) => !isCreationStack(entry)).map(withoutTraces);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      key === 'trace' || inner === undefined ? [] : [[key, withoutTraces(inner)]],
    ),
  );
}

const isCreationStack = (entry: Json): boolean => isObject(entry) && entry.type === 'aws:cdk:creationStack';

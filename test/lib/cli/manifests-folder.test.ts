import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import type * as NodeFs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SpecError } from '../../../constructs/plan/problem';
import { LIST, writeFolder } from '../../../lib/cli/manifests/folder';

// The module itself: what is imported by name cannot be made to fail.
const fs = jest.requireActual<typeof NodeFs>('node:fs');

const PROD = { environment: 'prod', target: 'aws' };
const FIRST = new Map([
  ['applications/user.yaml', 'a: 1\n'],
  ['objects/user/service-user.yaml', 'kind: Service\n'],
  ['objects/trip/service-trip.yaml', 'kind: Service\n'],
]);
const SECOND = new Map([
  ['objects/user/service-user.yaml', 'kind: Service\nchanged: true\n'],
  ['objects/payment/service-payment.yaml', 'kind: Service\n'],
  ['apply.sh', '#!/bin/sh\n'],
]);

const folders: string[] = [];
afterAll(() => {
  for (const each of folders) rmSync(each, { recursive: true, force: true });
});
afterEach(() => {
  jest.restoreAllMocks();
});

function folder(files: Readonly<Record<string, string>> = {}): string {
  const made = mkdtempSync(join(tmpdir(), 'bulkhead-manifests-'));
  folders.push(made);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(made, path)), { recursive: true });
    writeFileSync(join(made, path), text);
  }
  return made;
}

/** Every file below a folder with its text. */
function contents(path: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(path, { recursive: true, encoding: 'utf8' })
      .sort()
      .filter((each) => statSync(join(path, each)).isFile())
      .map((each) => [each, readFileSync(join(path, each), 'utf8')]),
  );
}

const withoutList = ({ [LIST]: _, ...files }: Record<string, string>) => files;

function problemOf(act: () => unknown) {
  try {
    act();
  } catch (error) {
    if (error instanceof SpecError) return error.problems[0]!;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a folder', () => {
  it('is made, with all above it', () => {
    const out = join(folder(), 'manifests', 'prod');
    expect(writeFolder(out, PROD, FIRST).added).toEqual([...FIRST.keys()].sort());
    expect(withoutList(contents(out))).toEqual(Object.fromEntries(FIRST));
  });

  it('holds what was written last, and nothing that was written before', () => {
    const out = folder();
    writeFolder(out, PROD, FIRST);
    expect(writeFolder(out, PROD, SECOND)).toEqual({
      added: ['apply.sh', 'objects/payment/service-payment.yaml'],
      changed: ['objects/user/service-user.yaml'],
      removed: ['applications/user.yaml', 'objects/trip/service-trip.yaml'],
    });
    expect(withoutList(contents(out))).toEqual(Object.fromEntries(SECOND));
    expect(existsSync(join(out, 'applications'))).toBe(false);
  });

  it('is not touched when nothing changes', () => {
    const out = folder();
    writeFolder(out, PROD, FIRST);
    const rename = jest.spyOn(fs, 'renameSync');
    expect(writeFolder(out, PROD, FIRST)).toEqual({ added: [], changed: [], removed: [] });
    expect(rename).not.toHaveBeenCalled();
  });

  it('gets back what somebody changed or took away', () => {
    const out = folder();
    writeFolder(out, PROD, FIRST);
    writeFileSync(join(out, 'applications/user.yaml'), 'a: 2\n');
    rmSync(join(out, 'objects/trip'), { recursive: true });
    expect(writeFolder(out, PROD, FIRST)).toMatchObject({
      added: ['objects/trip/service-trip.yaml'],
      changed: ['applications/user.yaml'],
    });
    expect(withoutList(contents(out))).toEqual(Object.fromEntries(FIRST));
  });

  it('keeps what others have beside it', () => {
    const out = folder({ 'README.md': 'ours\n', 'extra/objects/a.yaml': 'b\n', 'values/x.yaml': 'not in the way\n' });
    writeFolder(out, PROD, FIRST);
    expect(contents(out)).toMatchObject({
      'README.md': 'ours\n',
      'extra/objects/a.yaml': 'b\n',
      'values/x.yaml': 'not in the way\n',
    });
  });

  it('is known again after it was cloned from a repository', () => {
    const out = folder();
    writeFolder(out, PROD, FIRST);
    const cloned = folder(contents(out));
    expect(writeFolder(cloned, PROD, SECOND).removed).toHaveLength(2);
  });
});

describe('refuses', () => {
  it.each([
    ['a file in the place of another', 'objects/user/service-user.yaml'],
    ['a file that Argo CD would apply with the others', 'objects/user/extra.yaml'],
    ['a file in the place of a folder', 'applications'],
  ])('%s, and changes nothing', (_, path) => {
    const out = folder({ [path]: 'mine\n' });
    expect(problemOf(() => writeFolder(out, PROD, FIRST))).toMatchObject({
      field: '--out',
      reason: expect.stringContaining(path) as string,
    });
    expect(contents(out)).toEqual({ [path]: 'mine\n' });
  });

  it('a file of somebody else among its own, and deletes none', () => {
    const out = folder();
    writeFolder(out, PROD, FIRST);
    writeFileSync(join(out, 'objects/trip/mine.yaml'), 'mine\n');
    const before = contents(out);
    expect(problemOf(() => writeFolder(out, PROD, SECOND)).reason).toContain('objects/trip/mine.yaml');
    expect(contents(out)).toEqual(before);
  });

  it('a link that leads elsewhere', () => {
    const elsewhere = folder({ 'service.yaml': 'mine\n' });
    const out = folder();
    symlinkSync(elsewhere, join(out, 'objects'));
    expect(problemOf(() => writeFolder(out, PROD, FIRST)).reason).toContain('objects');
    expect(contents(elsewhere)).toEqual({ 'service.yaml': 'mine\n' });
  });

  it("another environment's folder, which Argo CD would apply to the wrong cluster", () => {
    const out = folder();
    writeFolder(out, PROD, FIRST);
    const before = contents(out);
    expect(problemOf(() => writeFolder(out, { environment: 'dev', target: 'aws' }, SECOND)).reason).toContain('prod');
    expect(problemOf(() => writeFolder(out, { environment: 'prod', target: 'local' }, SECOND)).remedy).toContain(
      'manifests/prod-local',
    );
    expect(contents(out)).toEqual(before);
  });

  it.each([
    ['is no JSON', '<<<<<<< HEAD\n'],
    ['says nothing', '{}'],
    ['leads out of the folder', JSON.stringify({ environment: 'prod', target: 'aws', files: ['objects/../../x'] })],
    ['leads to the root', JSON.stringify({ environment: 'prod', target: 'aws', files: ['/etc/passwd'] })],
  ])('a list that %s', (_, text) => {
    const out = folder({ [LIST]: text });
    expect(problemOf(() => writeFolder(out, PROD, FIRST)).reason).toContain(LIST);
    expect(contents(out)).toEqual({ [LIST]: text });
  });

  it('a file where the folder should be', () => {
    const out = folder({ manifests: 'a file\n' });
    for (const path of ['manifests', 'manifests/prod']) {
      expect(problemOf(() => writeFolder(join(out, path), PROD, FIRST))).toMatchObject({
        field: '--out',
        reason: 'a file has this name, or a part of it',
      });
    }
  });

  it('a folder that cannot be written, with the reason', () => {
    const elsewhere = join(folder(), 'elsewhere');
    jest.spyOn(fs, 'mkdirSync').mockImplementation(() => {
      throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES', syscall: 'mkdir' });
    });
    expect(problemOf(() => writeFolder(elsewhere, PROD, FIRST))).toMatchObject({
      value: elsewhere,
      reason: 'it may not be written',
    });
  });

  it('the dashboards of one environment in place of runbooks, in words of each', () => {
    const out = folder();
    writeFolder(out, { environment: 'prod', target: 'dashboards' }, FIRST);
    expect(problemOf(() => writeFolder(out, { environment: 'dev', target: 'runbooks' }, FIRST))).toMatchObject({
      reason: 'it holds the dashboards of prod, not the runbooks of dev',
      remedy: 'name a folder of their own, as in --out docs/runbooks',
    });
  });

  it('no folder at all', () => {
    expect(problemOf(() => writeFolder('', PROD, FIRST))).toMatchObject({
      reason: 'no folder of this name can be made',
    });
  });
});

describe('a failure halfway', () => {
  const fails = (code: string) => Object.assign(new Error(code), { code, syscall: 'write' });

  /** Lets the nth call of a function of the file system fail, and all others do their work. */
  function failingAt(name: 'writeFileSync' | 'renameSync', nth: number): void {
    const real = fs[name] as (...args: unknown[]) => unknown;
    let calls = 0;
    jest.spyOn(fs, name).mockImplementation((...args: unknown[]) => {
      calls += 1;
      if (calls === nth) throw fails('ENOSPC');
      real(...args);
    });
  }

  it.each([1, 2, 3, 4])('of write %# leaves the folder as it was', (nth) => {
    const out = folder({ 'README.md': 'ours\n' });
    writeFolder(out, PROD, FIRST);
    const before = contents(out);
    failingAt('writeFileSync', nth);
    expect(problemOf(() => writeFolder(out, PROD, SECOND)).reason).toBe('the disk is full');
    expect(contents(out)).toEqual(before);
  });

  // The list first, then what was there and what comes, place by place.
  it.each([1, 2, 3, 4, 5])('of move %# leaves the folder as it was', (nth) => {
    const out = folder({ 'README.md': 'ours\n' });
    writeFolder(out, PROD, FIRST);
    const before = contents(out);
    failingAt('renameSync', nth);
    expect(problemOf(() => writeFolder(out, PROD, SECOND)).reason).toBe('the disk is full');
    expect(contents(out)).toEqual(before);
    jest.restoreAllMocks();
    expect(writeFolder(out, PROD, SECOND).added).toHaveLength(2);
  });

  it('in a new folder leaves an empty one', () => {
    const out = folder();
    failingAt('renameSync', 2);
    problemOf(() => writeFolder(out, PROD, FIRST));
    expect(contents(out)).toEqual({});
  });

  it.each([2, 3, 4, 5])('by a kill at move %i hinders no later run', (nth) => {
    const out = folder({ 'README.md': 'ours\n' });
    writeFolder(out, PROD, FIRST);
    // What a killed run leaves is what stands there at that moment.
    const killed = folder();
    const real = fs.renameSync;
    let calls = 0;
    jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      calls += 1;
      if (calls === nth) fs.cpSync(out, killed, { recursive: true });
      real(from, to);
    });
    writeFolder(out, PROD, SECOND);
    jest.restoreAllMocks();
    expect(Object.keys(contents(killed)).length).toBeGreaterThan(SECOND.size + 2);
    writeFolder(killed, PROD, FIRST);
    expect(withoutList(contents(killed))).toEqual({ 'README.md': 'ours\n', ...Object.fromEntries(FIRST) });
  });
});

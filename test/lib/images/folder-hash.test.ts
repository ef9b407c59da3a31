import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { folderHash, ignoredIn } from '../../../lib/images/folder-hash';
import { ROOT } from '../../../lib/images/root';

type Files = Readonly<Record<string, string>>;

/** A new folder with these files, outside of the blueprint. */
function folderOf(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'image-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const hashOf = (files: Files): string => folderHash(relative(ROOT, folderOf(files)));

const IMAGE: Files = {
  Dockerfile: 'FROM scratch\nCOPY src /\n',
  '.dockerignore': '# what the build reads\n*\n!src\n\nsrc/**/*.test.js\n',
  'src/main.js': 'serve()',
  'src/main.test.js': 'expect(1)',
  'README.md': 'An image.',
};

describe('the hash of the folder that an image is built from', () => {
  const hash = hashOf(IMAGE);

  test('is the same for the same files, wherever they lie', () => {
    expect(hashOf({ ...IMAGE })).toBe(hash);
  });

  test('is fit for a tag', () => {
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
  });

  test.each([
    ['src/main.js', 'serve(8080)'],
    ['src/other.js', ''],
    ['Dockerfile', 'FROM busybox\nCOPY src /\n'],
    ['.dockerignore', '*\n!src\n'],
  ])('follows what the build reads: %s', (path, text) => {
    expect(hashOf({ ...IMAGE, [path]: text })).not.toBe(hash);
  });

  test.each([
    ['README.md', 'Another text.'],
    ['node_modules/left-pad/index.js', 'pad()'],
    ['src/main.test.js', 'expect(2)'],
    ['src/below/other.test.js', ''],
  ])('does not follow what .dockerignore leaves out: %s', (path, text) => {
    expect(hashOf({ ...IMAGE, [path]: text })).toBe(hash);
  });

  test('follows every file where there is no .dockerignore', () => {
    const { '.dockerignore': _, ...rest } = IMAGE;
    expect(hashOf({ ...rest, 'README.md': 'Another text.' })).not.toBe(hashOf(rest));
  });

  test('follows the name of a file, and not only what is in it', () => {
    const { 'src/main.js': text = '', ...rest } = IMAGE;
    expect(hashOf({ ...rest, 'src/index.js': text })).not.toBe(hash);
  });
});

describe('what is left out of the folder of an image', () => {
  test('is never the Dockerfile, nor the list itself: Docker reads both', () => {
    expect(ignoredIn(folderOf(IMAGE)).slice(-2)).toEqual(['!Dockerfile', '!.dockerignore']);
  });

  test('is what the reference service lists', () => {
    const folder = join(ROOT, 'examples/reference-service');
    const listed = readFileSync(join(folder, '.dockerignore'), 'utf8').split('\n').filter(Boolean);
    expect(ignoredIn(folder)).toEqual(expect.arrayContaining(listed));
  });
});

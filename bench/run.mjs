// `npm run bench`: how long a synth takes and how much memory it needs. `--quick` for a smoke run.
// Prints tables and writes bench/out/results.json. Fails when a target is missed, but not after a quick run.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { interleaved } from './measure.mjs';

const require = createRequire(import.meta.url);
const Table = require('cli-table3');

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, 'bench/out');
const quick = process.argv.includes('--quick');
const rounds = quick ? 1 : 5;
const counts = quick ? [1, 5, 10] : [1, 10, 50];

/** The set-up that `cdk init` writes is ts-node, which checks the types at every synth; the code is the same. */
const CDK_DEFAULT_APP = 'npx ts-node --prefer-ts-exts bin/platform.ts';
const TARGET_RATIO = 0.5;
const LINEAR = 1.25; // an environment may cost this much more late than early before growth counts as worse than linear

const { app: ourApp } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'));
const cdkSynth = (app, name) => ({
  name,
  cwd: root,
  command: ['npx', 'cdk', 'synth', '--quiet', '-c', 'environment=prod', '--app', app, '--output', join(out, 'cdk.out')],
});

mkdirSync(out, { recursive: true });
const commands = [cdkSynth(ourApp, 'Bulkhead'), cdkSynth(CDK_DEFAULT_APP, 'CDK default')];
const growth = counts.map((count) => ({
  name: `${count}`,
  cwd: root,
  command: [process.execPath, '--import', 'tsx', 'bench/synth-many.ts', `${count}`],
}));

const medians = interleaved([...commands, ...growth], rounds, (name, round, all) => {
  const label = commands.some((each) => each.name === name) ? `cdk synth, ${name}` : `${name} environments`;
  console.error(`${round === 0 ? 'warming up' : `round ${round} of ${all}`}: ${label}`);
});

const [ours, theirs] = commands.map(({ name }) => medians.get(name));
const ratio = ours.seconds / theirs.seconds;

const sizes = counts.map((count) => {
  const { stdout, ...numbers } = medians.get(`${count}`);
  const { stacks, resources } = JSON.parse(stdout.trim().split('\n').at(-1));
  return {
    environments: count,
    stacks,
    resources,
    ...numbers,
    millisecondsPerResource: (numbers.seconds * 1000) / resources,
  };
});

// The cost of one more environment, early and late: what starting costs drops out. In processor time, because what else
// the machine does at the moment weighs on wall time more than a few environments do.
const [few, some, many] = sizes;
const marginal = (from, to) => (to.cpuSeconds - from.cpuSeconds) / (to.environments - from.environments);
const early = marginal(few, some);
const growthRatio = early > 0 ? marginal(some, many) / early : NaN; // less than nothing is noise, as in a quick run

const verdicts = [
  {
    what: `cdk synth of prod takes at most ${TARGET_RATIO} of what it takes with the CDK's default set-up`,
    value: ratio,
    ok: ratio <= TARGET_RATIO,
  },
  {
    what: `an environment more costs no more at ${many.environments} than at ${some.environments} (at most ${LINEAR})`,
    value: growthRatio,
    ok: Number.isNaN(growthRatio) || growthRatio <= LINEAR,
  },
];

const measured = ['wall time', 'spread', 'processor time', 'peak memory'];
const cells = (run) => [
  seconds(run.seconds),
  seconds(run.spread),
  seconds(run.cpuSeconds),
  `${run.megabytes.toFixed(0)} MB`,
];
print(
  ['npx cdk synth of prod', ...measured],
  [
    ['Bulkhead', ...cells(ours)],
    ["CDK's default set-up, same code", ...cells(theirs)],
  ],
);
print(
  ['environments', 'stacks', 'resources', ...measured, 'per resource'],
  sizes.map((size) => [
    size.environments,
    size.stacks,
    size.resources,
    ...cells(size),
    `${size.millisecondsPerResource.toFixed(2)} ms`,
  ]),
);
for (const { what, value, ok } of verdicts) {
  console.log(`${ok ? '✓' : '✗'} ${what}: ${Number.isNaN(value) ? 'lost in the noise' : value.toFixed(2)}`);
}
if (quick) console.log('A quick run is one round: it shows that the bench works, and its numbers are rough.');

const results = join(out, 'results.json');
const report = {
  machine: { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length, memoryBytes: totalmem() },
  rounds,
  cdkSynthOfProd: { ours: bare(ours), cdkDefault: bare(theirs), ratio },
  growth: { sizes, ratio: growthRatio },
  verdicts,
};
writeFileSync(results, `${JSON.stringify(report, null, 2)}\n`);
console.log(`Written to ${results}`);
if (!quick && verdicts.some(({ ok }) => !ok)) process.exitCode = 1;

function bare({ stdout: _, ...numbers }) {
  return numbers;
}

function print(head, rows) {
  const table = new Table({
    head,
    style: { head: [], border: [] },
    colAligns: head.map((_, index) => (index === 0 ? 'left' : 'right')),
  });
  table.push(...rows);
  console.log(`${table}\n`);
}

function seconds(value) {
  return `${value.toFixed(2)} s`;
}

// `npm run bench`: how long a synth takes and how much memory it needs. `--quick` for a smoke run.
// Prints tables and writes bench/out/results.json. Fails when a target is missed, but not after a quick run.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { growthOf, growthSubjects, LINEAR } from './growth.mjs';
import { interleaved } from './measure.mjs';
import { MEASURED, measuredCells, printGrowth, printTable } from './tables.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, 'bench/out');
const quick = process.argv.includes('--quick');
const rounds = quick ? 1 : 5;

/** The set-up that `cdk init` writes is ts-node, which checks the types at every synth; the code is the same. */
const CDK_DEFAULT_APP = 'npx ts-node --prefer-ts-exts bin/platform.ts';
const TARGET_RATIO = 0.5;
// Processor time, with the alerts, dashboard and objects of each.
const MANY_SERVICES = { count: 1000, seconds: 25, megabytes: 1024 };

const { app: ourApp } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'));
const cdkSynth = (app, name) => ({
  name: `cdk synth, ${name}`,
  cwd: root,
  command: ['npx', 'cdk', 'synth', '--quiet', '-c', 'environment=prod', '--app', app, '--output', join(out, 'cdk.out')],
});

mkdirSync(out, { recursive: true });
const commands = [cdkSynth(ourApp, 'Bulkhead'), cdkSynth(CDK_DEFAULT_APP, 'CDK default')];
const environments = growthSubjects('environments', 'synth-many.ts', quick ? [1, 5, 10] : [1, 10, 50]);
const services = growthSubjects('services', 'synth-services.ts', quick ? [4, 20, 60] : [10, 100, MANY_SERVICES.count]);

const medians = interleaved([...commands, ...environments, ...services], rounds, (name, round, all) => {
  console.error(`${round === 0 ? 'warming up' : `round ${round} of ${all}`}: ${name}`);
});

const [ours, theirs] = commands.map(({ name }) => medians.get(name));
const ratio = ours.seconds / theirs.seconds;
const growth = { environments: growthOf(environments, medians), services: growthOf(services, medians) };

const verdicts = [
  atMost(
    TARGET_RATIO,
    ratio,
    `cdk synth of prod takes at most ${TARGET_RATIO} of what it takes with the CDK's default set-up`,
  ),
  linear('an environment', growth.environments),
  linear('a service', growth.services),
  ...(quick ? [] : manyServices(growth.services)),
];

printTable(
  ['npx cdk synth of prod', ...MEASURED],
  [
    ['Bulkhead', ...measuredCells(ours)],
    ["CDK's default set-up, same code", ...measuredCells(theirs)],
  ],
);
printGrowth('environments', 'environment', growth.environments);
printGrowth('services of prod', 'service', growth.services);
for (const { what, value, ok } of verdicts) {
  console.log(`${ok ? '✓' : '✗'} ${what}: ${Number.isNaN(value) ? 'lost in the noise' : value.toFixed(2)}`);
}
if (quick) console.log('A quick run is one round: it shows that the bench works, and its numbers are rough.');

const results = join(out, 'results.json');
const report = {
  machine: { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length, memoryBytes: totalmem() },
  rounds,
  cdkSynthOfProd: { ours: bare(ours), cdkDefault: bare(theirs), ratio },
  growth,
  verdicts,
};
writeFileSync(results, `${JSON.stringify(report, null, 2)}\n`);
console.log(`Written to ${results}`);
if (!quick && verdicts.some(({ ok }) => !ok)) process.exitCode = 1;

function atMost(most, value, what) {
  return { what, value, ok: Number.isNaN(value) || value <= most };
}

function linear(one, { sizes: [, some, many], ratio }) {
  return atMost(LINEAR, ratio, `${one} more costs no more at ${many.count} than at ${some.count} (at most ${LINEAR})`);
}

/** In processor time: that is what a synth takes on a machine that does nothing else, and what others do there is not in it. */
function manyServices({ sizes }) {
  const { count, cpuSeconds, megabytes } = sizes.at(-1);
  const { seconds: longest, megabytes: largest } = MANY_SERVICES;
  return [
    atMost(longest, cpuSeconds, `${count} services take at most ${longest} s of processor time`),
    atMost(largest, megabytes, `${count} services need at most ${largest} MB`),
  ];
}

function bare({ stdout: _, ...numbers }) {
  return numbers;
}

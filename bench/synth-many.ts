import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environments } from '../environments';
import { platformApp } from '../lib/platform';

// Synthesizes as many environments as the argument says, each the shipped production with its own name and addresses,
// and prints what that came to. The time is taken from outside: bench/run.mjs.
const count = Number(process.argv[2]);
const prod = environments.find(({ name }) => name === 'prod');
if (prod === undefined) throw new Error('the bench multiplies the environment called prod, and there is none');

const many = Array.from({ length: count }, (_, index) => ({
  ...prod,
  name: `prod${index}`,
  network: { ...prod.network, cidr: `10.${index}.0.0/16` },
  // They share an account, which has one of it.
  observability: {
    ...prod.observability,
    tracing: { transactionSearch: index === 0 ? ('create' as const) : ('existing' as const) },
  },
}));

const { context } = JSON.parse(readFileSync(join(__dirname, '../cdk.json'), 'utf8')) as {
  context: Record<string, unknown>;
};
const app = platformApp(many, { context, outdir: process.env.BENCH_OUT, analyticsReporting: false });
const assembly = app.synth();

const resources = assembly.stacksRecursively.map(
  ({ template }) => Object.keys((template as { Resources?: object }).Resources ?? {}).length,
);
console.log(JSON.stringify({ stacks: resources.length, resources: resources.reduce((sum, each) => sum + each, 0) }));

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environments } from '../environments';
import type { Environment } from '../lib/environment/schema';
import type { EnvironmentService } from '../lib/environment/service';
import { platformApp } from '../lib/platform';
import { enoughStacks } from '../lib/stacks/stack-size';

type Services = Readonly<Record<string, EnvironmentService>>;
type Calls = NonNullable<EnvironmentService['calls']>;

// Synthesizes the shipped production with as many services as the argument says, in the shapes of those that it has, and
// prints what that came to. The time is taken from outside: bench/run.mjs.
const count = Number(process.argv[2]);
const prod = environments.find(({ name }) => name === 'prod');
if (prod === undefined) throw new Error('the bench multiplies the services of the environment called prod');

const many = withServices(prod, count);
const { context } = JSON.parse(readFileSync(join(__dirname, '../cdk.json'), 'utf8')) as {
  context: Record<string, unknown>;
};
const app = platformApp([{ ...many, serviceStacks: enoughStacks(many) }], {
  context,
  outdir: process.env.BENCH_OUT,
  analyticsReporting: false,
  // The CDK's own check of templates is not what is measured here.
  builtinCloudFormationValidation: false,
});
const assembly = app.synth();

const resources = assembly.stacksRecursively.map(
  ({ template }) => Object.keys((template as { Resources?: object }).Resources ?? {}).length,
);
console.log(JSON.stringify({ stacks: resources.length, resources: resources.reduce((sum, each) => sum + each, 0) }));

/** An environment with copies of its services in place of them, in turns: those of one turn call each other. */
function withServices(
  { services: shapes = {}, stores = {}, cluster, ...rest }: Environment,
  wanted: number,
): Environment {
  const names = Object.keys(shapes);
  const copies = Array.from({ length: wanted }, (_, index) => {
    const [shape = '', turn] = [names[index % names.length], Math.floor(index / names.length)];
    return { shape, turn, name: nameOf(shape, turn) };
  });
  const services = Object.fromEntries(copies.map(({ shape, turn, name }) => [name, copyOf(shapes, shape, turn)]));
  // The last turn may have only some.
  for (const service of Object.values(services)) {
    service.calls = service.calls?.filter((call) => calleeOf(call) in services);
  }
  return {
    ...rest,
    services,
    stores: Object.fromEntries(
      Object.entries(stores).map(([store, { clients = {}, ...spec }]) => [
        store,
        {
          ...spec,
          clients: Object.fromEntries(
            copies.flatMap(({ shape, name }) => (clients[shape] === undefined ? [] : [[name, clients[shape]]])),
          ),
        },
      ]),
    ),
    cluster: { ...cluster, access: { ...cluster.access, operatorNamespaces: names.map((name) => `${name}-*`) } },
  };
}

function copyOf(shapes: Services, shape: string, turn: number): EnvironmentService {
  const original = shapes[shape];
  if (original === undefined) throw new Error('the environment called prod has no services');
  const { calls, edge, ...service } = original;
  return {
    ...service,
    image: { tag: '1.4.2' },
    ...(calls === undefined ? {} : { calls: calls.map((call) => renamed(call, turn)) }),
    ...(edge === undefined ? {} : { edge: withPathsOf(edge, turn) }),
  };
}

function nameOf(shape: string, turn: number): string {
  return `${shape}-${turn}`;
}

/** The same way in under paths of its own: everything in it that begins with a slash is one. */
function withPathsOf<Edge>(edge: Edge, turn: number): Edge {
  return JSON.parse(
    JSON.stringify(edge, (_, value: unknown) =>
      typeof value === 'string' && value.startsWith('/') ? `/${turn}${value}` : value,
    ),
  ) as Edge;
}

function calleeOf(call: Calls[number]): string {
  return typeof call === 'string' ? call : call.service;
}

function renamed(call: Calls[number], turn: number): Calls[number] {
  const service = nameOf(calleeOf(call), turn);
  return typeof call === 'string' ? service : { ...call, service };
}

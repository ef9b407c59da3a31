import { type App } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environments } from '../environments';
import type { Environment } from '../../lib/environment/schema';
import { platformApp, type PlatformStage } from '../../lib/platform';

/** The context of cdk.json, which the CDK command line would pass. */
export const CONTEXT = (
  JSON.parse(readFileSync(join(__dirname, '../../cdk.json'), 'utf8')) as { context: Record<string, unknown> }
).context;

/** The environment of a name among the tests' own, which are as Bulkhead ships them. */
export function shipped(name: string): Environment {
  const found = environments.find((environment) => environment.name === name);
  if (found === undefined) throw new Error(`no environment ${name} ships`);
  return found;
}

/** An environment without what runs in its cluster: for tests of what stands under it, which need not wait for the rest. */
export function foundationOf(environment: Environment): Environment {
  const { cluster } = environment;
  return {
    ...environment,
    services: undefined,
    mesh: undefined,
    edge: undefined,
    gateway: undefined,
    cluster: {
      ...cluster,
      // Namespaces that are of no service, for operators if there are any.
      access: { ...cluster.access, ...(cluster.access.operators && { operatorNamespaces: ['payment'] }) },
    },
  };
}

/** The Stage of one environment, composed as `bin/platform.ts` does. */
export function stageOf(environment: Environment): PlatformStage {
  const app: App = platformApp([environment], { context: CONTEXT });
  return app.node.findChild(environment.name) as PlatformStage;
}

/** The stacks of the shipped environments, in the order of their deployment. */
export const STACKS = [
  'network',
  'cluster',
  'data',
  'edge',
  'observability',
  'controllers',
  'services',
  'alarms',
] as const;

/** The templates of one environment by stack. */
export function templatesOf(environment: Environment): Record<(typeof STACKS)[number], Template> {
  const known = TEMPLATES.get(environment);
  if (known !== undefined) return known;
  const templates = synthesize(environment);
  TEMPLATES.set(environment, templates);
  return templates;
}

/** Synthesized once for each environment: it is data that nobody changes. */
const TEMPLATES = new WeakMap<Environment, Record<(typeof STACKS)[number], Template>>();

function synthesize(environment: Environment): Record<(typeof STACKS)[number], Template> {
  const { network, cluster, data, edge, observability, controllers, services, alarms } = stageOf(environment);
  const [first] = services;
  return {
    network: Template.fromStack(network),
    cluster: Template.fromStack(cluster),
    data: Template.fromStack(data),
    edge: edge === undefined ? Template.fromJSON({}) : Template.fromStack(edge),
    observability: Template.fromStack(observability),
    controllers: Template.fromStack(controllers),
    services: first === undefined ? Template.fromJSON({}) : Template.fromStack(first),
    alarms: Template.fromStack(alarms),
  };
}

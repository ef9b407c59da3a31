import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Yaml } from 'cdk8s';
import { toYaml, type KubernetesObject, type ObjectApplication } from './application';

/** The file of the objects that nobody but the chart writes. */
const OBJECTS = 'objects.yaml';

/** The folder of the objects that the engine of a rollout writes into while it runs. */
const ENGINE = 'engine';

/** The chart's only template. */
const TEMPLATE = 'templates/objects.yaml';

/** The version that a Service selects, and how a VirtualService divides requests, are the engine's. */
const WRITTEN_INTO: ReadonlySet<string> = new Set(['Service', 'VirtualService']);

const isWrittenInto = ({ kind }: KubernetesObject): boolean => WRITTEN_INTO.has(kind);

/**
 * The files of an application as a Helm chart, by their paths in it. Its template hands the objects over as they are: what a
 * pod's command or an analysis has in double braces is not Helm's business. It keeps what the engine of a rollout has written
 * into them, so that a release in the middle of a rollout moves no requests.
 */
export function chartFiles({ name, objects }: ObjectApplication): ReadonlyMap<string, string> {
  return new Map([
    ['Chart.yaml', Yaml.stringify({ apiVersion: 'v2', name, version: '1.0.0' })],
    [TEMPLATE, readFileSync(join(__dirname, 'objects.tpl'), 'utf8')],
    [OBJECTS, toYaml(objects.filter((object) => !isWrittenInto(object)))],
    ...objects.filter(isWrittenInto).map((object): [string, string] => {
      const { kind, metadata } = object;
      const file = `${kind}-${metadata.namespace ?? ''}-${metadata.name}.json`.toLowerCase();
      return [`${ENGINE}/${file}`, JSON.stringify(object)];
    }),
  ]);
}

/** Writes an application as a Helm chart. */
export function writeChart(folder: string, application: ObjectApplication): void {
  // An assembly is written over the one before. What that left would be applied with it, and its files may be linked to.
  rmSync(folder, { recursive: true, force: true });
  for (const inside of [dirname(TEMPLATE), ENGINE]) mkdirSync(join(folder, inside), { recursive: true });
  for (const [path, content] of chartFiles(application)) writeFileSync(join(folder, path), content);
}

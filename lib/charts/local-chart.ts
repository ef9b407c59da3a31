import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import { toYaml, type KubernetesObject, type ObjectApplication } from './application';

/** The file of the objects that nobody but the chart writes. */
const OBJECTS = 'objects.yaml';

/** The folder of the objects that the engine of a rollout writes into while it runs. */
const ENGINE = 'engine';

/** The chart's only template. */
const TEMPLATE = join(__dirname, 'objects.tpl');

/** The version that a Service selects, and how a VirtualService divides requests, are the engine's. */
const WRITTEN_INTO: ReadonlySet<string> = new Set(['Service', 'VirtualService']);

const isWrittenInto = ({ kind }: KubernetesObject): boolean => WRITTEN_INTO.has(kind);

/**
 * Writes an application as a Helm chart. Its template hands the objects over as they are: what a pod's command or an analysis
 * has in double braces is not Helm's business. It keeps what the engine of a rollout has written into them, so that a release
 * in the middle of a rollout moves no requests.
 */
export function writeChart(folder: string, { name, objects }: ObjectApplication): void {
  mkdirSync(join(folder, 'templates'), { recursive: true });
  mkdirSync(join(folder, ENGINE), { recursive: true });
  writeFileSync(join(folder, 'Chart.yaml'), Yaml.stringify({ apiVersion: 'v2', name, version: '1.0.0' }));
  copyFileSync(TEMPLATE, join(folder, 'templates', OBJECTS));
  writeFileSync(join(folder, OBJECTS), toYaml(objects.filter((object) => !isWrittenInto(object))));
  for (const object of objects.filter(isWrittenInto)) {
    const { kind, metadata } = object;
    const file = `${kind}-${metadata.namespace ?? ''}-${metadata.name}.json`.toLowerCase();
    writeFileSync(join(folder, ENGINE, file), JSON.stringify(object));
  }
}

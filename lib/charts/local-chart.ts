import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Yaml } from 'cdk8s';
import type { ObjectApplication } from './application';

/** The file of the objects. It is JSON because a thousand services wait longer for YAML than for anything else. */
const OBJECTS = 'objects.json';

/** The chart's only template. */
const TEMPLATE = 'templates/objects.yaml';

/**
 * The files of an application as a Helm chart, by their paths in it. Its template hands the objects over as they are: what a
 * pod's command or an analysis has in double braces is not Helm's business. It keeps what the engine of a rollout has written
 * into them, so that a release in the middle of a rollout moves no requests.
 */
export function chartFiles({ name, objects }: ObjectApplication): ReadonlyMap<string, string> {
  return new Map([
    ['Chart.yaml', Yaml.stringify({ apiVersion: 'v2', name, version: '1.0.0' })],
    [TEMPLATE, readFileSync(join(__dirname, 'objects.tpl'), 'utf8')],
    [OBJECTS, `${JSON.stringify(objects, undefined, 2)}\n`],
  ]);
}

/** Writes an application as a Helm chart into a folder of its own. */
export function writeChart(folder: string, application: ObjectApplication): void {
  // What stood there before would be applied with it, and its files may be linked to.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, dirname(TEMPLATE)), { recursive: true });
  for (const [path, content] of chartFiles(application)) writeFileSync(join(folder, path), content);
}

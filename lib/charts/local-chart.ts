import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import { toYaml, type ObjectApplication } from './application';

/** The file of the objects in the chart. */
const OBJECTS = 'objects.yaml';

/**
 * Writes an application as a Helm chart whose only template hands the objects over as they are: what a pod's command or an
 * analysis has in double braces is not Helm's business.
 */
export function writeChart(folder: string, { name, objects }: ObjectApplication): void {
  mkdirSync(join(folder, 'templates'), { recursive: true });
  writeFileSync(join(folder, 'Chart.yaml'), Yaml.stringify({ apiVersion: 'v2', name, version: '1.0.0' }));
  writeFileSync(join(folder, OBJECTS), toYaml(objects));
  writeFileSync(join(folder, 'templates', OBJECTS), `{{ .Files.Get "${OBJECTS}" }}\n`);
}

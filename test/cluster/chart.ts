import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import type { ControlPlane, KubernetesObject, Outcome } from './control-plane';

/** How a chart hands its objects over: as they are, or with what the engine of a rollout has written into them. */
export type ChartKind = 'plain' | 'keeping';

/** What the engine writes into. */
const WRITTEN_INTO: readonly string[] = ['Service', 'VirtualService'];

/** Writes objects as a Helm chart into a new folder of this one, and returns where it is. */
export function writeChart(folder: string, kind: ChartKind, objects: readonly KubernetesObject[]): string {
  const chart = mkdtempSync(join(folder, 'chart-'));
  for (const name of ['templates', 'engine']) mkdirSync(join(chart, name));
  const engines = kind === 'keeping' ? objects.filter((each) => WRITTEN_INTO.includes(each.kind)) : [];
  for (const each of engines) {
    writeFileSync(join(chart, 'engine', `${each.kind}-${each.metadata.name}.json`), JSON.stringify(each));
  }
  writeFileSync(join(chart, 'Chart.yaml'), Yaml.stringify({ apiVersion: 'v2', name: 'objects', version: '1.0.0' }));
  writeFileSync(join(chart, 'objects.yaml'), Yaml.stringify(...objects.filter((each) => !engines.includes(each))));
  const template = join(chart, 'templates', 'objects.yaml');
  if (kind === 'keeping') copyFileSync(join(__dirname, 'keeping.tpl'), template);
  else writeFileSync(template, '{{ .Files.Get "objects.yaml" }}\n');
  return chart;
}

/** What is released. */
export interface Release {
  /** The namespace of the release, which is called like it. */
  readonly namespace: string;
  /** How the chart hands the objects over. */
  readonly kind: ChartKind;
  /** The objects. */
  readonly objects: readonly KubernetesObject[];
  /**
   * What Helm is told on top.
   * @default - nothing
   */
  readonly options?: readonly string[];
}

/** Runs Helm as CDK's handler does for a `HelmChart` with a chart asset (aws-eks-v2/kubectl-handler/helm). */
export function upgrade(plane: ControlPlane, { namespace, kind, objects, options = [] }: Release): Outcome {
  const chart = writeChart(plane.folder, kind, objects);
  return plane.tryHelm('upgrade', namespace, chart, '--install', '--namespace', namespace, ...options);
}

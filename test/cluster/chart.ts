import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import { writeChart as writeKeepingChart } from '../../lib/charts/local-chart';
import type { ControlPlane, KubernetesObject, Outcome } from './control-plane';

/** How a chart hands its objects over: as they are, or with what the engine of a rollout has written into them. */
export type ChartKind = 'plain' | 'keeping';

/** Writes objects as a Helm chart into a new folder of this one, and returns where it is. */
export function writeChart(folder: string, kind: ChartKind, objects: readonly KubernetesObject[]): string {
  const chart = mkdtempSync(join(folder, 'chart-'));
  writeKeepingChart(chart, {
    name: 'objects',
    namespace: 'default',
    wave: 0,
    objects: objects.map((each) => ({ ...each })),
  });
  if (kind === 'plain') {
    writeFileSync(join(chart, 'objects.yaml'), Yaml.stringify(...objects));
    writeFileSync(join(chart, 'templates', 'objects.yaml'), '{{ .Files.Get "objects.yaml" }}\n');
  }
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

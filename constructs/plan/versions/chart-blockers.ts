import { COMPUTE_MODE_FACTS } from '../cluster/compute-modes';
import type { Problem } from '../problem';
import { minorOf } from './kubernetes-version';
import type { ChartRelease } from './table';
import type { UpgradeRequest, VersionTables } from './upgrade-types';

/** What every cluster gets, whatever its compute mode. */
const EVERYWHERE = ['argo-rollouts'];

/** The charts of a cluster that are pinned to one version. */
function chartsOf({ mode }: UpgradeRequest): readonly string[] {
  return [...COMPUTE_MODE_FACTS[mode].charts, ...EVERYWHERE];
}

/** What is installed from charts and does not support a version of Kubernetes. */
export function chartBlockers(request: UpgradeRequest, hop: string, tables: VersionTables): Problem[] {
  const pinned = chartsOf(request).map((name) => ({
    field: `charts.${name}`,
    version: tables.charts[name]?.version,
    release: tables.charts[name],
    remedy: 'raise the chart in constructs/plan/versions/table.ts and deploy it before the upgrade',
  }));
  const mesh = (request.istio ?? []).map((version) => ({
    field: 'mesh.version',
    version,
    release: tables.istio[version],
    remedy: meshRemedy(request, hop, tables),
  }));
  return [...pinned, ...mesh].flatMap(({ field, version, release, remedy }): Problem[] =>
    release !== undefined && supports(release, hop)
      ? []
      : [{ field, value: version, reason: unsupported(release, hop), remedy }],
  );
}

type Range = Pick<ChartRelease, 'oldestKubernetes' | 'newestKubernetes'>;

function supports({ oldestKubernetes, newestKubernetes }: Range, kubernetes: string): boolean {
  const tooNew = newestKubernetes !== undefined && minorOf(kubernetes) > minorOf(newestKubernetes);
  const tooOld = oldestKubernetes !== undefined && minorOf(kubernetes) < minorOf(oldestKubernetes);
  return !tooNew && !tooOld;
}

function unsupported(release: Range | undefined, hop: string): string {
  return release === undefined
    ? 'the version table does not hold this chart'
    : `supports Kubernetes ${release.oldestKubernetes ?? 'any'} to ${release.newestKubernetes ?? 'any'}, not ${hop}`;
}

function meshRemedy({ environment }: UpgradeRequest, hop: string, { istio }: VersionTables): string {
  const fitting = Object.keys(istio).filter((version) => supports(istio[version] ?? {}, hop));
  return fitting.length === 0
    ? 'find a version of Istio that supports it and add it to constructs/plan/versions/table.ts'
    : `go to one of: ${fitting.join(', ')}; set mesh.version in environments/${environment}.ts, with the old one in mesh.previous, and deploy it before the upgrade`;
}

/** Charts that may well work with a version of Kubernetes, which their publishers do not test them with. */
export function untestedCharts(request: UpgradeRequest, { charts }: VersionTables): readonly string[] {
  return chartsOf(request).flatMap((name) => {
    const { version, newestTestedKubernetes } = charts[name] ?? {};
    return newestTestedKubernetes === undefined || minorOf(request.to) <= minorOf(newestTestedKubernetes)
      ? []
      : [
          `The chart ${name} ${version} is tested by its publisher up to Kubernetes ${newestTestedKubernetes}: rehearse what it does on ${request.to} before production.`,
        ];
  });
}

import { untestedCharts } from './chart-blockers';
import { minorOf, versionOf, versionsBetween } from './kubernetes-version';
import { planRollback } from './rollback';
import { unknownVersion, upgradeBlockers } from './upgrade-blockers';
import { kubectlFor, upgradeSteps } from './upgrade-steps';
import { supportOf, VERSION_TABLES, type UpgradePlan, type UpgradeRequest, type VersionTables } from './upgrade-types';

export type { UpgradePlan, UpgradeRequest, UpgradeStep } from './upgrade-types';

/** What it takes to move a cluster to another version: pure, from the committed tables, with no look at the cluster. */
export function planUpgrade(request: UpgradeRequest, tables: VersionTables = VERSION_TABLES): UpgradePlan {
  const { from, to } = request;
  const base = { from, to, notes: [] as readonly string[] };
  if (tables.releases[to] === undefined) {
    return {
      ...base,
      kind: minorOf(to) < minorOf(from) ? 'rollback' : 'upgrade',
      hops: [],
      steps: [],
      blockers: [unknownVersion(to, tables)],
    };
  }
  if (from === to) return { ...base, kind: 'none', hops: [], steps: [], blockers: [], notes: [supportOf(to, tables)] };
  if (minorOf(to) < minorOf(from)) return planRollback(request, tables);
  const hops = versionsBetween(from, to);
  const back = versionOf(minorOf(to) - 1);
  const kubectlBefore = (index: number): number =>
    hops.slice(0, index).reduce((minor, hop) => kubectlFor(hop, minor, tables), request.kubectlMinor);
  return {
    ...base,
    kind: 'upgrade',
    hops,
    blockers: upgradeBlockers(request, hops, tables),
    steps: hops.flatMap((hop, index) =>
      upgradeSteps({ ...request, kubectlMinor: kubectlBefore(index) }, hops[index - 1] ?? from, hop, tables),
    ),
    notes: [
      supportOf(to, tables),
      ...untestedCharts(request, tables),
      'The tables behind this plan were read from public sources, not from your account: confirm the versions with the commands of the first step.',
      `EKS can take the control plane back to ${back} for 7 days after the upgrade (npx bulkhead upgrade --environment ${request.environment} --to ${back}).`,
    ],
  };
}

import { addOnsOf } from '../cluster/compute-modes';
import type { Problem } from '../problem';
import { nearest } from '../spec';
import { chartBlockers } from './chart-blockers';
import { minorOf, versionOf } from './kubernetes-version';
import { confirmCommand } from './table';
import { KUBECTL_SKEW, type UpgradeRequest, type VersionTables } from './upgrade-types';

/** A kubelet may be three minors older than the API, and never newer (Kubernetes version skew policy). */
const KUBELET_SKEW = 3;

/** What stands in the way of passing through these versions. */
export function upgradeBlockers(
  request: UpgradeRequest,
  hops: readonly string[],
  tables: VersionTables,
): readonly Problem[] {
  return [
    ...skippedMinors(request, hops),
    ...hops.flatMap((hop) => addOnBlockers(request, hop, tables)),
    ...hops.flatMap((hop) => chartBlockers(request, hop, tables)),
    ...nodeBlockers(request, hops),
    ...kubectlBlockers(request, tables),
  ];
}

/** Said of a version that the table does not hold. */
export function unknownVersion(to: string, { releases }: VersionTables): Problem {
  const known = Object.keys(releases);
  const meant = nearest(to, known);
  const list = `the table has: ${known.join(', ')}`;
  return {
    field: 'to',
    value: to,
    reason: 'the version table does not hold it: no add-on versions are known that fit',
    remedy:
      meant !== undefined && !/^1\.\d+$/.test(to)
        ? `did you mean '${meant}'? (${list})`
        : `${list}; a new version is a new row of constructs/plan/versions/table.ts`,
  };
}

function skippedMinors({ from, to, environment }: UpgradeRequest, hops: readonly string[]): Problem[] {
  const [first] = hops;
  if (hops.length <= 1 || first === undefined) return [];
  return [
    {
      field: 'to',
      value: to,
      reason: `EKS takes one minor version at a time, and ${to} is ${hops.length} away from ${from}`,
      remedy: `go by way of ${hops.slice(0, -1).join(', ')}: deploy each of them to ${environment} before the next. First: npx bulkhead upgrade --environment ${environment} --to ${first}`,
    },
  ];
}

function addOnBlockers({ mode, addons = {} }: UpgradeRequest, hop: string, { releases }: VersionTables): Problem[] {
  const release = releases[hop];
  if (release === undefined) {
    return [
      {
        field: 'to',
        value: hop,
        reason: 'the way leads through a version that the table does not hold',
        remedy: 'add its row to constructs/plan/versions/table.ts',
      },
    ];
  }
  return addOnsOf(mode).flatMap((name): Problem[] => {
    const own = addons[name];
    if (own === false) return [];
    if (own !== undefined) {
      return [
        {
          field: `cluster.addons.${name}`,
          value: own,
          reason: `the environment sets this version itself, and nothing here knows whether it fits ${hop}`,
          remedy: `remove it for the table's ${release.addOns[name]?.version ?? 'version'}, or confirm it and raise it together with cluster.version: ${confirmCommand(name, hop)}`,
        },
      ];
    }
    if (release.addOns[name] !== undefined) return [];
    return [
      {
        field: `addOns.${name}`,
        value: undefined,
        reason: `the version table has no version of ${name} that fits ${hop}`,
        remedy: `find one and add it to constructs/plan/versions/table.ts: ${confirmCommand(name, hop)}`,
      },
    ];
  });
}

/** With every hop the control plane moves away from nodes that stay behind. */
function nodeBlockers({ nodeVersions = [] }: UpgradeRequest, hops: readonly string[]): Problem[] {
  return nodeVersions.flatMap((version): Problem[] => {
    const tooFar = hops.find((hop) => minorOf(hop) - minorOf(version) > KUBELET_SKEW);
    if (tooFar === undefined) return [];
    return [
      {
        field: 'nodes',
        value: version,
        reason: `a kubelet may be ${KUBELET_SKEW} minor versions older than the API, and these nodes would be ${minorOf(tooFar) - minorOf(version)} older than ${tooFar}`,
        remedy: 'replace these nodes first',
      },
    ];
  });
}

function kubectlBlockers({ to }: UpgradeRequest, { newestKubectlMinor }: VersionTables): Problem[] {
  if (minorOf(to) - newestKubectlMinor <= KUBECTL_SKEW) return [];
  return [
    {
      field: 'kubectlLayer',
      value: newestKubectlMinor,
      reason: `the newest kubectl layer is for ${versionOf(newestKubectlMinor)}, and kubectl works ${KUBECTL_SKEW} minor version away at most`,
      remedy: `wait for @aws-cdk/lambda-layer-kubectl-v${minorOf(to)}`,
    },
  ];
}

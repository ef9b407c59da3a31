import { addOnsOf, COMPUTE_MODE_FACTS } from '../cluster/compute-modes';
import { minorOf, versionOf } from './kubernetes-version';
import { confirmCommand } from './table';
import { KUBECTL_SKEW, type UpgradeRequest, type UpgradeStep, type VersionTables } from './upgrade-types';

/**
 * The kubectl layer that a version needs: the one in use where it is near enough, else the version's own or the newest.
 */
export function kubectlFor(version: string, inUse: number, { newestKubectlMinor }: VersionTables): number {
  return Math.abs(minorOf(version) - inUse) <= KUBECTL_SKEW ? inUse : Math.min(minorOf(version), newestKubectlMinor);
}

/** The steps of one move between two minors, in order. */
export function upgradeSteps(
  request: UpgradeRequest,
  from: string,
  to: string,
  tables: VersionTables,
): readonly UpgradeStep[] {
  const { environment, clusterName, mode, kubectlMinor, before = [] } = request;
  const ownNodes = COMPUTE_MODE_FACTS[mode].nodeApis === undefined;
  const step = (
    kind: UpgradeStep['kind'],
    title: string,
    details: readonly string[],
    commands: readonly string[] = [],
  ): UpgradeStep => ({
    kind,
    hop: `${from} to ${to}`,
    title,
    details,
    commands,
  });
  const kubectl = kubectlFor(to, kubectlMinor, tables);
  const changes = (tables.changes[to] ?? []).filter(({ affects }) => ownNodes || affects === 'workloads');
  return [
    step(
      'read',
      `Read what ${to} changes, and what EKS has seen in this cluster`,
      [
        ...changes.map(({ kind, what, action }) => `${kind}: ${what}; ${action}`),
        'an insight with the status ERROR stops the upgrade',
      ],
      [
        `aws eks list-insights --cluster-name ${clusterName} --filter categories=UPGRADE_READINESS --output table`,
        ...unconfirmed(request, to, tables).map((name) => confirmCommand(name, to)),
      ],
    ),
    ...(kubectl === kubectlMinor
      ? []
      : [
          step(
            'prepare',
            `Move to the kubectl layer for ${to}`,
            [
              `kubectl ${versionOf(kubectlMinor)} works ${KUBECTL_SKEW} minor version away at most; edit lib/stacks/kubectl-layer.ts`,
            ],
            [`npm install --save-dev --save-exact @aws-cdk/lambda-layer-kubectl-v${kubectl}`],
          ),
        ]),
    ...(before.length === 0
      ? []
      : [
          step(
            'wait',
            `Have ${to} run in ${before.join(', then in ')} first`,
            ['the same steps there; let a working day of traffic pass before the next environment'],
            before.map((name) => `npx bulkhead upgrade --environment ${name} --to ${to}`),
          ),
        ]),
    step('edit', `Set cluster.version to '${to}'`, [
      `in environments/${environment}.ts; the add-ons follow from the version table: ${addOnChanges(request, from, to, tables)}`,
    ]),
    step(
      'review',
      'Look at what will change',
      ['the cluster, its add-ons and the nodes are updated; nothing may be replaced'],
      ['npm start', `npx cdk diff '${environment}/*'`],
    ),
    step(
      'deploy',
      ownNodes
        ? 'Deploy: control plane, network add-ons, nodes, everything else'
        : 'Deploy: control plane, then add-ons and nodes',
      [
        'the control plane goes first, about ten minutes, and its API stays up: nodes may be older than it, never newer',
        ...(ownNodes ? ['kube-proxy and the network plug-in follow it, and the nodes come after them'] : []),
        ownNodes
          ? 'node groups are replaced one zone after the other, one node at a time; a PodDisruptionBudget that allows nothing stops it'
          : 'EKS replaces the nodes by itself over the following hours, 10% at a time, as disruption budgets allow',
        ...(ownNodes ? ['the charts come last: the Cluster Autoscaler gets the image made for this version'] : []),
      ],
      [`npx cdk deploy '${environment}/*'`],
    ),
    step(
      'verify',
      `See every node on ${to}, and everything running`,
      ['do not go on to another version before the nodes have followed'],
      [
        'kubectl get nodes --output wide',
        'kubectl get pods --all-namespaces --field-selector status.phase!=Running,status.phase!=Succeeded',
        `aws eks list-insights --cluster-name ${clusterName} --filter categories=UPGRADE_READINESS --output table`,
      ],
    ),
  ];
}

/** Add-ons whose version rests on a public configuration only, not on what the API answered. */
function unconfirmed({ mode }: UpgradeRequest, version: string, { releases }: VersionTables): readonly string[] {
  return addOnsOf(mode).filter((name) => releases[version]?.addOns[name]?.evidence === 'in-use');
}

function addOnChanges({ mode }: UpgradeRequest, from: string, to: string, { releases }: VersionTables): string {
  const changes = addOnsOf(mode).flatMap((name) => {
    const [old, next] = [releases[from]?.addOns[name]?.version, releases[to]?.addOns[name]?.version];
    return next === undefined || next === old ? [] : [`${name} ${old ?? '(none)'} to ${next}`];
  });
  return changes.length === 0 ? 'none changes' : changes.join(', ');
}

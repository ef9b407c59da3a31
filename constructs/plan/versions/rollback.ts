import { addOnsOf, COMPUTE_MODE_FACTS } from '../cluster/compute-modes';
import type { Problem } from '../problem';
import { minorOf, versionOf } from './kubernetes-version';
import {
  supportOf,
  type UpgradePlan,
  type UpgradeRequest,
  type UpgradeStep,
  type VersionTables,
} from './upgrade-types';

/** The way back, which EKS offers by one minor version (EKS user guide, "Roll back a cluster to a previous Kubernetes version"). */
export function planRollback(request: UpgradeRequest, tables: VersionTables): UpgradePlan {
  const { from, to, mode, environment, clusterName } = request;
  const distance = minorOf(from) - minorOf(to);
  const ownNodes = COMPUTE_MODE_FACTS[mode].nodeApis === undefined;
  const hop = `${from} back to ${to}`;
  const blockers: Problem[] =
    distance === 1
      ? []
      : [
          {
            field: 'to',
            value: to,
            reason: `EKS goes back by one minor version only, and ${to} is ${distance} away from ${from}`,
            remedy: `go back to ${versionOf(minorOf(from) - 1)}; to stay on ${to}, make a new cluster and move the workloads`,
          },
        ];
  const addOns = addOnsOf(mode).flatMap((name) => {
    const [old, next] = [tables.releases[to]?.addOns[name]?.version, tables.releases[from]?.addOns[name]?.version];
    return old === undefined || old === next ? [] : [{ name, version: old }];
  });
  const steps: readonly UpgradeStep[] = [
    {
      kind: 'read',
      hop,
      title: 'See whether EKS lets the cluster go back',
      details: [
        'only within 7 days of the upgrade, and only if the cluster was upgraded to its version, not made with it',
        `if ${to} has left standard support, set upgradePolicy: 'extended' first`,
        'an insight with the status ERROR stops it',
      ],
      commands: [
        `aws eks list-insights --cluster-name ${clusterName} --filter categories=ROLLBACK_READINESS --output table`,
      ],
    },
    {
      kind: 'prepare',
      hop,
      title: ownNodes ? 'Take the nodes back first, a group at a time' : 'Leave the nodes to EKS',
      details: ownNodes
        ? ['a kubelet may not be newer than the API']
        : ['EKS takes the nodes back before the control plane, as disruption budgets allow: minutes to days'],
      commands: ownNodes
        ? [
            `aws eks list-nodegroups --cluster-name ${clusterName} --output text`,
            `aws eks update-nodegroup-version --cluster-name ${clusterName} --nodegroup-name <group> --kubernetes-version ${to}`,
          ]
        : [],
    },
    {
      kind: 'prepare',
      hop,
      title: 'Take the add-ons back',
      details: ['EKS leaves add-ons at their versions'],
      commands: addOns.map(
        ({ name, version }) =>
          `aws eks update-addon --cluster-name ${clusterName} --addon-name ${name} --addon-version ${version} --resolve-conflicts OVERWRITE`,
      ),
    },
    {
      kind: 'deploy',
      hop,
      title: 'Take the control plane back',
      details: ['asked of EKS directly: a stack that rolls back does not take a cluster back'],
      commands: [`aws eks update-cluster-version --name ${clusterName} --kubernetes-version ${to}`],
    },
    {
      kind: 'edit',
      hop,
      title: `Set cluster.version to '${to}' again, so that the code says what is there`,
      details: [`in environments/${environment}.ts`],
      commands: [`npx cdk diff '${environment}/*'`, `npx cdk deploy '${environment}/*'`],
    },
  ];
  return {
    kind: 'rollback',
    from,
    to,
    hops: distance === 1 ? [to] : [],
    steps,
    blockers,
    notes: [supportOf(to, tables)],
  };
}

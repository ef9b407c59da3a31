import { planCluster } from '../../../constructs/plan/cluster/plan';
import { minorOf } from '../../../constructs/plan/versions/kubernetes-version';
import { planUpgrade, type UpgradePlan } from '../../../constructs/plan/versions/upgrade';
import { contextOf } from '../../environment/context';
import { parseEnvironments } from '../../environment/parse';
import type { Environment } from '../../environment/schema';
import { select } from '../../environment/select';
import { KUBECTL_MINOR } from '../../stacks/kubectl-layer';
import type { Action } from '../command';
import { paintFor } from '../terminal';
import { upgradeText } from './text';

/** The version of the form that `--json` prints; it rises when a field is taken away or changes its meaning. */
export const SCHEMA_VERSION = 1;

/** `bulkhead upgrade`: it fails when something blocks an upgrade. */
export const action: Action = ({ blueprint, terminal }, _args, { environment, to, json }) => {
  const environments = parseEnvironments(blueprint().environments);
  const upgrades = select(environments, environment).map((each) => ({
    environment: each.name,
    ...upgradeOf(each, environments, String(to)),
  }));
  const paint = paintFor(terminal);
  terminal.out(
    json === true
      ? `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, upgrades }, undefined, 2)}\n`
      : upgrades.map((each) => upgradeText(each.environment, each, paint)).join('\n'),
  );
  return upgrades.every(({ blockers }) => blockers.length === 0) ? 0 : 1;
};

function upgradeOf(environment: Environment, all: readonly Environment[], to: string): UpgradePlan {
  const cluster = planCluster(environment.cluster, contextOf(environment), environment.network.zones);
  const earlier = all.slice(0, all.indexOf(environment));
  return planUpgrade({
    environment: environment.name,
    clusterName: cluster.name,
    from: cluster.version,
    to,
    mode: cluster.mode,
    addons: environment.cluster.addons,
    kubectlMinor: KUBECTL_MINOR,
    before: earlier.filter(({ cluster: { version } }) => minorOf(version) < minorOf(to)).map(({ name }) => name),
  });
}

import { planCluster } from '../../../constructs/plan/cluster/plan';
import { istioVersion } from '../../../constructs/plan/controllers/mesh-versions';
import { KUBERNETES_RELEASES, type IstioVersion } from '../../../constructs/plan/versions/table';
import { minorOf } from '../../../constructs/plan/versions/kubernetes-version';
import { planUpgrade, type UpgradePlan } from '../../../constructs/plan/versions/upgrade';
import { clusterSection } from '../../environment/cluster';
import { contextOf } from '../../environment/context';
import { parseEnvironments } from '../../environment/parse';
import type { Environment } from '../../environment/schema';
import { select } from '../../environment/select';
import { SpecError, type Problem } from '../../../constructs/plan/problem';
import { KUBECTL_MINOR } from '../../stacks/kubectl-layer';
import type { Action } from '../command';
import { paintFor } from '../terminal';
import { upgradeText } from './text';

/** The version of the form that `--json` prints; it rises when a field is taken away or changes its meaning. */
export const SCHEMA_VERSION = 1;

/** `bulkhead upgrade`: it fails when something blocks an upgrade. */
export const action: Action = ({ blueprint, terminal }, _args, { environment, to, nodes, json }) => {
  const problems = [...versionProblems('--to', to), ...(nodes === undefined ? [] : versionProblems('--nodes', nodes))];
  if (problems.length > 0) throw new SpecError(problems);
  const environments = parseEnvironments(blueprint().environments);
  const upgrades = select(environments, environment).map((each) => ({
    environment: each.name,
    ...upgradeOf(each, environments, String(to), nodes === undefined ? [] : [String(nodes)]),
  }));
  const paint = paintFor(terminal);
  terminal.out(
    json === true
      ? `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, upgrades }, undefined, 2)}\n`
      : upgrades.map((each) => upgradeText(each.environment, each, paint)).join('\n'),
  );
  return upgrades.every(({ blockers }) => blockers.length === 0) ? 0 : 1;
};

/** What is no version at all is told once, and not for each environment. */
function versionProblems(option: string, value: unknown): Problem[] {
  if (/^1\.\d+$/.test(String(value))) return [];
  return [
    {
      field: option,
      value,
      reason: 'this is no Kubernetes version',
      remedy: `write its major and minor number; the version table has ${Object.keys(KUBERNETES_RELEASES).join(', ')}`,
    },
  ];
}

/** The versions of Istio that an environment runs: two while it moves from one to the other. */
function meshVersions({ mesh }: Environment): readonly IstioVersion[] {
  if (mesh === undefined) return [];
  return [mesh.version, ...(mesh.previous === undefined ? [] : [mesh.previous.version])].map(istioVersion);
}

function upgradeOf(
  environment: Environment,
  all: readonly Environment[],
  to: string,
  nodeVersions: readonly string[],
): UpgradePlan {
  const cluster = planCluster(clusterSection(environment), contextOf(environment), environment.network.zones);
  const earlier = all.slice(0, all.indexOf(environment));
  return planUpgrade({
    environment: environment.name,
    clusterName: cluster.name,
    from: cluster.version,
    to,
    mode: cluster.mode,
    addons: environment.cluster.addons,
    istio: meshVersions(environment),
    kubectlMinor: KUBECTL_MINOR,
    nodeVersions,
    before: earlier.filter(({ cluster: { version } }) => minorOf(version) < minorOf(to)).map(({ name }) => name),
  });
}

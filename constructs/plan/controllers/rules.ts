import type { Problem } from '../problem';
import { minorOf } from '../versions/kubernetes-version';
import { ISTIO_RELEASES, ISTIO_VERSIONS, type IstioVersion } from '../versions/table';
import { istioVersion, minorsApart } from './mesh-versions';
import type { MeshSpec } from './spec';

/** What a mesh stands on. */
export interface MeshFacts {
  /** The cluster's version of Kubernetes: `1.35`. */
  readonly kubernetes: string;
}

/** What is wrong with a mesh of the right shape, on this cluster. Fields are relative to the mesh. */
export function meshProblems(spec: MeshSpec, facts: MeshFacts): Problem[] {
  return [...kubernetesFits(spec, facts), ...previousIsNear(spec), ...replicasInOrder(spec)];
}

function kubernetesFits({ version, previous }: MeshSpec, { kubernetes }: MeshFacts): Problem[] {
  const used = [
    { field: 'version', value: version },
    ...(previous === undefined ? [] : [{ field: 'previous.version', value: previous.version }]),
  ];
  return used
    .filter(({ value }) => !supports(istioVersion(value), kubernetes))
    .map(({ field, value }) => {
      const { oldestKubernetes, newestKubernetes } = ISTIO_RELEASES[istioVersion(value)];
      const fitting = ISTIO_VERSIONS.filter((each) => supports(each, kubernetes));
      return {
        field,
        value,
        reason: `Istio ${istioVersion(value)} supports Kubernetes ${oldestKubernetes} to ${newestKubernetes}, and this cluster has ${kubernetes}`,
        remedy:
          fitting.length === 0
            ? 'the version table has no Istio for this cluster: add one to constructs/plan/versions/table.ts'
            : `use one of: ${fitting.join(', ')}`,
      };
    });
}

function supports(version: IstioVersion, kubernetes: string): boolean {
  const { oldestKubernetes, newestKubernetes } = ISTIO_RELEASES[version];
  return minorOf(oldestKubernetes) <= minorOf(kubernetes) && minorOf(kubernetes) <= minorOf(newestKubernetes);
}

function previousIsNear({ version, previous }: MeshSpec): Problem[] {
  if (previous === undefined) return [];
  const said = distanceProblem(istioVersion(version), istioVersion(previous.version));
  return said === undefined ? [] : [{ field: 'previous.version', value: previous.version, ...said }];
}

/**
 * Why two versions of Istio cannot stand side by side. The plug-in on the nodes serves both control planes, and works with
 * one that is a minor newer than itself at most (Istio, "Install the Istio CNI node agent").
 */
export function distanceProblem(now: string, before: string): Pick<Problem, 'reason' | 'remedy'> | undefined {
  const apart = minorsApart(now, before);
  if (apart === 1) return undefined;
  return apart === 0
    ? {
        reason: `of the same minor as ${now}: a patch takes its predecessor's place, under the same name`,
        remedy: "remove 'previous'",
      }
    : {
        reason: `${apart} minors away from ${now}, and the plug-in on the nodes works one minor away at most`,
        remedy: 'go by way of the minors between, one at a time',
      };
}

function replicasInOrder({ gateway }: MeshSpec): Problem[] {
  const replicas = gateway?.replicasPerZone;
  if (replicas === undefined || replicas.minimum <= replicas.maximum) return [];
  return [
    {
      field: 'gateway.replicasPerZone.minimum',
      value: replicas.minimum,
      reason: `more than gateway.replicasPerZone.maximum, which is ${replicas.maximum}`,
      remedy: `write at most ${replicas.maximum}, or raise maximum`,
    },
  ];
}

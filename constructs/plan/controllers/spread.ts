import type { ChartValue, ChartValues } from '../helm-release';
import { minimumDomains } from '../service/capacity';

/** Pods that are to be spread. */
export interface Spread {
  /** The zones that nodes run in. */
  readonly zones: readonly string[];
  /** The labels by which the pods are found; none where the chart adds its own. */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * The pods of each version over zones, strictly, and over nodes, where possible. Nodes with a taint do not count: those of a
 * lost zone have one, and if they counted, the zone would look empty and every replacement would have to go there.
 */
export function topologySpread({ zones, labels }: Spread): readonly ChartValue[] {
  const common = {
    maxSkew: 1,
    matchLabelKeys: ['pod-template-hash'],
    nodeTaintsPolicy: 'Honor',
    ...(labels === undefined ? {} : { labelSelector: { matchLabels: labels } }),
  };
  const domains = minimumDomains(zones.length);
  const overZones = {
    ...common,
    ...(domains === undefined ? {} : { minDomains: domains }),
    topologyKey: 'topology.kubernetes.io/zone',
    whenUnsatisfiable: 'DoNotSchedule',
  };
  const overNodes = { ...common, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' };
  // The nodes of a cluster on one's own machine are in no zone, and would never get a pod.
  return zones.length > 1 ? [overZones, overNodes] : [overNodes];
}

/** Kubernetes waits 300 s before it replaces the pods of a node that does not answer; a lost zone is worth less patience. */
const PATIENCE_SECONDS = 60;

/** How long pods stay on nodes that do not answer. */
export const TOLERATIONS: readonly ChartValues[] = [
  'node.kubernetes.io/not-ready',
  'node.kubernetes.io/unreachable',
].map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: PATIENCE_SECONDS }));

/**
 * Goes before every pod of a service when there is no room. Kubernetes lets any namespace use it unless the API server is
 * told otherwise, as GKE's is and EKS' is not.
 */
export const CRITICAL = 'system-cluster-critical';

/** A pod that does not work anyway must not keep a node from being emptied. */
export const UNHEALTHY_PODS_MAY_GO = 'AlwaysAllow';

/** The seccomp profile that restricted pod security asks for. */
export const RUNTIME_DEFAULT = { type: 'RuntimeDefault' } as const;

import type { ComputeMode } from '../cluster/compute-modes';
import type { Problem } from '../problem';
import { KUBERNETES_CHANGES, type KubernetesChange } from './changes';
import {
  CHARTS,
  ISTIO_RELEASES,
  KUBERNETES_RELEASES,
  NEWEST_KUBECTL_MINOR,
  type ChartRelease,
  type IstioRelease,
  type KubernetesRelease,
} from './table';

/** What is there now, and where it shall go. */
export interface UpgradeRequest {
  /** The environment's name: `prod`. */
  readonly environment: string;
  /** The cluster's name: `bulkhead-prod`. */
  readonly clusterName: string;
  /** The environment's version: `1.35`. */
  readonly from: string;
  /** The version to go to: `1.36`. */
  readonly to: string;
  /** How nodes come to be. */
  readonly mode: ComputeMode;
  /** The add-on versions that the environment sets itself; `false` for one that it leaves out. */
  readonly addons?: Readonly<Record<string, string | false>>;
  /** The versions of Istio that the mesh runs, with the one that it moves away from: `['1.30.5', '1.31.1']`; none without a mesh. */
  readonly istio?: readonly string[];
  /** The minor version of the kubectl layer in use: 35. */
  readonly kubectlMinor: number;
  /** The kubelet versions of nodes that are not of the cluster's version, where they are known: `['1.33']`. */
  readonly nodeVersions?: readonly string[];
  /** Environments to go before this one, in the order of promotion: `['dev', 'staging']`. */
  readonly before?: readonly string[];
}

/** One thing to do. */
export interface UpgradeStep {
  /** What kind of step it is. */
  readonly kind: 'read' | 'prepare' | 'edit' | 'review' | 'deploy' | 'wait' | 'verify';
  /** Which move between two minors it belongs to: `1.35 to 1.36`. */
  readonly hop: string;
  /** What it is, in a line. */
  readonly title: string;
  /** What to know about it. */
  readonly details: readonly string[];
  /** What to type. */
  readonly commands: readonly string[];
}

/** What an upgrade involves. */
export interface UpgradePlan {
  /** `none`: already there. `rollback`: one minor back, which EKS offers for seven days. */
  readonly kind: 'none' | 'upgrade' | 'rollback';
  /** The version that is there. */
  readonly from: string;
  /** The version that it goes to. */
  readonly to: string;
  /** The versions that the cluster passes through, the last being `to`. */
  readonly hops: readonly string[];
  /** In the order in which they are done. With blockers they are what follows once those are gone. */
  readonly steps: readonly UpgradeStep[];
  /** What must be mended first. */
  readonly blockers: readonly Problem[];
  /** What is worth knowing and stops nothing. */
  readonly notes: readonly string[];
}

/** The tables that a plan is made from. */
export interface VersionTables {
  /** What goes with each Kubernetes version. */
  readonly releases: Readonly<Record<string, KubernetesRelease>>;
  /** The charts. */
  readonly charts: Readonly<Record<string, ChartRelease>>;
  /** The versions of Istio. */
  readonly istio: Readonly<Record<string, IstioRelease>>;
  /** What each Kubernetes version changes. */
  readonly changes: Readonly<Record<string, readonly KubernetesChange[]>>;
  /** The newest minor that a kubectl layer is published for. */
  readonly newestKubectlMinor: number;
}

/** The committed tables. */
export const VERSION_TABLES: VersionTables = {
  releases: KUBERNETES_RELEASES,
  charts: CHARTS,
  istio: ISTIO_RELEASES,
  changes: KUBERNETES_CHANGES,
  newestKubectlMinor: NEWEST_KUBECTL_MINOR,
};

/** kubectl works with an API one minor older or newer (Kubernetes version skew policy). */
export const KUBECTL_SKEW = 1;

/** Until when EKS supports a version, in a sentence. */
export function supportOf(version: string, { releases }: VersionTables): string {
  const release = releases[version];
  return `Standard support for ${version} ends on ${release?.endOfStandardSupport ?? '(unknown)'}; extended support, at a price, on ${release?.endOfExtendedSupport ?? '(unknown)'}.`;
}

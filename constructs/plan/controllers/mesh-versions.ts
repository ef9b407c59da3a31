import { minorOf } from '../versions/kubernetes-version';
import { ISTIO_VERSIONS, type IstioVersion } from '../versions/table';

/** A minor of Istio that the table has: `1.31`. */
export type IstioMinor = IstioVersion extends `${infer Major}.${infer Minor}.${string}` ? `${Major}.${Minor}` : never;

/** The minor of a version: `1.31` of `1.31.1`. */
export function istioMinor(version: string): IstioMinor {
  return version.split('.').slice(0, 2).join('.') as IstioMinor;
}

/** What a mesh may be told to run: minors, each for its newest patch, and patches. */
export const MESH_VERSIONS = [...new Set([...ISTIO_VERSIONS.map(istioMinor), ...ISTIO_VERSIONS])] as [
  IstioMinor,
  ...(IstioMinor | IstioVersion)[],
];

/** What a mesh may be told to run: `1.31` or `1.31.1`. */
export type MeshVersion = IstioMinor | IstioVersion;

/** The patch that is meant: itself, or the newest of a minor. The table is in order, oldest first. */
export function istioVersion(version: MeshVersion): IstioVersion {
  const meant = ISTIO_VERSIONS.filter((each) => each === version || istioMinor(each) === version).at(-1);
  if (meant === undefined) throw new RangeError(`the version table has no Istio ${version}`);
  return meant;
}

/** Versions of the table, oldest first. */
export function inOrder(...versions: readonly IstioVersion[]): readonly IstioVersion[] {
  return ISTIO_VERSIONS.filter((version) => versions.includes(version));
}

/** How many minors lie between two versions: 1 between `1.30.5` and `1.31.1`. */
export function minorsApart(first: string, second: string): number {
  return Math.abs(minorOf(first) - minorOf(second));
}

/**
 * The name of the control plane of a version, as pods ask for it: `1-31` of `1.31.1`. It follows the minor: a patch takes its
 * predecessor's place, and sidecars find it under the name that they know; a minor comes beside its predecessor, and
 * sidecars change over when their pods are made anew.
 *
 * Not the patch: raising it in the version table would give every environment another control plane under another name,
 * and take away the one that all running sidecars talk to.
 */
export function revisionName(version: IstioVersion): string {
  return istioMinor(version).replace('.', '-');
}

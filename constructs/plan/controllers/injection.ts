import { istioVersion, revisionName, type MeshVersion } from './mesh-versions';
import type { MeshSpec } from './spec';

/** The label that tells the mesh which of its control planes serves a namespace, or a pod. */
export const REVISION_LABEL = 'istio.io/rev';

/** The version of the control plane that serves a namespace. */
export function meshVersionOf({ version, previous }: MeshSpec, namespace: string): MeshVersion {
  return previous?.namespaces.includes(namespace) === true ? previous.version : version;
}

/**
 * The label that a namespace needs so that its pods get a sidecar: `{ 'istio.io/rev': '1-31' }`. It must not have the label
 * `istio-injection`, which would win. Pods that run already keep the sidecar, or the lack of one, that they were made with.
 */
export function injectionLabels(mesh: MeshSpec, namespace: string): Readonly<Record<typeof REVISION_LABEL, string>> {
  return { [REVISION_LABEL]: revisionName(istioVersion(meshVersionOf(mesh, namespace))) };
}

import { MESH_GATEWAY, MESH_NAMESPACE, ROLLOUTS } from './names';
import type { MeshSpec } from './spec';

/** A namespace of controllers. */
export interface ControllerNamespace {
  /** `istio-system` */
  readonly name: string;
  /** What Kubernetes lets its pods be (Pod Security Standards). */
  readonly podSecurity: 'restricted' | 'privileged';
}

/**
 * The namespaces that the controllers are installed in. None of them gets a label for sidecars: the controllers are not part
 * of the mesh, and the gateway's pods say themselves which control plane they want.
 */
export function controllerNamespaces(mesh: MeshSpec | undefined): readonly ControllerNamespace[] {
  const rollouts = { name: ROLLOUTS.namespace, podSecurity: 'restricted' } as const;
  if (mesh === undefined) return [rollouts];
  return [
    // The plug-in writes to each node's disk and enters pods' networks, so that no pod of a service needs to.
    { name: MESH_NAMESPACE, podSecurity: 'privileged' },
    { name: MESH_GATEWAY.namespace, podSecurity: 'restricted' },
    rollouts,
  ];
}

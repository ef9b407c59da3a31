import { GATEWAY_SERVICE } from '../edge/defaults';

/** The namespace of Argo Rollouts, its release and its service account. */
export const ROLLOUTS = { namespace: 'argo-rollouts', name: 'argo-rollouts' } as const;

/** The namespace of the mesh's control plane and of its plug-in on the nodes. */
export const MESH_NAMESPACE = 'istio-system';

/** The gateway that leads into the mesh, with the labels of its pods, by which a Gateway object chooses them. */
export const MESH_GATEWAY = {
  ...GATEWAY_SERVICE,
  labels: { app: GATEWAY_SERVICE.name, istio: GATEWAY_SERVICE.name },
} as const;

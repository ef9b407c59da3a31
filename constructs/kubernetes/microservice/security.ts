import type { ContainerSecurityContext, PodSecurityContext } from '../manifests/core';

/**
 * The user that distroless images call `nonroot`. A number, because Kubernetes cannot tell that a named user is not root.
 */
const NON_ROOT = 65532;

/** What the `restricted` pod security standard asks of a pod. */
export const RESTRICTED_POD: PodSecurityContext = {
  runAsNonRoot: true,
  runAsUser: NON_ROOT,
  runAsGroup: NON_ROOT,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** What the `restricted` pod security standard asks of a container, and a root file system that nobody can write to. */
export const RESTRICTED_CONTAINER: ContainerSecurityContext = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
};

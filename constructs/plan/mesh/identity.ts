/** The first part of every identity in the mesh: Istio's own, which is that of Kubernetes. */
export const TRUST_DOMAIN = 'cluster.local';

/** Who somebody in the mesh is, as its certificate says: `cluster.local/ns/payment/sa/payment`. */
export function principalOf(namespace: string, serviceAccount: string): string {
  return `${TRUST_DOMAIN}/ns/${namespace}/sa/${serviceAccount}`;
}

/** The service account of pods that name none. */
export const DEFAULT_SERVICE_ACCOUNT = 'default';

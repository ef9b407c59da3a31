import type { ServicePlan } from '../../plan/service/plan';
import type { SecretProviderClass, Volume } from '../manifests/core';

/** The name of the volume that secrets are mounted from. */
export const SECRETS_VOLUME = 'secrets';

/**
 * What the node fetches from AWS Secrets Manager before a pod starts, with the pod's own role (EKS Pod Identity). The
 * region is said, because looking it up on the node costs an API call a mount.
 */
export function secretProviderClass(plan: ServicePlan): SecretProviderClass | undefined {
  if (plan.secrets.length === 0 || plan.secretSource === 'kubernetes') return undefined;
  return {
    apiVersion: 'secrets-store.csi.x-k8s.io/v1',
    kind: 'SecretProviderClass',
    metadata: { name: plan.name, namespace: plan.namespace, labels: plan.labels },
    spec: {
      provider: 'aws',
      parameters: {
        region: plan.region,
        usePodIdentity: 'true',
        // YAML within YAML is what the provider takes; JSON is YAML, and needs no indentation.
        objects: JSON.stringify(
          plan.secrets.map(({ file, name }) => ({
            objectName: name,
            objectType: 'secretsmanager',
            objectAlias: file,
          })),
        ),
      },
    },
  };
}

/**
 * The volume whose mounting starts the fetching. Without AWS it is a Secret of Kubernetes, of which every file must be
 * there: a pod that lacks one does not start, as it would not with AWS.
 */
export function secretsVolume(plan: ServicePlan): Volume | undefined {
  if (plan.secrets.length === 0) return undefined;
  if (plan.secretSource === 'kubernetes') {
    const items = plan.secrets.map(({ file }) => ({ key: file, path: file }));
    return { name: SECRETS_VOLUME, secret: { secretName: plan.name, items } };
  }
  return {
    name: SECRETS_VOLUME,
    csi: {
      driver: 'secrets-store.csi.k8s.io',
      readOnly: true,
      volumeAttributes: { secretProviderClass: plan.name },
    },
  };
}

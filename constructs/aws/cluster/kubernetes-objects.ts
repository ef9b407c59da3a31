import { KubernetesManifest, type Cluster } from 'aws-cdk-lib/aws-eks-v2';
import type { Construct } from 'constructs';
import type { Manifest } from '../../plan/cluster/manifests';

/** Applies objects to the cluster; those that EKS has made already are taken over. */
export function applyManifests(
  scope: Construct,
  id: string,
  cluster: Cluster,
  manifests: readonly Manifest[],
): KubernetesManifest {
  return new KubernetesManifest(scope, id, {
    cluster,
    // KubernetesManifest writes labels into what it is given.
    manifest: manifests.map((manifest) => structuredClone<Record<string, unknown>>(manifest)),
    overwrite: true,
  });
}

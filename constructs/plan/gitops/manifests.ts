import type { Manifest } from '../cluster/manifests';
import type { GitopsPlan } from './plan';

/**
 * What Argo CD may do in the cluster beside running itself: to every object what a deployment does to it, and no more. The
 * EKS user guide offers AmazonEKSClusterAdminPolicy for it, and advises against that in production ("Register target
 * clusters").
 *
 * It looks at everything, because one kind that it may not list stops every comparison. It writes everything, because
 * charts bring namespaces, kinds and webhooks of their own. And since Kubernetes lets nobody hand out rights that they do not
 * have themselves (and counts what RBAC gives, not what EKS' access policies give), it can install a controller whose roles
 * name these verbs, and none that is given all rights: it has no `escalate`, `bind` or `impersonate`, and no `*`. A
 * controller that asks for such a right fails to sync, and the message names the right; bind a further role to the same
 * group to give it.
 *
 * This is a guard against what slips through a review, not a wall. Whoever can write to the repository can run pods as any
 * service account, and so act as the most powerful one of the cluster.
 */
export function permissionManifests({ access }: GitopsPlan): readonly Manifest[] {
  const name = access.kubernetesGroup;
  return [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name },
      rules: [
        { apiGroups: ['*'], resources: ['*'], verbs: [...LOOK, ...CHANGE] },
        { nonResourceURLs: ['*'], verbs: ['get'] },
        // Istio's own role asks for every verb of it (istio 1.30 and 1.31, istio-discovery/templates/clusterrole.yaml).
        { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['*'] },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: access.kubernetesGroup }],
    },
  ];
}

const LOOK = ['get', 'list', 'watch'];
const CHANGE = ['create', 'update', 'patch', 'delete', 'deletecollection'];

/**
 * Makes the cluster a destination: EKS registers none by itself, and takes it by its ARN only (EKS user guide, "Register
 * target clusters"). There is nothing secret in it.
 */
export function registrationManifest(plan: GitopsPlan, clusterArn: string): Manifest {
  return setting(plan, 'cluster', { name: plan.destination, server: clusterArn, project: plan.project });
}

/** Tells Argo CD which secret to read the repository with. It holds the secret's ARN, not what is in it. */
export function repositoryManifest(plan: GitopsPlan, secretArn: string): Manifest {
  return setting(plan, 'repository', {
    type: 'git',
    url: plan.repository.url,
    secretArn,
    project: plan.project,
  });
}

/** Argo CD reads its settings from Secrets that carry this label. */
function setting(
  { namespace, destination }: GitopsPlan,
  type: 'cluster' | 'repository',
  stringData: Readonly<Record<string, string>>,
): Manifest {
  const metadata = {
    name: `${type}-${destination}`,
    namespace,
    labels: { 'argocd.argoproj.io/secret-type': type },
  };
  return { apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', stringData };
}

import type { Application, ObjectApplication, ReleaseApplication } from '../../../lib/charts/application';
import type { GitopsEnvironment } from '../../../lib/gitops/environment';
import { environments } from '../../environments';

const [, , prod] = environments;

/** Production, applied by Argo CD. */
export const GITOPS: GitopsEnvironment = {
  ...prod!,
  gitops: {
    repository: 'https://github.com/rides/platform.git',
    identityCenter: {
      instanceArn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
      administrators: { groups: ['90670a1b2c-3d4e5f60-7182-93a4-b5c6-d7e8f9a0b1c2'] },
    },
  },
};

export const NAMESPACES: ObjectApplication = {
  name: 'namespaces',
  namespace: 'kube-system',
  wave: 0,
  objects: [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'payment' } },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'default-deny', namespace: 'payment' },
    },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'rides:viewer' } },
  ],
};

export const CONTROLLER: ReleaseApplication = {
  name: 'argo-rollouts',
  namespace: 'argo-rollouts',
  wave: 10,
  release: {
    name: 'argo-rollouts',
    chart: 'argo-rollouts',
    repository: 'https://argoproj.github.io/argo-helm',
    version: '2.41.1',
    namespace: 'argo-rollouts',
    values: { installCRDs: true, controller: { replicas: 2 } },
  },
};

/** From a registry of containers. */
export const FROM_REGISTRY: ReleaseApplication = {
  name: 'cache',
  namespace: 'cache',
  wave: 11,
  release: {
    name: 'cache-1',
    chart: 'valkey',
    repository: 'oci://registry.example/charts',
    version: '1.0.0',
    namespace: 'cache',
    values: {},
  },
};

export const PAYMENT: ObjectApplication = {
  name: 'payment',
  namespace: 'payment',
  wave: 40,
  objects: [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'payment', namespace: 'payment' },
      spec: { type: 'ClusterIP' },
    },
  ],
};

/** Something of each kind, by hand. */
export const APPLICATIONS: readonly Application[] = [NAMESPACES, CONTROLLER, FROM_REGISTRY, PAYMENT];

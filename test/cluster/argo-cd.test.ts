import { permissionManifests } from '../../constructs/plan/gitops/manifests';
import { planGitops } from '../../constructs/plan/gitops/plan';
import { gitops, PRODUCTION } from '../constructs/plan/gitops/examples';
import { ControlPlane, type Outcome } from './control-plane';

const plan = planGitops(gitops(), PRODUCTION);

/** A role of a controller, with what it asks for. */
const controller = (name: string, ...rules: readonly object[]): object => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name },
  rules,
});

describe('Argo CD in the cluster', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await ControlPlane.start();
    plane.apply(permissionManifests(plan));
  });

  afterAll(() => plane?.stop());

  /** As EKS shows it to the API server: a user whose name nothing can be granted to, and its group. */
  const asArgoCd = (...args: readonly string[]): Outcome =>
    plane.tryKubectl(
      '--as=arn:aws:sts::111122223333:assumed-role/argo-cd/{{SessionName}}',
      `--as-group=${plan.access.kubernetesGroup}`,
      '--as-group=system:authenticated',
      ...args,
    );
  const applies = (...objects: readonly object[]): Outcome =>
    asArgoCd('apply', '--server-side', `--filename=${plane.write(objects)}`);

  test.each([
    ['a namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'payment' } }],
    [
      'a webhook',
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingWebhookConfiguration',
        metadata: { name: 'x' },
      },
    ],
    [
      'a controller of its own kinds',
      controller('a', { apiGroups: ['argoproj.io'], resources: ['*'], verbs: ['get', 'watch', 'update', 'delete'] }),
    ],
    [
      'a controller that writes the status of Ingresses, as Istio does',
      controller('b', { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['*'] }),
    ],
    ['a reader of metrics', controller('c', { nonResourceURLs: ['/metrics'], verbs: ['get'] })],
  ])('makes %s', (_what, object) => {
    expect(applies(object)).toMatchObject({ ok: true });
  });

  test.each([
    ['every verb', controller('d', { apiGroups: ['*'], resources: ['*'], verbs: ['*'] })],
    [
      'the right to be somebody else',
      controller('e', { apiGroups: [''], resources: ['users'], verbs: ['impersonate'] }),
    ],
    [
      'a role that has them',
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: 'f' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
        subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'default' }],
      },
    ],
    [
      'itself more than it has',
      controller(plan.access.kubernetesGroup, { apiGroups: ['*'], resources: ['*'], verbs: ['escalate'] }),
    ],
  ])('cannot give %s', (_what, object) => {
    const { ok, stderr } = asArgoCd(
      'apply',
      '--server-side',
      '--force-conflicts',
      `--filename=${plane.write([object])}`,
    );
    expect(ok).toBe(false);
    expect(stderr).toContain('attempting to grant RBAC permissions not currently held');
  });

  test('does nothing by its name alone', () => {
    const { ok } = plane.tryKubectl(
      '--as=arn:aws:sts::111122223333:assumed-role/argo-cd/{{SessionName}}',
      'get',
      'pods',
    );
    expect(ok).toBe(false);
  });
});

import { applicationsOf } from '../../../lib/charts';
import { bootstrapObjects } from '../../../lib/gitops/bootstrap';
import { argoProject } from '../../../lib/gitops/argo-project';
import { isGitops } from '../../../lib/gitops/environment';
import { argoApplication, rootApplication } from '../../../lib/gitops/argo-application';
import { APPLICATIONS, GITOPS, PAYMENT } from './examples';
import { ARGO } from './strict';

const EVERYTHING = applicationsOf(GITOPS, 'aws');

describe('what must be there before Argo CD looks at git', () => {
  const objects = bootstrapObjects(GITOPS, EVERYTHING);

  it('is settings, the project, and the root last, which needs both', () => {
    expect(objects.map(({ kind }) => kind)).toEqual(['ConfigMap', 'AppProject', 'Application']);
    for (const object of objects) expect(() => ARGO.parse(object)).not.toThrow();
  });

  it('lets a wave wait for the health of the one before', () => {
    expect(JSON.stringify(objects[0])).toContain('resource.customizations.health.argoproj.io_Application');
  });

  it('carries the label without which the capability does not read settings', () => {
    expect(objects[0]?.metadata.labels).toMatchObject({ 'app.kubernetes.io/part-of': 'argocd' });
  });

  it('names no account and no ARN', () => {
    expect(JSON.stringify(objects)).not.toMatch(/arn:|\b\d{12}\b|\$\{Token/);
  });
});

describe('the project', () => {
  const { spec } = argoProject(GITOPS, APPLICATIONS);

  it('takes from the repository and from the publishers of charts, and nobody else', () => {
    expect(spec.sourceRepos).toEqual([
      'https://github.com/rides/platform.git',
      'https://argoproj.github.io/argo-helm',
      'registry.example/charts',
    ]);
  });

  it("writes to the platform's namespaces of its own cluster", () => {
    expect(spec.destinations).toEqual(
      ['argo-rollouts', 'argocd', 'cache', 'kube-system', 'payment'].map((namespace) => ({ name: 'prod', namespace })),
    );
  });

  it('writes to every namespace that an object is in, not only to those that applications name', () => {
    const elsewhere = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'reader', namespace: 'audit' } };
    const { destinations } = argoProject(GITOPS, [{ ...PAYMENT, objects: [elsewhere] }]).spec;
    expect(destinations.map(({ namespace }) => namespace)).toEqual(['argocd', 'audit', 'payment']);
  });

  it('shows its Applications to editors and viewers, who would see none', () => {
    const [group, user] = ['90670a1b2c-3d4e5f60-7182-93a4-b5c6-d7e8f9a0b1c2', '3d4e5f60-7182-93a4-b5c6-d7e8f9a0b1c3'];
    const { gitops } = GITOPS;
    const identityCenter = { ...gitops.identityCenter, editors: { groups: [group!] }, viewers: { users: [user!] } };
    const project = argoProject({ ...GITOPS, gitops: { ...gitops, identityCenter } }, APPLICATIONS);
    expect(() => ARGO.parse(project)).not.toThrow();
    expect(project.spec.roles).toEqual([
      expect.objectContaining({
        name: 'editors',
        groups: [group],
        policies: expect.arrayContaining(['p, proj:prod:editors, applications, sync, prod/*, allow']) as string[],
      }),
      expect.objectContaining({
        name: 'viewers',
        groups: [user],
        policies: ['p, proj:prod:viewers, applications, get, prod/*, allow'],
      }),
    ]);
    expect(spec).not.toHaveProperty('roles');
  });

  it('lets git bring no secret, and not widen the project', () => {
    expect(spec.namespaceResourceBlacklist).toEqual([
      { group: '', kind: 'Secret' },
      { group: 'argoproj.io', kind: 'AppProject' },
    ]);
  });

  it('allows every Application of the environment, and every object of them', () => {
    const project = argoProject(GITOPS, EVERYTHING).spec;
    const namespaces = project.destinations.map(({ namespace }) => namespace);
    for (const each of [
      rootApplication(GITOPS),
      ...EVERYTHING.map((application) => argoApplication(application, GITOPS)),
    ]) {
      expect(each.spec.project).toBe('prod');
      expect(project.sourceRepos).toContain(each.spec.source.repoURL);
      expect(project.destinations).toContainEqual(each.spec.destination);
    }
    for (const application of EVERYTHING) {
      if ('release' in application) continue;
      for (const { kind, metadata } of application.objects) {
        expect(namespaces).toContain(metadata.namespace ?? application.namespace);
        expect(kind).not.toBe('Secret');
      }
    }
  });
});

test('an environment without gitops is applied by its deployment', () => {
  expect(isGitops(GITOPS)).toBe(true);
  expect(isGitops({ ...GITOPS, gitops: undefined })).toBe(false);
});

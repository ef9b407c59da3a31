import {
  permissionManifests,
  registrationManifest,
  repositoryManifest,
} from '../../../../constructs/plan/gitops/manifests';
import { planGitops } from '../../../../constructs/plan/gitops/plan';
import { ADMINISTRATORS, EDITORS, gitops, people, PRODUCTION, SECRET, SOMEBODY } from './examples';

const plan = planGitops(gitops(), PRODUCTION);
const ARN = 'arn:aws:eks:eu-west-1:111122223333:cluster/bulkhead-prod';

describe('the plan of GitOps', () => {
  test('names the capability after the environment, and the destination and the project like it', () => {
    expect(plan).toMatchObject({ name: 'bulkhead-prod-argo-cd', destination: 'prod', project: 'prod' });
  });

  test('looks for IAM Identity Center in the environment’s region unless told another', () => {
    expect(plan.identityCenter.region).toBe('eu-west-1');
    expect(planGitops(people({ region: 'eu-central-1' }), PRODUCTION).identityCenter.region).toBe('eu-central-1');
  });

  test('gives each role to those whom the environment names, and makes no role that nobody has', () => {
    const told = people({ editors: { groups: [EDITORS], users: [SOMEBODY] } });
    expect(planGitops(told, PRODUCTION).roleMappings).toEqual([
      { role: 'ADMIN', identities: [{ id: ADMINISTRATORS, type: 'SSO_GROUP' }] },
      {
        role: 'EDITOR',
        identities: [
          { id: EDITORS, type: 'SSO_GROUP' },
          { id: SOMEBODY, type: 'SSO_USER' },
        ],
      },
    ]);
  });

  test('gives Argo CD no EKS policy beyond those that it runs itself with', () => {
    expect(plan.access.policies).toEqual([
      { name: 'AmazonEKSArgoCDClusterPolicy' },
      { name: 'AmazonEKSArgoCDPolicy', namespaces: ['argocd'] },
    ]);
  });

  test('puts Argo CD into a group that EKS does not keep for itself', () => {
    expect(plan.access.kubernetesGroup).toBe('bulkhead:argo-cd');
    expect(plan.access.kubernetesGroup).not.toMatch(/^(system|eks|aws|amazon|iam):/);
  });
});

describe('what Argo CD may do in the cluster', () => {
  const [role, binding] = permissionManifests(plan);
  const rules = role?.rules as readonly {
    readonly apiGroups?: readonly string[];
    readonly resources?: readonly string[];
    readonly verbs: readonly string[];
  }[];
  const verbsOn = (group: string, resource: string) =>
    rules
      .filter(({ apiGroups = [] }) => apiGroups.includes('*') || apiGroups.includes(group))
      .filter(({ resources = [] }) => resources.includes('*') || resources.includes(resource))
      .flatMap(({ verbs }) => verbs);

  test.each([
    ['', 'namespaces'],
    ['apiextensions.k8s.io', 'customresourcedefinitions'],
    ['rbac.authorization.k8s.io', 'clusterroles'],
    ['argoproj.io', 'rollouts'],
    ['kind.of.a.later.chart', 'things'],
  ])('is to look at and to change %s/%s', (group, resource) => {
    expect(verbsOn(group, resource)).toEqual(
      expect.arrayContaining(['get', 'list', 'watch', 'create', 'update', 'patch', 'delete']),
    );
  });

  test.each([
    ['rbac.authorization.k8s.io', 'clusterroles', ['escalate', 'bind', '*']],
    ['', 'users', ['impersonate', '*']],
    ['certificates.k8s.io', 'signers', ['approve', 'sign', '*']],
  ])('is not to hand out more than it has, nor to be somebody else: %s/%s', (group, resource, verbs) => {
    for (const verb of verbs) expect(verbsOn(group, resource)).not.toContain(verb);
  });

  test('is given to its group and to nobody else', () => {
    expect(binding).toMatchObject({
      kind: 'ClusterRoleBinding',
      roleRef: { kind: 'ClusterRole', name: role?.metadata.name },
      subjects: [{ kind: 'Group', name: 'bulkhead:argo-cd' }],
    });
  });
});

describe('the settings of Argo CD', () => {
  test('make the cluster a destination of one project, by its ARN', () => {
    expect(registrationManifest(plan, ARN)).toMatchObject({
      kind: 'Secret',
      metadata: {
        name: 'cluster-prod',
        namespace: 'argocd',
        labels: { 'argocd.argoproj.io/secret-type': 'cluster' },
      },
      stringData: { name: 'prod', server: ARN, project: 'prod' },
    });
  });

  test('lead to the repository’s secret, and do not hold it', () => {
    const secretArn = `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${SECRET}`;
    expect(repositoryManifest(planGitops(gitops({ repositorySecret: SECRET }), PRODUCTION), secretArn)).toMatchObject({
      metadata: { name: 'repository-prod', labels: { 'argocd.argoproj.io/secret-type': 'repository' } },
      stringData: { type: 'git', url: 'https://github.com/rides/platform.git', secretArn, project: 'prod' },
    });
  });
});

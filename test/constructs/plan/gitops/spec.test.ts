import { gitopsProblems, gitopsSpec } from '../../../../constructs/plan/gitops/spec';
import { shapeProblems } from '../../../../constructs/plan/spec';
import { ADMINISTRATORS, EDITORS, gitops, people, SECRET, SOMEBODY } from './examples';

describe('the shape of GitOps', () => {
  test('asks for a repository and for who administers Argo CD, and for nothing else', () => {
    expect(shapeProblems(gitopsSpec, gitops())).toEqual([]);
    expect(shapeProblems(gitopsSpec, {}).map(({ field }) => field)).toEqual(['repository', 'identityCenter']);
  });

  const wrong: readonly [field: string, written: object, remedy: RegExp][] = [
    ['repository', gitops({ repository: 'http://github.com/rides/platform.git' }), /https:/],
    ['repositorySecret', gitops({ repositorySecret: 'a secret' }), /gitops\/repository/],
    ['repositorySecret', gitops({ repositorySecret: `${SECRET}-AbCdEf` }), /gitops\/repository/],
    ['repositorySecret', gitops({ repositorySecret: `arn:aws:secretsmanager:eu-west-1:1:secret:x` }), /gitops/],
    ['repositorySecret', gitops({ repositorySecret: 'repository-secret' }), /gitops\/repository/],
    ['revision', gitops({ revision: 'a b' }), /"main"/],
    ['path', gitops({ path: '/manifests' }), /manifests\/prod/],
    ['identityCenter.instanceArn', people({ instanceArn: 'ssoins-1234567890abcdef' }), /arn:aws:sso/],
    ['identityCenter.region', people({ region: 'Europe' }), /eu-central-1/],
    ['identityCenter.administrators.groups[0]', people({ administrators: { groups: ['admins'] } }), /90670a1b2c/],
    ['identityCenter.viewers.users', people({ viewers: { users: [] } }), /90670a1b2c/],
  ];
  test.each(wrong)('refuses a wrong %s, and shows a right one', (field, written, remedy) => {
    const problems = shapeProblems(gitopsSpec, written);
    expect(problems.map((problem) => problem.field)).toEqual([field]);
    expect(problems[0]?.remedy).toMatch(remedy);
  });

  test.each(['/bulkhead/prod/gitops/repository', 'argocd/my-repo', 'repository'])(
    'takes the secret %s',
    (repositorySecret) => expect(shapeProblems(gitopsSpec, gitops({ repositorySecret }))).toEqual([]),
  );
});

describe('the rules of GitOps', () => {
  const fields = (...problems: ReturnType<typeof gitopsProblems>) => problems.map(({ field }) => field);

  test('let everybody sign in once', () => {
    expect(gitopsProblems(people({ editors: { groups: [EDITORS] }, viewers: { users: [SOMEBODY] } }))).toEqual([]);
  });

  test.each(['git@github.com:rides/platform.git', 'ssh://git@github.com/rides/platform.git'])(
    'ask for a key where the repository is reached by SSH: %s',
    (repository) => {
      expect(fields(...gitopsProblems(gitops({ repository })))).toEqual(['repositorySecret']);
      expect(gitopsProblems(gitops({ repository, repositorySecret: SECRET }))).toEqual([]);
    },
  );

  test('refuse a list that names nobody', () => {
    const problems = gitopsProblems(people({ administrators: {}, viewers: {} }));
    expect(fields(...problems)).toEqual(['identityCenter.administrators', 'identityCenter.viewers']);
  });

  test('refuse an id that stands twice, and say where it stands first', () => {
    const [problem, ...rest] = gitopsProblems(
      people({ editors: { groups: [EDITORS, ADMINISTRATORS.toUpperCase()] }, viewers: { users: [SOMEBODY] } }),
    );
    expect(rest).toEqual([]);
    expect(problem).toMatchObject({
      field: 'identityCenter.editors.groups[1]',
      reason: expect.stringContaining('identityCenter.administrators.groups[0]') as unknown,
    });
  });
});

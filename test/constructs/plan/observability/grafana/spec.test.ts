import {
  grafanaProblems,
  grafanaSpec,
  type GrafanaSpec,
} from '../../../../../constructs/plan/observability/grafana/spec';
import type { RolesSpec, SignInSpec } from '../../../../../constructs/plan/observability/grafana/sign-in-spec';
import { shapeProblems } from '../../../../../constructs/plan/spec';
import { inCluster, managed } from './examples';

const problems = (spec: unknown) => {
  const shape = shapeProblems(grafanaSpec, spec);
  return shape.length > 0 ? shape : grafanaProblems(spec as GrafanaSpec);
};
const fields = (spec: unknown) => problems(spec).map(({ field }) => field);
const roles = (more: Partial<RolesSpec>) => inCluster({ roles: { viewers: 'everybody', ...more } });

describe('a description of Grafana in the cluster', () => {
  test.each<[string, Partial<SignInSpec>]>([
    ['no more than it must', {}],
    ['the scopes of a provider that has groups in one of its own', { scopes: ['openid', 'email', 'groups'] }],
    ['an address with a question in it', { tokenUrl: 'https://id.rides.example/token?p=sign_in' }],
    ['groups that are paths of a directory', { roles: { viewers: ['CN=Service Teams,OU=Rides,DC=example'] } }],
    ['a claim of a namespace of its own', { roles: { claim: 'https://rides.example/groups', viewers: 'everybody' } }],
    ['a claim inside another', { roles: { claim: 'realm_access.roles', viewers: ['staff'] } }],
  ])('may say %s', (_, signIn) => {
    expect(problems(inCluster(signIn))).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['an address without encryption', { tokenUrl: 'http://id.rides.example/token' }, 'signIn.tokenUrl'],
    // Grafana would take what follows for a comment of its configuration.
    ['an address with a fragment', { authorizationUrl: 'https://id.rides.example/#a' }, 'signIn.authorizationUrl'],
    // And this for a variable of its environment.
    ['a group that is a variable', { roles: { viewers: ['${HOME}'] } }, 'signIn.roles.viewers[0]'],
    ['a group that ends its quotes', { roles: { viewers: ["x') || 'Admin"] } }, 'signIn.roles.viewers[0]'],
    ['a claim that is an expression', { roles: { claim: 'groups[0]', viewers: 'everybody' } }, 'signIn.roles.claim'],
    ['a client id with a line break', { clientId: 'a\nadmin_user = b' }, 'signIn.clientId'],
    ['nobody who may look', { roles: {} }, 'signIn.roles.viewers'],
    ['an empty list of those who may look', { roles: { viewers: [] } }, 'signIn.roles.viewers'],
  ])('may not say %s', (_, signIn, field) => {
    expect(fields(inCluster(signIn as Partial<SignInSpec>))).toEqual([field]);
  });

  test('asks for the scope without which the provider says nothing of who somebody is', () => {
    const [problem] = problems(inCluster({ scopes: ['email'] }));
    expect(problem).toMatchObject({ field: 'signIn.scopes', value: ['email'] });
    expect(problem?.remedy).toContain("'openid'");
  });

  test('has each group once: a second role for it would look as if it mattered', () => {
    expect(problems(roles({ administrators: ['platform'], editors: ['on-call'] }))).toEqual([]);
    expect(fields(roles({ administrators: ['platform'], editors: ['on-call', 'platform'] }))).toEqual([
      'signIn.roles.editors[1]',
    ]);
    expect(fields(roles({ editors: ['on-call'], viewers: ['on-call'] }))).toEqual(['signIn.roles.viewers[0]']);
  });

  test('tells all that is wrong at once', () => {
    const spec = inCluster({ scopes: ['email'], roles: { editors: ['a', 'a'], viewers: ['a'] } });
    expect(fields(spec)).toEqual(['signIn.scopes', 'signIn.roles.editors[1]', 'signIn.roles.viewers[0]']);
  });
});

describe('a description of a managed Grafana', () => {
  test.each([
    ['SAML', managed()],
    ['IAM Identity Center', managed({ authentication: { kind: 'identity-center' } })],
    ['everybody who may knock', managed({ reachableFrom: 'everywhere' })],
    ['a VPC that may', managed({ reachableFrom: { vpcEndpoints: ['vpce-0123456789abcdef0'] } })],
  ])('may say %s', (_, spec) => {
    expect(problems(spec)).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['a version with a patch, which nobody chooses', { version: '12.4.1' }, 'version'],
    ['no version, or AWS would choose', { version: undefined }, 'version'],
    ['passwords', { authentication: { kind: 'password' } }, 'authentication.kind'],
    ['a provider without encryption', saml({ metadataUrl: 'http://id.rides.example' }), 'authentication.metadataUrl'],
    ['a sign-in for two days', saml({ sessionMinutes: 2880 }), 'authentication.sessionMinutes'],
    ['SAML without anybody who could import dashboards', saml({ administrators: [] }), 'authentication.administrators'],
    [
      'blocks of addresses themselves',
      { reachableFrom: { prefixLists: ['10.0.0.0/8'] } },
      'reachableFrom.prefixLists[0]',
    ],
    ['nothing of who may knock', { reachableFrom: undefined }, 'reachableFrom'],
    ['that nobody may knock', { reachableFrom: {} }, 'reachableFrom'],
    ['an editor who is an administrator', saml({ editors: ['platform'] }), 'authentication.editors[0]'],
  ])('may not say %s', (_, more, field) => {
    expect(fields({ ...managed(), ...more })).toEqual([field]);
  });

  test('is one of two, and a misspelt kind is answered with both', () => {
    const [problem] = problems({ ...managed(), kind: 'manged' });
    expect(problem).toMatchObject({ field: 'kind', value: 'manged' });
    expect(problem?.remedy).toMatch(/did you mean 'managed'.*in-cluster, managed/);
  });
});

function saml(more: object): object {
  return { authentication: { ...managed().authentication, ...more } };
}

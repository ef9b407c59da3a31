import { Match, Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import { ManagedGrafana, type ManagedGrafanaProps } from '../../../constructs/aws';
import { SpecError } from '../../../constructs/plan/problem';
import { openFindings } from '../../nag';
import { managed } from '../plan/observability/grafana/examples';

function made(more: Partial<ManagedGrafanaProps> = {}) {
  const stack = new Stack(new App(), 'Observability', { env: { account: '111122223333', region: 'eu-west-1' } });
  const { kind, ...spec } = managed();
  expect(kind).toBe('managed');
  const grafana = new ManagedGrafana(stack, 'Grafana', { ...spec, context: { environment: 'prod' }, ...more });
  return { stack, grafana, template: Template.fromStack(stack) };
}

const WORKSPACE = 'AWS::Grafana::Workspace';

describe('a managed Grafana', () => {
  const { stack, template } = made();

  test('is a workspace of the version that was chosen, with a role of ours and no plug-ins from elsewhere', () => {
    template.hasResourceProperties(WORKSPACE, {
      Name: 'bulkhead-prod',
      GrafanaVersion: '12.4',
      AccountAccessType: 'CURRENT_ACCOUNT',
      PermissionType: 'CUSTOMER_MANAGED',
      PluginAdminEnabled: false,
      DataSources: ['PROMETHEUS', 'CLOUDWATCH', 'XRAY'],
      RoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('Role'), 'Arn'] },
    });
  });

  test('lets people in by SAML, as the attribute says that they named', () => {
    template.hasResourceProperties(WORKSPACE, {
      AuthenticationProviders: ['SAML'],
      SamlConfiguration: {
        IdpMetadata: { Url: 'https://id.rides.example/saml/metadata' },
        AssertionAttributes: { Role: 'groups' },
        RoleValues: { Admin: ['platform'], Editor: [] },
        LoginValidityDuration: 720,
      },
    });
  });

  test('or by IAM Identity Center, which knows itself who may do what', () => {
    made({ authentication: { kind: 'identity-center' } }).template.hasResourceProperties(WORKSPACE, {
      AuthenticationProviders: ['AWS_SSO'],
      SamlConfiguration: Match.absent(),
    });
  });

  test('is reached from where it was said, and from everywhere only where that was said', () => {
    template.hasResourceProperties(WORKSPACE, {
      NetworkAccessControl: { PrefixListIds: ['pl-0123456789abcdef0'], VpceIds: [] },
    });
    made({ reachableFrom: 'everywhere' }).template.hasResourceProperties(WORKSPACE, {
      NetworkAccessControl: Match.absent(),
    });
  });

  test('has a role that only workspaces of this account and region can take', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { Service: 'grafana.amazonaws.com' },
            Condition: {
              StringEquals: { 'aws:SourceAccount': '111122223333' },
              StringLike: {
                'aws:SourceArn': {
                  'Fn::Join': ['', Match.arrayWith([':grafana:eu-west-1:111122223333:/workspaces/*'])],
                },
              },
            },
          },
        ],
      },
    });
  });

  test('may read its own environment, and write nothing', () => {
    const [policy] = Object.values(template.findResources('AWS::IAM::Policy')) as {
      Properties: { PolicyDocument: { Statement: { Sid: string; Action: string | string[] }[] } };
    }[];
    const statements = policy?.Properties.PolicyDocument.Statement ?? [];
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      'AskTheMetricsOfThisEnvironment',
      'LookAtCloudWatchOfThisRegion',
      'ReadTheLogsOfThisEnvironment',
      'ReadTracesOfThisRegion',
    ]);
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/:(BatchGet|Describe|Get|List|Query|Start|Stop)/.test(action))).toEqual([]);
  });

  test('can read before it is made, and outlives its stack in production only', () => {
    template.hasResource(WORKSPACE, {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('Reading')]),
      DeletionPolicy: Match.stringLikeRegexp('^Retain'),
    });
    made({ context: { environment: 'dev', tier: 'development' } }).template.hasResource(WORKSPACE, {
      DeletionPolicy: 'Delete',
    });
  });

  test('leaves no finding of cdk-nag open', () => {
    expect(openFindings(stack)).toEqual([]);
  });

  test('refuses a wrong description with all that is wrong with it', () => {
    const wrong = { version: '12', reachableFrom: undefined } as Partial<ManagedGrafanaProps>;
    expect(() => made(wrong)).toThrow(SpecError);
    expect(() => made(wrong)).toThrow(/version[\s\S]*reachableFrom/);
  });
});

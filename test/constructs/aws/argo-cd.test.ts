import { KubectlV35Layer } from '@aws-cdk/lambda-layer-kubectl-v35';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { App, Stack } from 'aws-cdk-lib/core';
import { ArgoCd, type ArgoCdProps } from '../../../constructs/aws/argo-cd';
import { KubernetesCluster } from '../../../constructs/aws/kubernetes-cluster';
import { SpecError } from '../../../constructs/plan/problem';
import { openFindings } from '../../nag';
import { ADMINISTRATORS, EDITORS, gitops, INSTANCE, people, SECRET } from '../plan/gitops/examples';

const PROJECT = { apiVersion: 'argoproj.io/v1alpha1', kind: 'AppProject', metadata: { name: 'prod' } };
const ROOT = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'prod' } };

/** What CDK applies objects with. */
const MANIFEST = 'Custom::AWSCDK-EKS-KubernetesResource';

interface Made {
  readonly stack: Stack;
  readonly argoCd: ArgoCd;
  readonly template: Template;
}

type Added = Partial<Omit<ArgoCdProps, 'cluster'>> & {
  /** In a stack of its own. */
  readonly apart?: boolean;
  /** What is done with it before the template is made. */
  readonly then?: (made: Omit<Made, 'template'>) => void;
};

function made({ apart = false, then, ...added }: Added = {}): Made {
  const app = new App();
  const env = { account: '111122223333', region: 'eu-west-1' };
  const below = new Stack(app, 'Cluster', { env });
  const ids = ['a', 'b', 'c'];
  const cluster = new KubernetesCluster(below, 'Cluster', {
    version: '1.35',
    access: { administrators: ['arn:aws:iam::111122223333:role/PlatformAdmin'] },
    vpc: Vpc.fromVpcAttributes(below, 'Vpc', {
      vpcId: 'vpc-1',
      vpcCidrBlock: '10.40.0.0/16',
      availabilityZones: ids.map((id) => `eu-west-1${id}`),
      privateSubnetIds: ids.map((id) => `subnet-private-${id}`),
    }),
    kubectlLayer: new KubectlV35Layer(below, 'Kubectl'),
    context: { environment: 'prod' },
  });
  const stack = apart ? new Stack(app, 'Gitops', { env }) : below;
  const argoCd = new ArgoCd(stack, 'ArgoCd', {
    ...gitops(),
    cluster,
    root: [PROJECT, ROOT],
    context: { environment: 'prod' },
    ...added,
  });
  then?.({ stack, argoCd });
  return { stack, argoCd, template: Template.fromStack(stack) };
}

interface Resource {
  readonly Properties: Record<string, unknown>;
  readonly DependsOn?: string | readonly string[];
}

const resources = (template: Template, type: string) =>
  Object.entries(template.findResources(type) as Record<string, Resource>);

/** The id of the only resource that a test is about. */
function idOf(template: Template, type: string, holds: (text: string) => boolean): string {
  const found = resources(template, type).filter(([, { Properties }]) => holds(JSON.stringify(Properties)));
  if (found.length !== 1) throw new Error(`${found.length} of ${type}`);
  return found[0]?.[0] ?? '';
}

/** What a resource applies, tokens in their place. */
function manifestOf(template: Template, id: string): string {
  const { Properties } = resources(template, MANIFEST).find(([each]) => each === id)?.[1] ?? { Properties: {} };
  return JSON.stringify(Properties['Manifest']).replaceAll('\\', '');
}

/** The id of what applies the only object that holds a text. */
const applied = (template: Template, text: string) =>
  idOf(template, MANIFEST, (properties) => properties.replaceAll('\\', '').includes(text));

/** Whether one resource is made after another, directly or not. */
function isAfter(template: Template, later: string, earlier: string): boolean {
  const { Resources } = template.toJSON() as { Resources: Record<string, Resource> };
  const seen = new Set<string>();
  const reaches = (id: string): boolean => {
    if (id === earlier) return true;
    if (seen.has(id)) return false;
    seen.add(id);
    const { DependsOn = [], Properties } = Resources[id] ?? { Properties: {} };
    const named = [...JSON.stringify(Properties).matchAll(/"Ref":"([^"]+)"|"Fn::GetAtt":\["([^"]+)"/g)];
    return [DependsOn, ...named.map(([, reference, attribute]) => reference ?? attribute ?? '')].flat().some(reaches);
  };
  return later !== earlier && reaches(later);
}

describe('Argo CD', () => {
  const { template, stack, argoCd } = made({ apart: true });

  test('is a capability of the cluster, in which those are who the environment names', () => {
    template.hasResourceProperties('AWS::EKS::Capability', {
      ClusterName: 'bulkhead-prod',
      CapabilityName: 'bulkhead-prod-argo-cd',
      Type: 'ARGOCD',
      DeletePropagationPolicy: 'RETAIN',
      RoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('Role'), 'Arn'] },
      Configuration: {
        ArgoCd: {
          Namespace: 'argocd',
          AwsIdc: { IdcInstanceArn: INSTANCE, IdcRegion: 'eu-west-1' },
          RbacRoleMappings: [{ Role: 'ADMIN', Identities: [{ Id: ADMINISTRATORS, Type: 'SSO_GROUP' }] }],
        },
      },
    });
  });

  test('has a role that EKS accepts, takes and tags, and that may do nothing in AWS', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      RoleName: Match.absent(),
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'capabilities.eks.amazonaws.com' },
            Action: ['sts:AssumeRole', 'sts:TagSession'],
            Condition: Match.absent(),
          },
        ],
      },
    });
    template.resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('enters the cluster as a group that RBAC can name, and not as its administrator', () => {
    template.hasResourceProperties('AWS::EKS::AccessEntry', {
      ClusterName: 'bulkhead-prod',
      Type: 'STANDARD',
      KubernetesGroups: ['bulkhead:argo-cd'],
      AccessPolicies: [
        { AccessScope: { Type: 'cluster' }, PolicyArn: policyArn('AmazonEKSArgoCDClusterPolicy') },
        {
          AccessScope: { Type: 'namespace', Namespaces: ['argocd'] },
          PolicyArn: policyArn('AmazonEKSArgoCDPolicy'),
        },
      ],
    });
    expect(JSON.stringify(template.toJSON())).not.toContain('ClusterAdminPolicy');
  });

  test('may do what it has to from its first moment on', () => {
    const capability = idOf(template, 'AWS::EKS::Capability', () => true);
    const entry = idOf(template, 'AWS::EKS::AccessEntry', () => true);
    const permissions = applied(template, '"kind":"ClusterRole"');
    expect(isAfter(template, capability, permissions)).toBe(true);
    expect(isAfter(template, permissions, entry)).toBe(true);
  });

  test('knows the cluster by its ARN before it is sent to the repository', () => {
    const settings = applied(template, '"kind":"Secret"');
    const text = manifestOf(template, settings);
    expect(text).toContain('"argocd.argoproj.io/secret-type":"cluster"');
    expect(text).toContain(':eks:eu-west-1:111122223333:cluster/bulkhead-prod","project":"prod"');
    expect(
      isAfter(
        template,
        settings,
        idOf(template, 'AWS::EKS::Capability', () => true),
      ),
    ).toBe(true);
    expect(isAfter(template, applied(template, '"kind":"Application"'), settings)).toBe(true);
  });

  test('is told the project before the Application that belongs to it', () => {
    const text = manifestOf(template, applied(template, '"kind":"Application"'));
    expect(text).toMatch(/"kind":"AppProject".*"kind":"Application"/);
  });

  test('leaves the namespace of its objects to EKS', () => {
    expect(JSON.stringify(template.toJSON()).replaceAll('\\', '')).not.toContain('"kind":"Namespace"');
  });

  test('says where people find it', () => {
    template.hasOutput('*', {
      Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('Capability'), 'Configuration.ArgoCd.ServerUrl'] },
    });
    expect(argoCd.url).toBe(argoCd.capability.attrConfigurationArgoCdServerUrl);
  });

  test('has nothing that cdk-nag would object to', () => expect(openFindings(stack)).toEqual([]));

  test('can be given more in AWS, such as a registry of charts', () => {
    const more = made({
      apart: true,
      then: ({ stack: below, argoCd: { role } }) => new Repository(below, 'Charts').grantPull(role),
    });
    more.template.resourceCountIs('AWS::IAM::Policy', 1);
  });
});

function policyArn(name: string): object {
  return {
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:eks::aws:cluster-access-policy/${name}`]],
  };
}

describe('Argo CD beside its cluster', () => {
  test('starts after the nodes, and is removed before them', () => {
    const { template } = made();
    const entry = idOf(template, 'AWS::EKS::AccessEntry', (text) => text.includes('bulkhead:argo-cd'));
    const pools = applied(template, '"kind":"NodePool"');
    expect(isAfter(template, entry, pools)).toBe(true);
    expect(isAfter(template, pools, entry)).toBe(false);
  });
});

describe('Argo CD of a private repository', () => {
  const { template, stack } = made({ apart: true, repositorySecret: SECRET });
  const secret = (ending: string) => ({
    'Fn::Join': [
      '',
      [
        'arn:',
        { Ref: 'AWS::Partition' },
        `:secretsmanager:eu-west-1:111122223333:secret:/bulkhead/prod/gitops/repository${ending}`,
      ],
    ],
  });

  test('may read this one secret, whatever key it is encrypted with', () => {
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Sid: 'ReadTheSecret',
            Effect: 'Allow',
            Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
            Resource: secret('-??????'),
          },
          {
            Sid: 'DecryptTheSecret',
            Effect: 'Allow',
            Action: 'kms:Decrypt',
            Resource: 'arn:aws:kms:*:*:key/*',
            Condition: {
              StringEquals: Match.anyValue(),
              StringLike: { 'kms:EncryptionContext:SecretARN': secret('-??????') },
            },
          },
        ],
      },
    });
  });

  test('may read it before it is sent there, and is told where it is', () => {
    const settings = applied(template, '"kind":"Secret"');
    const text = manifestOf(template, settings);
    expect(text).toContain('"argocd.argoproj.io/secret-type":"repository"');
    expect(text).toContain('secret:/bulkhead/prod/gitops/repository","project":"prod"');
    const policy = idOf(template, 'AWS::IAM::Policy', () => true);
    expect(isAfter(template, settings, policy)).toBe(true);
  });

  test('has nothing that cdk-nag would object to', () => expect(openFindings(stack)).toEqual([]));
});

describe('Argo CD without a root Application', () => {
  test('waits for somebody to make one', () => {
    const { template } = made({ apart: true, root: undefined });
    expect(resources(template, MANIFEST)).toHaveLength(2);
  });
});

describe('the props of Argo CD', () => {
  const problems = (make: () => unknown): readonly string[] => {
    try {
      make();
    } catch (error) {
      if (error instanceof SpecError) return error.problems.map(({ field }) => field);
      throw error;
    }
    return [];
  };

  test('are refused without a cluster, in words', () => {
    const stack = new Stack(new App(), 'Test');
    expect(problems(() => new ArgoCd(stack, 'ArgoCd', gitops() as ArgoCdProps))).toEqual(['cluster']);
  });

  test('are refused with all their problems at once', () => {
    const wrong = {
      ...people({ administrators: {}, editors: { groups: [EDITORS, EDITORS] } }),
      repository: 'git@github.com:rides/platform.git',
    };
    expect(problems(() => made(wrong))).toEqual([
      'repositorySecret',
      'identityCenter.administrators',
      'identityCenter.editors.groups[1]',
    ]);
  });
});

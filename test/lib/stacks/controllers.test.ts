import { Match, Template } from 'aws-cdk-lib/assertions';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stage } from 'aws-cdk-lib/core';
import { shipped, stageOf } from '../synthesized';

const platform = stageOf(shipped('prod'));
const template = Template.fromStack(platform.controllers);
const releases = template.findResources('Custom::AWSCDK-EKS-HelmChart');
const releaseNamed = (name: string) =>
  Object.entries(releases).find(([, { Properties }]) => (Properties as { Release: string }).Release === name);

/** Everything that a resource waits for, directly or not. */
function waitsFor(id: string): Set<string> {
  const resources = template.toJSON().Resources as Record<string, { DependsOn?: string | string[] }>;
  const seen = new Set<string>();
  const visit = (each: string): void => {
    for (const before of [resources[each]?.DependsOn ?? []].flat()) {
      if (seen.has(before)) continue;
      seen.add(before);
      visit(before);
    }
  };
  visit(id);
  return seen;
}

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
  readonly Effect: string;
}

/** Whom a role's trust policy lets take it: `observability/otel-agent`. */
function takerOf({ Properties }: { readonly Properties?: unknown }): string {
  const { AssumeRolePolicyDocument } = Properties as {
    AssumeRolePolicyDocument: { Statement: { Condition?: { StringEquals: Record<string, string> } }[] };
  };
  const tags = AssumeRolePolicyDocument.Statement.map(({ Condition }) => Condition?.StringEquals ?? {});
  const takers = tags.map(
    (each) =>
      `${each['aws:RequestTag/kubernetes-namespace']}/${each['aws:RequestTag/kubernetes-service-account']} of ${each['aws:RequestTag/eks-cluster-name']}`,
  );
  return [...new Set(takers)].join(' or ').replace(' of bulkhead-prod', '');
}

const roles = template.findResources('AWS::IAM::Role');

/** All that the pods of a service account may do in AWS, by statement. */
function allowedTo(pods: string) {
  const [role, ...others] = Object.keys(roles).filter((id) => takerOf(roles[id] ?? {}) === pods);
  if (role === undefined || others.length > 0) throw new Error(`not one role of ${pods}`);
  const { ManagedPolicyArns, Policies } = roles[role]?.Properties as {
    ManagedPolicyArns?: unknown;
    Policies?: unknown;
  };
  expect([ManagedPolicyArns, Policies]).toEqual([undefined, undefined]);
  return Object.values(template.findResources('AWS::IAM::Policy'))
    .map(({ Properties }) => Properties as { Roles: { Ref: string }[]; PolicyDocument: { Statement: Statement[] } })
    .filter(({ Roles }) => Roles.some(({ Ref }) => Ref === role))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .map(({ Action, Resource, Condition, Effect }) => {
      expect(Effect).toBe('Allow');
      return { actions: [Action].flat(), resources: [Resource].flat(), conditions: Condition };
    });
}

const WORKSPACES = 'arn:aws:aps:eu-west-1:*:workspace/*';
const OWN_ACCOUNT = { 'aws:ResourceAccount': '${aws:PrincipalAccount}' };
const OF_THIS_ACCOUNT = { StringEquals: OWN_ACCOUNT };
const OF_THIS_ENVIRONMENT = {
  StringEquals: { ...OWN_ACCOUNT, 'aws:ResourceTag/platform': 'bulkhead', 'aws:ResourceTag/environment': 'prod' },
};
const OF_THIS_REGION = { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } };

describe('what the cluster has for all services', () => {
  test('is applied in order: namespaces, what only AWS knows, controllers one by one, guard rails', () => {
    const order = ['namespaces', 'istio-base', 'istio-cni', 'istiod-1-31', 'edge', 'argo-rollouts', 'guard-rails'];
    const ids = order.map((name) => releaseNamed(name)?.[0] ?? name);
    ids.forEach((id, index) => {
      for (const before of ids.slice(0, index)) expect([...waitsFor(id)]).toContain(before);
    });
    const [facts] = Object.keys(template.findResources('Custom::AWSCDK-EKS-KubernetesResource'));
    expect([...waitsFor(ids[1] ?? '')]).toContain(facts);
    expect([...waitsFor(facts ?? '')]).toContain(ids[0]);
  });

  test('waits for controllers and lets one that fails go back, makes no namespace on the way, and waits for nothing else', () => {
    for (const { Properties } of Object.values(releases)) {
      const fromPublisher = (Properties as { Repository?: string }).Repository !== undefined;
      expect(Properties).not.toHaveProperty('CreateNamespace');
      if (fromPublisher) expect(Properties).toMatchObject({ Atomic: true, Wait: true });
      else expect(Object.keys(Properties as object)).not.toEqual(expect.arrayContaining(['Atomic']));
    }
  });

  test('tells the controller which metrics to judge by, in the one ConfigMap that knows values of a deployment', () => {
    template.hasResourceProperties('Custom::AWSCDK-EKS-KubernetesResource', {
      Manifest: {
        'Fn::Join': [
          '',
          Match.arrayWith([
            Match.stringLikeRegexp('"name":"platform-facts","namespace":"argo-rollouts".*PROMETHEUS_WORKSPACE'),
            Match.objectLike({
              'Fn::ImportValue': Match.stringLikeRegexp('bulkhead-prod-observability:.*WorkspaceId'),
            }),
          ]),
        ],
      },
    });
  });

  test('lets the controller ask the metrics of its own account, region and environment, and nothing else', () => {
    expect(allowedTo('argo-rollouts/argo-rollouts')).toEqual([
      { actions: ['aps:QueryMetrics'], resources: [WORKSPACES], conditions: OF_THIS_ENVIRONMENT },
    ]);
  });

  test('is left in the assembly as files that people can read', () => {
    const file = join(Stage.of(platform.controllers)?.outdir ?? '', 'manifests', 'guard-rails', 'objects.json');
    expect(readFileSync(file, 'utf8')).toContain('\n    "kind": "ValidatingAdmissionPolicy"');
  });
});

describe('what watches over all services', () => {
  test('has four roles, each for the pods of one service account of this cluster', () => {
    expect(Object.values(roles).map(takerOf).sort()).toEqual([
      'argo-rollouts/argo-rollouts',
      'observability/grafana',
      'observability/otel-agent',
      'observability/otel-gateway',
    ]);
    const identities = Object.values(template.findResources('AWS::EKS::PodIdentityAssociation')).map(
      ({ Properties }) => {
        const { Namespace, ServiceAccount, RoleArn } = Properties as {
          Namespace: string;
          ServiceAccount: string;
          RoleArn: { 'Fn::GetAtt': [string, 'Arn'] };
        };
        return [`${Namespace}/${ServiceAccount}`, takerOf(roles[RoleArn['Fn::GetAtt'][0]] ?? {})];
      },
    );
    expect(identities).toHaveLength(4);
    for (const [associated, taker] of identities) expect(associated).toBe(taker);
  });

  test('on each node writes the metrics and logs of this environment, and reads nothing', () => {
    expect(allowedTo('observability/otel-agent')).toEqual([
      { actions: ['aps:RemoteWrite'], resources: [WORKSPACES], conditions: OF_THIS_ENVIRONMENT },
      {
        actions: ['logs:PutLogEvents'],
        resources: ['platform', 'services'].map(
          (of) => `arn:aws:logs:eu-west-1:*:log-group:/bulkhead/prod/logs/${of}:log-stream:otel-agent`,
        ),
        conditions: OF_THIS_ACCOUNT,
      },
    ]);
  });

  test('behind the nodes writes traces of this region, and reads nothing', () => {
    expect(allowedTo('observability/otel-gateway')).toEqual([
      {
        actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
        resources: ['*'],
        conditions: OF_THIS_REGION,
      },
    ]);
  });

  test('in a browser reads what this environment tells, and two secrets of its own; it changes nothing', () => {
    expect(allowedTo('observability/grafana')).toEqual([
      {
        actions: ['aps:GetLabels', 'aps:GetMetricMetadata', 'aps:GetSeries', 'aps:QueryMetrics'],
        resources: [WORKSPACES],
        conditions: OF_THIS_ENVIRONMENT,
      },
      {
        actions: [
          'cloudwatch:DescribeAlarmHistory',
          'cloudwatch:DescribeAlarms',
          'cloudwatch:DescribeAlarmsForMetric',
          'cloudwatch:GetInsightRuleReport',
          'cloudwatch:GetMetricData',
          'cloudwatch:ListMetrics',
          'logs:DescribeLogGroups',
          'logs:GetQueryResults',
          'logs:StopQuery',
        ],
        resources: ['*'],
        conditions: OF_THIS_REGION,
      },
      {
        actions: ['logs:GetLogEvents', 'logs:GetLogGroupFields', 'logs:StartQuery'],
        resources: [
          '/aws/eks/bulkhead-prod/cluster',
          '/bulkhead/prod/logs/platform',
          '/bulkhead/prod/logs/services',
          'aws/spans',
        ].map((group) => `arn:aws:logs:eu-west-1:*:log-group:${group}:*`),
        conditions: OF_THIS_ACCOUNT,
      },
      {
        actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
        resources: ['client', 'signing-key'].map(
          (secret) => `arn:aws:secretsmanager:eu-west-1:*:secret:/bulkhead/prod/grafana/${secret}-??????`,
        ),
        conditions: OF_THIS_ACCOUNT,
      },
    ]);
  });

  test('may do nothing without a condition that names its account or its region', () => {
    const statements = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(
      ({ Properties }) => (Properties as { PolicyDocument: { Statement: Statement[] } }).PolicyDocument.Statement,
    );
    for (const { Condition } of statements) {
      expect(JSON.stringify(Condition)).toMatch(/"aws:(ResourceAccount|RequestedRegion)"/);
    }
  });
});

describe('where Argo CD applies what Kubernetes is told', () => {
  const gitops = {
    repository: 'https://github.com/rides/platform.git',
    identityCenter: {
      instanceArn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
      administrators: { groups: ['90670a1b2c-3d4e5f60-7182-93a4-b5c6-d7e8f9a0b1c2'] },
    },
  };
  const handed = Template.fromStack(stageOf({ ...shipped('prod'), gitops }).controllers);
  const manifests = Object.entries(handed.findResources('Custom::AWSCDK-EKS-KubernetesResource'));
  const holding = (text: string) => manifests.find(([, resource]) => JSON.stringify(resource).includes(text));

  test('the deployment installs no controller, and makes Argo CD', () => {
    handed.resourceCountIs('Custom::AWSCDK-EKS-HelmChart', 0);
    handed.hasResourceProperties('AWS::EKS::Capability', { Type: 'ARGOCD', ClusterName: 'bulkhead-prod' });
  });

  test('the namespaces that facts are written to are there first, and outlive the stack', () => {
    const [, namespaces] = holding('\\"kind\\":\\"Namespace\\"') ?? [];
    expect(namespaces).toMatchObject({ DeletionPolicy: 'Retain' });
    expect(JSON.stringify(namespaces)).toContain('\\"name\\":\\"payment\\"');
  });

  test('the controllers have the same roles as where the deployment installs them', () => {
    const roles = (each: Template) => Object.keys(each.findResources('AWS::EKS::PodIdentityAssociation'));
    expect(roles(handed)).toEqual(roles(template));
  });

  test('what begins with git is the root Application, of the repository that the environment names', () => {
    expect(JSON.stringify(holding('https://github.com/rides/platform.git'))).toContain('manifests/prod');
  });
});

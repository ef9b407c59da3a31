import { KubectlV35Layer } from '@aws-cdk/lambda-layer-kubectl-v35';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { App, Stack } from 'aws-cdk-lib/core';
import { KubernetesCluster } from '../../../../constructs/aws/kubernetes-cluster';
import { HelmReleases } from '../../../../constructs/aws/shared/helm-releases';
import { planControllers } from '../../../../constructs/plan/controllers/plan';
import type { HelmRelease } from '../../../../constructs/plan/helm-release';
import { openFindings } from '../../../nag';
import { controllers } from '../../plan/controllers/examples';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const CHART = 'Custom::AWSCDK-EKS-HelmChart';
const RELEASES = planControllers(controllers({ routers: ['alb', 'istio'] }));

interface Made {
  readonly stack: Stack;
  readonly controllers: Template;
}

/** Releases in a stack of their own, beside the cluster's. */
function made(
  releases: readonly HelmRelease[] = RELEASES,
  addedValues?: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Made {
  const app = new App();
  const clusterStack = new Stack(app, 'Cluster', { env: ENV });
  const ids = (tier: string) => ['a', 'b'].map((letter) => `subnet-${tier}-${letter}`);
  const vpc = Vpc.fromVpcAttributes(clusterStack, 'Vpc', {
    vpcId: 'vpc-1',
    vpcCidrBlock: '10.40.0.0/16',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    publicSubnetIds: ids('public'),
    privateSubnetIds: ids('private'),
    isolatedSubnetIds: ids('isolated'),
  });
  const { cluster, clusterName } = new KubernetesCluster(clusterStack, 'Cluster', {
    version: '1.35',
    access: { administrators: ['arn:aws:iam::111122223333:role/PlatformAdmin'] },
    vpc,
    kubectlLayer: new KubectlV35Layer(clusterStack, 'Kubectl'),
    context: { environment: 'prod' },
  });
  const stack = new Stack(app, 'Controllers', { env: ENV });
  new HelmReleases(stack, 'Releases', { cluster, clusterName, releases, addedValues });
  return { stack, controllers: Template.fromStack(stack) };
}

let all: Made;
beforeAll(() => {
  all = made();
});

interface Resource {
  readonly Properties: Record<string, unknown>;
  readonly DependsOn?: readonly string[];
}

const charts = (template: Template) => Object.entries(template.findResources(CHART) as Record<string, Resource>);

describe('releases', () => {
  test('are installed at their versions from their publishers, wait until they are ready and go back when they fail', () => {
    for (const { name, chart, version, repository, namespace } of RELEASES) {
      all.controllers.hasResourceProperties(CHART, {
        Release: name,
        Chart: chart,
        Version: version,
        Repository: repository,
        Namespace: namespace,
        CreateNamespace: Match.absent(),
        Wait: true,
        Atomic: true,
        Timeout: '600s',
      });
    }
  });

  test('are given their values as they were planned', () => {
    for (const [, { Properties }] of charts(all.controllers)) {
      const planned = RELEASES.find(({ name }) => name === Properties.Release);
      expect(JSON.parse(String(Properties.Values))).toEqual(JSON.parse(JSON.stringify(planned?.values)));
    }
  });

  test('come one after the other, in the order of the plan', () => {
    const idOf = (name: string) =>
      charts(all.controllers).find(([, { Properties }]) => Properties.Release === name)?.[0];
    RELEASES.slice(1).forEach(({ name }, index) => {
      const chart = charts(all.controllers).find(([, { Properties }]) => Properties.Release === name)?.[1];
      expect(chart?.DependsOn).toContain(idOf(RELEASES[index]?.name ?? ''));
    });
  });

  test('keep their logical ids when another comes between them', () => {
    const ids = (releases: readonly HelmRelease[]) => charts(made(releases).controllers).map(([id]) => id);
    const [first, , ...others] = RELEASES;
    if (first === undefined) throw new Error('there are releases');
    expect(charts(all.controllers).map(([id]) => id)).toEqual(expect.arrayContaining(ids([first, ...others])));
  });

  test('take values that only a deployment knows, each release its own', () => {
    const added = made(RELEASES, { edge: { vpcId: 'vpc-1' } }).controllers;
    const told = charts(added).filter(([, { Properties }]) => String(Properties.Values).includes('"vpcId":"vpc-1"'));
    expect(told.map(([, { Properties }]) => Properties.Release)).toEqual(['edge']);
  });
});

describe('a release that asks AWS for something', () => {
  test('has a role that the pods of its service account in this cluster can take, and nobody else', () => {
    const where = {
      StringEquals: {
        'aws:RequestTag/eks-cluster-name': 'bulkhead-prod',
        'aws:RequestTag/kubernetes-namespace': 'argo-rollouts',
        'aws:RequestTag/kubernetes-service-account': 'argo-rollouts',
      },
    };
    const principal = { Service: 'pods.eks.amazonaws.com' };
    all.controllers.resourceCountIs('AWS::IAM::Role', 1);
    all.controllers.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          Match.objectLike({ Action: 'sts:AssumeRole', Principal: principal, Condition: where }),
          Match.objectLike({ Action: 'sts:TagSession', Principal: principal, Condition: where }),
        ],
      },
    });
  });

  test('has it before its first pod', () => {
    const [[association] = []] = Object.entries(all.controllers.findResources('AWS::EKS::PodIdentityAssociation'));
    const chart = charts(all.controllers).find(([, { Properties }]) => Properties.Release === 'argo-rollouts')?.[1];
    expect(chart?.DependsOn).toContain(association);
  });

  test('names the cluster of another stack by its name, so that no change set plans another association', () => {
    all.controllers.hasResourceProperties('AWS::EKS::PodIdentityAssociation', {
      ClusterName: 'bulkhead-prod',
      Namespace: 'argo-rollouts',
      ServiceAccount: 'argo-rollouts',
    });
  });

  test('may do what was planned: conditions reach the policy as they are', () => {
    all.controllers.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Sid: 'AskTheMetricsOfThisEnvironment',
            Action: 'aps:QueryMetrics',
            Resource: 'arn:aws:aps:eu-west-1:*:workspace/*',
            Condition: { StringEquals: Match.objectLike({ 'aws:ResourceAccount': '${aws:PrincipalAccount}' }) },
          }),
        ]),
      },
    });
  });

  test('leaves no finding of cdk-nag open', () => {
    expect(openFindings(all.stack)).toEqual([]);
  });
});

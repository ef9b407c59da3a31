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
            Match.objectLike({ 'Fn::GetStackOutput': Match.anyValue() }),
          ]),
        ],
      },
    });
  });

  test('lets the controller ask the metrics of its own account and region, and nothing else', () => {
    const policies = Object.values(template.findResources('AWS::IAM::Policy'));
    const actions = policies.flatMap(({ Properties }) =>
      (
        Properties as { PolicyDocument: { Statement: { Action: string | string[] }[] } }
      ).PolicyDocument.Statement.flatMap(({ Action }) => Action),
    );
    expect(actions).toEqual(['aps:QueryMetrics']);
  });

  test('is left in the assembly as files that people can read', () => {
    const file = join(Stage.of(platform.controllers)?.outdir ?? '', 'manifests', 'guard-rails', 'objects.json');
    expect(readFileSync(file, 'utf8')).toContain('\n    "kind": "ValidatingAdmissionPolicy"');
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

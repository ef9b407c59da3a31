import { Match, Template } from 'aws-cdk-lib/assertions';
import type { Environment } from '../../../lib/environment/schema';
import { service } from '../../../lib/environment/service';
import { shipped, stageOf } from '../synthesized';

const prod = shipped('prod');
const platform = stageOf(prod);
const [stack] = platform.services;
if (stack === undefined) throw new Error('prod has services');
const template = Template.fromStack(stack);

const plain = service({
  image: { tag: '1.4.2' },
  promise: { availability: 0.999, latency: { percentile: 99, thresholdMilliseconds: 250 }, requestsPerSecond: 50 },
});
const dev = shipped('dev');
const withServices = (services: Environment['services'], more: Partial<Environment> = {}): Environment => ({
  ...dev,
  services,
  stores: undefined,
  ...more,
});

describe('the stack of services', () => {
  test('gives each service a role that only its own pods can take', () => {
    for (const name of ['user', 'trip', 'payment', 'mapping']) {
      template.hasResourceProperties('AWS::EKS::PodIdentityAssociation', {
        ClusterName: 'bulkhead-prod',
        Namespace: name,
        ServiceAccount: name,
      });
    }
    template.resourceCountIs('AWS::EKS::PodIdentityAssociation', 4);
  });

  test('lets a service log in at its stores as itself, and at no other', () => {
    const statements = Object.entries(template.findResources('AWS::IAM::Policy')).map(([id, { Properties }]) => [
      id,
      JSON.stringify((Properties as { PolicyDocument: object }).PolicyDocument),
    ]);
    const of = (name: string) => statements.find(([id]) => id?.startsWith(`Role${name}`))?.[1] ?? '';
    expect(of('UserUser')).toMatch(/rds-db:connect.*\/user"/);
    expect(of('PaymentPayment')).toMatch(/rds-db:connect.*\/payment"/);
    expect(of('MappingMapping')).toBe('');
  });

  test('applies a service after its role and what its pods are told, so that the first pod has both', () => {
    template.hasResource('Custom::AWSCDK-EKS-HelmChart', {
      Properties: Match.objectLike({ Release: 'payment', Namespace: 'payment', Atomic: Match.absent() }),
      DependsOn: Match.arrayWith([
        Match.stringLikeRegexp('^FactsPayment'),
        Match.stringLikeRegexp('^RolePaymentPaymentAssociation'),
      ]),
    });
  });

  test('tells pods where their stores are, and pods without stores nothing', () => {
    const manifests = Object.values(template.findResources('Custom::AWSCDK-EKS-KubernetesResource')).map(
      ({ Properties }) => JSON.stringify((Properties as { Manifest: unknown }).Manifest),
    );
    expect(manifests).toHaveLength(3);
    const payment = manifests.find((text) => text.includes('\\"namespace\\":\\"payment\\"')) ?? '';
    for (const fact of ['WRITER_HOST', 'READER_HOST', 'PORT', 'DATABASE']) {
      expect(payment).toContain(`STORE_LEDGER_${fact}`);
    }
    expect(payment).not.toContain('RIDERS');
  });

  test('keeps images in repositories where tags never move, flaws are looked for, and old versions go', () => {
    template.resourceCountIs('AWS::ECR::Repository', 4);
    template.allResourcesProperties('AWS::ECR::Repository', {
      ImageTagMutability: 'IMMUTABLE',
      ImageScanningConfiguration: { ScanOnPush: true },
      EncryptionConfiguration: { EncryptionType: 'KMS' },
      LifecyclePolicy: { LifecyclePolicyText: Match.stringLikeRegexp('"expire"') },
    });
    template.hasResource('AWS::ECR::Repository', { DeletionPolicy: 'Retain' });
  });

  test('takes a new service without touching those that are there', () => {
    const before = Object.keys(template.toJSON().Resources as object);
    const more = { ...prod, services: { ...prod.services, fares: plain } };
    const [after] = stageOf(more).services;
    if (after === undefined) throw new Error('there are services');
    expect(Object.keys(Template.fromStack(after).toJSON().Resources as object)).toEqual(expect.arrayContaining(before));
  });
});

describe('an environment whose services Argo CD applies', () => {
  const gitops = {
    repository: 'https://github.com/rides/platform.git',
    identityCenter: {
      instanceArn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
      administrators: { groups: ['90670a1b2c-3d4e5f60-7182-93a4-b5c6-d7e8f9a0b1c2'] },
    },
  };

  test('has roles, repositories and facts from the deployment, and no release', () => {
    const [services] = stageOf({ ...prod, gitops }).services;
    if (services === undefined) throw new Error('there are services');
    const made = Template.fromStack(services);
    made.resourceCountIs('Custom::AWSCDK-EKS-HelmChart', 0);
    made.resourceCountIs('AWS::EKS::PodIdentityAssociation', 4);
    made.resourceCountIs('Custom::AWSCDK-EKS-KubernetesResource', 3);
  });
});

describe('an environment of many services', () => {
  test('spreads them over its stacks, and makes no stack that is empty', () => {
    const services = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`svc-${index}`, plain]));
    const stacks = stageOf(withServices(services, { serviceStacks: 4 })).services;
    const counts = stacks.map(
      (each) => Object.keys(Template.fromStack(each).findResources('AWS::EKS::PodIdentityAssociation')).length,
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(12);
    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect(stacks.length).toBeGreaterThan(1);
  });

  test('has no stack of services when it has none', () => {
    expect(stageOf(withServices(undefined)).services).toEqual([]);
  });
});

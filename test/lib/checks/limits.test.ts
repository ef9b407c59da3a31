import { createHash } from 'node:crypto';
import { CfnOutput, CfnResource, Stack, Stage } from 'aws-cdk-lib/core';
import { LoadBalancerClass } from '../../../constructs/kubernetes/load-balancer-class';
import { COMPUTE_MODE_FACTS } from '../../../constructs/plan/cluster/compute-modes';
import {
  renderApplication,
  type Application,
  type KubernetesObject,
  type ObjectApplication,
} from '../../../lib/charts/application';
import { serviceApplications } from '../../../lib/charts/services';
import { limits } from '../../../lib/checks/limits';
import { headroomOf } from '../../../lib/checks/limits/stacks';
import type { Subject } from '../../../lib/checks/subject';
import type { Environment } from '../../../lib/environment/schema';
import { service } from '../../../lib/environment/service';
import { canary } from '../../../constructs/delivery/spec';
import { enoughStacks } from '../../../lib/stacks/stack-size';
import { shipped } from '../synthesized';
import { findings, rendered } from './rendered';

const withResources = (count: number) =>
  rendered(({ data }) => {
    // One more is there already.
    for (let index = 0; index < count; index += 1) new CfnResource(data, `Topic${index}`, { type: 'AWS::SNS::Topic' });
  });

/** 501 resources and more are refused by the CDK itself unless it is told otherwise. */
const UNCHECKED = { context: { '@aws-cdk/core:stackResourceLimit': 0 } };

const prod = shipped('prod');
const dev = shipped('dev');

/** What Kubernetes is told, and no stacks. */
const told = (applications: readonly Application[], environment: Environment = dev): Subject =>
  ({ stacks: [], platforms: [{ environment, applications }] }) as Partial<Subject> as Subject;

const application = (...objects: readonly KubernetesObject[]): ObjectApplication => ({
  name: 'user',
  namespace: 'user',
  wave: 40,
  objects,
});

describe('the check of limits, of a stack', () => {
  it('passes a small one', async () => {
    expect(await findings(limits, withResources(3))).toEqual([]);
  });

  it('warns when less than a fifth of the resources is left', async () => {
    expect(await findings(limits, withResources(399))).toEqual([]);
    expect(await findings(limits, withResources(400))).toEqual([
      {
        environment: 'prod',
        stack: 'data',
        field: 'resources',
        value: 401,
        reason: '19 % of the 500 that CloudFormation takes are left',
        remedy: 'move part of it to a stack of its own',
        severity: 'warning',
      },
    ]);
  });

  it('fails one that CloudFormation would not take', async () => {
    const subject = rendered(({ data }) => {
      for (let index = 0; index < 201; index += 1) new CfnOutput(data, `Output${index}`, { value: 'x' });
    }, UNCHECKED);
    expect(await findings(limits, subject)).toMatchObject([{ field: 'outputs', value: 201, severity: 'error' }]);
  });

  it('fails a description that is too long, and does not ask it for headroom', async () => {
    const described = (length: number) =>
      rendered(({ data }) => {
        data.templateOptions.description = 'x'.repeat(length);
      });
    expect(await findings(limits, described(1024))).toEqual([]);
    expect(await findings(limits, described(1025))).toMatchObject([
      { field: 'bytes of the description', severity: 'error' },
    ]);
  });

  it('measures the headroom of the limit that a stack reaches first', () => {
    const subject = rendered(({ data }) => {
      new CfnResource(data, 'Topic', { type: 'AWS::SNS::Topic' });
      for (let index = 0; index < 50; index += 1) new CfnOutput(data, `Output${index}`, { value: 'x' });
    });
    const data = subject.stacks.find(({ name }) => name === 'data')!;
    expect(headroomOf(data)).toEqual({ what: 'outputs', used: 50, most: 200, free: 0.75 });
  });

  it('says over how many stacks to spread services, when theirs is nearly full', async () => {
    const plain = service({
      image: { tag: '1.4.2' },
      promise: { availability: 0.999, latency: { percentile: 99, thresholdMilliseconds: 250 }, requestsPerSecond: 50 },
    });
    const environment = {
      ...prod,
      stores: undefined,
      services: Object.fromEntries(Array.from({ length: 102 }, (_, index) => [`svc-${index}`, plain])),
    };
    const { stacks } = rendered(({ data }) => {
      const services = new Stack(Stage.of(data), 'services');
      for (let index = 0; index < 408; index += 1)
        new CfnResource(services, `Role${index}`, { type: 'AWS::SNS::Topic' });
    });
    const subject = { stacks, platforms: [{ environment, applications: [] }] } as Partial<Subject> as Subject;
    expect(await findings(limits, subject)).toMatchObject([
      {
        stack: 'services',
        field: 'resources',
        value: 408,
        remedy: expect.stringContaining(`set serviceStacks to ${enoughStacks(environment)},`) as string,
        severity: 'warning',
      },
    ]);
  });
});

describe('the check of limits, of an account and a cluster', () => {
  const { stacks } = rendered(() => undefined);
  /** Resources of a type, in one of an environment's two stacks. */
  const withMany = (type: string, count: number, environment = 'prod'): Subject['stacks'] => {
    const many = Object.fromEntries(Array.from({ length: count }, (_, index) => [`Many${index}`, { Type: type }]));
    return stacks.map((stack, index) => ({ ...stack, environment, template: { Resources: index === 0 ? many : {} } }));
  };
  /** What is found beside that the stack is too large. */
  const found = async (...some: Subject['stacks']) =>
    (await findings(limits, { stacks: some, platforms: [] } as Partial<Subject> as Subject)).filter(
      ({ field }) => field !== 'resources',
    );

  it('warns of more roles than an account takes by default, over all its environments', async () => {
    const roles = (count: number, environment?: string) => withMany('AWS::IAM::Role', count, environment);
    expect(await found(...roles(800))).toEqual([]);
    expect(await found(...roles(1001))).toMatchObject([
      {
        resource: 'account 111122223333',
        field: 'IAM roles',
        value: 1001,
        reason: 'an AWS account takes at most 1000, unless AWS has raised that',
        severity: 'warning',
      },
    ]);
    expect(await found(...roles(600, 'dev'), ...roles(600, 'staging'))).toMatchObject([{ value: 1200 }]);
  });

  it('refuses more Pod Identity associations than a cluster takes', async () => {
    const associations = (count: number, environment?: string) =>
      withMany('AWS::EKS::PodIdentityAssociation', count, environment);
    expect(await found(...associations(4000))).toEqual([]);
    expect(await found(...associations(3000, 'dev'), ...associations(3000, 'staging'))).toEqual([]);
    expect(await found(...associations(5000))).toMatchObject([
      { environment: 'prod', field: 'Pod Identity associations', severity: 'warning' },
    ]);
    expect(await found(...associations(5001))).toMatchObject([
      { reason: 'an EKS cluster takes at most 5000', severity: 'error' },
    ]);
  });
});

describe('the check of limits, of a load balancer', () => {
  const compute = COMPUTE_MODE_FACTS.auto;
  const classOf = (group?: string): Application =>
    renderApplication({ name: 'load-balancer', namespace: 'kube-system', wave: 20, environment: dev }, (chart) => {
      new LoadBalancerClass(chart, 'class', { compute, ...(group === undefined ? {} : { group }) });
      return {};
    });
  const PATHS = ['/a', '/b', '/c', '/d'];
  /** Rendered once: one application does not depend on the others. The first 26 have four paths. */
  const rendering = serviceApplications(
    {
      ...dev,
      stores: undefined,
      mesh: undefined,
      edge: undefined,
      router: { kind: 'alb' },
      services: Object.fromEntries(
        Array.from({ length: 51 }, (_, index) => [
          `svc-${index}`,
          service({
            image: 'ghcr.io/rides/user:1.4.2',
            promise: {
              availability: 0.999,
              latency: { percentile: 99, thresholdMilliseconds: 250 },
              requestsPerSecond: 50,
            },
            edge: { paths: index < 26 ? PATHS : ['/'] },
            strategy: canary({
              steps: [
                { step: 'setWeight', weight: 50 },
                { step: 'pause', seconds: 600 },
              ],
              analysis: { checks: [{ check: 'promise' }] },
            }),
          }),
        ]),
      ),
    },
    'aws',
  );
  const withPaths = (count: number): readonly ObjectApplication[] => rendering.slice(0, count);
  const withSteps = (rollout: KubernetesObject, steps: readonly object[]): KubernetesObject => {
    const { spec, ...rest } = structuredClone(rollout) as KubernetesObject & {
      spec: { strategy: { canary: object } };
    };
    return { ...rest, spec: { ...spec, strategy: { canary: { ...spec.strategy.canary, steps } } } } as KubernetesObject;
  };

  it('counts two target groups for each service, however many paths it has', async () => {
    const groups = async (applications: readonly ObjectApplication[]) =>
      (await findings(limits, told([classOf('rides'), ...applications]))).filter(
        ({ field }) => field === 'target groups',
      );
    expect(await groups(rendering.slice(0, 40))).toEqual([]);
    expect(await groups(rendering.slice(0, 41))).toMatchObject([
      { environment: 'dev', resource: 'load balancer rides', value: 82, severity: 'warning' },
    ]);
    expect(await groups(rendering)).toMatchObject([
      { value: 102, reason: 'an application load balancer takes at most 100', severity: 'error' },
    ]);
  });

  it('counts a rule for each path, and only warns of too many, for AWS takes more on request', async () => {
    expect(await findings(limits, told([classOf('rides'), ...withPaths(20)]))).toEqual([]);
    expect(await findings(limits, told([classOf('rides'), ...withPaths(26)]))).toEqual([
      expect.objectContaining({
        field: 'rules',
        value: 104,
        reason: 'an application load balancer takes at most 100, unless AWS has raised that',
        severity: 'warning',
      }),
    ]);
  });

  it('counts the pods of an experiment that get requests of their own', async () => {
    const experiment = { experiment: { templates: [{ name: 'candidate', weight: 5 }, { name: 'unseen' }] } };
    const withExperiment = withPaths(33).map((each) => ({
      ...each,
      objects: each.objects.map((object) => (object.kind === 'Rollout' ? withSteps(object, [experiment]) : object)),
    }));
    expect(await findings(limits, told([classOf('rides'), ...withExperiment]))).toContainEqual(
      expect.objectContaining({ field: 'target groups', value: 33 * 3 }),
    );
  });

  it('gives every Ingress a load balancer of its own where their class has no group', async () => {
    expect(await findings(limits, told([classOf(), ...rendering]))).toEqual([]);
  });

  it('says nothing of a class that AWS has nothing to do with', async () => {
    const ingress = (ingressClassName: string): Application =>
      application({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: 'user', namespace: 'user' },
        spec: {
          ingressClassName,
          rules: [
            {
              http: {
                paths: Array.from({ length: 101 }, (_, index) => ({
                  path: `/${index}`,
                  backend: { service: { name: 'user', port: { number: 8080 } } },
                })),
              },
            },
          ],
        },
      });
    expect(await findings(limits, told([classOf(), ingress('nginx')]))).toEqual([]);
    expect(await findings(limits, told([classOf(), ingress('alb')]))).toMatchObject([{ field: 'rules', value: 101 }]);
  });
});

describe('the check of limits, of what Kubernetes is told', () => {
  const MEBIBYTE = 1_048_576;
  const configMap = (data: Readonly<Record<string, string>>): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'user', namespace: 'user' },
    data,
  });
  const virtualService = (bytes: number): KubernetesObject => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'user', namespace: 'user' },
    spec: { http: [{ name: 'x'.repeat(bytes) }] },
  });

  it('passes what ships', async () => {
    const applications = serviceApplications(prod, 'aws');
    expect(await findings(limits, told(applications, prod))).toEqual([]);
  });

  it('refuses settings that a ConfigMap does not take', async () => {
    const halves = (bytes: number) => configMap({ a: 'x'.repeat(bytes / 2), b: 'x'.repeat(bytes / 2) });
    expect(await findings(limits, told([application(halves(0.8 * MEBIBYTE - 1))]))).toEqual([]);
    expect(await findings(limits, told([application(halves(MEBIBYTE))]))).toMatchObject([{ severity: 'warning' }]);
    expect(await findings(limits, told([application(halves(MEBIBYTE + 2))]))).toEqual([
      expect.objectContaining({
        resource: 'user: ConfigMap user/user',
        field: 'bytes of data',
        value: MEBIBYTE + 2,
        severity: 'error',
      }),
    ]);
  });

  it('refuses an object that etcd does not take, such as a VirtualService of very many routes', async () => {
    expect(await findings(limits, told([application(virtualService(1.1 * MEBIBYTE))]))).toEqual([]);
    expect(await findings(limits, told([application(virtualService(1.5 * MEBIBYTE))]))).toEqual([
      expect.objectContaining({ resource: 'user: VirtualService user/user', field: 'bytes', severity: 'error' }),
    ]);
  });

  describe('with a Helm release', () => {
    /** What does not pack: as random as settings can be. */
    const noise = (bytes: number, seed: number) =>
      configMap({
        a: Array.from({ length: Math.ceil(bytes / 64) }, (_, index) =>
          createHash('sha256').update(`${seed} ${index}`).digest('hex'),
        ).join(''),
      });
    const noisy = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        ...noise(100_000, index),
        metadata: { name: `user-${index}`, namespace: 'user' },
      }));
    const record = expect.objectContaining({
      resource: 'user: Helm release user',
      field: 'bytes of its record',
    }) as unknown;

    it('refuses one whose record does not fit into a Secret, though each of its objects is small', async () => {
      expect(await findings(limits, told([application(...noisy(4))]))).toEqual([]);
      expect(await findings(limits, told([application(...noisy(12))]))).toEqual([record]);
    });

    it('counts what is left after packing: a thousand namespaces of one kind are small', async () => {
      const same = Array.from({ length: 1000 }, (_, index) => ({
        ...configMap({ a: 'x'.repeat(1000) }),
        metadata: { name: `user-${index}`, namespace: 'user' },
      }));
      expect(await findings(limits, told([application(...same)]))).toEqual([]);
    });

    it('refuses one whose objects are a larger file than Helm loads, however well it packs', async () => {
      const same = (count: number) =>
        Array.from({ length: count }, (_, index) => ({
          ...configMap({ a: 'x'.repeat(100_000) }),
          metadata: { name: `user-${index}`, namespace: 'user' },
        }));
      expect(await findings(limits, told([application(...same(41))]))).toEqual([]);
      expect(await findings(limits, told([application(...same(53))]))).toMatchObject([
        { resource: 'user: Helm release user', field: 'bytes of a file of its chart', severity: 'error' },
      ]);
    });

    it('does not make one where Argo CD applies the objects', async () => {
      const gitops = {
        repository: 'https://github.com/rides/platform.git',
        identityCenter: {
          instanceArn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
          administrators: { groups: ['90670a1b2c-3d4e5f60-7182-93a4-b5c6-d7e8f9a0b1c2'] },
        },
      };
      expect(await findings(limits, told([application(...noisy(12))], { ...dev, gitops }))).toEqual([]);
    });
  });
});

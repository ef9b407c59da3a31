import { JsonPatch } from 'cdk8s';
import { applicationsOf } from '../../../lib/charts';
import {
  toYaml,
  WAVES,
  type Application,
  type CustomizeChart,
  type KubernetesObject,
} from '../../../lib/charts/application';
import { serviceFacts } from '../../../lib/environment/facts';
import { parseEnvironments } from '../../../lib/environment/parse';
import type { Environment } from '../../../lib/environment/schema';
import { service, type EnvironmentService } from '../../../lib/environment/service';
import type { Target } from '../../../lib/images/image-name';
import { SOUND } from '../environment/examples';
import { LEAST } from '../environment/service-examples';
import { shipped } from '../synthesized';

const prod = shipped('prod');
const BOTH = ['aws', 'local'] as const satisfies readonly Target[];

/** An environment without a mesh, with these services; it is checked, so that no test looks at what cannot be. */
function withoutMesh(
  services: Readonly<Record<string, EnvironmentService>>,
  more: Partial<Environment> = {},
): Environment {
  const [environment] = parseEnvironments([{ ...SOUND, stores: undefined, services, ...more }]);
  if (environment === undefined) throw new Error('one went in');
  return environment;
}

const objectsOf = (application: Application | undefined): readonly KubernetesObject[] =>
  application !== undefined && 'objects' in application ? application.objects : [];

const applicationOf = (environment: Environment, name: string, target: Target = 'aws'): Application | undefined =>
  applicationsOf(environment, target).find((each) => each.name === name);

/** The labels of the namespaces of an environment, by their names. */
function labelsOf(
  environment: Environment,
  target: Target = 'aws',
): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const namespaces = objectsOf(applicationOf(environment, 'namespaces', target)).filter(
    ({ kind }) => kind === 'Namespace',
  );
  return Object.fromEntries(namespaces.map(({ metadata }) => [metadata.name, metadata.labels ?? {}]));
}

const namesOf = (applications: readonly Application[]): readonly string[] => applications.map(({ name }) => name);

describe('what Kubernetes is told', () => {
  test.each(BOTH)('is in order on %s: namespaces, controllers, what all are subject to, services', (target) => {
    expect(namesOf(applicationsOf(prod, target))).toEqual([
      'namespaces',
      'istio-base',
      'istio-cni',
      'istiod-1-31',
      'edge',
      'argo-rollouts',
      'guard-rails',
      ...(target === 'local' ? ['local-stores'] : []),
      'collector',
      'grafana',
      'mesh',
      'edge-routes',
      'user',
      'trip',
      'payment',
      'mapping',
    ]);
  });

  test.each(BOTH)('has waves in the same order on %s, one for each controller and one for all services', (target) => {
    const applications = applicationsOf(prod, target);
    const waves = applications.map(({ wave }) => wave);
    expect(waves).toEqual([...waves].sort((a, b) => a - b));
    const controllers = applications.flatMap((each) => ('release' in each ? [each.wave] : []));
    expect(new Set(controllers).size).toBe(controllers.length);
    expect(controllers.every((wave) => wave > WAVES.namespaces && wave < WAVES.guardRails)).toBe(true);
    expect(applications.slice(-4).map(({ wave }) => wave)).toEqual(Array(4).fill(WAVES.services));
  });

  test('is nothing of a mesh where there is none', () => {
    const environment = withoutMesh({ payment: LEAST });
    expect(namesOf(applicationsOf(environment, 'aws'))).toEqual([
      'namespaces',
      'argo-rollouts',
      'guard-rails',
      'collector',
      'payment',
    ]);
    const objects = applicationsOf(environment, 'aws').flatMap(objectsOf);
    expect(objects.filter(({ apiVersion }) => apiVersion.includes('istio'))).toEqual([]);
    expect(JSON.stringify(labelsOf(environment))).not.toContain('istio');
  });

  test('has each service in the namespace that it names, and each of its objects there', () => {
    const environment = withoutMesh({ payment: { ...LEAST, namespace: 'money' } });
    const payment = applicationOf(environment, 'payment');
    expect(payment?.namespace).toBe('money');
    expect(new Set(objectsOf(payment).map(({ metadata }) => metadata.namespace))).toEqual(new Set(['money']));
  });

  test('has every namespace that something is applied to', () => {
    for (const target of BOTH) {
      const applications = applicationsOf(prod, target);
      const made = [...Object.keys(labelsOf(prod, target)), 'kube-system'];
      const used = applications.flatMap((each) => [
        each.namespace,
        ...objectsOf(each).flatMap(({ metadata }) => metadata.namespace ?? []),
      ]);
      expect(used.filter((namespace) => !made.includes(namespace))).toEqual([]);
      expect(made).toContain(serviceFacts(prod, target).collector.namespace);
    }
  });

  test('is the same on every day', () => {
    const yaml = () => applicationsOf(prod, 'aws').map((each) => toYaml(objectsOf(each)));
    expect(yaml()).toEqual(yaml());
  });
});

describe('what was accepted for AWS', () => {
  test("can be rendered for one's own machine, though that has no zones and so fewer pods by itself", () => {
    const strategy: EnvironmentService['strategy'] = {
      kind: 'canary',
      steps: [
        { step: 'setWeight', weight: 50 },
        { step: 'pause', seconds: 3600 },
      ],
      analysis: { checks: [{ check: 'promise' }] },
      minPodsPerReplicaSet: 3,
    };
    const environment = withoutMesh({ payment: { ...LEAST, strategy } }, { mesh: { version: '1.31' } });
    const autoscaler = (target: Target) =>
      objectsOf(applicationOf(environment, 'payment', target)).find(({ kind }) => kind === 'HorizontalPodAutoscaler');
    expect(autoscaler('local')?.spec).toMatchObject({ minReplicas: 3 });
    expect(autoscaler('aws')?.spec).toMatchObject({ minReplicas: 3 });
  });
});

describe('services behind a load balancer', () => {
  const web = service({ ...LEAST, edge: { paths: ['/'] }, router: { kind: 'alb' } });
  const shop = service({ ...LEAST, edge: { paths: ['/shop'] } });
  const gate = 'eks.amazonaws.com/pod-readiness-gate-inject';

  test('have its class before them, one for all', () => {
    const environment = withoutMesh({ web, shop });
    expect(namesOf(applicationsOf(environment, 'aws'))).toEqual([
      'namespaces',
      'argo-rollouts',
      'guard-rails',
      'load-balancer',
      'collector',
      'web',
      'shop',
    ]);
    expect(objectsOf(applicationOf(environment, 'load-balancer')).map(({ kind }) => kind)).toEqual([
      'IngressClassParams',
      'IngressClass',
    ]);
  });

  test('have pods that are ready when it knows them, whatever divides their requests', () => {
    const labels = labelsOf(withoutMesh({ web, shop, inner: LEAST }));
    expect(labels.web).toMatchObject({ [gate]: 'enabled' });
    expect(labels.shop).toMatchObject({ [gate]: 'enabled' });
    expect(labels.inner).not.toHaveProperty([gate]);
  });

  test('are told so in the words of their compute mode', () => {
    const cluster = { ...SOUND.cluster, mode: 'node-groups' as const };
    expect(labelsOf(withoutMesh({ web }, { cluster })).web).toMatchObject({
      'elbv2.k8s.aws/pod-readiness-gate-inject': 'enabled',
    });
  });

  test("have neither on one's own machine, where nothing is AWS'", () => {
    const environment = withoutMesh({ web, shop });
    expect(namesOf(applicationsOf(environment, 'local'))).not.toContain('load-balancer');
    expect(JSON.stringify(labelsOf(environment, 'local'))).not.toContain('readiness-gate');
  });

  test('need no class where all come through the mesh', () => {
    expect(namesOf(applicationsOf(prod, 'aws'))).not.toContain('load-balancer');
  });
});

describe('the namespaces of services', () => {
  const revision = 'istio.io/rev';
  const mesh = { version: '1.31' } as const;

  test('ask for a sidecar where a service is in the mesh, and nowhere else', () => {
    const environment = withoutMesh(
      {
        trip: LEAST,
        fares: { ...LEAST, router: { kind: 'replicas' } },
        old: { ...LEAST, namespace: 'shared', router: { kind: 'replicas' } },
        young: { ...LEAST, namespace: 'shared' },
      },
      { mesh },
    );
    for (const target of BOTH) {
      const labels = labelsOf(environment, target);
      const asking = Object.keys(labels).filter((name) => labels[name]?.[revision] !== undefined);
      expect(asking).toEqual(['trip', 'shared']);
      expect(labels.trip?.[revision]).toBe('1-31');
    }
  });

  test('ask for the sidecar of the control plane that they still use', () => {
    const moving: Environment['mesh'] = { ...mesh, previous: { version: '1.30', namespaces: ['fares'] } };
    const labels = labelsOf(withoutMesh({ trip: LEAST, fares: LEAST }, { mesh: moving }));
    expect([labels.trip?.[revision], labels.fares?.[revision]]).toEqual(['1-31', '1-30']);
  });

  test('let nothing through that nobody names, and those of controllers do: what they need is not known here', () => {
    const denied = objectsOf(applicationOf(prod, 'namespaces'))
      .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'default-deny')
      .map(({ metadata }) => metadata.namespace);
    expect(denied).toEqual(['user', 'trip', 'payment', 'mapping']);
  });
});

describe('what an adopter customizes', () => {
  test('is every application that has objects, once each, with the environment that it is of', () => {
    const seen: string[] = [];
    const customize: CustomizeChart = ({ application, environment, apiObjects }) => {
      seen.push(`${environment.name} ${application} ${apiObjects.length > 0}`);
    };
    const withLoadBalancer = withoutMesh({ web: { ...LEAST, edge: {}, router: { kind: 'alb' } } });
    for (const environment of [prod, withLoadBalancer]) {
      seen.length = 0;
      const applications = applicationsOf(environment, 'aws', customize);
      const expected = applications.filter((each) => 'objects' in each).map(({ name }) => `prod ${name} true`);
      expect(seen.sort()).toEqual(expected.sort());
    }
  });

  test('ends up in the objects, at whatever depth', () => {
    const customize: CustomizeChart = ({ application, apiObjects }) => {
      if (application !== 'payment') return;
      const rollout = apiObjects.find(({ kind }) => kind === 'Rollout');
      rollout?.addJsonPatch(JsonPatch.add('/spec/template/spec/hostAliases', [{ ip: '203.0.113.1' }]));
    };
    const hostAliases = applicationsOf(prod, 'aws', customize)
      .filter((each) => objectsOf(each).some((object) => JSON.stringify(object).includes('203.0.113.1')))
      .map(({ name }) => name);
    expect(hostAliases).toEqual(['payment']);
  });

  test('is nothing unless somebody says so', () => {
    const untouched = applicationsOf(prod, 'aws', () => undefined);
    expect(untouched.map(objectsOf)).toEqual(applicationsOf(prod, 'aws').map(objectsOf));
  });
});

describe('the objects of production', () => {
  const applications = applicationsOf(prod, 'aws').filter((each) => 'objects' in each);

  test.each(applications.map((application) => ({ application })))('of $application.name', ({ application }) => {
    const inventory = application.objects.map(({ kind, metadata }) =>
      [kind, [metadata.namespace, metadata.name].filter((part) => part !== undefined).join('/')].join(' '),
    );
    expect(inventory).toMatchSnapshot();
  });
});

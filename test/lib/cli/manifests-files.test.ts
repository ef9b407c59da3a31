import { SpecError } from '../../../constructs/plan/problem';
import { applicationsOf } from '../../../lib/charts';
import type { Application, ObjectApplication } from '../../../lib/charts/application';
import { manifestFiles } from '../../../lib/cli/manifests/files';
import { placeOf } from '../../../lib/cli/manifests/places';
import type { Environment } from '../../../lib/environment/schema';
import { environments } from '../../environments';
import { APPLICATIONS, GITOPS, NAMESPACES, PAYMENT } from '../gitops/examples';

const [dev, , prod] = environments;

const filesOf = (environment: Environment, target: 'aws' | 'local' = 'aws') =>
  manifestFiles(environment, target, applicationsOf(environment, target));

const objectsOf = (applications: readonly Application[]) =>
  applications.flatMap((application) =>
    'release' in application ? [] : application.objects.map((object) => ({ application, object })),
  );

const RENDERINGS = [
  ['dev on a local cluster', dev!, 'local'],
  ['production on AWS', prod!, 'aws'],
  ['production by Argo CD', GITOPS, 'aws'],
] as const;

describe.each(RENDERINGS)('everything that Kubernetes is told: %s', (_, environment, target) => {
  const applications = applicationsOf(environment, target);
  const files = manifestFiles(environment, target, applications);

  it('has each object in a file of its own', () => {
    const objects = objectsOf(applications);
    expect(objects.length).toBeGreaterThan(40);
    const places = objects.map(({ application, object }) => placeOf(object, application));
    expect(new Set(places).size).toBe(objects.length);
    expect([...files.keys()].filter((path) => path.startsWith('objects/')).sort()).toEqual(places.sort());
    for (const { application, object } of objects) {
      const text = files.get(placeOf(object, application)) ?? '';
      expect(text).toMatch(new RegExp(`^kind: ${object.kind}$`, 'm'));
      // One document: a second would be an object that no file is named after.
      expect(text).not.toMatch(/^---/m);
    }
  });

  it('names nothing that only a deployment knows', () => {
    for (const [path, text] of files) {
      const withoutImages = text.replace(/^(\s+(?:- )?image: ).*$/gm, '$1');
      expect([path, /\$\{Token|arn:aws|(?<![\d.])\d{12}(?!\d)/.exec(withoutImages)?.[0]]).toEqual([path, undefined]);
    }
  });

  it('is the same bytes every time', () => {
    const again = manifestFiles(environment, target, applicationsOf(structuredClone(environment), target));
    expect([...again]).toEqual([...files]);
  });

  it('renames and changes no object of a service when another one comes', () => {
    const { user } = environment.services!;
    const more = filesOf({ ...environment, services: { another: user!, ...environment.services } }, target);
    const ofServices = (path: string) => /^objects\/(user|trip|payment|mapping)\//.test(path);
    expect([...more].filter(([path]) => ofServices(path)).sort()).toEqual(
      [...files].filter(([path]) => ofServices(path)).sort(),
    );
    expect([...files.keys()].filter((path) => !more.has(path))).toEqual([]);
    expect(more.has('objects/another/rollout-another.yaml')).toBe(true);
  });
});

describe('what applies the files', () => {
  const folders = (files: ReadonlyMap<string, string>) => [
    ...new Set([...files.keys()].map((path) => path.split('/')[0])),
  ];

  it('is Argo CD where the environment says so', () => {
    const files = filesOf(GITOPS);
    expect(folders(files).sort()).toEqual(['applications', 'bootstrap', 'objects']);
    expect(files.get('applications/payment.yaml')).toContain('path: manifests/prod/objects/payment');
    expect([...files.keys()].filter((path) => path.startsWith('bootstrap/'))).toEqual([
      'bootstrap/configmap-argocd-cm.yaml',
      'bootstrap/appproject-prod.yaml',
      'bootstrap/application-prod.yaml',
    ]);
  });

  it('has an Application for every application, and for nothing else', () => {
    const files = filesOf(GITOPS);
    const applications = [...files.keys()].filter((path) => path.startsWith('applications/'));
    expect(applications).toEqual(applicationsOf(GITOPS, 'aws').map(({ name }) => `applications/${name}.yaml`));
  });

  it('is a person with kubectl and helm on a local cluster, whatever the environment says', () => {
    expect(folders(filesOf(GITOPS, 'local')).sort()).toEqual(['apply.sh', 'objects', 'values']);
  });

  it('is the deployment where nobody else is named: the files are for reading', () => {
    expect(folders(filesOf(prod!)).sort()).toEqual(['objects', 'values']);
  });

  it('writes the values of charts with what they belong to', () => {
    const files = manifestFiles(prod!, 'aws', APPLICATIONS);
    expect(files.get('values/argo-rollouts.yaml')).toBe(
      '# argo-rollouts 2.41.1 of https://argoproj.github.io/argo-helm, in the namespace argo-rollouts\n' +
        'installCRDs: true\ncontroller:\n  replicas: 2\n',
    );
  });
});

describe('a local cluster', () => {
  const user = { ...dev!.services!.user!, secrets: ['key'] };
  const files = filesOf({ ...dev!, services: { ...dev!.services, user } }, 'local');
  const text = [...files.values()].join('\n');

  it.each([
    ['identity of pods in AWS', /169\.254\.170\.23\/32(?!")\s*\n\s*ports|pods\.eks/],
    ['secret of AWS', /SecretProviderClass|secrets-store/],
    ['signed query', /sigv4/i],
    ['zone of nodes', /topology\.kubernetes\.io\/zone/],
    ["AWS' class of load balancers", /IngressClassParams|eks\.amazonaws\.com|elbv2/],
    ['registry of AWS', /dkr\.ecr\./],
  ])('is told of no %s', (_, word) => {
    expect(text).not.toMatch(word);
  });

  it('runs images that nobody else could have pushed, and reads secrets that one makes oneself', () => {
    expect(text).toMatch(/image: localhost\/reference-service:[0-9a-f]{16}/);
    expect(text).toContain('secretName: user');
    expect(text).toContain('address: http://prometheus-server.observability');
  });
});

describe('the name of a file', () => {
  const application: ObjectApplication = { name: 'payment', namespace: 'payment', wave: 40, objects: [] };
  const place = (kind: string, name: string, namespace?: string) =>
    placeOf(
      { apiVersion: 'v1', kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } },
      application,
    );

  it('is the kind and the name', () => {
    expect(place('AnalysisTemplate', 'payment-background', 'payment')).toBe(
      'objects/payment/analysistemplate-payment-background.yaml',
    );
    expect(place('ClusterRole', 'viewer')).toBe('objects/payment/clusterrole-viewer.yaml');
  });

  it("is in a folder of the namespace, where that is not the application's", () => {
    expect(place('Role', 'viewer', 'user')).toBe('objects/payment/user/role-viewer.yaml');
  });

  it('is one that every file system takes', () => {
    expect(place('ClusterRole', 'rides:viewer/a')).toBe('objects/payment/clusterrole-rides%3Aviewer%2Fa.yaml');
  });
});

describe('refuses', () => {
  const problemsOf = (applications: readonly Application[]) => {
    try {
      manifestFiles(prod!, 'aws', applications);
    } catch (error) {
      return error instanceof SpecError ? error.problems : [];
    }
    return [];
  };

  it('two applications of one name: a service that is called like a part of the platform', () => {
    expect(problemsOf([NAMESPACES, { ...PAYMENT, name: 'namespaces' }])).toEqual([
      expect.objectContaining({ field: 'applications.namespaces', value: 'namespaces' }),
    ]);
  });

  it('one object in two applications, of whatever version', () => {
    const [service] = PAYMENT.objects;
    const other: ObjectApplication = { ...PAYMENT, name: 'user', objects: [{ ...service!, apiVersion: 'v1' }] };
    expect(problemsOf([PAYMENT, other])).toEqual([
      expect.objectContaining({
        value: 'Service payment/payment',
        reason: expect.stringContaining('payment') as string,
      }),
    ]);
  });

  it('two objects whose files differ in nothing that every file system sees', () => {
    const role = (name: string) => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name },
    });
    expect(problemsOf([{ ...NAMESPACES, objects: [role('viewer'), role('Viewer')] }])).toHaveLength(1);
  });

  it('nothing of what is made by hand here', () => {
    expect(problemsOf(APPLICATIONS)).toEqual([]);
  });
});

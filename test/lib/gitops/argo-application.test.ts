import { applicationsOf } from '../../../lib/charts';
import { argoApplication, rootApplication } from '../../../lib/gitops/argo-application';
import { APPLICATIONS, CONTROLLER, FROM_REGISTRY, GITOPS, NAMESPACES, PAYMENT } from './examples';
import { ARGO } from './strict';

const EVERYTHING = applicationsOf(GITOPS, 'aws');

describe("what Argo CD is told of an environment's applications", () => {
  const told = [...EVERYTHING, ...APPLICATIONS].map((application) => argoApplication(application, GITOPS));

  it('holds no field that its schema does not know', () => {
    expect(told.length).toBeGreaterThan(8);
    for (const each of told) expect(() => ARGO.parse(each)).not.toThrow();
  });

  it('goes to the cluster by the name of the environment, not by an address or ARN', () => {
    expect(new Set(told.map(({ spec }) => spec.destination.name))).toEqual(new Set(['prod']));
    expect(JSON.stringify(told)).not.toMatch(/arn:|https:\/\/[^"]*eks|\$\{Token|\b\d{12}\b/);
  });

  it('is in the order of its waves', () => {
    const waves = EVERYTHING.map((application) =>
      Number(argoApplication(application, GITOPS).metadata.annotations?.['argocd.argoproj.io/sync-wave']),
    );
    expect(waves).toEqual([...waves].sort((a, b) => a - b));
    expect(new Set(waves).size).toBeGreaterThan(2);
  });

  it('is applied without a person, and tried again until what it needs is there', () => {
    for (const { spec } of told) {
      expect(spec.syncPolicy.automated).toEqual({ prune: true, selfHeal: true });
      expect(spec.syncPolicy.retry.limit).toBeGreaterThan(5);
      expect(spec.syncPolicy.syncOptions).toContain('CreateNamespace=false');
    }
  });
});

describe('an application of objects', () => {
  const { metadata, spec } = argoApplication(PAYMENT, GITOPS);

  it('is the folder of its objects, on the branch that the environment follows', () => {
    expect(metadata.name).toBe('prod-payment');
    expect(spec.source).toEqual({
      repoURL: 'https://github.com/rides/platform.git',
      targetRevision: 'main',
      path: 'manifests/prod/objects/payment',
      directory: { recurse: true },
    });
    expect(spec.destination).toEqual({ name: 'prod', namespace: 'payment' });
  });

  it('is where the environment says', () => {
    const elsewhere = { ...GITOPS, gitops: { ...GITOPS.gitops, path: 'clusters/live', revision: 'v7' } };
    expect(argoApplication(PAYMENT, elsewhere).spec.source).toMatchObject({
      targetRevision: 'v7',
      path: 'clusters/live/objects/payment',
    });
  });

  it('leaves alone what is in sync, so that a release under way keeps its weights', () => {
    expect(spec.syncPolicy.syncOptions).toContain('ApplyOutOfSyncOnly=true');
  });

  it('takes no Service selector away, and lets a route change: neither server-side nor respecting differences', () => {
    expect(spec.syncPolicy.syncOptions).not.toContain('ServerSideApply=true');
    expect(spec.syncPolicy.syncOptions).not.toContain('RespectIgnoreDifferences=true');
  });

  it('says nothing of differences where nobody makes any', () => {
    expect(spec).not.toHaveProperty('ignoreDifferences');
  });
});

describe('a controller', () => {
  const { metadata, spec } = argoApplication(CONTROLLER, GITOPS);

  it("is its publisher's chart at the pinned version, with the values in place", () => {
    expect(spec.source).toEqual({
      repoURL: 'https://argoproj.github.io/argo-helm',
      chart: 'argo-rollouts',
      targetRevision: '2.41.1',
      helm: {
        releaseName: 'argo-rollouts',
        valuesObject: { installCRDs: true, controller: { replicas: 2 } },
      },
    });
  });

  it('is applied by the server, since its kinds are too large for the client', () => {
    expect(spec.syncPolicy.syncOptions).toContain('ServerSideApply=true');
  });

  it('keeps the certificates that it writes into its webhooks', () => {
    expect(spec.syncPolicy.syncOptions).toContain('RespectIgnoreDifferences=true');
    expect(spec.ignoreDifferences?.flatMap(({ jqPathExpressions }) => jqPathExpressions)).toContain(
      '.webhooks[]?.clientConfig.caBundle',
    );
  });

  it('comes from a registry of containers without the scheme, under the name of its release', () => {
    expect(argoApplication(FROM_REGISTRY, GITOPS).spec.source).toMatchObject({
      repoURL: 'registry.example/charts',
      chart: 'valkey',
      helm: { releaseName: 'cache-1' },
    });
  });

  it('stays when its file is gone, and so do namespaces; a service goes', () => {
    expect(metadata.finalizers).toBeUndefined();
    expect(argoApplication(NAMESPACES, GITOPS).metadata.finalizers).toBeUndefined();
    expect(argoApplication(PAYMENT, GITOPS).metadata.finalizers).toEqual(['resources-finalizer.argocd.argoproj.io']);
  });
});

describe('the root', () => {
  const root = rootApplication(GITOPS);

  it('is the folder of the others', () => {
    expect(() => ARGO.parse(root)).not.toThrow();
    expect(root.spec.source).toMatchObject({ path: 'manifests/prod/applications', directory: { recurse: false } });
    expect(root.spec.destination).toEqual({ name: 'prod', namespace: 'argocd' });
  });

  it('can be taken away without taking anything that runs', () => {
    expect(root.metadata.finalizers).toBeUndefined();
  });

  it('has a name that no other has', () => {
    const names = EVERYTHING.map((application) => argoApplication(application, GITOPS).metadata.name);
    expect(names).not.toContain(root.metadata.name);
    expect(new Set(names).size).toBe(names.length);
  });
});

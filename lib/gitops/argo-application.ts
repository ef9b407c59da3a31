import type { HelmRelease } from '../../constructs/plan/helm-release';
import { WAVES, type Application, type ObjectApplication, type ReleaseApplication } from '../charts/application';
import { contextOf } from '../environment/context';
import { gitopsPlan, revisionOf, type GitopsEnvironment } from './environment';
import { ignoredDifferences } from './ignored-differences';
import type { ArgoApplication, ArgoSource, IgnoredDifference } from './kinds';
import { APPLICATIONS_FOLDER, inRepository, objectsFolder } from './layout';

/** A step in the wrong order (a service before the kinds that it is made of) fails, and is tried again. */
const RETRY = {
  // 5 s, 10 s, … then every three minutes: 17 minutes together, which nodes and controllers need on the first day.
  limit: 10,
  backoff: { duration: '5s', factor: 2, maxDuration: '3m' },
} as const;

/** Applied without a person: what git has is made, what git has no longer is taken away, what was changed is put back. */
const AUTOMATED = { prune: true, selfHeal: true } as const;

/** Takes the objects away when the Application is. */
const CASCADE = 'resources-finalizer.argocd.argoproj.io';

/** Namespaces have labels and policies: they come from git, before what stands in them. */
const NO_NAMESPACE = 'CreateNamespace=false';

/**
 * What is in sync is not applied again. An application's new version leaves its VirtualService alone, whose weights and
 * routes do not count as a difference.
 */
const ONLY_DIFFERENCES = 'ApplyOutOfSyncOnly=true';

/** What Argo CD keeps like the repository, for one application. */
export function argoApplication(application: Application, environment: GitopsEnvironment): ArgoApplication {
  return 'release' in application ? ofRelease(application, environment) : ofObjects(application, environment);
}

function ofObjects(application: ObjectApplication, environment: GitopsEnvironment): ArgoApplication {
  const { project, destination } = gitopsPlan(environment);
  const ignored = ignoredDifferences(application.objects);
  return {
    ...common(application, environment, READS_ITS_FOLDER),
    spec: {
      project,
      source: folderSource(objectsFolder(application.name), environment, { recurse: true }),
      destination: { name: destination, namespace: application.namespace },
      ...(ignored.length === 0 ? {} : { ignoreDifferences: ignored }),
      // Not `ServerSideApply`: a Service's selector has one owner as a whole, so applying it would take away which version
      // it leads to. Not `RespectIgnoreDifferences`: it copies whole lists of custom resources from the cluster, and a
      // VirtualService's routes would never change again (argo-cd #23283).
      syncPolicy: { automated: AUTOMATED, syncOptions: [ONLY_DIFFERENCES, NO_NAMESPACE], retry: RETRY },
    },
  };
}

function ofRelease(application: ReleaseApplication, environment: GitopsEnvironment): ArgoApplication {
  const { project, destination } = gitopsPlan(environment);
  const { release } = application;
  return {
    ...common(application, environment),
    spec: {
      project,
      source: chartSource(release),
      destination: { name: destination, namespace: release.namespace },
      ignoreDifferences: WEBHOOKS,
      syncPolicy: {
        automated: AUTOMATED,
        // The kinds of Argo Rollouts are larger than the annotation that applying by the client needs.
        syncOptions: ['ServerSideApply=true', 'RespectIgnoreDifferences=true', ONLY_DIFFERENCES, NO_NAMESPACE],
        retry: RETRY,
      },
    },
  };
}

/**
 * Controllers write the certificate of their webhooks themselves, and Istio closes its own once it can answer
 * (`failurePolicy`, manifests/charts/istio-control/istio-discovery/templates/validatingwebhookconfiguration.yaml).
 */
const WEBHOOKS: readonly IgnoredDifference[] = [
  {
    group: 'admissionregistration.k8s.io',
    kind: 'ValidatingWebhookConfiguration',
    jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle', '.webhooks[]?.failurePolicy'],
  },
  {
    group: 'admissionregistration.k8s.io',
    kind: 'MutatingWebhookConfiguration',
    jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle'],
  },
];

/**
 * The Application that makes all others, from the folder of their files. It has no finalizer: whoever takes it away stops
 * Argo CD from looking at git, and nothing that runs.
 */
export function rootApplication(environment: GitopsEnvironment): ArgoApplication {
  const { project, destination, namespace } = gitopsPlan(environment);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: environment.name, namespace, labels: labelsOf(environment), annotations: READS_ITS_FOLDER },
    spec: {
      project,
      source: folderSource(APPLICATIONS_FOLDER, environment, { recurse: false }),
      destination: { name: destination, namespace },
      syncPolicy: { automated: AUTOMATED, syncOptions: [ONLY_DIFFERENCES, NO_NAMESPACE], retry: RETRY },
    },
  };
}

/** A commit that touches nothing in an Application's folder concerns it not (Argo CD, "High availability"). */
const READS_ITS_FOLDER = { 'argocd.argoproj.io/manifest-generate-paths': '.' } as const;

function common(
  application: Application,
  environment: GitopsEnvironment,
  annotations: Readonly<Record<string, string>> = {},
): Pick<ArgoApplication, 'apiVersion' | 'kind' | 'metadata'> {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: `${environment.name}-${application.name}`,
      namespace: gitopsPlan(environment).namespace,
      labels: labelsOf(environment),
      annotations: { 'argocd.argoproj.io/sync-wave': String(application.wave), ...annotations },
      // A service that leaves the repository leaves the cluster. What others stand on (namespaces, kinds, policies) does not
      // go because a file is missing: a person takes it away.
      ...(application.wave === WAVES.services ? { finalizers: [CASCADE] } : {}),
    },
  };
}

const labelsOf = (environment: GitopsEnvironment): Readonly<Record<string, string>> => ({
  'app.kubernetes.io/part-of': contextOf(environment).platform,
});

function folderSource(
  folder: string,
  environment: GitopsEnvironment,
  directory: { readonly recurse: boolean },
): ArgoSource {
  return {
    repoURL: environment.gitops.repository,
    targetRevision: revisionOf(environment),
    path: inRepository(environment, folder),
    directory,
  };
}

function chartSource({ name, chart, version, repository, values }: HelmRelease): ArgoSource {
  return {
    repoURL: chartRepository(repository),
    targetRevision: version,
    chart,
    helm: { releaseName: name, valuesObject: values },
  };
}

/** Argo CD names a registry of charts without its scheme (EKS user guide, "Configure repository access", Helm format). */
export const chartRepository = (repository: string): string => repository.replace(/^oci:\/\//, '');

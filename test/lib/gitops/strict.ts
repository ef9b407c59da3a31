import { z } from 'zod';

/**
 * The kinds of Argo CD as its API has them (3.x, `pkg/apis/application/v1alpha1/types.go`), as far as they are used. Unknown
 * fields are refused: the API server drops them without a word, and Argo CD would find a difference for ever.
 */
const name = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
const duration = z.string().regex(/^\d+(s|m|h)$/);
const syncOption = z.enum([
  'ApplyOutOfSyncOnly=true',
  'CreateNamespace=false',
  'RespectIgnoreDifferences=true',
  'ServerSideApply=true',
]);

const metadata = z.strictObject({
  name,
  namespace: z.literal('argocd'),
  labels: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
  finalizers: z.tuple([z.literal('resources-finalizer.argocd.argoproj.io')]).optional(),
});

const source = z.union([
  z.strictObject({
    repoURL: z.string(),
    targetRevision: z.string(),
    path: z.string().regex(/^[\w.-]+(\/[\w.-]+)*$/),
    directory: z.strictObject({ recurse: z.boolean() }),
  }),
  z.strictObject({
    repoURL: z.string().regex(/^(?!oci:)/),
    targetRevision: z.string().regex(/^\d+\.\d+\.\d+$/),
    chart: z.string(),
    helm: z.strictObject({ releaseName: name, valuesObject: z.record(z.string(), z.unknown()) }),
  }),
]);

const ignored = z.strictObject({
  group: z.string(),
  kind: z.string(),
  name: z.string().optional(),
  namespace: z.string().optional(),
  jsonPointers: z.array(z.string().startsWith('/')).optional(),
  jqPathExpressions: z.array(z.string().startsWith('.')).optional(),
});

const groupKind = z.strictObject({ group: z.string(), kind: z.string() });

/** The kinds that are written for Argo CD. */
export const ARGO = z.discriminatedUnion('kind', [
  z.strictObject({
    apiVersion: z.literal('argoproj.io/v1alpha1'),
    kind: z.literal('Application'),
    metadata,
    spec: z.strictObject({
      project: name,
      source,
      // By name: neither `server` nor an ARN.
      destination: z.strictObject({ name, namespace: name }),
      ignoreDifferences: z.array(ignored).optional(),
      syncPolicy: z.strictObject({
        automated: z.strictObject({ prune: z.boolean(), selfHeal: z.boolean() }),
        syncOptions: z.array(syncOption),
        retry: z.strictObject({
          limit: z.int(),
          backoff: z.strictObject({ duration, factor: z.int(), maxDuration: duration }),
        }),
      }),
    }),
  }),
  z.strictObject({
    apiVersion: z.literal('argoproj.io/v1alpha1'),
    kind: z.literal('AppProject'),
    metadata,
    spec: z.strictObject({
      description: z.string().max(255),
      sourceNamespaces: z.tuple([z.literal('argocd')]),
      sourceRepos: z.array(z.string()),
      destinations: z.array(z.strictObject({ name, namespace: name })),
      clusterResourceWhitelist: z.array(groupKind),
      namespaceResourceBlacklist: z.array(groupKind),
      roles: z
        .array(
          z.strictObject({
            name,
            description: z.string(),
            policies: z.array(
              z.string().regex(/^p, proj:[\w-]+:[\w-]+, (applications|logs), (get|sync), [\w-]+\/\*, allow$/),
            ),
            groups: z.array(z.string()).min(1),
          }),
        )
        .optional(),
    }),
  }),
  z.strictObject({
    apiVersion: z.literal('v1'),
    kind: z.literal('ConfigMap'),
    metadata,
    data: z.record(z.string(), z.string()),
  }),
]);

import { z } from 'zod';

/**
 * The platform's own workloads and the rights that they have, by the fields of Kubernetes 1.34–1.36 (`apps/v1`,
 * `rbac.authorization.k8s.io/v1` and the core API: staging/src/k8s.io/api), as far as they are used, and what the API server
 * refuses beyond them (pkg/apis/{apps,core,rbac}/validation).
 */
const label = z.string().regex(/^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/);
const labelKey = z.string().regex(/^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/);
const labels = z.record(labelKey, label);
const annotations = z.record(labelKey, z.string());
const name = z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/);
const dnsLabel = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
const namespace = z.literal('observability');
const inNamespace = z.strictObject({ name, namespace, labels: labels.optional(), annotations: annotations.optional() });
/** An object of the whole cluster: a namespace of its own would be a mistake. */
const clusterWide = z.strictObject({ name, namespace: z.never().optional(), labels: labels.optional() });
const port = z.int().min(1).max(65535);
const portName = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?$/);
const seconds = z.int().min(1);
const cpu = z.string().regex(/^\d+m?$/);
const bytes = z.string().regex(/^\d+(Mi|Gi)$/);
const path = z.string().startsWith('/');
/** Below the volume that it is a file of. */
const file = z.string().regex(/^(?!.*\.\.)[^/]/);

const kind = <K extends string, V extends string, S extends z.ZodRawShape>(of: K, apiVersion: V, shape: S) =>
  z.strictObject({ apiVersion: z.literal(apiVersion), kind: z.literal(of), metadata: inNamespace, ...shape });

const probe = z.strictObject({
  httpGet: z.strictObject({ path, port: portName }),
  periodSeconds: seconds,
  timeoutSeconds: seconds,
  failureThreshold: z.int().min(1),
});

const fieldRef = z.strictObject({
  apiVersion: z.literal('v1').optional(),
  fieldPath: z.enum(['metadata.name', 'metadata.namespace', 'spec.nodeName', 'status.hostIP', 'status.podIP']),
});

const variable = z.union([
  z.strictObject({ name: z.string().min(1), value: z.string() }),
  z.strictObject({
    name: z.string().min(1),
    valueFrom: z.union([
      z.strictObject({ fieldRef }),
      z.strictObject({
        configMapKeyRef: z.strictObject({ name, key: z.string().min(1), optional: z.boolean().optional() }),
      }),
    ]),
  }),
]);

const container = z
  .strictObject({
    name: dnsLabel,
    image: z.string().regex(/^[a-z0-9.-]+\.[a-z]+\/\S+:[\w.-]+(@sha256:[0-9a-f]{64})?$/),
    imagePullPolicy: z.literal('IfNotPresent').optional(),
    // Kubernetes stores an empty list as none: written out, it would be a change at every apply.
    args: z.array(z.string()).min(1).optional(),
    ports: z
      .array(z.strictObject({ name: portName, containerPort: port, protocol: z.literal('TCP') }))
      .min(1)
      .optional(),
    env: z.array(variable).min(1).optional(),
    resources: z.strictObject({
      requests: z.strictObject({ cpu, memory: bytes }),
      limits: z.strictObject({ cpu, memory: bytes }),
    }),
    startupProbe: probe.optional(),
    readinessProbe: probe.optional(),
    livenessProbe: probe.optional(),
    securityContext: z.strictObject({
      allowPrivilegeEscalation: z.literal(false),
      readOnlyRootFilesystem: z.literal(true),
      runAsNonRoot: z.literal(true).optional(),
      capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
    }),
    volumeMounts: z
      .array(z.strictObject({ name: dnsLabel, mountPath: path, readOnly: z.boolean().optional() }))
      .min(1)
      .optional(),
  })
  .refine(
    ({ ports = [], startupProbe, readinessProbe, livenessProbe }) =>
      [startupProbe, readinessProbe, livenessProbe].every(
        (each) => each === undefined || ports.some((known) => known.name === each.httpGet.port),
      ),
    'a probe asks at a port that the container names',
  );

const items = z.array(z.strictObject({ key: z.string().min(1), path: file })).min(1);

const volume = z.union([
  z.strictObject({ name: dnsLabel, emptyDir: z.strictObject({ sizeLimit: bytes }) }),
  z.strictObject({ name: dnsLabel, configMap: z.strictObject({ name, items: items.optional() }) }),
  z.strictObject({
    name: dnsLabel,
    hostPath: z.strictObject({
      path: z.string().regex(/^\/var\/(log|lib)\/[a-z-]+$/),
      type: z.enum(['Directory', 'DirectoryOrCreate']),
    }),
  }),
  z.strictObject({
    name: dnsLabel,
    csi: z.strictObject({
      driver: z.literal('secrets-store.csi.k8s.io'),
      readOnly: z.literal(true),
      volumeAttributes: z.strictObject({ secretProviderClass: name }),
    }),
  }),
  z.strictObject({
    name: dnsLabel,
    projected: z.strictObject({
      sources: z
        .array(
          z.union([
            z.strictObject({
              configMap: z.strictObject({ name, items: items.optional(), optional: z.boolean().optional() }),
            }),
            // Ten minutes at least: `ValidateTokenRequest`.
            z.strictObject({
              serviceAccountToken: z.strictObject({ path: file, expirationSeconds: z.int().min(600) }),
            }),
            z.strictObject({
              downwardAPI: z.strictObject({ items: z.array(z.strictObject({ path: file, fieldRef })).min(1) }),
            }),
          ]),
        )
        .min(1),
    }),
  }),
]);

const selector = z.strictObject({ matchLabels: labels });

const spread = z
  .strictObject({
    maxSkew: z.int().min(1),
    minDomains: z.int().min(1).optional(),
    topologyKey: z.enum(['topology.kubernetes.io/zone', 'kubernetes.io/hostname']),
    whenUnsatisfiable: z.enum(['DoNotSchedule', 'ScheduleAnyway']),
    labelSelector: selector,
    matchLabelKeys: z.array(labelKey).min(1).optional(),
    nodeTaintsPolicy: z.enum(['Honor', 'Ignore']),
  })
  .refine(
    ({ minDomains, whenUnsatisfiable }) => minDomains === undefined || whenUnsatisfiable === 'DoNotSchedule',
    'a number of domains is for a strict spread only',
  );

const toleration = z.union([
  z.strictObject({
    key: labelKey,
    operator: z.literal('Exists'),
    effect: z.literal('NoExecute'),
    tolerationSeconds: seconds,
  }),
  // Everything.
  z.strictObject({ operator: z.literal('Exists') }),
]);

const seccompProfile = z.strictObject({ type: z.literal('RuntimeDefault') });

const pod = z
  .strictObject({
    serviceAccountName: dnsLabel,
    automountServiceAccountToken: z.boolean(),
    enableServiceLinks: z.literal(false),
    securityContext: z.union([
      z.strictObject({
        runAsNonRoot: z.literal(true),
        runAsUser: z.int().min(1),
        runAsGroup: z.int().min(1),
        seccompProfile,
      }),
      z.strictObject({ runAsUser: z.literal(0), runAsGroup: z.literal(0), seccompProfile }),
    ]),
    priorityClassName: z.enum(['system-cluster-critical', 'system-node-critical']).optional(),
    terminationGracePeriodSeconds: seconds.optional(),
    topologySpreadConstraints: z.array(spread).min(1).optional(),
    tolerations: z.array(toleration).min(1).optional(),
    containers: z.array(container).min(1),
    volumes: z.array(volume).min(1).optional(),
  })
  .refine(
    ({ containers, volumes = [] }) =>
      containers.every(({ volumeMounts = [] }) =>
        volumeMounts.every((mount) => volumes.some((each) => each.name === mount.name)),
      ),
    'what is mounted is a volume of the pod',
  )
  .refine(
    ({ securityContext, volumes = [] }) =>
      securityContext.runAsUser !== 0 || volumes.some((each) => 'hostPath' in each),
    'root is only who reads the disk of its node',
  );

const template = z.strictObject({
  metadata: z.strictObject({ labels, annotations: annotations.optional() }),
  spec: pod,
});
const pods = { selector, template };

/** The selector fits the labels of the pods. */
const fits = (spec: { selector: z.infer<typeof selector>; template: z.infer<typeof template> }): boolean =>
  Object.entries(spec.selector.matchLabels).every(([key, value]) => spec.template.metadata.labels[key] === value);
const UNFIT = 'the selector fits the labels of the pods';

const replicas = z.int().min(1);

const rule = z.strictObject({
  apiGroups: z.array(z.string().regex(/^(|[a-z.0-9]+)$/)).min(1),
  // By name, each: no `*`.
  resources: z.array(z.string().regex(/^[a-z]+(\/[a-z]+)?$/)).min(1),
  verbs: z.array(z.enum(['get', 'list', 'watch'])).min(1),
});
const rules = z.array(rule).min(1);

const RBAC = 'rbac.authorization.k8s.io';
const RBAC_V1 = `${RBAC}/v1` as const;
const roleRef = <K extends string>(of: K) => z.strictObject({ apiGroup: z.literal(RBAC), kind: z.literal(of), name });
const subjects = z.array(z.strictObject({ kind: z.literal('ServiceAccount'), name: dnsLabel, namespace })).length(1);

/** How a name ends that is made of what it names. */
const OF_CONTENTS = /-[0-9a-f]{10}$/;

/** Every kind that the platform's own workloads have and services do not, or have otherwise. */
export const WORKLOAD_MANIFEST = z.discriminatedUnion('kind', [
  kind('DaemonSet', 'apps/v1', {
    spec: z
      .strictObject({
        ...pods,
        updateStrategy: z.strictObject({
          type: z.literal('RollingUpdate'),
          rollingUpdate: z.strictObject({ maxUnavailable: z.union([z.int().min(1), z.string().regex(/^[1-9]\d?%$/)]) }),
        }),
      })
      .refine(fits, UNFIT),
  }),
  kind('StatefulSet', 'apps/v1', {
    spec: z
      .strictObject({
        ...pods,
        serviceName: dnsLabel,
        replicas,
        podManagementPolicy: z.enum(['Parallel', 'OrderedReady']),
      })
      .refine(fits, UNFIT),
  }),
  kind('Deployment', 'apps/v1', {
    spec: z
      .strictObject({
        ...pods,
        replicas,
        revisionHistoryLimit: z.int().min(0).optional(),
        strategy: z.union([
          z.strictObject({ type: z.literal('Recreate') }),
          z.strictObject({
            type: z.literal('RollingUpdate'),
            rollingUpdate: z
              .strictObject({ maxSurge: z.int().min(0), maxUnavailable: z.int().min(0) })
              .refine(({ maxSurge, maxUnavailable }) => maxSurge + maxUnavailable > 0, 'one of them is not none'),
          }),
        ]),
      })
      .refine(fits, UNFIT),
  }),
  kind('Service', 'v1', {
    spec: z.strictObject({
      type: z.literal('ClusterIP'),
      clusterIP: z.literal('None').optional(),
      internalTrafficPolicy: z.literal('Local').optional(),
      selector: labels,
      ports: z.array(z.strictObject({ name: portName, port, targetPort: portName, protocol: z.literal('TCP') })).min(1),
    }),
  }),
  kind('ConfigMap', 'v1', {
    immutable: z.literal(true).optional(),
    data: z.record(z.string().regex(/^[\w.-]+$/), z.string()),
  }).refine(
    ({ metadata, immutable }) => OF_CONTENTS.test(metadata.name) === (immutable === true),
    'what is named by its contents never changes, and nothing else is immutable',
  ),
  z.strictObject({
    apiVersion: z.literal(RBAC_V1),
    kind: z.literal('ClusterRole'),
    metadata: clusterWide,
    rules,
  }),
  z.strictObject({
    apiVersion: z.literal(RBAC_V1),
    kind: z.literal('ClusterRoleBinding'),
    metadata: clusterWide,
    roleRef: roleRef('ClusterRole'),
    subjects,
  }),
  kind('Role', RBAC_V1, { rules }),
  kind('RoleBinding', RBAC_V1, { roleRef: roleRef('Role'), subjects }),
]);

/** One of the kinds, known to be right. */
export type WorkloadManifest = z.infer<typeof WORKLOAD_MANIFEST>;

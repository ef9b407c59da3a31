import { z } from 'zod';
import { GUARD_RAILS } from './strict-guard-rails';
import { httpMatch, httpTries, RESILIENCE } from './strict-resilience';

/**
 * The kinds that the constructs make, as the Kubernetes 1.34–1.36, Argo Rollouts 1.9, Istio 1.27 and Secrets Store CSI
 * schemas have them, as far as they are used. Unknown fields are refused: the API server drops them without a word.
 */
const label = z.string().regex(/^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/);
const labelKey = z.string().regex(/^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/);
const labels = z.record(labelKey, label);
const annotations = z.record(labelKey, z.string());
const dnsLabel = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
const metadata = z.strictObject({
  name: z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/),
  namespace: dnsLabel.optional(),
  labels: labels.optional(),
  annotations: annotations.optional(),
});
const selector = z.strictObject({ matchLabels: labels });
const port = z.int().min(1).max(65535);
const portName = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?$/);
const seconds = z.int().min(0);
const duration = z.string().regex(/^\d+(s|m|h)$/);
const quantity = z.string().regex(/^\d+(m|Mi)?$/);

const kind = <K extends string, V extends string, S extends z.ZodRawShape>(name: K, apiVersion: V, shape: S) =>
  z.strictObject({ apiVersion: z.literal(apiVersion), kind: z.literal(name), metadata, ...shape });

const probe = z.strictObject({
  httpGet: z.strictObject({ path: z.string().startsWith('/'), port: portName }),
  periodSeconds: seconds,
  timeoutSeconds: seconds,
  failureThreshold: z.int().min(1),
});

const restrictedContainer = z.strictObject({
  allowPrivilegeEscalation: z.literal(false),
  readOnlyRootFilesystem: z.literal(true),
  runAsNonRoot: z.literal(true),
  capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
});

const container = z.strictObject({
  name: dnsLabel,
  image: z.string(),
  imagePullPolicy: z.literal('IfNotPresent').optional(),
  command: z.array(z.string()).optional(),
  ports: z.array(z.strictObject({ name: portName, containerPort: port, protocol: z.literal('TCP') })).optional(),
  env: z
    .array(
      z.union([
        z.strictObject({ name: z.string(), value: z.string() }),
        z.strictObject({
          name: z.string(),
          valueFrom: z.strictObject({ fieldRef: z.strictObject({ fieldPath: z.string() }) }),
        }),
      ]),
    )
    .optional(),
  envFrom: z
    .array(z.strictObject({ configMapRef: z.strictObject({ name: z.string(), optional: z.boolean().optional() }) }))
    .optional(),
  resources: z.strictObject({
    requests: z.strictObject({ cpu: quantity, memory: quantity }),
    limits: z.strictObject({ cpu: quantity, memory: quantity }),
  }),
  startupProbe: probe.optional(),
  readinessProbe: probe.optional(),
  livenessProbe: probe.optional(),
  lifecycle: z
    .strictObject({ preStop: z.strictObject({ sleep: z.strictObject({ seconds: z.int().min(1) }) }) })
    .optional(),
  securityContext: restrictedContainer,
  volumeMounts: z
    .array(z.strictObject({ name: dnsLabel, mountPath: z.string(), readOnly: z.boolean().optional() }))
    .optional(),
});

const podTemplate = z.strictObject({
  metadata: z.strictObject({ labels, annotations: annotations.optional() }),
  spec: z.strictObject({
    serviceAccountName: z.string().optional(),
    automountServiceAccountToken: z.literal(false),
    enableServiceLinks: z.literal(false),
    securityContext: z.strictObject({
      runAsNonRoot: z.literal(true),
      runAsUser: z.int().min(1),
      runAsGroup: z.int().min(1),
      seccompProfile: z.strictObject({ type: z.literal('RuntimeDefault') }),
    }),
    priorityClassName: z.string().optional(),
    terminationGracePeriodSeconds: seconds.optional(),
    restartPolicy: z.enum(['Always', 'Never']).optional(),
    topologySpreadConstraints: z
      .array(
        z.strictObject({
          maxSkew: z.int().min(1),
          minDomains: z.int().min(1).optional(),
          topologyKey: z.string(),
          whenUnsatisfiable: z.enum(['DoNotSchedule', 'ScheduleAnyway']),
          labelSelector: selector,
          matchLabelKeys: z.array(z.string()),
          nodeTaintsPolicy: z.enum(['Honor', 'Ignore']),
        }),
      )
      .optional(),
    tolerations: z
      .array(
        z.strictObject({
          key: z.string(),
          operator: z.literal('Exists'),
          effect: z.literal('NoExecute'),
          tolerationSeconds: seconds,
        }),
      )
      .optional(),
    containers: z.array(container).min(1),
    volumes: z
      .array(
        z.union([
          z.strictObject({ name: dnsLabel, emptyDir: z.strictObject({ sizeLimit: quantity }) }),
          z.strictObject({
            name: dnsLabel,
            csi: z.strictObject({
              driver: z.literal('secrets-store.csi.k8s.io'),
              readOnly: z.literal(true),
              volumeAttributes: z.strictObject({ secretProviderClass: z.string() }),
            }),
          }),
          z.strictObject({
            name: dnsLabel,
            secret: z.strictObject({
              secretName: z.string(),
              items: z.array(z.strictObject({ key: z.string(), path: z.string() })).min(1),
            }),
          }),
        ]),
      )
      .optional(),
  }),
});

const peer = z.union([
  z.strictObject({ ipBlock: z.strictObject({ cidr: z.string().regex(/^[\d.]+\/\d+$/) }) }),
  z.strictObject({ namespaceSelector: selector.partial(), podSelector: selector.optional() }),
]);
const policyPorts = z.array(z.strictObject({ protocol: z.enum(['TCP', 'UDP']), port })).min(1);

const scaling = z.strictObject({
  stabilizationWindowSeconds: z.int().min(0).max(3600),
  selectPolicy: z.enum(['Max', 'Min', 'Disabled']),
  policies: z
    .array(
      z.strictObject({
        type: z.enum(['Percent', 'Pods']),
        value: z.int().min(1),
        periodSeconds: z.int().min(1).max(1800),
      }),
    )
    .min(1),
});

const args = z
  .array(
    z.union([
      z.strictObject({ name: z.string(), value: z.string() }),
      z.strictObject({
        name: z.string(),
        valueFrom: z.strictObject({ podTemplateHashValue: z.enum(['Latest', 'Stable']) }),
      }),
    ]),
  )
  .optional();
const analysis = { templates: z.array(z.strictObject({ templateName: z.string() })).min(1), args };
const word = z.union([
  z.strictObject({ exact: z.string() }),
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ regex: z.string() }),
]);
const percent = z.int().min(0).max(100);

const step = z.union([
  z.strictObject({ setWeight: percent }),
  z.strictObject({ pause: z.strictObject({ duration: duration.optional() }) }),
  z.strictObject({
    setCanaryScale: z.union([
      z.strictObject({ replicas: z.int().min(1) }),
      z.strictObject({ weight: percent }),
      z.strictObject({ matchTrafficWeight: z.literal(true) }),
    ]),
  }),
  z.strictObject({
    setHeaderRoute: z.strictObject({
      name: z.string(),
      match: z.array(z.strictObject({ headerName: z.string(), headerValue: word })).optional(),
    }),
  }),
  z.strictObject({
    setMirrorRoute: z.strictObject({
      name: z.string(),
      percentage: percent.optional(),
      match: z.array(z.strictObject({ method: word.optional(), path: word.optional() })).optional(),
    }),
  }),
  z.strictObject({ analysis: z.strictObject(analysis) }),
  z.strictObject({
    experiment: z.strictObject({
      duration: duration.optional(),
      templates: z.array(
        z.strictObject({
          name: z.string(),
          specRef: z.enum(['canary', 'stable']),
          replicas: z.int().min(1),
          weight: percent.optional(),
          service: z.strictObject({ name: dnsLabel }).optional(),
        }),
      ),
      analyses: z
        .array(z.strictObject({ name: z.string(), templateName: z.string(), requiredForCompletion: z.boolean(), args }))
        .optional(),
    }),
  }),
]);

const strategy = z.union([
  z.strictObject({
    canary: z.strictObject({
      canaryService: dnsLabel.optional(),
      stableService: dnsLabel.optional(),
      pingPong: z.strictObject({ pingService: dnsLabel, pongService: dnsLabel }).optional(),
      trafficRouting: z
        .strictObject({
          alb: z.strictObject({ ingress: z.string(), rootService: dnsLabel, servicePort: port }).optional(),
          istio: z
            .strictObject({
              virtualServices: z.array(z.strictObject({ name: z.string(), routes: z.array(z.string()).min(1) })).min(1),
            })
            .optional(),
          managedRoutes: z
            .array(z.strictObject({ name: z.string() }))
            .min(1)
            .optional(),
        })
        .optional(),
      analysis: z.strictObject({ ...analysis, startingStep: z.int().min(0) }).optional(),
      steps: z.array(step).min(1),
      maxSurge: z.string().regex(/^\d+%$/),
      maxUnavailable: z.int().min(0),
      minPodsPerReplicaSet: z.int().min(1).optional(),
      dynamicStableScale: z.boolean().optional(),
      scaleDownDelaySeconds: seconds.optional(),
      scaleDownDelayRevisionLimit: z.int().positive().optional(),
      abortScaleDownDelaySeconds: seconds.optional(),
    }),
  }),
  z.strictObject({
    blueGreen: z.strictObject({
      activeService: dnsLabel,
      previewService: dnsLabel,
      previewReplicaCount: z.int().min(1).optional(),
      autoPromotionEnabled: z.boolean(),
      autoPromotionSeconds: seconds.optional(),
      prePromotionAnalysis: z.strictObject(analysis).optional(),
      postPromotionAnalysis: z.strictObject(analysis).optional(),
      scaleDownDelaySeconds: seconds,
      scaleDownDelayRevisionLimit: z.int().positive(),
      abortScaleDownDelaySeconds: seconds.optional(),
      maxUnavailable: z.int().min(0),
    }),
  }),
]);

const metric = z.strictObject({
  name: z.string(),
  initialDelay: duration.optional(),
  interval: duration,
  count: z.int().min(1).optional(),
  failureLimit: z.int().min(0),
  inconclusiveLimit: z.int().min(0),
  consecutiveErrorLimit: z.int().min(0),
  consecutiveSuccessLimit: z.int().min(1).optional(),
  successCondition: z.string().optional(),
  failureCondition: z.string().optional(),
  provider: z.union([
    z.strictObject({
      prometheus: z.strictObject({
        address: z.url().optional(),
        query: z.string(),
        timeout: seconds,
        authentication: z.strictObject({ sigv4: z.strictObject({ region: z.string() }) }).optional(),
      }),
    }),
    z.strictObject({
      job: z.strictObject({
        metadata: z.strictObject({ labels }),
        spec: z.strictObject({ backoffLimit: z.int().min(0), activeDeadlineSeconds: seconds, template: podTemplate }),
      }),
    }),
  ]),
});

const destination = z.strictObject({ host: z.string(), port: z.strictObject({ number: port }) });

/** Every kind that may be among the manifests of a service or of a cluster's guard rails. */
export const MANIFEST = z.discriminatedUnion('kind', [
  ...GUARD_RAILS,
  ...RESILIENCE,
  kind('ConfigMap', 'v1', { immutable: z.literal(true), data: z.record(z.string(), z.string()) }),
  kind('ServiceAccount', 'v1', { automountServiceAccountToken: z.boolean() }),
  kind('Service', 'v1', {
    spec: z.strictObject({
      type: z.literal('ClusterIP'),
      selector: labels,
      ports: z.array(z.strictObject({ name: portName, port, targetPort: portName, protocol: z.literal('TCP') })).min(1),
    }),
  }),
  kind('SecretProviderClass', 'secrets-store.csi.x-k8s.io/v1', {
    spec: z.strictObject({
      provider: z.literal('aws'),
      parameters: z.strictObject({ region: z.string(), usePodIdentity: z.literal('true'), objects: z.string() }),
    }),
  }),
  kind('PodDisruptionBudget', 'policy/v1', {
    spec: z.strictObject({
      selector,
      maxUnavailable: z.int().min(1),
      unhealthyPodEvictionPolicy: z.enum(['AlwaysAllow', 'IfHealthyBudget']),
    }),
  }),
  kind('HorizontalPodAutoscaler', 'autoscaling/v2', {
    spec: z.strictObject({
      scaleTargetRef: z.strictObject({ apiVersion: z.string(), kind: z.string(), name: z.string() }),
      minReplicas: z.int().min(1),
      maxReplicas: z.int().min(1),
      metrics: z.array(
        z.strictObject({
          type: z.literal('ContainerResource'),
          containerResource: z.strictObject({
            name: z.literal('cpu'),
            container: z.string(),
            target: z.strictObject({ type: z.literal('Utilization'), averageUtilization: z.int().min(1).max(100) }),
          }),
        }),
      ),
      behavior: z.strictObject({ scaleUp: scaling, scaleDown: scaling }),
    }),
  }),
  kind('NetworkPolicy', 'networking.k8s.io/v1', {
    spec: z.strictObject({
      podSelector: z.strictObject({ matchLabels: labels.optional() }),
      policyTypes: z.array(z.enum(['Ingress', 'Egress'])),
      ingress: z.array(z.strictObject({ from: z.array(peer).min(1), ports: policyPorts })).optional(),
      egress: z.array(z.strictObject({ to: z.array(peer).min(1), ports: policyPorts })).optional(),
    }),
  }),
  kind('Ingress', 'networking.k8s.io/v1', {
    spec: z.strictObject({
      ingressClassName: z.string(),
      rules: z.array(
        z.strictObject({
          host: z.string().optional(),
          http: z.strictObject({
            paths: z.array(
              z.strictObject({
                path: z.string(),
                pathType: z.enum(['Prefix', 'Exact', 'ImplementationSpecific']),
                backend: z.strictObject({
                  service: z.strictObject({
                    name: dnsLabel,
                    port: z.union([z.strictObject({ name: portName }), z.strictObject({ number: port })]),
                  }),
                }),
              }),
            ),
          }),
        }),
      ),
    }),
  }),
  kind('Gateway', 'networking.istio.io/v1', {
    spec: z.strictObject({
      selector: labels,
      servers: z
        .array(
          z.strictObject({
            port: z.strictObject({ number: port, name: z.string(), protocol: z.literal('HTTP') }),
            hosts: z.array(z.string()).min(1),
          }),
        )
        .min(1),
    }),
  }),
  kind('VirtualService', 'networking.istio.io/v1', {
    spec: z.strictObject({
      hosts: z.array(z.string()).min(1).optional(),
      gateways: z.array(z.string()).min(1).optional(),
      http: z.array(
        z.strictObject({
          name: z.string(),
          match: z.array(httpMatch).optional(),
          route: z.array(z.strictObject({ destination, weight: percent.optional() })).optional(),
          delegate: z.strictObject({ name: z.string(), namespace: z.string() }).optional(),
          ...httpTries,
        }),
      ),
    }),
  }),
  kind('AnalysisTemplate', 'argoproj.io/v1alpha1', {
    spec: z.strictObject({
      args: z.array(z.strictObject({ name: z.string() })).optional(),
      metrics: z.array(metric).min(1),
    }),
  }),
  kind('Rollout', 'argoproj.io/v1alpha1', {
    spec: z.strictObject({
      selector,
      template: podTemplate,
      strategy,
      minReadySeconds: seconds,
      revisionHistoryLimit: z.int(),
      progressDeadlineSeconds: seconds,
      progressDeadlineAbort: z.boolean(),
      rollbackWindow: z.strictObject({ revisions: z.int().min(1) }),
      analysis: z.strictObject({ successfulRunHistoryLimit: z.int(), unsuccessfulRunHistoryLimit: z.int() }),
    }),
  }),
  kind('IngressClass', 'networking.k8s.io/v1', {
    spec: z.strictObject({
      controller: z.string(),
      parameters: z.strictObject({ apiGroup: z.string(), kind: z.literal('IngressClassParams'), name: z.string() }),
    }),
  }),
  z.strictObject({
    apiVersion: z.enum(['eks.amazonaws.com/v1', 'elbv2.k8s.aws/v1beta1']),
    kind: z.literal('IngressClassParams'),
    metadata,
    spec: z.strictObject({
      scheme: z.enum(['internal', 'internet-facing']),
      group: z.strictObject({ name: z.string() }).optional(),
      loadBalancerAttributes: z.array(z.strictObject({ key: z.string(), value: z.string() })),
    }),
  }),
]);

/** One of the kinds, known to be right. */
export type StrictManifest = z.infer<typeof MANIFEST>;

/** The manifest of a kind, by its name. */
export function find<K extends StrictManifest['kind']>(
  manifests: readonly StrictManifest[],
  kindName: K,
  name?: string,
): Extract<StrictManifest, { kind: K }> {
  const found = manifests.find(
    (each): each is Extract<StrictManifest, { kind: K }> =>
      each.kind === kindName && (name === undefined || each.metadata.name === name),
  );
  if (found === undefined) throw new Error(`no ${kindName} ${name ?? ''}`);
  return found;
}

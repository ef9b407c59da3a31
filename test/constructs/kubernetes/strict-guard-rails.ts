import { z } from 'zod';

/** The kinds of a cluster's guard rails, as the Kubernetes 1.34–1.36 schemas have them, as far as they are used. */
const label = z.string().regex(/^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/);
const key = z.string().regex(/^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/);
const name = z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/);
const dnsLabel = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
const annotations = z.record(key, z.string());
const millicores = z.string().regex(/^\d+m$/);
const mebibytes = z.string().regex(/^\d+Mi$/);

/** An object of the whole cluster: a namespace of its own would be a mistake. */
const clusterWide = z.strictObject({ name, namespace: z.never().optional(), annotations: annotations.optional() });
const inNamespace = z.strictObject({ name, namespace: dnsLabel, annotations: annotations.optional() });
const level = z.enum(['restricted', 'baseline', 'privileged']);

/** CEL that fails to be evaluated to a message of one line is replaced by the message. */
const oneLine = z.string().regex(/^[^\n]+$/);
const expression = z.string().min(1);

/** The kinds. */
export const GUARD_RAILS = [
  z.strictObject({
    apiVersion: z.literal('v1'),
    kind: z.literal('Namespace'),
    metadata: z.strictObject({
      name: dnsLabel,
      namespace: z.never().optional(),
      annotations,
      labels: z.record(key, label).and(
        z.looseObject({
          'pod-security.kubernetes.io/enforce': level,
          'pod-security.kubernetes.io/enforce-version': z.string().regex(/^v1\.\d+$/),
          'pod-security.kubernetes.io/audit': level,
          'pod-security.kubernetes.io/audit-version': z.literal('latest'),
          'pod-security.kubernetes.io/warn': level,
          'pod-security.kubernetes.io/warn-version': z.literal('latest'),
        }),
      ),
    }),
  }),
  z.strictObject({
    apiVersion: z.literal('v1'),
    kind: z.literal('LimitRange'),
    metadata: inNamespace,
    // Neither defaults nor a type that would get some.
    spec: z.strictObject({
      limits: z.array(z.strictObject({ type: z.literal('Pod'), max: z.strictObject({ memory: mebibytes }) })).min(1),
    }),
  }),
  z.strictObject({
    apiVersion: z.literal('v1'),
    kind: z.literal('ResourceQuota'),
    metadata: inNamespace,
    spec: z.strictObject({
      hard: z.strictObject({
        pods: z.string().regex(/^\d+$/),
        'requests.cpu': millicores,
        'requests.memory': mebibytes,
      }),
    }),
  }),
  z.strictObject({
    apiVersion: z.literal('scheduling.k8s.io/v1'),
    kind: z.literal('PriorityClass'),
    metadata: clusterWide,
    value: z.int().max(1_000_000_000),
    globalDefault: z.boolean(),
    preemptionPolicy: z.enum(['PreemptLowerPriority', 'Never']),
    description: z.string(),
  }),
  z.strictObject({
    apiVersion: z.literal('admissionregistration.k8s.io/v1'),
    kind: z.literal('ValidatingAdmissionPolicy'),
    metadata: clusterWide,
    spec: z.strictObject({
      failurePolicy: z.literal('Fail'),
      matchConstraints: z.strictObject({
        matchPolicy: z.literal('Equivalent'),
        resourceRules: z
          .array(
            z.strictObject({
              apiGroups: z.array(z.string()).min(1),
              apiVersions: z.array(z.string()).min(1),
              operations: z.array(z.enum(['CREATE', 'UPDATE'])).min(1),
              resources: z.array(z.string()).min(1),
              scope: z.literal('Namespaced'),
            }),
          )
          .min(1),
      }),
      matchConditions: z.array(z.strictObject({ name, expression })).max(64),
      variables: z.array(z.strictObject({ name: z.string().regex(/^[A-Za-z_]\w*$/), expression })),
      validations: z
        .array(
          z.strictObject({
            expression,
            message: oneLine,
            messageExpression: expression,
            reason: z.enum(['Forbidden', 'Invalid']),
          }),
        )
        .min(1),
    }),
  }),
  z.strictObject({
    apiVersion: z.literal('admissionregistration.k8s.io/v1'),
    kind: z.literal('ValidatingAdmissionPolicyBinding'),
    metadata: clusterWide,
    spec: z.strictObject({
      policyName: name,
      // Deny and Warn exclude each other.
      validationActions: z.tuple([z.literal('Deny'), z.literal('Audit')]),
      matchResources: z
        .strictObject({
          namespaceSelector: z.strictObject({
            matchExpressions: z
              .array(z.strictObject({ key, operator: z.literal('NotIn'), values: z.array(label).min(1) }))
              .min(1),
          }),
        })
        .optional(),
    }),
  }),
] as const;

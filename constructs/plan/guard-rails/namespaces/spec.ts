import { z } from 'zod';
import { told } from '../../spec';
import { KUBERNETES_VERSIONS } from '../../versions/table';

export { namespacesProblems } from './rules';

/** The levels of Kubernetes' pod security standards, the strictest first. */
export const POD_SECURITY_LEVELS = ['restricted', 'baseline', 'privileged'] as const;

/** One of {@link POD_SECURITY_LEVELS}. */
export type PodSecurityLevel = (typeof POD_SECURITY_LEVELS)[number];

/** A key of a label: a name of at most 63 characters, with a DNS prefix or without. */
const LABEL_KEY = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/;

const amount = (example: number, because: string) =>
  z
    .int()
    .min(1)
    .meta(told({ as: example, because }));

/** One namespace. */
export const namespaceSpec = z.strictObject({
  /** Its name: `payment`. */
  name: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
    .meta(told({ as: 'payment', because: 'a namespace is a DNS label' })),

  /**
   * What its pods may do to their nodes, by the pod security standards of Kubernetes: `restricted` nothing, `baseline`
   * nothing that is known to break out, `privileged` anything, for agents that work on the nodes themselves.
   * @default - `restricted`
   */
  podSecurity: z
    .enum(POD_SECURITY_LEVELS)
    .meta(told({ as: 'restricted', because: 'Kubernetes knows three levels' }))
    .optional(),

  /**
   * More labels, for what works by namespace: `{ 'istio.io/rev': 'default' }`, or that which makes pods wait for their
   * target group (`readinessGateLabel`).
   * @default - none
   */
  labels: z
    .record(
      z
        .string()
        .regex(LABEL_KEY)
        .meta(told({ as: 'istio.io/rev', because: 'a label is named in 63 characters, after a prefix or none' })),
      z
        .string()
        .regex(LABEL_VALUE)
        .meta(told({ as: 'default', because: 'the value of a label is at most 63 letters, digits, dashes and dots' })),
    )
    .meta(told({ as: { 'istio.io/rev': 'default' } }))
    .optional(),

  /**
   * Whether nothing gets through to and from its pods unless a policy names it: `true`. Services bring policies of their
   * own; leave it off only where no other chart does and the pods must reach something.
   * @default - `true`
   */
  denyByDefault: z
    .boolean()
    .meta(told({ as: true, because: 'traffic is denied unless a policy allows it, or allowed' }))
    .optional(),

  /**
   * The most memory that one pod may take, all its containers together, in MiB: `65536`. Where it is set, a pod without a
   * memory limit is refused.
   * @default - 65,536 (64 GiB); none where `podSecurity` is `privileged`, since the charts of such agents often name no limit
   */
  largestPodMebibytes: amount(65_536, 'memory is limited in whole MiB').optional(),

  /**
   * What all its pods may reserve together: `{ pods: 48, cpuMillicores: 12000, memoryMebibytes: 12288 }`. `quotaOf` derives
   * it from the services in the namespace.
   * @default - no bound
   */
  quota: z
    .strictObject({
      /** How many pods: `48`. Those that have ended do not count; those that are being stopped do. */
      pods: amount(48, 'a quota is a whole number of pods'),
      /** The processor time that they may reserve, in thousandths of a core: `12000`. */
      cpuMillicores: amount(12_000, 'processor time is reserved in thousandths of a core'),
      /** The memory that they may reserve, in MiB: `12288`. */
      memoryMebibytes: amount(12_288, 'memory is reserved in whole MiB'),
    })
    .meta(told({ as: { pods: 48, cpuMillicores: 12_000, memoryMebibytes: 12_288 } }))
    .optional(),
});

/** The namespaces of a cluster. */
export const namespacesSpec = z.strictObject({
  /**
   * The cluster's Kubernetes version: `1.35`. The pod security standards are enforced as that version has them, so that an
   * upgrade of the control plane does not refuse pods that ran before it.
   */
  version: z
    .enum(KUBERNETES_VERSIONS)
    .meta(told({ as: '1.35', because: 'only a version of the version table can be deployed' })),

  /** The namespaces: `[{ name: 'payment', podSecurity: 'restricted' }]`. */
  namespaces: z
    .array(namespaceSpec)
    .min(1)
    .readonly()
    .meta(
      told({ as: [{ name: 'payment', podSecurity: 'restricted' }], because: 'without a namespace there is nothing' }),
    ),
});

/** One namespace: see {@link namespaceSpec}. */
export type NamespaceSpec = z.infer<typeof namespaceSpec>;

/** The namespaces of a cluster: see {@link namespacesSpec}. */
export type NamespacesSpec = z.infer<typeof namespacesSpec>;

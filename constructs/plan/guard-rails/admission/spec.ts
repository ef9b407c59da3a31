import { z } from 'zod';
import { nameSpec } from '../../context-spec';
import { told } from '../../spec';

export { admissionProblems } from './rules';

/** The policies, by what they are about. */
export const ADMISSION_POLICY_NAMES = ['image-versions', 'container-resources', 'pod-isolation'] as const;

/** One of {@link ADMISSION_POLICY_NAMES}. */
export type AdmissionPolicyName = (typeof ADMISSION_POLICY_NAMES)[number];

/** The admission policies of a cluster. */
export const admissionSpec = z.strictObject({
  /**
   * The platform's name, the first part of the names of the policies: `bulkhead` gives `bulkhead-image-versions`.
   * @default - `bulkhead`
   */
  platform: nameSpec('bulkhead', "the platform's name").optional(),

  /**
   * The namespaces that the policies leave alone: `[{ name: 'kube-system', because: 'EKS runs its own pods there' }]`. The
   * list takes the place of the default one, which is `EXEMPT_NAMESPACES`.
   * @default - `kube-system`, `istio-system`, `amazon-cloudwatch` and `amazon-guardduty`, and `observability` as far as
   * agents need their nodes
   */
  exemptNamespaces: z
    .array(
      z.strictObject({
        /** Its name: `kube-system`. */
        name: z
          .string()
          .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
          .meta(told({ as: 'kube-system', because: 'a namespace is exempt by its whole name, never by a pattern' })),
        /** What in it could not run otherwise: `'EKS runs its own pods there'`. The next reader asks. */
        because: z
          .string()
          .min(10)
          .meta(
            told({ as: 'EKS runs its own pods there', because: 'an exemption without a reason cannot be reviewed' }),
          ),
        /**
         * The policies that leave it alone: `['pod-isolation']`.
         * @default - all
         */
        from: z
          .array(
            z.enum(ADMISSION_POLICY_NAMES).meta(told({ as: 'pod-isolation', because: 'there are these policies' })),
          )
          .min(1)
          .readonly()
          .meta(told({ as: ['pod-isolation'], because: 'leave it out for all policies' }))
          .optional(),
      }),
    )
    .readonly()
    .meta(told({ as: [{ name: 'kube-system', because: 'EKS runs its own pods there' }] }))
    .optional(),
});

/** The admission policies of a cluster: see {@link admissionSpec}. */
export type AdmissionSpec = z.infer<typeof admissionSpec>;

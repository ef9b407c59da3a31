import { z } from 'zod';
import { told } from '../spec';

const ROLE_ARN = 'arn:aws:iam::111122223333:role/PlatformAdmin';

/** IAM roles by their ARNs; which ARNs will do is a rule, so that each kind that will not has its own remedy. */
const roleArns = z.array(
  z
    .string()
    .min(1)
    .meta(told({ as: ROLE_ARN, because: 'people enter a cluster through IAM roles' })),
);

/** The name of a namespace, in which `*` stands for any characters (EKS user guide, "Associate access policies"). */
const NAMESPACE_PATTERN = /^[a-z0-9*](?:[a-z0-9*-]*[a-z0-9*])?$/;

/** Who may enter a cluster, and what for. */
export const accessSpec = z.strictObject({
  /** Roles that may do everything in the cluster: `['arn:aws:iam::111122223333:role/PlatformAdmin']`. */
  administrators: roleArns
    .min(1)
    .readonly()
    .meta(told({ as: [ROLE_ARN], because: 'a cluster that nobody may administer is lost to its owners' })),

  /**
   * Roles that may change workloads, but not who may do what: `['arn:aws:iam::111122223333:role/OnCall']`. Whoever may
   * change the workloads of a namespace can act as any of them, and read the namespace's secrets.
   * @default - none
   */
  operators: roleArns
    .readonly()
    .meta(told({ as: [ROLE_ARN] }))
    .optional(),

  /**
   * The namespaces whose workloads operators may change: `['payment', 'trip']`. `*` stands for any characters, as in
   * `'dev-*'`, and `['*']` for every namespace. In all others operators look, and see no secrets.
   * @default - every namespace; production must say which
   */
  operatorNamespaces: z
    .array(
      z
        .string()
        .regex(NAMESPACE_PATTERN)
        .max(63)
        .meta(
          told({
            as: 'payment',
            because: 'a Kubernetes namespace has lower-case letters, digits and hyphens; * stands for any of them',
          }),
        ),
    )
    .min(1)
    .readonly()
    .meta(told({ as: ['payment', 'trip'], because: 'operators who may change nothing are readers' }))
    .optional(),

  /**
   * Roles that may look at everything except secrets: `['arn:aws:iam::111122223333:role/ServiceTeam']`.
   * @default - none
   */
  readers: roleArns
    .readonly()
    .meta(told({ as: [ROLE_ARN] }))
    .optional(),
});

/** See {@link accessSpec}. */
export type AccessSpec = z.infer<typeof accessSpec>;

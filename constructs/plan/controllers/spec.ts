import { z } from 'zod';
import { told } from '../spec';
import { MESH_VERSIONS } from './mesh-versions';

export { meshProblems, type MeshFacts } from './rules';

/** Whether the mesh refuses what nobody has declared, or only counts it. */
export const MESH_POLICIES = ['enforced', 'observed'] as const;

/** One of {@link MESH_POLICIES}. */
export type MeshPoliciesMode = (typeof MESH_POLICIES)[number];

/** A Kubernetes name (RFC 1123 label). */
const NAMESPACE = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const LONGEST_NAMESPACE = 63;

/** A registry with a path, without a scheme and a slash at the end. */
const REGISTRY = /^[a-z0-9.-]+(?::\d+)?(?:\/[a-z0-9._-]+)*$/;

const MOST_PER_ZONE = 100;

const istioVersion = z
  .enum(MESH_VERSIONS)
  .meta(told({ as: MESH_VERSIONS[0], because: 'only a version of the version table can be installed' }));

const perZone = (example: number) =>
  z
    .int()
    .min(1)
    .max(MOST_PER_ZONE)
    .meta(told({ as: example, because: `a number of pods, 1 to ${MOST_PER_ZONE}` }));

/** The gateway that leads into the mesh. */
const gatewaySpec = z.strictObject({
  /**
   * Between how many pods in each zone the autoscaler chooses: `{ minimum: 2, maximum: 8 }`.
   * @default - 1 to 4 in each zone in staging, 2 to 8 in production; 1 to 3 altogether in development
   */
  replicasPerZone: z
    .strictObject({
      /** The fewest pods in a zone: `2`. */
      minimum: perZone(2),
      /** The most pods in a zone: `8`. */
      maximum: perZone(8),
    })
    .meta(told({ as: { minimum: 2, maximum: 8 } }))
    .optional(),
});

/** The control plane that namespaces move away from. */
const previousSpec = z.strictObject({
  /** Its version: `1.30`. */
  version: istioVersion,
  /**
   * The namespaces that still use it: `['payment', 'istio-ingress']`; all others use the new one. Their pods change over
   * when they are made anew. Take them out one by one, and remove `previous` when no pod uses the old control plane any
   * more: `istioctl proxy-status` lists those that do.
   */
  namespaces: z
    .array(
      z
        .string()
        .regex(NAMESPACE)
        .max(LONGEST_NAMESPACE)
        .meta(told({ as: 'payment', because: 'a namespace is lower-case letters, digits and hyphens, 63 at most' })),
    )
    .meta(told({ as: ['payment'] })),
});

/**
 * The service mesh: Istio with sidecars. What types cannot say is in `rules.ts`.
 *
 * @example { version: '1.31' }
 */
export const meshSpec = z.strictObject({
  /**
   * The version of Istio: `1.31` for its newest patch in the version table, or a patch, `1.31.1`. A patch takes its
   * predecessor's place. To go to another minor, name the old one in `previous`.
   */
  version: istioVersion,

  /**
   * The control plane that namespaces move away from, while they do: `{ version: '1.30', namespaces: ['payment'] }`. Without
   * it, running sidecars lose their control plane when the minor changes: they go on with what they know, and learn of no
   * new pod.
   * @default - one control plane, for every namespace
   */
  previous: previousSpec.meta(told({ as: { version: MESH_VERSIONS[0], namespaces: ['payment'] } })).optional(),

  /**
   * What becomes of a request between pods that nobody has declared, or that is not encrypted: it is refused (`enforced`), or
   * let through and counted (`observed`). Observe where services run already when the mesh, or its policies, come to them: a
   * policy holds when it is applied, and a caller proves who it is only once its last pod has a sidecar, which takes as long
   * as its release. Enforce when no more is counted.
   * @default - `enforced`
   */
  policies: z
    .enum(MESH_POLICIES)
    .meta(told({ as: 'enforced', because: 'policies are enforced, or observed first' }))
    .optional(),

  /**
   * Where Istio's images are pulled from: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/istio`, a pull-through
   * cache. Every pod in the mesh pulls one, and Docker Hub limits how many an address may pull in an hour.
   * @default - `docker.io/istio`, the only registry that Istio keeps from 2027 on
   */
  registry: z
    .string()
    .regex(REGISTRY)
    .meta(
      told({
        as: 'docker.io/istio',
        because: 'a registry is written host/path, without https:// and a slash at the end',
      }),
    )
    .optional(),

  /**
   * The gateway that leads into the mesh: `{ replicasPerZone: { minimum: 2, maximum: 8 } }`.
   * @default - see the fields
   */
  gateway: gatewaySpec.meta(told({ as: { replicasPerZone: { minimum: 2, maximum: 8 } } })).optional(),
});

/** See {@link meshSpec}. */
export type MeshSpec = z.infer<typeof meshSpec>;

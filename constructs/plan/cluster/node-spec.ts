import { z } from 'zod';
import { told } from '../spec';

/** Processor architectures, by Kubernetes' names. */
export const ARCHITECTURES = ['amd64', 'arm64'] as const;

/** One of {@link ARCHITECTURES}. */
export type Architecture = (typeof ARCHITECTURES)[number];

/** How instances are bought. `spot` is cheaper and can be taken back with two minutes' notice. */
export const CAPACITY_TYPES = ['on-demand', 'spot'] as const;

/** One of {@link CAPACITY_TYPES}. */
export type CapacityType = (typeof CAPACITY_TYPES)[number];

/** What one of Auto Mode's pools may start. */
export const nodePoolSpec = z
  .strictObject({
    /**
     * The processors that the pool may use: `['amd64', 'arm64']` where all images are built for both.
     * @default - `['amd64']`: an image built for one architecture starts on no other
     */
    architectures: z
      .array(z.enum(ARCHITECTURES).meta(told({ as: 'amd64' })))
      .min(1)
      .readonly()
      .meta(told({ as: ['amd64'], because: 'a pool without an architecture can start nothing' }))
      .optional(),

    /**
     * The EC2 instance categories that the pool may use: `['c', 'm', 'r']` are compute, general and memory.
     * @default - `['c', 'm', 'r']`
     */
    instanceCategories: z
      .array(
        z
          .string()
          .regex(/^[a-z]{1,3}$/)
          .meta(told({ as: 'm', because: "an instance category is the letters before its generation's number" })),
      )
      .min(1)
      .readonly()
      .meta(told({ as: ['c', 'm', 'r'], because: 'a pool without a category can start nothing' }))
      .optional(),

    /**
     * How instances are bought: `['spot', 'on-demand']` prefers spot.
     * @default - `['on-demand']`
     */
    capacityTypes: z
      .array(z.enum(CAPACITY_TYPES).meta(told({ as: 'on-demand' })))
      .min(1)
      .readonly()
      .meta(told({ as: ['on-demand'], because: 'a pool must be able to buy instances' }))
      .optional(),

    /**
     * The most virtual CPUs that the pool may run at once: `256`. A brake on runaway scaling, and on its bill.
     * @default - 64 in development, 256 in staging, 1024 in production
     */
    maximumCpus: z
      .int()
      .min(4)
      .meta(told({ as: 256, because: 'fewer than 4 virtual CPUs hold no useful node' }))
      .optional(),

    /**
     * How long a node must be idle or underused before its pods are packed elsewhere, in minutes: `5`.
     * @default - 1 in development, 5 elsewhere
     */
    consolidateAfterMinutes: z
      .int()
      .min(0)
      .meta(told({ as: 5, because: 'a wait is a whole number of minutes' }))
      .optional(),
  })
  .meta(told({ as: { architectures: ['amd64'] } }));

/** See {@link nodePoolSpec}. */
export type NodePoolSpec = z.infer<typeof nodePoolSpec>;

/** The managed node groups: one in each zone, all alike. */
export const nodeGroupsSpec = z.strictObject({
  /**
   * The EC2 instance types that the groups may use, of one architecture and of about one size, since the autoscaler takes
   * the first as the measure of all: `['m7i.large', 'm6i.large']`.
   * @default - `['m7i.large', 'm6i.large']`; production `['m7i.xlarge', 'm6i.xlarge']`
   */
  instanceTypes: z
    .array(
      z
        .string()
        .regex(/^[a-z]+\d+[a-z-]*\.[a-z0-9-]+$/)
        .meta(told({ as: 'm7i.large', because: 'an instance type is a family and a size' })),
    )
    .min(1)
    .max(20)
    .readonly()
    .meta(
      told({
        as: ['m7i.large'],
        because: 'a node group takes 1 to 20 instance types (EKS API reference, "CreateNodegroup")',
      }),
    )
    .optional(),

  /**
   * The fewest nodes in each zone: `2`. With three zones and 2 per zone, 4 are left when a zone is lost.
   * @default - 1 in development and staging, 2 in production
   */
  minimumPerZone: z
    .int()
    .min(1)
    .meta(told({ as: 2, because: 'a zone without a node cannot take over from another in time' }))
    .optional(),

  /**
   * The most nodes in each zone: `20`.
   * @default - 3 in development, 6 in staging, 20 in production
   */
  maximumPerZone: z
    .int()
    .min(1)
    .max(450)
    .meta(told({ as: 20, because: 'a managed node group holds at most 450 nodes (EKS service quotas)' }))
    .optional(),

  /**
   * The size of each node's data volume (images, logs, scratch space), in GiB: `80`.
   * @default - 80
   */
  diskGibibytes: z
    .int()
    .min(20)
    .max(16384)
    .meta(told({ as: 80, because: 'an EBS gp3 volume has 20 GiB (less does not hold the images) to 16384 GiB' }))
    .optional(),

  /**
   * How instances are bought.
   * @default - `on-demand`
   */
  capacityType: z
    .enum(CAPACITY_TYPES)
    .meta(told({ as: 'on-demand' }))
    .optional(),
});

/** See {@link nodeGroupsSpec}. */
export type NodeGroupsSpec = z.infer<typeof nodeGroupsSpec>;

/** The architecture of an EC2 instance type: a `g` among the letters after the generation means Graviton, as in `m7g.large`. */
export function architectureOf(instanceType: string): Architecture {
  const options = /^[a-z]+\d+([a-z-]*)\./.exec(instanceType)?.[1] ?? '';
  return options.startsWith('g') || instanceType.startsWith('a1.') ? 'arm64' : 'amd64';
}

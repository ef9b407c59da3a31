import { z } from 'zod';
import { retentionDays } from '../retention';
import { told } from '../spec';
import { KUBERNETES_VERSIONS } from '../versions/table';
import { accessSpec } from './access-spec';
import { COMPUTE_MODES } from './compute-modes';
import { nodeGroupsSpec, nodePoolSpec } from './node-spec';

export { controlPlaneZonesProblems } from './control-plane-rules';
export { clusterProblems, serviceCidrProblems } from './rules';

/** The control plane's log types, in the order in which the EKS API lists them. */
export const CONTROL_PLANE_LOGS = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'] as const;

/** One of {@link CONTROL_PLANE_LOGS}. */
export type ControlPlaneLog = (typeof CONTROL_PLANE_LOGS)[number];

/** Capacity of the control plane (EKS user guide, "EKS Provisioned Control Plane"). */
const CONTROL_PLANE_TIERS = ['standard', 'tier-xl', 'tier-2xl', 'tier-4xl', 'tier-8xl'] as const;

/** A public endpoint takes at most 40 blocks (EKS service quotas, "Public endpoint access CIDR ranges per cluster"). */
const PUBLIC_CIDRS = 40;

/** EKS user guide, "VPC and subnet requirements for clusters". */
const FEWEST_CONTROL_PLANE_ZONES = 2;

const ROLE_ARN = 'arn:aws:iam::111122223333:role/PlatformAdmin';

/** The shape of a cluster's section of the environment, which is also the props of its construct. */
export const clusterSpec = z.strictObject({
  /**
   * The Kubernetes version: `1.35`. EKS moves up one minor at a time; `npx bulkhead upgrade` says what a move involves.
   */
  version: z
    .enum(KUBERNETES_VERSIONS)
    .meta(told({ as: '1.35', because: 'only a version whose add-ons are in the version table can be deployed' })),

  /**
   * How nodes come to be: `auto` lets EKS Auto Mode run them, `node-groups` makes managed node groups in this account, one
   * per zone, with a node autoscaler and a load balancer controller of their own.
   * @default - `auto`
   */
  mode: z
    .enum(COMPUTE_MODES)
    .meta(told({ as: 'auto' }))
    .optional(),

  /**
   * Who may enter, by the ARNs of IAM roles: `{ administrators: ['arn:aws:iam::111122223333:role/PlatformAdmin'] }`.
   * Nobody else can, not even whoever deploys the cluster.
   */
  access: accessSpec.meta(
    told({ as: { administrators: [ROLE_ARN] }, because: 'nobody can enter a cluster unless it is said who' }),
  ),

  /**
   * Where the cluster's API can be reached from. The private endpoint, inside the VPC, is always there.
   * @default - from inside the VPC only
   */
  endpoint: z
    .strictObject({
      /**
       * The IPv4 blocks that may use the public endpoint, an office or a VPN for instance: `['203.0.113.0/24']`.
       * At most 40 (EKS service quotas).
       * @default - no public endpoint
       */
      publicCidrs: z
        .array(
          z
            .string()
            .meta(
              told({ as: '203.0.113.0/24', because: 'the public endpoint admits blocks of public IPv4 addresses' }),
            ),
        )
        .min(1)
        .max(PUBLIC_CIDRS)
        .readonly()
        .meta(
          told({ as: ['203.0.113.0/24'], because: 'without a block nobody can use a public endpoint: leave it out' }),
        )
        .optional(),
    })
    .meta(told({ as: { publicCidrs: ['203.0.113.0/24'] } }))
    .optional(),

  /**
   * The control plane's logs, in the log group `/aws/eks/<cluster>/cluster`.
   * @default - all five types; kept 7 days in development, 30 in staging, 365 in production
   */
  logging: z
    .strictObject({
      /**
       * Which logs to keep: `['audit', 'authenticator']`. CloudWatch bills by volume, and `api` and `audit` are most of it.
       * @default - all five
       */
      types: z
        .array(z.enum(CONTROL_PLANE_LOGS).meta(told({ as: 'audit' })))
        .readonly()
        .meta(told({ as: ['audit', 'authenticator'] }))
        .optional(),

      /**
       * How long to keep them, in days: `90`.
       * @default - 7 in development, 30 in staging, 365 in production
       */
      retentionDays: retentionDays.optional(),
    })
    .meta(told({ as: { retentionDays: 90 } }))
    .optional(),

  /**
   * The block that Services get their addresses from: `172.20.0.0/16`. It must not overlap the VPC, nor what the VPC is
   * connected to, and can never be changed. From /24 to /12 (EKS API reference, "KubernetesNetworkConfigRequest").
   * @default - `172.20.0.0/16`
   */
  serviceCidr: z
    .string()
    .meta(told({ as: '172.20.0.0/16', because: 'Services have addresses of their own' }))
    .optional(),

  /**
   * Auto Mode's pools of nodes by name, each with what it may start:
   * `{ general: { architectures: ['amd64', 'arm64'] } }`. What stands here replaces the default pool.
   * @default - one pool, `general`, of on-demand instances of the categories c, m and r
   */
  nodePools: z
    .record(
      z
        .string()
        .regex(/^[a-z](?:-?[a-z0-9]+)*$/)
        .max(50)
        .meta(
          told({
            as: 'general',
            because: "a pool's name is a Kubernetes name: lower-case letters, digits and single hyphens",
          }),
        ),
      nodePoolSpec,
    )
    .meta(told({ as: { general: { architectures: ['amd64'] } } }))
    .optional(),

  /**
   * The managed node groups, all alike, one in each zone: `{ instanceTypes: ['m7i.xlarge'], minimumPerZone: 2 }`.
   * Only with `mode: 'node-groups'`.
   * @default - see each field
   */
  nodeGroups: nodeGroupsSpec.meta(told({ as: { instanceTypes: ['m7i.large'] } })).optional(),

  /**
   * Versions of add-ons that differ from the version table's, or `false` for one to be left out:
   * `{ coredns: 'v1.13.2-eksbuild.31', 'metrics-server': false }`.
   * @default - the version table's, every add-on that the mode needs
   */
  addons: z
    .record(
      z.string(),
      z
        .union([
          z
            .string()
            .regex(/^v\d+\.\d+\.\d+(?:-[a-z]+)?-eksbuild\.\d+$/)
            .meta(told({ as: 'v1.13.2-eksbuild.31', because: 'EKS add-ons are versioned vX.Y.Z-eksbuild.N' })),
          z.literal(false),
        ])
        .meta(told({ as: 'v1.13.2-eksbuild.31' })),
    )
    .meta(told({ as: { coredns: 'v1.13.2-eksbuild.31' } }))
    .optional(),

  /**
   * The zones of the control plane's network interfaces: `['eu-west-1a', 'eu-west-1b']`. EKS keeps the set that a cluster
   * was made with, and refuses every other (EKS user guide, "VPC and subnet requirements for clusters"). Nodes stand in
   * all zones of the network whatever stands here.
   * @default - the zones of the network; once the cluster stands, write the old list here before you add a zone to the network, because EKS never changes it
   */
  controlPlaneZones: z
    .array(
      z
        .string()
        .min(1)
        .meta(told({ as: 'eu-west-1a', because: 'a zone goes by its name' })),
    )
    .min(FEWEST_CONTROL_PLANE_ZONES)
    .readonly()
    .meta(told({ as: ['eu-west-1a', 'eu-west-1b'], because: 'EKS wants a control plane in two zones at least' }))
    .optional(),

  /**
   * How much the control plane can do: `tier-xl` and up are provisioned, and billed by the hour.
   * @default - `standard`, which grows by itself at no extra cost
   */
  controlPlaneTier: z
    .enum(CONTROL_PLANE_TIERS)
    .meta(told({ as: 'standard' }))
    .optional(),

  /**
   * What happens on the day on which standard support for the version ends: `standard` lets EKS upgrade the control
   * plane by itself, `extended` stays on the version at six times the control plane's price (EKS pricing).
   * @default - `standard`: no bill comes as a surprise. `npx bulkhead upgrade` tells the day
   */
  upgradePolicy: z
    .enum(['standard', 'extended'])
    .meta(told({ as: 'standard' }))
    .optional(),

  /**
   * Whether traffic and pods may be moved out of an impaired zone, by hand or by AWS (ARC zonal shift and autoshift).
   * @default - `true`
   */
  zonalShift: z
    .boolean()
    .meta(told({ as: true }))
    .optional(),

  /**
   * Whether EKS refuses to delete the cluster until this is set to `false` and deployed.
   * @default - `true` in production, `false` elsewhere
   */
  deletionProtection: z
    .boolean()
    .meta(told({ as: true }))
    .optional(),
});

/** See {@link clusterSpec}. */
export type ClusterSpec = z.infer<typeof clusterSpec>;

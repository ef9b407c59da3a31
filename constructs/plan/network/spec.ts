import { z } from 'zod';
import { retentionDays } from '../retention';
import { told } from '../spec';
import { ZONE_SLOTS } from './addresses';
import { INTERFACE_ENDPOINT_NAMES } from './endpoints';

export { networkProblems } from './rules';

/** How private subnets reach the internet. */
export const EGRESS_MODES = ['per-zone', 'single', 'regional'] as const;

const cidrText = (example: string, because: string) => z.string().meta(told({ as: example, because }));

/** The shape of a network's description. What types cannot say is in `networkProblems`. */
export const networkSpec = z.strictObject({
  /**
   * The VPC's IPv4 addresses: `10.40.0.0/16`, a private block (RFC 1918 or RFC 6598) between /16 and /28 that no
   * connected network uses. It cannot be changed later, so take a /16 where you can.
   */
  cidr: cidrText('10.40.0.0/16', 'a VPC is a block of private IPv4 addresses'),

  /**
   * The availability zones by name, two or more: `['eu-west-1a', 'eu-west-1b', 'eu-west-1c']`. A zone's letter decides
   * its addresses and names, so zones can be added in any order and move nothing. Three zones keep two thirds of the
   * capacity when one is lost, two keep half.
   */
  zones: z.array(z.string().meta(told({ as: 'eu-west-1a', because: 'a zone is named, so that it never moves' }))).meta(
    told({
      as: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
      because: 'zones are named, so that nothing is looked up',
    }),
  ),

  /**
   * How private subnets reach the internet: `per-zone` is a NAT gateway in each zone, and each private subnet leaves
   * through the one of its own zone; `regional` is one gateway that AWS spreads over the zones, with an address in each;
   * `single` is one gateway in the first zone named, whose loss cuts every zone off, and is refused in production.
   * A NAT gateway costs by the hour and by the gigabyte; a regional one by the hour and zone.
   * @default - `single` in development, `per-zone` elsewhere
   */
  egress: z
    .enum(EGRESS_MODES)
    .meta(told({ as: 'per-zone', because: 'the way out must survive the loss of a zone' }))
    .optional(),

  /**
   * Whether subnets have IPv6 beside IPv4: `true` gives the VPC an Amazon-provided /56 and each subnet a /64. Private
   * subnets then also leave by IPv6, through an egress-only gateway that admits nothing from outside.
   * @default - `false`
   */
  ipv6: z
    .boolean()
    .meta(told({ as: true }))
    .optional(),

  /**
   * For how many zones address space is set aside: `4` for the zone letters a to d, `8` for a to h. Choose it before the
   * first deployment: changing it later moves every subnet.
   * @default - `4`; take `8` where the zones' letters go beyond d, as they can in us-east-1
   */
  zoneSlots: z
    .literal(ZONE_SLOTS)
    .meta(told({ as: 8, because: 'the block is cut into four or eight zone blocks' }))
    .optional(),

  /**
   * What the address plan must hold at peak, in the whole cluster: `{ pods: 3000, nodes: 100 }`. A block that cannot
   * hold it with one zone lost is refused.
   * @default - 200 pods on 6 nodes in development, 1000 on 40 in staging, 3000 on 100 in production
   */
  capacity: z
    .strictObject({
      /** Running pods at peak, before the surge of a rollout: `3000`. */
      pods: z
        .int()
        .positive()
        .meta(told({ as: 3000, because: 'every pod takes an address' })),
      /** Nodes at peak: `100`. */
      nodes: z
        .int()
        .positive()
        .meta(told({ as: 100, because: 'every node takes addresses, in blocks of 16' })),
    })
    .meta(told({ as: { pods: 3000, nodes: 100 } }))
    .optional(),

  /**
   * The address blocks of networks that are, or will be, reachable by peering, transit gateway or VPN:
   * `['10.0.0.0/12', '192.168.10.0/24']`. The VPC must overlap none of them. Nothing is connected by this.
   * @default - none
   */
  connectedCidrs: z
    .array(cidrText('10.0.0.0/12', 'a connected network is a block of IPv4 addresses'))
    .meta(told({ as: ['10.0.0.0/12'] }))
    .optional(),

  /**
   * AWS services that are reached through interface endpoints in the private subnets: `['ecr.api', 'ecr.dkr', 'sts']`.
   * An endpoint is charged per zone and hour, and per gigabyte less than NAT. S3 and DynamoDB always have gateway
   * endpoints, which are free.
   * @default - none in development; elsewhere what keeps pods starting and logging when the way out fails: `ecr.api`,
   * `ecr.dkr`, `sts`, `eks-auth`, `secretsmanager`, `logs`
   */
  interfaceEndpoints: z
    .array(
      z
        .enum(INTERFACE_ENDPOINT_NAMES)
        .meta(told({ as: 'ecr.api', because: 'an endpoint is named as in com.amazonaws.<region>.<name>' })),
    )
    .meta(told({ as: ['ecr.api', 'ecr.dkr', 'sts'] }))
    .optional(),

  /**
   * Records of the traffic of every network interface, always kept: `{ retentionDays: 365 }`.
   * @default - all traffic; 365 days in production, 30 in staging, 7 in development
   */
  flowLogs: z
    .strictObject({
      /**
       * How long records are kept, in days: `365`.
       * @default - 365 in production (PCI DSS 10.5.1 asks for 12 months of history), 30 in staging, 7 in development
       */
      retentionDays: retentionDays.optional(),
      /**
       * Which traffic is recorded: `REJECT` keeps only what security groups and network ACLs refused.
       * @default - `ALL`
       */
      trafficType: z
        .enum(['ALL', 'ACCEPT', 'REJECT'])
        .meta(told({ as: 'ALL' }))
        .optional(),
    })
    .meta(told({ as: { retentionDays: 365 } }))
    .optional(),
});

/** A network: the `network` section of an environment, and the props of `MultiAzNetwork`. */
export type NetworkSpec = z.infer<typeof networkSpec>;

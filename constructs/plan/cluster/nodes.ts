import type { PlanContext } from '../context';
import { zoneLetter } from '../zones';
import {
  GROUP_DISK_GIBIBYTES,
  GROUP_INSTANCE_TYPES,
  nodeGroupSizes,
  POOL_CONSOLIDATE_AFTER_MINUTES,
  POOL_MAXIMUM_CPUS,
} from './defaults';
import { architectureOf, type Architecture, type CapacityType, type NodePoolSpec } from './node-spec';
import type { ClusterSpec } from './spec';

/** A pool of nodes that EKS starts and stops by what pods ask for. */
export interface NodePoolPlan {
  /** `general` */
  readonly name: string;
  /** The zones that it may start nodes in. */
  readonly zones: readonly string[];
  /** The processors that it may use. */
  readonly architectures: readonly Architecture[];
  /** The EC2 instance categories that it may use: `c`, `m`, `r`. */
  readonly instanceCategories: readonly string[];
  /** How it may buy instances. */
  readonly capacityTypes: readonly CapacityType[];
  /** The most virtual CPUs that it may run at once. */
  readonly maximumCpus: number;
  /** How long a node must be idle or underused before its pods are packed elsewhere. */
  readonly consolidateAfterMinutes: number;
  /** A node is replaced at this age, and with it its operating system. EKS allows 21 days at most. */
  readonly expireAfterHours: number;
  /** How long a pod may refuse to leave a node that is being replaced. */
  readonly terminationGraceHours: number;
  /** The share of nodes that may be disrupted at once, in percent. */
  readonly disruptionPercent: number;
}

/** A managed node group in one zone. */
export interface NodeGroupPlan {
  /** The zone's letter, its identity: `a`. */
  readonly name: string;
  /** `eu-west-1a` */
  readonly zone: string;
  /** The EC2 instance types that it may use, all of one architecture. */
  readonly instanceTypes: readonly string[];
  /** The architecture of its image. */
  readonly architecture: Architecture;
  /** How it buys instances. */
  readonly capacityType: CapacityType;
  /** The fewest nodes. */
  readonly minimum: number;
  /** The most nodes. */
  readonly maximum: number;
  /**
   * How many nodes it starts with. EKS wants a number when a group is made; afterwards the autoscaler sets it, and a
   * deployment that changes neither limit leaves it alone. One that does sets it back to this.
   */
  readonly initial: number;
}

/** Where nodes come from. */
export type NodesPlan =
  | {
      readonly kind: 'pools';
      /** The NodeClass that all pools use. */
      readonly nodeClass: string;
      /** AWS managed policies of the nodes' role: pull images, and let pods take their roles. */
      readonly managedPolicies: readonly string[];
      /** In the order in which the environment names them. */
      readonly pools: readonly NodePoolPlan[];
    }
  | {
      readonly kind: 'groups';
      /** AWS managed policies of the nodes' role. */
      readonly managedPolicies: readonly string[];
      /** The size of each node's data volume. */
      readonly diskGibibytes: number;
      /** In the order in which they are updated: one zone after the other, so that a bad image is stopped by the first. */
      readonly groups: readonly NodeGroupPlan[];
    };

/** EKS Auto Mode's own pools live as long; two weeks leave one to spare before the limit of 21 days. */
const EXPIRE_AFTER_HOURS = 14 * 24;
const TERMINATION_GRACE_HOURS = 24;
const DISRUPTION_PERCENT = 10;

/** Decides the nodes of either mode. */
export function planNodes(spec: ClusterSpec, context: PlanContext, zones: readonly string[]): NodesPlan {
  if (spec.mode === 'node-groups') {
    return {
      kind: 'groups',
      // The network plug-in has a role of its own: what it may do, other pods on the node may not.
      managedPolicies: ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly'],
      diskGibibytes: spec.nodeGroups?.diskGibibytes ?? GROUP_DISK_GIBIBYTES,
      groups: zones.map((zone) => planGroup(spec, context, zone)),
    };
  }
  return {
    kind: 'pools',
    nodeClass: 'platform',
    managedPolicies: ['AmazonEKSWorkerNodeMinimalPolicy', 'AmazonEC2ContainerRegistryPullOnly'],
    pools: Object.entries(spec.nodePools ?? { general: {} }).map(([name, pool]) =>
      planPool(name, pool, context, zones),
    ),
  };
}

function planPool(name: string, pool: NodePoolSpec, { tier }: PlanContext, zones: readonly string[]): NodePoolPlan {
  return {
    name,
    zones,
    architectures: pool.architectures ?? ['amd64'],
    instanceCategories: pool.instanceCategories ?? ['c', 'm', 'r'],
    capacityTypes: pool.capacityTypes ?? ['on-demand'],
    maximumCpus: pool.maximumCpus ?? POOL_MAXIMUM_CPUS[tier],
    consolidateAfterMinutes: pool.consolidateAfterMinutes ?? POOL_CONSOLIDATE_AFTER_MINUTES[tier],
    expireAfterHours: EXPIRE_AFTER_HOURS,
    terminationGraceHours: TERMINATION_GRACE_HOURS,
    disruptionPercent: DISRUPTION_PERCENT,
  };
}

function planGroup({ nodeGroups }: ClusterSpec, { tier }: PlanContext, zone: string): NodeGroupPlan {
  const instanceTypes = nodeGroups?.instanceTypes ?? GROUP_INSTANCE_TYPES[tier];
  const { minimum, maximum } = nodeGroupSizes(nodeGroups, tier);
  return {
    name: zoneLetter(zone),
    zone,
    instanceTypes,
    architecture: architectureOf(instanceTypes[0] ?? ''),
    capacityType: nodeGroups?.capacityType ?? 'on-demand',
    minimum,
    maximum,
    initial: minimum,
  };
}

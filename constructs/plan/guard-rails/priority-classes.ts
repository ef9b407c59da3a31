/** The priority classes of the platform, the most important first: what a service may name as its `priorityClass`. */
export const PRIORITY_CLASS_NAMES = ['critical-service', 'service', 'batch'] as const;

/** One of {@link PRIORITY_CLASS_NAMES}. */
export type PriorityClassName = (typeof PRIORITY_CLASS_NAMES)[number];

/** What a priority class means to the scheduler. */
export interface PriorityClassPlan {
  /** The name that pods give: `critical-service`. */
  readonly name: PriorityClassName;
  /** The higher it is, the earlier a pod gets a node. Kubernetes keeps what is above 1,000,000,000 for itself. */
  readonly value: number;
  /** Whether a pod that finds no node may end pods of lower value. */
  readonly preempts: boolean;
  /** Whom it is for, told with the object. */
  readonly description: string;
}

/**
 * The classes. None is the cluster's default: a pod that names no class has the value 0 anyway
 * (`DefaultPriorityWhenNoDefaultClassExists`, kubernetes pkg/apis/scheduling/types.go), which is that of `service`. A default
 * of another value would only count for pods made after it, so that new pods would displace those that were there before.
 *
 * A value cannot be changed once the class is in a cluster.
 */
export const PRIORITY_CLASSES: readonly PriorityClassPlan[] = [
  {
    name: 'critical-service',
    value: 1000,
    preempts: true,
    description:
      'A service that the others cannot do without: when a zone is lost, it gets the nodes that are left first.',
  },
  {
    name: 'service',
    value: 0,
    preempts: true,
    description: 'Any other service; pods that name no class are treated the same.',
  },
  {
    // Below this, the Cluster Autoscaler makes no nodes for a pod and removes nodes under it (its flag
    // expendable-pods-priority-cutoff, -10 unless told otherwise).
    name: 'batch',
    value: -10,
    preempts: false,
    description: "Work that can wait and be done again: services may take its nodes, and it takes nobody's.",
  },
];

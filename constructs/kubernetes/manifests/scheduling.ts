import type { Manifest } from './meta';

/** How important pods are that name it. */
export interface PriorityClass extends Manifest<'PriorityClass', 'scheduling.k8s.io/v1'> {
  /** The higher, the more important. */
  readonly value: number;
  /** Whether pods that name no class have it. */
  readonly globalDefault: boolean;
  /** Whether its pods may end others. */
  readonly preemptionPolicy: 'PreemptLowerPriority' | 'Never';
  /** Whom it is for. */
  readonly description: string;
}

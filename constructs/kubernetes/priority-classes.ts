import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { PRIORITY_CLASSES, type PriorityClassPlan } from '../plan/guard-rails/priority-classes';
import { KEPT } from './manifests/kept';
import type { PriorityClass } from './manifests/scheduling';

/**
 * The priority classes that services name: `critical-service`, `service` and `batch`.
 *
 * @example
 * new PriorityClasses(chart, 'priority-classes');
 */
export class PriorityClasses extends Construct {
  /** What was decided, as plain data. */
  public readonly plan: readonly PriorityClassPlan[] = PRIORITY_CLASSES;

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    for (const each of this.plan) new ApiObject(this, each.name, priorityClass(each));
  }
}

/** Kept, because Kubernetes refuses every new pod that names a class that is gone. */
function priorityClass({ name, value, preempts, description }: PriorityClassPlan): PriorityClass {
  return {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name, annotations: KEPT },
    value,
    globalDefault: false,
    preemptionPolicy: preempts ? 'PreemptLowerPriority' : 'Never',
    description,
  };
}

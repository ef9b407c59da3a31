import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { ServicePlan } from '../plan/service/plan';
import type { PodTemplate } from './manifests/core';
import type { RolloutManifest, RolloutStrategy } from './manifests/rollout';
import { analysisTemplate } from './rollout/analysis-template';
import { blueGreenStrategy } from './rollout/blue-green';
import { canaryStrategy } from './rollout/canary';

/** Props of {@link Rollout}. */
export interface RolloutProps {
  /** The service: what `planService` gives. */
  readonly plan: ServicePlan;
  /** What its pods are made from. */
  readonly template: PodTemplate;
}

/** A pod counts once it has been ready for so long: one that dies at once is none. */
const MIN_READY_SECONDS = 10;

/** Old versions that a rollback finds; each is a ReplicaSet without pods. */
const REVISIONS_KEPT = 5;

/** How far back a rollback skips the steps: to the version before, whose evidence is old but there. */
const ROLLBACK_REVISIONS = 1;

/** How long new pods may take to be ready before the rollout gives up, beside their time to start. */
const PROGRESS_SECONDS = 600;

/**
 * A Rollout of Argo Rollouts with the AnalysisTemplates that judge it. It names no number of replicas: an autoscaler owns
 * that, and a number that is taken out later is set to 1 (argo-rollouts #3689).
 */
export class Rollout extends Construct {
  /** The object itself, for what no prop says: `rollout.apiObject.addJsonPatch(…)`. */
  public readonly apiObject: ApiObject;

  public constructor(scope: Construct, id: string, { plan, template }: RolloutProps) {
    super(scope, id);
    // First the templates: a Rollout that names one that is not there is invalid until somebody looks at it again.
    for (const analysis of plan.analyses) {
      new ApiObject(this, `analysis-${analysis.place}`, analysisTemplate(analysis, plan));
    }
    this.apiObject = new ApiObject(this, 'rollout', rolloutManifest(plan, template));
  }
}

function rolloutManifest(plan: ServicePlan, template: PodTemplate): RolloutManifest {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: plan.name, namespace: plan.namespace, labels: plan.labels },
    spec: {
      selector: { matchLabels: plan.selector },
      template,
      strategy: strategyOf(plan),
      minReadySeconds: MIN_READY_SECONDS,
      revisionHistoryLimit: REVISIONS_KEPT,
      progressDeadlineSeconds: PROGRESS_SECONDS + plan.health.startupSeconds,
      // Pods that never become ready end the rollout as a failed check does: without a person.
      progressDeadlineAbort: true,
      rollbackWindow: { revisions: ROLLBACK_REVISIONS },
      analysis: { successfulRunHistoryLimit: REVISIONS_KEPT, unsuccessfulRunHistoryLimit: REVISIONS_KEPT },
    },
  };
}

function strategyOf(plan: ServicePlan): RolloutStrategy {
  const { strategy } = plan;
  return strategy.kind === 'canary'
    ? { canary: canaryStrategy(strategy, plan) }
    : { blueGreen: blueGreenStrategy(strategy, plan) };
}

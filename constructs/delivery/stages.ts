import { runSeconds, type CheckPlan } from './check-plan';
import type { BlueGreenPlan, CanaryPlan, StepPlan, StrategyPlan } from './plan';
import type { Split } from './pods';
import { readySeconds, splitsOf } from './step-facts';

/** What a stage waits for, once its pods are ready and its requests have moved. */
export type Wait =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'time';
      /** How long. */
      readonly seconds: number;
    }
  | { readonly kind: 'person' }
  | {
      readonly kind: 'analysis';
      /** What is measured, side by side. */
      readonly checks: readonly CheckPlan[];
    };

/** One stage of a release, whatever its strategy: pods become ready, requests move, then it waits. */
export interface Stage {
  /** The step that it comes from, counted from 0; `undefined` for what the engine does by itself. */
  readonly step?: number;
  /** What happens, for people: `send 5 % to the canary`. */
  readonly title: string;
  /** How long its pods take to be ready, in seconds. Requests move after that. */
  readonly readySeconds: number;
  /** Pods and share once they have. */
  readonly split: Split;
  /** What it waits for then. */
  readonly wait: Wait;
  /** Whether the background analysis starts with it. */
  readonly startsBackground: boolean;
  /** Whether it ends the release: nobody judges the new version after it. */
  readonly promotes: boolean;
}

/** How long a stage lasts when all is well, in seconds. A person counts as nothing. */
export function stageSeconds({ readySeconds: ready, wait }: Stage): number {
  if (wait.kind === 'time') return ready + wait.seconds;
  return wait.kind === 'analysis' ? ready + runSeconds(wait.checks) : ready;
}

/** The checks beside the stages: those of the background analysis. */
export function backgroundOf(plan: StrategyPlan): readonly CheckPlan[] {
  return plan.kind === 'canary' ? (plan.background?.checks ?? []) : [];
}

/** The stages of a release, in order. */
export function stagesOf(plan: StrategyPlan): Stage[] {
  return plan.kind === 'canary' ? canaryStages(plan) : blueGreenStages(plan);
}

const NOTHING: Wait = { kind: 'nothing' };

function canaryStages(plan: CanaryPlan): Stage[] {
  const { replicas, dynamicStableScale, minPodsPerReplicaSet: minPods = 1 } = plan;
  const splits = splitsOf(plan.steps, { routed: plan.router !== 'replicas', replicas, minPods, dynamicStableScale });
  const before = (index: number): number => splits[index - 1]?.canaryPods ?? 0;
  const stages = plan.steps.map((step, index): Stage => {
    const split = splits[index] ?? { canaryPods: 0, stablePods: replicas, canaryShare: 0 };
    return {
      step: index,
      title: titleOf(step),
      readySeconds: step.step === 'experiment' ? readySeconds(0, 1) : readySeconds(before(index), split.canaryPods),
      split,
      wait: waitOf(step),
      startsBackground: plan.background?.startingStep === index,
      promotes: false,
    };
  });
  return [...stages, promotion('promote the canary', replicas, before(stages.length))];
}

function promotion(title: string, replicas: number, podsBefore: number): Stage {
  return {
    title,
    readySeconds: readySeconds(podsBefore, replicas),
    split: { canaryPods: replicas, stablePods: 0, canaryShare: 1 },
    wait: NOTHING,
    startsBackground: false,
    promotes: true,
  };
}

function waitOf(step: StepPlan): Wait {
  if (step.step === 'pause') {
    return step.seconds === undefined ? { kind: 'person' } : { kind: 'time', seconds: step.seconds };
  }
  if (step.step === 'analysis') return { kind: 'analysis', checks: step.checks };
  if (step.step !== 'experiment') return NOTHING;
  if (step.checks.length > 0) return { kind: 'analysis', checks: step.checks };
  return { kind: 'time', seconds: step.seconds ?? 0 };
}

function titleOf(step: StepPlan): string {
  switch (step.step) {
    case 'setWeight':
      return `send ${step.weight} % to the canary`;
    case 'pause':
      return step.seconds === undefined ? 'wait for a person' : 'wait';
    case 'setCanaryScale':
      if ('replicas' in step.scale) return `scale the canary to ${step.scale.replicas} pods`;
      return 'weight' in step.scale ? `scale the canary to ${step.scale.weight} %` : 'scale the canary with its weight';
    case 'headerRoute':
      return step.match === undefined ? `remove the route '${step.name}'` : `route '${step.name}' by header`;
    case 'mirror':
      return step.match === undefined ? `remove the mirror '${step.name}'` : `mirror '${step.name}'`;
    case 'analysis':
      return 'judge the canary';
    case 'experiment':
      return 'run an experiment';
  }
}

function blueGreenStages(plan: BlueGreenPlan): Stage[] {
  const { replicas, previewReplicaCount: preview } = plan;
  const aside = (canaryPods: number): Split => ({ canaryPods, stablePods: replicas, canaryShare: 0 });
  const stage = (title: string, rest: Partial<Stage>): Stage => ({
    title,
    readySeconds: 0,
    split: aside(preview),
    wait: NOTHING,
    startsBackground: false,
    promotes: false,
    ...rest,
  });
  const judged = (checks: readonly CheckPlan[]): Wait => ({ kind: 'analysis', checks });
  const wait: Wait = plan.autoPromotionEnabled
    ? { kind: 'time', seconds: plan.autoPromotionSeconds }
    : { kind: 'person' };
  return [
    stage('build the preview', { readySeconds: readySeconds(0, preview) }),
    ...(plan.prePromotion.length > 0 ? [stage('judge the preview', { wait: judged(plan.prePromotion) })] : []),
    ...(plan.autoPromotionEnabled && plan.autoPromotionSeconds === 0
      ? []
      : [stage(plan.autoPromotionEnabled ? 'wait' : 'wait for a person', { wait })]),
    ...(preview < replicas
      ? [stage('complete the preview', { readySeconds: readySeconds(preview, replicas), split: aside(replicas) })]
      : []),
    stage('move all requests', { split: { canaryPods: replicas, stablePods: replicas, canaryShare: 1 } }),
    ...(plan.postPromotion.length > 0
      ? [
          stage('judge the new version', {
            split: { canaryPods: replicas, stablePods: replicas, canaryShare: 1 },
            wait: judged(plan.postPromotion),
          }),
        ]
      : []),
    promotion('promote the new version', replicas, replicas),
  ];
}

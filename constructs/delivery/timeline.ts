import type { StrategyPlan } from './plan';
import { backgroundOf, stageSeconds, stagesOf, type Stage } from './stages';

/** One stage of a release on its clock. */
export interface TimelineStage {
  /** The step that it comes from, counted from 0; `undefined` for what the engine does by itself. */
  readonly step?: number;
  /** What happens, for people. */
  readonly title: string;
  /** When it begins, in seconds from the start. */
  readonly startSecond: number;
  /** When its pods are ready and requests move. */
  readonly movesAtSecond: number;
  /** When it is done. */
  readonly endSecond: number;
  /** Whether it waits for a person, whose time counts as nothing here. */
  readonly waitsForPerson: boolean;
  /** The share of requests that the new version has from then on, 0 to 1. */
  readonly canaryShare: number;
  /** Pods of the new version. */
  readonly canaryPods: number;
  /** Pods of the old version. */
  readonly stablePods: number;
  /** The names of the checks that judge meanwhile. */
  readonly checks: readonly string[];
}

/** A release that goes well, on its clock. */
export interface Timeline {
  /** Its stages, in order. */
  readonly stages: readonly TimelineStage[];
  /** How long it takes until all requests go to the new version for good, in seconds, without what people take. */
  readonly secondsToFull: number;
  /** How often it waits for a person. */
  readonly waitsForPeople: number;
  /** The most pods that both versions have together. */
  readonly mostPods: number;
}

/** What a release that goes well does, and when. */
export function timelineOf(plan: StrategyPlan): Timeline {
  const stages = stagesOf(plan);
  const starts = stages.findIndex(({ startsBackground }) => startsBackground);
  const beside = backgroundOf(plan).map(({ name }) => name);
  let second = 0;
  const placed = stages.map((stage, index): TimelineStage => {
    const startSecond = second;
    second += stageSeconds(stage);
    return place(stage, startSecond, starts >= 0 && index >= starts ? beside : []);
  });
  return {
    stages: placed,
    secondsToFull: second,
    waitsForPeople: placed.filter(({ waitsForPerson }) => waitsForPerson).length,
    // New pods of the last stage stand beside the old ones until these have gone.
    mostPods: Math.max(
      ...stages.map(({ split }) => split.canaryPods + split.stablePods),
      mostAtPromotion(plan, stages),
    ),
  };
}

function place(stage: Stage, startSecond: number, beside: readonly string[]): TimelineStage {
  const own = stage.wait.kind === 'analysis' ? stage.wait.checks.map(({ name }) => name) : [];
  return {
    ...(stage.step === undefined ? {} : { step: stage.step }),
    title: stage.title,
    startSecond,
    movesAtSecond: startSecond + stage.readySeconds,
    endSecond: startSecond + stageSeconds(stage),
    waitsForPerson: stage.wait.kind === 'person',
    canaryShare: stage.split.canaryShare,
    canaryPods: stage.split.canaryPods,
    stablePods: stage.split.stablePods,
    checks: [...new Set([...own, ...beside])],
  };
}

function mostAtPromotion(plan: StrategyPlan, stages: readonly Stage[]): number {
  const last = stages.filter(({ promotes }) => !promotes).at(-1);
  return plan.router === 'replicas' && plan.kind === 'canary' ? 0 : plan.replicas + (last?.split.stablePods ?? 0);
}

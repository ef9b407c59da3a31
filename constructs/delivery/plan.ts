import { intolerableErrorRatio } from '../slo/budget';
import { decimal } from '../slo/decimal';
import type { AnalysisSpec } from './checks';
import { backgroundChecks, finiteChecks, runSeconds, type CheckPlan, type Judgement } from './check-plan';
import type { DeliveryContext } from './context';
import {
  ABORT_SCALE_DOWN_DELAY_SECONDS,
  LOAD_START_SECONDS,
  MIN_PODS,
  ON_NO_EVIDENCE_BY_TIER,
  SCALE_DOWN_DELAY_SECONDS,
  SECOND_THOUGHTS_SECONDS,
} from './defaults';
import { isLoadedAfterPromotion, type Load } from './load';
import { neededRequests, requestsToMeasure, windowFor, windowWithin } from './needs';
import type { BlueGreenSpec, CanarySpec, OnNoEvidence, StrategySpec } from './spec';
import { firstServingStep, secondsFrom, sharesOf } from './step-facts';
import type { StepSpec } from './steps';

/** What both strategies come to. */
interface CommonPlan {
  /** Who splits requests. */
  readonly router: DeliveryContext['router']['kind'];
  /** The service's pods. */
  readonly replicas: number;
  /** What a verdict needs, from the promise. */
  readonly promise: PromiseFacts;
  /** What happens to a release that nobody can judge. */
  readonly onNoEvidence: OnNoEvidence;
  /** The requests that are sent to the new version while it is judged. */
  readonly load?: Load;
  /** How long new pods stay after an abort, in seconds; `undefined` leaves it to the engine. */
  readonly abortScaleDownDelaySeconds?: number;
}

/** What the promise says to a rollout. */
export interface PromiseFacts {
  /** The share of requests that may fail: `0.001`. */
  readonly errorBudget: number;
  /** The share of failing requests that ends a rollout: `0.0144`. */
  readonly breach: number;
  /** The requests of the whole service in a second. */
  readonly requestsPerSecond: number;
  /** The fewest requests in a window that make a verdict. */
  readonly neededRequests: number;
}

/** One step with every default resolved. */
export type StepPlan = Exclude<StepSpec, { step: 'analysis' | 'experiment' }> | AnalysisPlan | ExperimentPlan;

/** An analysis as a step, with every default resolved. */
export interface AnalysisPlan {
  readonly step: 'analysis';
  /** What is measured, side by side. */
  readonly checks: readonly CheckPlan[];
}

/** An experiment with every default resolved. All its checks are required for completion. */
export interface ExperimentPlan {
  readonly step: 'experiment';
  /** How long it may last, in seconds; `undefined` until its checks are done. */
  readonly seconds?: number;
  /** The sets of pods. */
  readonly templates: readonly {
    /** The set's name. */
    readonly name: string;
    /** Which version its pods run. */
    readonly version: 'canary' | 'stable';
    /** How many pods. */
    readonly replicas: number;
    /** Percent of the service's requests. */
    readonly weight?: number;
  }[];
  /** What is measured on it. */
  readonly checks: readonly CheckPlan[];
}

/** A canary with every default resolved. */
export interface CanaryPlan extends CommonPlan {
  readonly kind: 'canary';
  /** What happens, in order. */
  readonly steps: readonly StepPlan[];
  /** The analysis beside the steps. */
  readonly background?: {
    /** The step with which it starts, counted from 0. */
    readonly startingStep: number;
    /** What it measures. */
    readonly checks: readonly CheckPlan[];
  };
  /** The names of header routes and mirrors, in the order of their first step: the engine must be told them beforehand. */
  readonly managedRoutes: readonly string[];
  /** The fewest pods of a version that serves; `undefined` where no router splits requests. */
  readonly minPodsPerReplicaSet?: number;
  /** Whether the old version shrinks while the new one grows. */
  readonly dynamicStableScale: boolean;
  /** How long old pods stay after promotion, in seconds; `undefined` where the engine takes none. */
  readonly scaleDownDelaySeconds?: number;
}

/** A blue-green strategy with every default resolved. */
export interface BlueGreenPlan extends CommonPlan {
  readonly kind: 'blue-green';
  /** How many pods the new version has before it is promoted. */
  readonly previewReplicaCount: number;
  /** Whether requests move without a person. */
  readonly autoPromotionEnabled: boolean;
  /** How long the preview stands first, in seconds. */
  readonly autoPromotionSeconds: number;
  /** What is measured before requests move. */
  readonly prePromotion: readonly CheckPlan[];
  /** What is measured after they have. */
  readonly postPromotion: readonly CheckPlan[];
  /** How long old pods stay after promotion, in seconds. */
  readonly scaleDownDelaySeconds: number;
}

/** How a new version replaces the old one, with every default resolved. */
export type StrategyPlan = CanaryPlan | BlueGreenPlan;

/** What a checked strategy comes to. */
export function planStrategy(strategy: StrategySpec, context: DeliveryContext): StrategyPlan {
  return strategy.kind === 'canary' ? planCanary(strategy, context) : planBlueGreen(strategy, context);
}

function common(strategy: StrategySpec, { router, replicas, slo, tier }: DeliveryContext): CommonPlan {
  return {
    router: router.kind,
    replicas,
    promise: {
      errorBudget: decimal(1 - slo.availability),
      breach: intolerableErrorRatio(slo),
      requestsPerSecond: slo.requestsPerSecond,
      neededRequests: neededRequests(slo),
    },
    onNoEvidence: strategy.onNoEvidence ?? ON_NO_EVIDENCE_BY_TIER[tier],
    ...(strategy.load === undefined ? {} : { load: strategy.load }),
  };
}

function planCanary(strategy: CanarySpec, context: DeliveryContext): CanaryPlan {
  const shared = common(strategy, context);
  const routed = context.router.kind !== 'replicas';
  const shares = sharesOf(strategy, context);
  const judgement: Judgement = {
    windowSeconds: windowFor(context.slo, shares.find((share) => share > 0) ?? 1, strategy.load),
    minimumRequests: requestsToMeasure(context.slo),
    onNoEvidence: shared.onNoEvidence,
    lateSeconds: lateSeconds(strategy.load),
  };
  const steps = strategy.steps.map((step) => planStep(step, judgement));
  const startingStep = strategy.analysis?.startingStep ?? firstServingStep(strategy.steps) + 1;
  const left = secondsFrom(startingStep, steps);
  const beside: Judgement = {
    ...judgement,
    windowSeconds: windowWithin(left - judgement.lateSeconds, judgement.windowSeconds),
  };
  return {
    ...shared,
    kind: 'canary',
    steps,
    ...(strategy.analysis === undefined
      ? {}
      : {
          background: {
            startingStep,
            checks: backgroundChecks(strategy.analysis.checks, beside, left),
          },
        }),
    managedRoutes: routesOf(strategy.steps),
    ...(routed ? { minPodsPerReplicaSet: strategy.minPodsPerReplicaSet ?? Math.min(MIN_PODS, context.replicas) } : {}),
    dynamicStableScale: strategy.dynamicStableScale ?? false,
    ...(strategy.dynamicStableScale === true || context.router.kind === 'replicas'
      ? {}
      : {
          scaleDownDelaySeconds: strategy.scaleDownDelaySeconds ?? SCALE_DOWN_DELAY_SECONDS[context.router.kind],
          abortScaleDownDelaySeconds: strategy.abortScaleDownDelaySeconds ?? ABORT_SCALE_DOWN_DELAY_SECONDS,
        }),
  };
}

/** Requests that a load sends come later than the analysis that judges by them begins. */
const lateSeconds = (load: StrategySpec['load']): number => (load === undefined ? 0 : LOAD_START_SECONDS);

function planStep(step: StepSpec, judgement: Judgement): StepPlan {
  if (step.step === 'analysis') return { step: 'analysis', checks: finiteChecks(step.checks, judgement) };
  if (step.step !== 'experiment') return step;
  return {
    step: 'experiment',
    ...(step.seconds === undefined ? {} : { seconds: step.seconds }),
    templates: step.templates.map((template) => ({ ...template, replicas: template.replicas ?? 1 })),
    checks: finiteChecks(step.checks ?? [], judgement),
  };
}

function routesOf(steps: readonly StepSpec[]): string[] {
  return [
    ...new Set(steps.flatMap((step) => (step.step === 'headerRoute' || step.step === 'mirror' ? [step.name] : []))),
  ];
}

function planBlueGreen(strategy: BlueGreenSpec, context: DeliveryContext): BlueGreenPlan {
  const shared = common(strategy, context);
  const checks = (
    analysis: AnalysisSpec | undefined,
    share: number,
    load: StrategySpec['load'],
  ): readonly CheckPlan[] =>
    finiteChecks(analysis?.checks ?? [], {
      windowSeconds: windowFor(context.slo, share, load),
      minimumRequests: requestsToMeasure(context.slo),
      onNoEvidence: shared.onNoEvidence,
      lateSeconds: lateSeconds(load),
    });
  const loadAfter = isLoadedAfterPromotion(shared.promise) ? strategy.load : undefined;
  const postPromotion = checks(strategy.postPromotionAnalysis, 1, loadAfter);
  return {
    ...shared,
    kind: 'blue-green',
    previewReplicaCount: strategy.previewReplicaCount ?? context.replicas,
    autoPromotionEnabled: strategy.autoPromotionEnabled ?? true,
    autoPromotionSeconds: strategy.autoPromotionSeconds ?? 0,
    prePromotion: checks(strategy.prePromotionAnalysis, 0, strategy.load),
    postPromotion,
    scaleDownDelaySeconds: strategy.scaleDownDelaySeconds ?? runSeconds(postPromotion) + SECOND_THOUGHTS_SECONDS,
    abortScaleDownDelaySeconds: strategy.abortScaleDownDelaySeconds ?? ABORT_SCALE_DOWN_DELAY_SECONDS,
  };
}

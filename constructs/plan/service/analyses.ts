import { runSeconds, type CheckPlan, type Pace } from '../../delivery/check-plan';
import { ERRORS_IN_A_ROW } from '../../delivery/defaults';
import { isLoadedAfterPromotion, paceLoad, type Load, type LoadPace } from '../../delivery/load';
import type { ExperimentPlan, StrategyPlan } from '../../delivery/plan';
import { analysisMetrics, judgedBy } from '../../slo/analysis';
import { decimal } from '../../slo/decimal';
import type { MetricSource } from '../../slo/metrics';
import { or, vector } from '../../slo/promql';
import { printQuery } from '../../slo/promql-text';
import { requestRateQuery, type RequestsOf } from '../../slo/queries';
import type { Slo } from '../../slo/spec';

/** The argument of an analysis that holds the hash of the new version's pods. */
export const HASH_ARGUMENT = 'canary-hash';

/** One thing that an analysis measures. */
export type MetricPlan =
  | (Pace & {
      readonly kind: 'query';
      /** PromQL. */
      readonly query: string;
      /** When a measurement is Successful. */
      readonly successCondition: string;
      /** When it is Failed. */
      readonly failureCondition: string;
    })
  | (Pace & {
      readonly kind: 'request';
      /** The Service that is asked: it leads to the new version and nothing else. */
      readonly service: string;
      /** What is asked: `/readyz`. */
      readonly path: string;
      /** Seconds after which no answer is a failure. */
      readonly timeoutSeconds: number;
    })
  | (Pace &
      LoadPace & {
        readonly kind: 'load';
        /** The Service that is asked: it leads to the new version and nothing else. */
        readonly service: string;
        /** What is asked: `/v1/eta`. */
        readonly path: string;
        /** For how long. */
        readonly seconds: number;
      });

/** Whether a metric asks the service itself, by a pod of its own. */
export const isAsking = ({ kind }: MetricPlan): boolean => kind !== 'query';

/** An analysis of a rollout: one AnalysisTemplate. */
export interface AnalysisPlan {
  /** Where in the rollout it runs: `background`, `step-3`, `pre-promotion`; the last part of its name. */
  readonly place: string;
  /** The AnalysisTemplate's name: `payment-background`. */
  readonly name: string;
  /** What it measures, side by side. */
  readonly metrics: readonly MetricPlan[];
}

/** What the queries of an analysis ask about. */
export interface Judged {
  /** The promise. */
  readonly slo: Slo;
  /** Who counts the requests. */
  readonly source: MetricSource;
  /** The service by its name. */
  readonly service: string;
  /** Its namespace. */
  readonly namespace: string;
  /** The Service that leads to the new version and nothing else. */
  readonly newVersion: string;
}

/** The places of a rollout that measure something, in the order of their turn. */
export const ANALYSIS_PLACES = {
  background: 'background',
  step: (index: number): string => `step-${index}`,
  prePromotion: 'pre-promotion',
  postPromotion: 'post-promotion',
} as const;

/** The analyses of a strategy. One that measures nothing is none. */
export function planAnalyses(strategy: StrategyPlan, judged: Judged): readonly AnalysisPlan[] {
  return placesOf(strategy)
    .filter(({ checks }) => checks.length > 0)
    .map(({ place, checks, load, experiment }) => {
      const asked =
        experiment === undefined ? judged : { ...judged, newVersion: experimentService(judged.service, place) };
      return {
        place,
        name: `${judged.service}-${place}`,
        metrics: [
          ...checks.flatMap((check) => planMetrics(check, asked)),
          ...(load === undefined || !judgesPromise(checks) ? [] : [planLoad(load, checks, asked)]),
        ],
      };
    });
}

const judgesPromise = (checks: readonly CheckPlan[]): boolean => checks.some(({ check }) => check === 'promise');

/** The set of pods that the checks of an experiment judge: the first that runs the new version. */
export function judgedSet({ templates }: ExperimentPlan): string {
  return (templates.find(({ version }) => version === 'canary') ?? templates[0])?.name ?? 'canary';
}

/**
 * The Service of the set of pods that an experiment judges, where it is asked something. The canary's own would not do:
 * during an experiment it may still lead to the old version (argo-rollouts #1700). The place is part of it, because an
 * experiment fails when the one before still owns a Service of the same name (argo-rollouts 1.9, experiments/service.go).
 */
export function experimentService(service: string, place: string): string {
  return `${service}-${place}`;
}

interface Place {
  readonly place: string;
  readonly checks: readonly CheckPlan[];
  /** The requests that are sent where a promise is judged. */
  readonly load?: Load;
  readonly experiment?: ExperimentPlan;
}

function placesOf(strategy: StrategyPlan): readonly Place[] {
  const load = strategy.load === undefined ? {} : { load: strategy.load };
  if (strategy.kind === 'blue-green') {
    return [
      { place: ANALYSIS_PLACES.prePromotion, checks: strategy.prePromotion, ...load },
      {
        place: ANALYSIS_PLACES.postPromotion,
        checks: strategy.postPromotion,
        ...(isLoadedAfterPromotion(strategy.promise) ? load : {}),
      },
    ];
  }
  const { background } = strategy;
  // Beside the steps a load is on its way already, to the same pods. Those of an experiment get none of it.
  const isLoaded = (index: number): boolean =>
    background !== undefined && judgesPromise(background.checks) && index >= background.startingStep;
  return [
    { place: ANALYSIS_PLACES.background, checks: background?.checks ?? [], ...load },
    ...strategy.steps.map((step, index): Place => {
      const place = ANALYSIS_PLACES.step(index);
      if (step.step === 'experiment') return { place, checks: step.checks, experiment: step, ...load };
      if (step.step !== 'analysis') return { place, checks: [] };
      return { place, checks: step.checks, ...(isLoaded(index) ? {} : load) };
    }),
  ];
}

/** How long a load lasts that has no end of its own: the engine ends it with the release, or begins it anew. */
const ENDLESS_LOAD_SECONDS = 24 * 60 * 60;

/** How soon after its end an endless load begins anew: as little as the engine needs to see the end. */
const LOAD_RENEWAL_SECONDS = 10;

/**
 * The load is a metric of its own, because the engine starts all metrics of an analysis together and ends with it those that
 * still run. An analysis with an end waits for all of them, so that its load lasts as long as the slowest of the others, and
 * no longer. Beside the steps nothing waits for it. It judges nothing: it has failed when it could not run.
 */
function planLoad(load: Load, checks: readonly CheckPlan[], { slo, newVersion }: Judged): MetricPlan {
  const hasEnd = checks.every(({ count }) => count !== undefined);
  return {
    kind: 'load',
    name: 'load',
    initialDelaySeconds: 0,
    intervalSeconds: LOAD_RENEWAL_SECONDS,
    ...(hasEnd ? { count: 1 } : {}),
    failureLimit: 0,
    inconclusiveLimit: 0,
    consecutiveErrorLimit: ERRORS_IN_A_ROW,
    service: newVersion,
    path: load.path,
    seconds: hasEnd ? runSeconds(checks) : ENDLESS_LOAD_SECONDS,
    ...paceLoad(load, slo.latency.thresholdMilliseconds),
  };
}

function planMetrics(check: CheckPlan, judged: Judged): readonly MetricPlan[] {
  const pace = paceOf(check);
  if (check.check === 'smoke') {
    const { path, timeoutSeconds } = check;
    return [{ ...pace, kind: 'request', service: judged.newVersion, path, timeoutSeconds }];
  }
  const { slo, source, service, namespace } = judged;
  const of: RequestsOf = { service, namespace, podHash: `{{args.${HASH_ARGUMENT}}}` };
  if (check.check === 'evidence') return [{ ...pace, kind: 'query', ...evidence(source, of, check) }];
  const metrics = analysisMetrics(slo, {
    source,
    ...of,
    windowSeconds: check.windowSeconds,
    intervalSeconds: check.intervalSeconds,
  });
  return metrics.map(({ name, query, successCondition, failureCondition }) => ({
    ...pace,
    name,
    kind: 'query',
    query,
    successCondition,
    failureCondition,
  }));
}

/** Requests per second, 0 without any, against those that the check asks for. */
function evidence(
  source: MetricSource,
  of: RequestsOf,
  { windowSeconds, minimumRequests }: Extract<CheckPlan, { check: 'evidence' }>,
): { readonly query: string; readonly successCondition: string; readonly failureCondition: string } {
  const { successCondition, failureCondition } = judgedBy(decimal(minimumRequests / windowSeconds));
  const query = printQuery(or(requestRateQuery(source, of, windowSeconds), vector(0)));
  return { query, successCondition, failureCondition };
}

function paceOf(check: CheckPlan): Pace {
  const { name, initialDelaySeconds, intervalSeconds, failureLimit, inconclusiveLimit, consecutiveErrorLimit } = check;
  return {
    name,
    initialDelaySeconds,
    intervalSeconds,
    ...(check.count === undefined ? {} : { count: check.count }),
    failureLimit,
    inconclusiveLimit,
    consecutiveErrorLimit,
    ...(check.consecutiveSuccessLimit === undefined ? {} : { consecutiveSuccessLimit: check.consecutiveSuccessLimit }),
  };
}

import { planStrategy } from '../../../constructs/delivery/plan';
import { CONFIDENCE, FALSE_ALARM, STATISTICS } from '../../../constructs/delivery/detection';
import { evidenceOf, type Evidence } from '../../../constructs/delivery/evidence';
import { worstCase, type Exposure } from '../../../constructs/delivery/exposure';
import type { Load } from '../../../constructs/delivery/load';
import { judgementProblems, strategyWarnings } from '../../../constructs/delivery/rules';
import { series, type SeriesName } from '../../../constructs/delivery/series';
import { simulate, type Outcome, type Simulation } from '../../../constructs/delivery/simulate';
import type { OnNoEvidence, StrategySpec } from '../../../constructs/delivery/spec';
import type { RouterSpec } from '../../../constructs/delivery/router';
import { timelineOf, type Timeline } from '../../../constructs/delivery/timeline';
import type { EnvironmentTier } from '../../../constructs/plan/context';
import { joinPath, under, type Problem } from '../../../constructs/plan/problem';
import { deliveryContext, resolveStrategy } from '../../../constructs/plan/service/strategy';
import { errorBudget, periodSeconds, type ErrorBudget } from '../../../constructs/slo/budget';
import { decimal } from '../../../constructs/slo/decimal';
import type { Slo } from '../../../constructs/slo/spec';
import { contextOf } from '../../environment/context';
import { serviceFacts } from '../../environment/facts';
import type { Environment } from '../../environment/schema';
import type { EnvironmentService } from '../../environment/service';

/** The version of the form that `--json` prints; it rises when a field is taken away or changes its meaning. */
export const SCHEMA_VERSION = 1;

/** How much a bad version reaches, and what that costs of the error budget if it fails every request. */
export interface CostedExposure extends Exposure {
  /** The share of the period's error budget, 0 to 1 and above. */
  readonly budgetShare: number;
}

/** What a release of a service will do: what `bulkhead rollout --json` prints. */
export interface RolloutReport {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly environment: string;
  readonly tier: EnvironmentTier;
  readonly service: string;
  readonly strategy: {
    readonly kind: StrategySpec['kind'];
    /** Who splits requests between the versions. */
    readonly router: RouterSpec['kind'];
    /** The fewest pods that the service has: what the release starts from. */
    readonly replicas: number;
    /** How long the old pods stay after the promotion; left out where nothing keeps them. */
    readonly scaleDownDelaySeconds?: number;
    /** The requests that are sent to the new version while it is judged, if there are any. */
    readonly load?: Load;
  };
  /** What the service promises, with its period. */
  readonly promise: Omit<Slo, 'windowDays'> & { readonly windowDays: number };
  /** The share of failing requests above which a measurement fails. */
  readonly breach: number;
  /** What may go wrong in the period without the promise being broken. */
  readonly errorBudget: ErrorBudget;
  readonly timeline: Timeline;
  readonly worstCase: {
    /** When the version is bad from the first; left out when nothing stops it. */
    readonly fromTheStart?: CostedExposure;
    /** When it turns bad at the worst of all moments at which the release still stops it; left out when there is none. */
    readonly atWorst?: CostedExposure;
    /** The last second at which a version that turns bad is still stopped. */
    readonly watchedUntilSecond: number;
  };
  readonly evidence: {
    readonly statistics: {
      readonly confidence: number;
      readonly falseAlarm: number;
      readonly method: string;
      readonly source: string;
    };
    /** One for each share of requests that is judged. */
    readonly shares: readonly Evidence[];
  };
  /** What happens when the new version gets too few requests to be judged. */
  readonly noEvidence: {
    readonly onNoEvidence: OnNoEvidence;
    /** How a release ends that never gets enough, when, and why. */
    readonly outcome: Outcome;
    readonly atSecond: number;
    readonly reason: string;
  };
  /** What keeps anybody from judging the new version in time: production would refuse it. */
  readonly unjudged: readonly Problem[];
  /** What else is worth knowing. */
  readonly warnings: readonly Problem[];
  /** What becomes of the release against the series that was asked for. */
  readonly simulation?: Simulation & { readonly series: SeriesName };
}

/** What a release of this service of a checked environment will do. */
export function rolloutReport(
  environment: Environment,
  name: string,
  service: EnvironmentService,
  against?: SeriesName,
): RolloutReport {
  // Which image it is changes nothing here.
  const spec = { ...service, name, image: '' };
  const context = deliveryContext(spec, contextOf(environment), serviceFacts(environment));
  const strategy = resolveStrategy(spec, context);
  const plan = planStrategy(strategy, context);
  const slo = spec.promise;
  const budget = errorBudget(slo);
  const without = simulate(plan, series('no-traffic'));
  const unjudged = judgementProblems(strategy, context);
  const known = new Set(unjudged.map((problem) => JSON.stringify(problem)));
  const place = joinPath(joinPath(environment.name, 'services'), `${name}.strategy`);
  return {
    schemaVersion: SCHEMA_VERSION,
    environment: environment.name,
    tier: environment.tier,
    service: name,
    strategy: {
      kind: plan.kind,
      router: plan.router,
      replicas: plan.replicas,
      ...(plan.scaleDownDelaySeconds === undefined ? {} : { scaleDownDelaySeconds: plan.scaleDownDelaySeconds }),
      ...(plan.load === undefined ? {} : { load: plan.load }),
    },
    promise: { ...slo, windowDays: periodSeconds(slo) / SECONDS_PER_DAY },
    breach: plan.promise.breach,
    errorBudget: budget,
    timeline: timelineOf(plan),
    worstCase: costed(worstCase(plan), budget),
    evidence: {
      statistics: { confidence: CONFIDENCE, falseAlarm: FALSE_ALARM, ...STATISTICS },
      shares: evidenceOf(plan),
    },
    noEvidence: {
      onNoEvidence: plan.onNoEvidence,
      outcome: without.outcome,
      atSecond: without.at,
      reason: without.reason,
    },
    unjudged: under(place, unjudged),
    warnings: under(
      place,
      strategyWarnings(strategy, context).filter((problem) => !known.has(JSON.stringify(problem))),
    ),
    ...(against === undefined ? {} : { simulation: { series: against, ...simulate(plan, series(against)) } }),
  };
}

const SECONDS_PER_DAY = 24 * 60 * 60;

function costed(
  { fromTheStart, atWorst, watchedUntilSecond }: ReturnType<typeof worstCase>,
  { outageSeconds }: ErrorBudget,
): RolloutReport['worstCase'] {
  const cost = (exposure: Exposure): CostedExposure => ({
    ...exposure,
    budgetShare: decimal(exposure.shareSeconds / outageSeconds),
  });
  return {
    ...(fromTheStart === undefined ? {} : { fromTheStart: cost(fromTheStart) }),
    ...(atWorst === undefined ? {} : { atWorst: cost(atWorst) }),
    watchedUntilSecond,
  };
}

import { decimal } from '../slo/decimal';
import type { StrategyPlan } from './plan';
import { badFrom, series } from './series';
import { simulate, type Simulation } from './simulate';

/** How much a bad version reaches. */
export interface Exposure {
  /** When it turns bad, in seconds from the start of the release. */
  readonly badFromSecond: number;
  /** When it is stopped, in seconds from the start of the release. */
  readonly stoppedAtSecond: number;
  /** Whether it goes back by itself, or waits for a person with its share of the requests. */
  readonly outcome: 'aborted' | 'paused';
  /** The share of requests times the time that they reached it bad, in seconds: 36 is 5 % for 12 minutes. */
  readonly shareSeconds: number;
  /** How many requests that is at the expected rate. */
  readonly requests: number;
  /** The largest share that it reached while bad, 0 to 1. */
  readonly largestShare: number;
}

/** How much a bad version can reach before the release stops it. */
export interface WorstCase {
  /** When the version is bad from the first; `undefined` when nothing stops it. */
  readonly fromTheStart?: Exposure;
  /** When it turns bad at the worst of all moments at which the release still stops it. */
  readonly atWorst?: Exposure;
  /** The last second at which a version that turns bad is still stopped. After it, only alerts are left. */
  readonly watchedUntilSecond: number;
}

/**
 * How much a bad version can reach: a version is bad when from a moment on every measurement shows a breach of the promise,
 * while it still answers smoke checks.
 */
export function worstCase(plan: StrategyPlan): WorstCase {
  const good = simulate(plan, series('good'));
  // What happens next can change only at an event, so a moment just after each is the worst between two.
  const moments = [...new Set([0, ...good.events.flatMap(({ at }) => [at, at + 1])])].sort((a, b) => a - b);
  const exposures = moments.flatMap((moment) => exposureFrom(plan, moment) ?? []);
  const fromTheStart = exposures.find(({ badFromSecond }) => badFromSecond === 0);
  const atWorst = exposures.reduce<Exposure | undefined>(
    (worst, next) => (worst === undefined || next.shareSeconds > worst.shareSeconds ? next : worst),
    undefined,
  );
  return {
    ...(fromTheStart === undefined ? {} : { fromTheStart }),
    ...(atWorst === undefined ? {} : { atWorst }),
    watchedUntilSecond: Math.max(0, ...exposures.map(({ badFromSecond }) => badFromSecond)),
  };
}

function exposureFrom(plan: StrategyPlan, moment: number): Exposure | undefined {
  const simulation = simulate(plan, badFrom(moment));
  if (simulation.outcome === 'promoted') return undefined;
  const reached = sharesAfter(simulation, moment);
  const shareSeconds = decimal(reached.reduce((sum, { share, seconds }) => sum + share * seconds, 0));
  return {
    badFromSecond: moment,
    stoppedAtSecond: simulation.at,
    outcome: simulation.outcome,
    shareSeconds,
    requests: Math.round(shareSeconds * plan.promise.requestsPerSecond),
    largestShare: Math.max(0, ...reached.filter(({ seconds }) => seconds > 0).map(({ share }) => share)),
  };
}

/** How long the new version had which share, from a moment on. */
function sharesAfter({ events, at: end }: Simulation, moment: number): { share: number; seconds: number }[] {
  return events.map((event, index) => {
    const until = events[index + 1]?.at ?? end;
    return { share: event.canaryShare, seconds: Math.max(0, until - Math.max(event.at, moment)) };
  });
}

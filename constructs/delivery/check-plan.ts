import type { CheckSpec } from './checks';
import { CHECK_DEFAULTS, ERROR_RETRY_SECONDS, ERRORS_IN_A_ROW, FEWEST_ERRORS_IN_A_ROW } from './defaults';
import type { OnNoEvidence } from './spec';

/** How often a check measures, and what it tolerates. */
export interface Pace {
  /** The name of the metric in its analysis. */
  readonly name: string;
  /** Seconds from the start of the analysis to the first measurement. */
  readonly initialDelaySeconds: number;
  /** Seconds between two measurements. */
  readonly intervalSeconds: number;
  /** How many measurements complete it; `undefined` for as long as the rollout lasts. */
  readonly count?: number;
  /** How many failed measurements are tolerated. */
  readonly failureLimit: number;
  /** How many measurements without data are tolerated. */
  readonly inconclusiveLimit: number;
  /** How many errors in a row are tolerated. */
  readonly consecutiveErrorLimit: number;
  /** How many successes in a row end it early. */
  readonly consecutiveSuccessLimit?: number;
}

/** One check with every default resolved. */
export type CheckPlan =
  | (Pace & {
      readonly check: 'promise';
      /** How far back a measurement looks, in seconds. */
      readonly windowSeconds: number;
    })
  | (Pace & {
      /** Fails when the new version gets no requests: what turns a release without evidence into an abort. */
      readonly check: 'evidence';
      /** How far back a measurement looks, in seconds. */
      readonly windowSeconds: number;
      /** The fewest requests in the window by which both halves of the promise are judged; fewer fail the check. */
      readonly minimumRequests: number;
    })
  | (Pace & {
      readonly check: 'smoke';
      /** The path that is asked. */
      readonly path: string;
      /** Seconds after which no answer is a failure. */
      readonly timeoutSeconds: number;
    });

/** What the checks of a strategy have in common. */
export interface Judgement {
  /** How far back a measurement looks, in seconds. */
  readonly windowSeconds: number;
  /** The fewest requests in the window by which both halves of the promise are judged. */
  readonly minimumRequests: number;
  /** What happens to a release that nobody can judge. */
  readonly onNoEvidence: OnNoEvidence;
  /** How long an analysis runs before the requests that it judges come, in seconds: a load must start first. */
  readonly lateSeconds: number;
}

/** The checks of an analysis with an end. */
export function finiteChecks(checks: readonly CheckSpec[], judgement: Judgement): CheckPlan[] {
  return checks.flatMap((check) => planCheck(check, judgement, Number.POSITIVE_INFINITY, true));
}

/** The checks of an analysis beside the steps, which has so many seconds before the release is through. */
export function backgroundChecks(checks: readonly CheckSpec[], judgement: Judgement, seconds: number): CheckPlan[] {
  return checks.flatMap((check) => planCheck(check, judgement, seconds, false));
}

/**
 * How long an analysis with an end takes when all is well, in seconds: its slowest check, to the last measurement. Zero
 * without a check.
 */
export function runSeconds(checks: readonly CheckPlan[]): number {
  return Math.max(
    0,
    ...checks.map(({ initialDelaySeconds, intervalSeconds, count = 1, consecutiveSuccessLimit = count }) => {
      return initialDelaySeconds + (Math.min(count, consecutiveSuccessLimit) - 1) * intervalSeconds;
    }),
  );
}

/**
 * How long an analysis takes to object, in seconds, whatever is wrong from its start: a bad version, no requests, or a
 * metrics store that does not answer. A smoke check sees only the first of these.
 */
export function secondsToObject(checks: readonly CheckPlan[]): number {
  const soonest = (kinds: readonly CheckPlan['check'][], after: (check: CheckPlan) => number): number => {
    const times = checks
      .filter(({ check }) => kinds.includes(check))
      .map((each) => each.initialDelaySeconds + after(each));
    return times.length === 0 ? 0 : Math.min(...times);
  };
  const failed = (check: CheckPlan): number => check.failureLimit * check.intervalSeconds;
  const empty = (check: CheckPlan): number =>
    check.check === 'evidence' ? failed(check) : check.inconclusiveLimit * check.intervalSeconds;
  return Math.max(
    soonest(checks.some(({ check }) => check === 'promise') ? ['promise'] : ['smoke'], failed),
    soonest(['promise', 'evidence'], empty),
    soonest(['promise', 'evidence'], (check) => check.consecutiveErrorLimit * ERROR_RETRY_SECONDS),
  );
}

function planCheck(check: CheckSpec, judgement: Judgement, seconds: number, finite: boolean): CheckPlan[] {
  if (check.check === 'smoke') return [planSmoke(check, seconds, finite)];
  const windowSeconds = check.windowSeconds ?? judgement.windowSeconds;
  const initialDelaySeconds = check.initialDelaySeconds ?? windowSeconds + judgement.lateSeconds;
  const intervalSeconds = check.intervalSeconds ?? windowSeconds / 2;
  const promise: CheckPlan = {
    check: 'promise',
    name: 'promise',
    windowSeconds,
    ...measuring(check, { initialDelaySeconds, intervalSeconds }, seconds, finite),
  };
  return judgement.onNoEvidence === 'hold'
    ? [promise]
    : withEvidence(promise, windowSeconds, judgement.minimumRequests);
}

/**
 * No data must end in a failure, which aborts, not in an inconclusive promise, which pauses for ever. So the evidence gives
 * up where the promise would, and the promise one measurement later: two metrics of a run are not measured in the same
 * instant, and the first verdict is the run's.
 */
function withEvidence(promise: CheckPlan, windowSeconds: number, minimumRequests: number): CheckPlan[] {
  const { inconclusiveLimit: limit, count = Number.POSITIVE_INFINITY } = promise;
  const later = limit + 1 < count;
  return [
    { ...promise, inconclusiveLimit: later ? limit + 1 : limit },
    {
      ...promise,
      check: 'evidence',
      name: 'evidence',
      windowSeconds,
      minimumRequests,
      failureLimit: later ? limit : Math.max(0, limit - 1),
      inconclusiveLimit: 0,
    },
  ];
}

function planSmoke(check: Extract<CheckSpec, { check: 'smoke' }>, seconds: number, finite: boolean): CheckPlan {
  const { intervalSeconds, timeoutSeconds } = CHECK_DEFAULTS.smoke;
  const at = {
    initialDelaySeconds: check.initialDelaySeconds ?? 0,
    intervalSeconds: check.intervalSeconds ?? intervalSeconds,
  };
  return {
    check: 'smoke',
    name: smokeName(check.path),
    path: check.path,
    timeoutSeconds: check.timeoutSeconds ?? timeoutSeconds,
    ...measuring(check, at, seconds, finite),
  };
}

/** The name of a smoke check, from its path: `/api/health` is `smoke-api-health`. */
export function smokeName(path: string): string {
  const words = path.toLowerCase().match(/[a-z0-9]+/g) ?? ['root'];
  return ['smoke', ...words].join('-');
}

function measuring(
  check: CheckSpec,
  at: Pick<Pace, 'initialDelaySeconds' | 'intervalSeconds'>,
  seconds: number,
  finite: boolean,
): Omit<Pace, 'name'> {
  // A background check must be able to give up before the release is through: what it was not told, it takes from there.
  const left = seconds - at.initialDelaySeconds;
  const { count, failureLimit, inconclusiveLimit } = limitsOf(check);
  const fits = (limit: number): number => within(left / at.intervalSeconds, 0, limit);
  return {
    ...at,
    ...(finite ? { count } : check.count === undefined ? {} : { count: check.count }),
    failureLimit: check.failureLimit ?? fits(failureLimit),
    inconclusiveLimit: check.inconclusiveLimit ?? fits(inconclusiveLimit),
    consecutiveErrorLimit:
      check.consecutiveErrorLimit ?? within(left / ERROR_RETRY_SECONDS, FEWEST_ERRORS_IN_A_ROW, ERRORS_IN_A_ROW),
    ...(check.consecutiveSuccessLimit === undefined ? {} : { consecutiveSuccessLimit: check.consecutiveSuccessLimit }),
  };
}

/** How often a check with an end measures and what it tolerates; what it was not told leaves one success to be needed. */
export function limitsOf(check: CheckSpec): Required<Pick<Pace, 'count' | 'failureLimit' | 'inconclusiveLimit'>> {
  const defaults = CHECK_DEFAULTS[check.check];
  const count = check.count ?? defaults.count;
  const room = (taken: number): number => Math.max(0, count - 1 - taken);
  const failureLimit = check.failureLimit ?? Math.min(defaults.failureLimit, room(check.inconclusiveLimit ?? 0));
  return {
    count,
    failureLimit,
    inconclusiveLimit: check.inconclusiveLimit ?? Math.min(defaults.inconclusiveLimit, room(failureLimit)),
  };
}

/** As many whole measurements as strictly fit, between two bounds. */
const within = (room: number, least: number, most: number): number =>
  Math.max(least, Math.min(most, Math.ceil(room) - 1));

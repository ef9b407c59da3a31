import { ceiling, decimal } from '../slo/decimal';
import type { CheckPlan } from './check-plan';
import { LOAD_START_SECONDS } from './defaults';
import { smallestDetectable, smallestFailing } from './detection';
import { isLoadedAfterPromotion, type Load } from './load';
import { requestsPerSecondAt } from './needs';
import type { StrategyPlan } from './plan';
import { backgroundOf, stageSeconds, stagesOf, type Stage } from './stages';

/** How much is seen of the new version while it has one share of the requests. */
export interface Sight {
  /** The first step of this share, counted from 0; `undefined` where the engine moves requests by itself. */
  readonly step?: number;
  /** What happens there, for people. */
  readonly title: string;
  /** The share of users' requests that the new version has, 0 to 1. */
  readonly canaryShare: number;
  /** How long it has it, in seconds. A person counts as nothing. */
  readonly seconds: number;
  /** Whether it ends when a person says so, so that it may last as long as needed. */
  readonly endsByPerson: boolean;
  /** The requests of the new version in that time. */
  readonly requests: number;
  /** How far back its judge looks, in seconds; 0 when nobody judges it. */
  readonly windowSeconds: number;
  /** The requests that its judge has seen by the end: those of its window. */
  readonly seenRequests: number;
  /** How many requests would tell a breach of the promise. */
  readonly neededRequests: number;
  /** How long they take at this share, in seconds: the shortest time at this share that would do. */
  readonly neededSeconds: number;
  /** Whether a breach can be told. */
  readonly enough: boolean;
}

/** What can be known of the new version while it has one share of the requests. */
export interface Evidence extends Sight {
  /** The smallest error ratio that so many requests can tell from the promised one: see `smallestDetectable`. */
  readonly smallestDetectable: number;
  /**
   * The smallest error ratio at which a measurement of so many requests fails nearly surely: see `smallestFailing`. What
   * can be told is less, but up to a breach the release goes on, and leaves it to the slower alerts.
   */
  readonly smallestFailing: number;
}

/** What can be known of the new version at each share of the requests that it has before it is promoted. */
export function evidenceOf(plan: StrategyPlan): Evidence[] {
  return sightsOf(plan).map((sight) => ({
    ...sight,
    smallestDetectable: smallestDetectable(sight.seenRequests, plan.promise.errorBudget),
    smallestFailing: smallestFailing(sight.seenRequests, plan.promise.breach),
  }));
}

/** How much is seen of the new version at each share of the requests that it has before it is promoted. */
export function sightsOf(plan: StrategyPlan): Sight[] {
  const stages = stagesOf(plan);
  return levelsOf(stages).map((level) => sightAt(plan, level, stages));
}

/** Stages in a row at which the new version has the same share of requests. */
type Level = readonly [Stage, ...Stage[]];

function levelsOf(stages: readonly Stage[]): Level[] {
  const levels: Level[] = [];
  for (const stage of stages.filter(({ promotes }) => !promotes)) {
    const last = levels.at(-1);
    if (last !== undefined && last[0].split.canaryShare === stage.split.canaryShare) {
      levels[levels.length - 1] = [...last, stage];
    } else {
      levels.push([stage]);
    }
  }
  return levels.flatMap((level, index) => {
    if (level[0].split.canaryShare === 0) return judgedUnseen(level);
    return isPromotion(level) && index > 0 && index === levels.length - 1 ? [] : [level];
  });
}

/** Without users there is nothing to judge by, unless a load stands in for them. */
function judgedUnseen(level: Level): Level[] {
  const [first, ...rest] = level.filter((stage) => promisesIn(stage).length > 0);
  return first === undefined ? [] : [[first, ...rest]];
}

/** A last step to 100 % that waits for nothing is the promotion itself. */
const isPromotion = (level: Level): boolean =>
  level[0].split.canaryShare === 1 && level[0].step !== undefined && level.every(({ wait }) => wait.kind === 'nothing');

const promisesIn = ({ wait }: Stage): CheckPlan[] =>
  wait.kind === 'analysis' ? wait.checks.filter(({ check }) => check === 'promise') : [];

function sightAt(plan: StrategyPlan, level: Level, stages: readonly Stage[]): Sight {
  const [first] = level;
  const { canaryShare } = first.split;
  const { promise } = plan;
  const seconds = level.reduce((sum, stage) => sum + stageSeconds(stage), 0) - first.readySeconds;
  const windowSeconds = windowOf(plan, level, stages);
  const load = loadAt(plan, canaryShare);
  const loadRate = load?.requestsPerSecond ?? 0;
  const loadSeconds = load === undefined ? 0 : loadedSeconds(plan, level, stages);
  const rate = requestsPerSecondAt(canaryShare, promise, load);
  const userRate = requestsPerSecondAt(canaryShare, promise);
  const endsByPerson = level.some(({ wait }) => wait.kind === 'person');
  const seen = (lasting: number): number => Math.min(windowSeconds, endsByPerson ? windowSeconds : lasting);
  const seenRequests = whole(userRate * seen(seconds) + loadRate * seen(loadSeconds));
  return {
    ...(first.step === undefined ? {} : { step: first.step }),
    title: first.title,
    canaryShare,
    seconds,
    endsByPerson,
    requests: whole(userRate * seconds + loadRate * Math.min(seconds, loadSeconds)),
    windowSeconds,
    seenRequests,
    neededRequests: promise.neededRequests,
    neededSeconds: rate > 0 ? ceiling(promise.neededRequests / rate) : Number.POSITIVE_INFINITY,
    enough: seenRequests >= promise.neededRequests,
  };
}

const whole = (requests: number): number => Math.floor(decimal(requests));

/** How far back whoever judges these stages looks: the longest of them, 0 when nobody does. */
function windowOf(plan: StrategyPlan, level: Level, stages: readonly Stage[]): number {
  const isBeside = besideUntil(level, stages).length > 0;
  const judges = [...level.flatMap(promisesIn), ...(isBeside ? backgroundOf(plan) : [])];
  return Math.max(0, ...judges.map((each) => (each.check === 'promise' ? each.windowSeconds : 0)));
}

/** The stages from that with which the background analysis starts to the last of these, as far as there are any. */
function besideUntil(level: Level, stages: readonly Stage[]): readonly Stage[] {
  const starts = stages.findIndex(({ startsBackground }) => startsBackground);
  const last = Math.max(...level.map((stage) => stages.indexOf(stage)));
  return starts < 0 ? [] : stages.slice(starts, last + 1);
}

/** The load of a strategy while it is judged at this share. */
function loadAt({ kind, load, promise }: StrategyPlan, canaryShare: number): Load | undefined {
  return kind === 'blue-green' && canaryShare === 1 && !isLoadedAfterPromotion(promise) ? undefined : load;
}

/** For how long the load has been coming when these stages end: it starts with the analysis that judges by it. */
function loadedSeconds(plan: StrategyPlan, level: Level, stages: readonly Stage[]): number {
  const own = level
    .filter((stage) => promisesIn(stage).length > 0)
    .map((stage) => stageSeconds(stage) - stage.readySeconds);
  const isBeside = backgroundOf(plan).some(({ check }) => check === 'promise');
  const beside = isBeside ? besideUntil(level, stages).reduce((sum, stage) => sum + stageSeconds(stage), 0) : 0;
  return Math.max(0, Math.max(beside, ...own) - LOAD_START_SECONDS);
}

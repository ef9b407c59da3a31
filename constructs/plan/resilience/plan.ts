import type { PlanContext } from '../context';
import { resolveReplicas } from '../service/defaults';
import type { ServiceFacts } from '../service/facts';
import type { ReplicaRange } from '../service/capacity';
import type { ServiceSpec } from '../service/spec';
import {
  BURST_SECONDS,
  CONSECUTIVE_ERRORS,
  EJECTION_INTERVAL_SECONDS,
  EJECTION_SECONDS,
  KEEP_ALIVE_MARGIN_SECONDS,
  KEEP_ALIVE_SECONDS,
  PODS_FOR_OWN_ZONE,
  RETRY_BUDGET,
  WARMUP_FROM_PERCENT,
  WARMUP_SECONDS,
} from './defaults';
import { largestEjectionPercent } from './ejection';
import { expectedLimits, type Load, type RequestLimits } from './limits';
import type { ZoneChoice } from './spec';
import { resolveTimes, type RequestTimes } from './times';

/** When callers leave a pod alone. */
export interface EjectionPlan {
  /** After how many failures in a row. */
  readonly consecutiveErrors: number;
  /** How often it is looked whose time is over. */
  readonly intervalSeconds: number;
  /** For how long, the first time. */
  readonly ejectionSeconds: number;
  /** How many of the pods at once, at most. */
  readonly maximumPercent: number;
}

/** How many requests a pod takes in a second. */
export interface RateLimitPlan {
  /** For each pod. */
  readonly requestsPerSecond: number;
  /** After a quiet time. */
  readonly burst: number;
}

/** How calls to a service survive failures, every default resolved. */
export interface ResiliencePlan {
  /** How long a request may take, and how often it is tried. */
  readonly times: RequestTimes;
  /** How many requests of a caller's pod may be second tries. */
  readonly retryBudget: {
    /** Of those under way. */
    readonly percent: number;
    /** However few are under way. */
    readonly leastAtOnce: number;
  };
  /** When callers leave a pod alone; never where they may leave none. */
  readonly ejection?: EjectionPlan;
  /** How many requests may be under way. */
  readonly limits: RequestLimits;
  /** After how many idle seconds the mesh closes a connection. */
  readonly idleSeconds: number;
  /** Whose pods a request goes to first. */
  readonly zones: ZoneChoice;
  /** How a new pod's share grows; at once when there is none. */
  readonly warmup?: {
    /** How long. */
    readonly seconds: number;
    /** From which share. */
    readonly fromPercent: number;
  };
  /** How many requests a pod takes in a second; any number when there is none. */
  readonly rateLimit?: RateLimitPlan;
}

/** Decides how calls to a service survive failures. The spec must have been checked. */
export function planResilience(
  spec: ServiceSpec,
  context: PlanContext,
  facts: Pick<ServiceFacts, 'zones'>,
): ResiliencePlan {
  const { resilience = {} } = spec;
  const replicas = resolveReplicas(spec, context, facts);
  const zones = facts.zones.length;
  const ejection = planEjection(resilience.ejection, replicas, zones);
  const { warmupSeconds = WARMUP_SECONDS, rateLimit } = resilience;
  return {
    times: resolveTimes(spec),
    retryBudget: {
      percent: resilience.retries?.budgetPercent ?? RETRY_BUDGET.percent,
      leastAtOnce: RETRY_BUDGET.leastAtOnce,
    },
    ...(ejection === undefined ? {} : { ejection }),
    limits: { ...expectedLimits(loadOf(spec), replicas, zones), ...resilience.limits },
    idleSeconds: idleSeconds(resilience.keepAliveSeconds ?? KEEP_ALIVE_SECONDS),
    zones: zoneChoice(resilience.zones, replicas, zones),
    ...(warmupSeconds === 0 ? {} : { warmup: { seconds: warmupSeconds, fromPercent: WARMUP_FROM_PERCENT } }),
    ...(rateLimit === undefined
      ? {}
      : {
          rateLimit: {
            requestsPerSecond: rateLimit.requestsPerSecondPerPod,
            burst: rateLimit.burst ?? BURST_SECONDS * rateLimit.requestsPerSecondPerPod,
          },
        }),
  };
}

/** What is expected of a service, by its promise. */
export function loadOf({ promise }: Pick<ServiceSpec, 'promise'>): Load {
  return {
    requestsPerSecond: promise.requestsPerSecond,
    latencyMilliseconds: promise.latency.thresholdMilliseconds,
  };
}

type Asked = NonNullable<ServiceSpec['resilience']>;

/** Zero would be read as "not said", and Envoy would take a tenth of the pods. */
function planEjection(asked: Asked['ejection'] = {}, replicas: ReplicaRange, zones: number): EjectionPlan | undefined {
  const maximumPercent = asked.maximumPercent ?? largestEjectionPercent(replicas, zones);
  if (maximumPercent === 0) return undefined;
  return {
    consecutiveErrors: asked.consecutiveErrors ?? CONSECUTIVE_ERRORS,
    intervalSeconds: EJECTION_INTERVAL_SECONDS,
    ejectionSeconds: asked.ejectionSeconds ?? EJECTION_SECONDS,
    maximumPercent,
  };
}

/** A short time is halved: 5 seconds less would be none. */
function idleSeconds(keepAlive: number): number {
  return Math.max(keepAlive - KEEP_ALIVE_MARGIN_SECONDS, Math.floor(keepAlive / 2));
}

/** A zone without a pod of the service has nothing to prefer: a playground with one pod asks all zones, whatever was said. */
function zoneChoice(asked: ZoneChoice | undefined, { minimum }: ReplicaRange, zones: number): ZoneChoice {
  if (zones < 2 || minimum < zones) return 'any';
  return asked ?? (minimum >= PODS_FOR_OWN_ZONE * zones ? 'own-first' : 'any');
}

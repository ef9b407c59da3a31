import { leftAfterZoneLoss, type ReplicaRange } from '../service/capacity';
import { LEAST_LIMIT, LIMIT_HEADROOM } from './defaults';

/** How much comes, and how long each request takes. */
export interface Load {
  /** Requests in a second, at the usual hour, when there are fewest pods. */
  readonly requestsPerSecond: number;
  /** How long a request takes, in milliseconds. */
  readonly latencyMilliseconds: number;
}

/** How many requests may be under way. */
export interface RequestLimits {
  /** From one pod of a caller to the service. */
  readonly perCaller: number;
  /** In one pod of the service. */
  readonly perPod: number;
}

/**
 * How many requests are under way at a time: as many as arrive while one is answered (J. D. C. Little, "A Proof for the
 * Queuing Formula L = λW", 1961). It holds whatever the arrivals are like.
 *
 * @example underWay({ requestsPerSecond: 120, latencyMilliseconds: 250 }) // 30
 */
export function underWay({ requestsPerSecond, latencyMilliseconds }: Load): number {
  return (requestsPerSecond * latencyMilliseconds) / 1000;
}

/** How many requests are under way when all pods that the autoscaler may make are as busy as the fewest are at the usual hour. */
export function underWayAtMost(load: Load, { minimum, maximum }: ReplicaRange): number {
  return underWay(load) * Math.max(1, maximum / minimum);
}

/**
 * How many requests one pod has under way when the fullest zone has just been lost, and those that remain have its share.
 * The load grows with the pods, so the worst is the number of pods that divides least evenly: 4 over 3 zones lose 2.
 */
export function underWayPerPod(load: Load, { minimum, maximum }: ReplicaRange, zones: number): number {
  const perPod = underWay(load) / minimum;
  // The share that is left rises with every further full round of zones, so the worst lies within the first rounds.
  const most = Math.min(Math.max(maximum, minimum), minimum + Math.max(1, zones));
  const factors = Array.from({ length: most - minimum + 1 }, (_, more) => {
    const replicas = minimum + more;
    const left = zones < 2 ? replicas : leftAfterZoneLoss(replicas, zones);
    // Nothing survives the loss of the only pod.
    return replicas / Math.max(1, left);
  });
  return perPod * Math.max(...factors);
}

/** The limits that follow from what is expected. */
export function expectedLimits(load: Load, replicas: ReplicaRange, zones: number): RequestLimits {
  const limit = (expected: number, least: number): number => Math.max(least, Math.ceil(LIMIT_HEADROOM * expected));
  return {
    perCaller: limit(underWayAtMost(load, replicas), LEAST_LIMIT.perCaller),
    perPod: limit(underWayPerPod(load, replicas, zones), LEAST_LIMIT.perPod),
  };
}

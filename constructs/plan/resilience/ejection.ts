import type { ReplicaRange } from '../service/capacity';

/**
 * The largest percentage at which a caller leaves alone no more pods than a zone holds, however many pods there are: then the
 * rest can do what it could after the loss of a zone, which is what pods are sized for. A whole zone that fails can go, and a
 * failure that all pods have in common ejects a part of them and stops there.
 *
 * Envoy ejects while `(ejected + 1) / pods` is at most the percentage (`outlier_detection_impl.cc`, `ejectHost`), so that of
 * `n` pods `⌊n × percent / 100⌋` can be ejected. 99 at most: a single pod stays. Where there are no zones to lose, half.
 *
 * @example largestEjectionPercent({ minimum: 3, maximum: 12 }, 3) // 41: 4 of 12, 1 of 3
 */
export function largestEjectionPercent({ maximum }: ReplicaRange, zones: number): number {
  const groups = Math.max(2, zones);
  const percents = Array.from({ length: Math.max(1, maximum - 1) }, (_, index) => {
    const pods = index + 2;
    return Math.ceil((100 * (Math.ceil(pods / groups) + 1)) / pods) - 1;
  });
  return Math.min(99, ...percents);
}

/** How many of `pods` Envoy leaves alone at most. */
export function mostEjected(pods: number, percent: number): number {
  return Math.floor((pods * percent) / 100);
}

/** Between how many pods the autoscaler chooses. */
export interface ReplicaRange {
  /** The fewest. */
  readonly minimum: number;
  /** The most. */
  readonly maximum: number;
}

/** How busy pods may be, in percent, when the load of a lost zone has come to them: a tenth is for what was not foreseen. */
const PERCENT_AFTER_LOSS = 90;

/** How many of `replicas` pods, spread evenly over `zones`, remain when the fullest zone is lost. */
export function leftAfterZoneLoss(replicas: number, zones: number): number {
  return replicas - Math.ceil(replicas / zones);
}

/**
 * How busy the autoscaler lets pods become, in percent of what they asked for, so that those that remain after the loss of
 * the fullest zone can carry everything at nine tenths of their processors. New pods take minutes; this does not.
 *
 * At most `100 × (z − 1) / z × 0.9`; less where some number of pods in the range does not divide evenly: 4 pods over 3
 * zones lose 2, half of them.
 *
 * @example targetCpuPercent({ minimum: 3, maximum: 3 }, 3) // 60
 */
export function targetCpuPercent({ minimum, maximum }: ReplicaRange, zones: number): number {
  // Nothing survives the loss of the only zone or the only pod: then only the reserve counts.
  const fewest = Math.max(minimum, 2);
  if (zones < 2 || maximum < 2) return PERCENT_AFTER_LOSS;
  // The share rises with every further full round of zones, so the worst lies within the first rounds.
  const most = Math.min(Math.max(maximum, fewest), fewest + zones);
  const targets = Array.from({ length: most - fewest + 1 }, (_, more) => {
    const replicas = fewest + more;
    return Math.floor((PERCENT_AFTER_LOSS * leftAfterZoneLoss(replicas, zones)) / replicas);
  });
  return Math.min(...targets);
}

/**
 * In how many zones the scheduler must see nodes before it puts a second pod into one: all but one, so that a cluster that
 * has not yet nodes everywhere does not begin with all pods in one zone.
 *
 * Not all of them: a lost zone's nodes are tainted and no longer count (`nodeTaintsPolicy: Honor`, which is what lets
 * replacements run elsewhere at all), and with fewer zones than `minDomains` every zone that is left takes `maxSkew` pods
 * and no more. Replacements would wait for the zone to return (kubernetes #115320, kubernetes/enhancements #6211).
 * `undefined` where all but one is no more than what holds anyway.
 */
export function minimumDomains(zones: number): number | undefined {
  return zones > 2 ? zones - 1 : undefined;
}

/**
 * How many pods may be evicted at once: what a zone holds when there are fewest, and one at least, because a budget that
 * allows nothing blocks the draining of a zone. One by one where there is one zone only. A number, since Kubernetes rounds a percentage up: 33 % of 4 pods are 2.
 */
export function evictableAtOnce({ minimum }: ReplicaRange, zones: number): number {
  return zones < 2 ? 1 : Math.max(1, Math.floor(minimum / zones));
}

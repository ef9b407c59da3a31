/** How many pods each version has, and which share of requests the new one gets. */
export interface Split {
  /** Pods of the new version. */
  readonly canaryPods: number;
  /** Pods of the old version. */
  readonly stablePods: number;
  /** The share of users' requests that the new version gets, 0 to 1. */
  readonly canaryShare: number;
}

/** What decides a split: where the steps have come to, and what the strategy says of pods. */
export interface SplitInput {
  /** The service's pods. */
  readonly replicas: number;
  /** The last weight set, in percent. */
  readonly weight: number;
  /** The canary's own scale, if one was set and still holds. */
  readonly scale: { readonly replicas: number } | { readonly weight: number } | undefined;
  /** The fewest pods of a version that serves. */
  readonly minPods: number;
  /** Whether the old version shrinks. */
  readonly dynamicStableScale: boolean;
}

/**
 * With a router the weight is exact, pods follow it rounded up, and the old version stays complete unless told to shrink.
 * A scale of its own is taken as it is, even under the fewest pods (argo-rollouts 1.9, utils/replicaset/canary.go).
 */
export function routedSplit({ replicas, weight, scale, minPods, dynamicStableScale }: SplitInput): Split {
  const forShare = (percent: number): number =>
    percent === 0 ? 0 : Math.max(Math.min(minPods, replicas), Math.ceil((replicas * percent) / 100));
  const scaled = scale === undefined ? forShare(weight) : 'replicas' in scale ? scale.replicas : forShare(scale.weight);
  return {
    canaryPods: scaled,
    stablePods: dynamicStableScale ? forShare(100 - weight) : replicas,
    canaryShare: scaled === 0 ? 0 : weight / 100,
  };
}

/**
 * Without a router the share is that of the pods, so the engine picks the numbers whose ratio is nearest to the weight:
 * among as many pods as the service has, and one more where it may surge. Neither version gets none between 1 and 99 %.
 */
export function replicaSplit({ replicas, weight }: Pick<SplitInput, 'replicas' | 'weight'>): Split {
  if (weight === 0) return { canaryPods: 0, stablePods: replicas, canaryShare: 0 };
  if (weight === 100) return { canaryPods: replicas, stablePods: 0, canaryShare: 1 };
  const splits = [replicas, replicas + 1].flatMap((total) =>
    [Math.floor((replicas * weight) / 100), Math.ceil((replicas * weight) / 100)]
      .filter((canary) => canary >= 1 && canary < total)
      .map((canary) => ({ canaryPods: canary, stablePods: total - canary, canaryShare: canary / total })),
  );
  const miss = ({ canaryShare }: Split): number => Math.abs(canaryShare * 100 - weight);
  // On a tie the engine takes the larger canary among as many pods as the service has.
  return splits.reduce(
    (best, next) =>
      miss(next) < miss(best) ||
      (miss(next) === miss(best) && totalOf(next) === totalOf(best) && next.canaryPods > best.canaryPods)
        ? next
        : best,
    splits[0] ?? { canaryPods: 1, stablePods: replicas, canaryShare: 1 / (replicas + 1) },
  );
}

const totalOf = ({ canaryPods, stablePods }: Split): number => canaryPods + stablePods;

import { physicalName, type ByTier, type PlanContext } from '../context';
import { planKey, type KeyPlan } from '../encryption';
import { LOG_RETENTION_DAYS } from '../cluster/defaults';
import type { RetentionDays } from '../retention';
import type { MetricsSpec } from './metrics/spec';

/** The most active series that have these labels. */
export interface SeriesLimit {
  /** Labels and their values; none for every series that no other limit is about. */
  readonly labels: Readonly<Record<string, string>>;
  /** How many there may be. */
  readonly mostSeries: number;
}

/** Where metrics are kept. */
export interface MetricsPlan {
  /** The workspace's name: `bulkhead-prod`. */
  readonly alias: string;
  /** How long metrics are kept, in days. */
  readonly retentionDays: number;
  /** What they may cost, in series; none where nobody has said how many services there are. */
  readonly limits: readonly SeriesLimit[];
  /** What encrypts them. */
  readonly key: KeyPlan;
  /** Where the workspace says which rules and alerts failed. */
  readonly logGroup: string;
  /** How long that is kept, in days. */
  readonly logRetentionDays: RetentionDays;
  /** Whether the metrics outlive the stack. */
  readonly retain: boolean;
}

/**
 * Longer than the window of any promise, so that a month's error budget can be drawn. Amazon Managed Service for Prometheus
 * keeps 150 days unless told otherwise, and takes up to 1,095 (its quotas); storage is the least of its cost.
 */
const RETENTION_DAYS: ByTier<number> = { development: 35, staging: 60, production: 400 };

/**
 * An estimate, to be corrected by what the first weeks show. A pod with a proxy exposes about 1,000 series: some twenty
 * combinations of caller, route and status, each with the buckets of two histograms. A service in production has ten pods, and
 * a release replaces each of them within the two hours in which a series counts: 10 × 2 × 1,000. Other tiers have fewer pods.
 */
const SERIES_PER_SERVICE: ByTier<number> = { development: 5_000, staging: 10_000, production: 20_000 };

/**
 * An estimate as well: about 100 series of each pod from the state of the cluster's objects, 1,000 of each node from its
 * kubelet, and what controllers, gateways and collectors expose; 500 pods on 30 nodes in production.
 */
const SERIES_OF_PLATFORM: ByTier<number> = { development: 25_000, staging: 50_000, production: 100_000 };

/**
 * How many limits a workspace takes: its quota is called "LabelSet limits per workspace" (L-2C2449DB). Its default is in no
 * source that was found; ten is less than every number seen in use. With more namespaces there is one limit for all of them.
 */
const MOST_LIMITS = 10;

/** What a plan of metrics needs to know of the services. */
export interface MeasuredServices {
  /** How many services each namespace has. */
  readonly servicesByNamespace: Readonly<Record<string, number>>;
}

/** Decides where metrics are kept, and how many. */
export function planMetrics(context: PlanContext, spec: MetricsSpec = {}, services?: MeasuredServices): MetricsPlan {
  const name = physicalName(context);
  return {
    alias: name,
    retentionDays: spec.retentionDays ?? RETENTION_DAYS[context.tier],
    limits: services === undefined ? [] : limitsOf(context, spec, services),
    key: planKey(context, ['metrics']),
    logGroup: `/aws/vendedlogs/prometheus/${name}`,
    logRetentionDays: LOG_RETENTION_DAYS[context.tier],
    retain: context.tier === 'production',
  };
}

/** All series that may be active at once, by the limits of a plan; `undefined` where it has none. */
export function mostSeries({ limits }: Pick<MetricsPlan, 'limits'>): number | undefined {
  return limits.length === 0 ? undefined : limits.reduce((sum, limit) => sum + limit.mostSeries, 0);
}

/**
 * One limit for each namespace of services, so that a label with too many values throttles the service that has it and no
 * other, and one for the rest. A series that a limit names by its labels does not count towards the limit without labels.
 */
function limitsOf({ tier }: PlanContext, spec: MetricsSpec, { servicesByNamespace }: MeasuredServices): SeriesLimit[] {
  const perService = spec.seriesPerService ?? SERIES_PER_SERVICE[tier];
  const platform = spec.seriesOfPlatform ?? SERIES_OF_PLATFORM[tier];
  const namespaces = Object.entries(servicesByNamespace).sort(([a], [b]) => (a < b ? -1 : 1));
  if (namespaces.length >= MOST_LIMITS) {
    const services = namespaces.reduce((sum, [, count]) => sum + count, 0);
    return [{ labels: {}, mostSeries: platform + services * perService }];
  }
  return [
    { labels: {}, mostSeries: platform },
    ...namespaces.map(([namespace, count]) => ({ labels: { namespace }, mostSeries: count * perService })),
  ];
}

import { clusterAlarms } from './cluster';
import { entryAlarms } from './entry';
import { eventAlarms } from './events';
import type { AlarmPlan } from './model';
import { networkAlarms, type WatchedGateway } from './network';
import { storeAlarms } from './stores';
import { telemetryAlarms, type WatchedMetrics } from './telemetry';
import { topicAlarms, type WatchedTopics } from './topics';
import type { WatchedEntry } from './watched-entry';
import type { WatchedStore } from './watched-store';

/** What is watched by CloudWatch: what Prometheus does not see. */
export interface Watched {
  /** The data stores. */
  readonly stores: readonly WatchedStore[];
  /** The vaults that their backups go to. */
  readonly vaults: readonly string[];
  /** The ways out. */
  readonly gateways: readonly WatchedGateway[];
  /** The way in, where there is one. */
  readonly entry?: WatchedEntry;
  /** The Kubernetes cluster. */
  readonly cluster: { readonly name: string };
  /** The metrics workspace, where there is one. */
  readonly metrics?: WatchedMetrics;
  /** The topics that are told. */
  readonly topics: WatchedTopics;
}

/**
 * Decides what CloudWatch tells, and whom. An alarm on which others build tells nobody by itself, so that one cause pages once.
 *
 * @example planAlarms(watched).filter(({ severity }) => severity === 'page').map(keyOf) // ['StoreDown-ledger', …]
 */
export function planAlarms(watched: Watched): readonly AlarmPlan[] {
  const { stores, vaults, gateways, entry, cluster, metrics, topics } = watched;
  return [
    ...(entry === undefined
      ? []
      : entryAlarms(
          entry,
          stores.map(({ name }) => name),
        )),
    ...stores.flatMap(storeAlarms),
    ...networkAlarms(gateways, entry?.zones ?? []),
    ...clusterAlarms(cluster),
    ...(metrics === undefined ? [] : telemetryAlarms(metrics)),
    ...topicAlarms(topics),
    ...eventAlarms({ storeClusters: stores.map(({ cluster: identifier }) => identifier), vaults }),
  ];
}

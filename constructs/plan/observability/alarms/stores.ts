import { keyOf, type AlarmPlan } from './model';
import { capacityAtMaximum, replicaLag } from './store-instances';
import { transactionIds, volumeFills } from './store-limits';
import { connectionsUsedUp, proxyUnavailable, writerDown } from './store-outages';
import type { WatchedStore } from './watched-store';

/** The key of the alarm that says that a store does not serve. */
export const storeDown = (store: string): string => keyOf({ kind: 'StoreDown', of: store });

/** What is watched of a store: Aurora and its proxy. */
export function storeAlarms(store: WatchedStore): readonly AlarmPlan[] {
  const { name: of } = store;
  const paging = [writerDown(store), proxyUnavailable(store), connectionsUsedUp(store)];
  return [
    ...paging,
    {
      form: 'composite',
      kind: 'StoreDown',
      of,
      severity: 'page',
      summary: `store ${of} does not take requests`,
      when: { any: paging.map(keyOf) },
      runbook: {
        means:
          'The writer is gone, the proxy does not reach it, or no connection is free: services that need this store fail. ' +
          'While it fires, errors of services behind the load balancer page nobody again.',
        steps: [
          `Which of its three causes fires? They are the alarms of the same store in CloudWatch: StoreWriterDown, StoreProxyUnavailable, StoreConnectionsUsedUp.`,
          '`aws rds describe-events --source-type db-cluster --duration 60` says what Aurora did in the last hour.',
          'A failover that has not ended after five minutes: `aws rds failover-db-cluster --db-cluster-identifier <cluster>` names another writer.',
        ],
      },
    },
    ...store.instances.map((instance, index) => replicaLag(store, instance, index)),
    ...(store.serverless ? store.instances.map((instance, index) => capacityAtMaximum(store, instance, index)) : []),
    transactionIds(store),
    volumeFills(store),
  ];
}

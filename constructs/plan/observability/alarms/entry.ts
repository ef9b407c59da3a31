import { certificateExpires, tlsErrors } from './entry-encryption';
import { loadBalancerErrors, noHealthyTarget, rejectedConnections } from './entry-load-balancer';
import { probeFails } from './entry-probe';
import { targetErrors, targetsUnhealthy } from './entry-targets';
import { keyOf, type AlarmCondition, type AlarmPlan, type MetricAlarmPlan } from './model';
import { storeDown } from './stores';
import type { WatchedEntry } from './watched-entry';

/** The key of the alarm on targets of a zone. */
export const unhealthyInZone = (letter: string): string => keyOf({ kind: 'EntryTargetsUnhealthy', of: letter });

/** The key of the alarm that says that nobody gets in. */
export const ENTRY_DOWN = 'EntryDown';

/** What is watched of the way in. */
export function entryAlarms(entry: WatchedEntry, stores: readonly string[]): readonly AlarmPlan[] {
  const down = [noHealthyTarget(entry), loadBalancerErrors(entry), rejectedConnections(entry), ...probeFails(entry)];
  return [
    ...down,
    entryDown(down),
    targetErrors(entry),
    ...errorsBehind(stores),
    ...entry.zones.map((zone) => targetsUnhealthy(entry, zone)),
    tlsErrors(entry),
    ...certificateExpires(entry),
  ];
}

function entryDown(causes: readonly MetricAlarmPlan[]): AlarmPlan {
  return {
    form: 'composite',
    kind: ENTRY_DOWN,
    severity: 'page',
    summary: 'customers do not get in',
    when: { any: causes.map(keyOf) },
    runbook: {
      means:
        'The way in fails: no pod of the gateway is healthy, the load balancer answers with errors of its own or turns connections away, or a request from outside failed. It pages once, whichever of them show it.',
      steps: [
        `Which of these fires? ${causes.map(({ kind }) => kind).join(', ')}. Read its section.`,
        'All zones, or one? ZoneImpaired fires: shift traffic out of that zone first, and look for the reason afterwards.',
        'What was deployed last? `npx cdk diff <environment>/edge` and `kubectl argo rollouts list rollouts --all-namespaces`.',
      ],
    },
  };
}

/** Errors of services page unless it has paged already why they fail. */
function errorsBehind(stores: readonly string[]): AlarmPlan[] {
  const causes: AlarmCondition = { any: [ENTRY_DOWN, ...stores.map(storeDown)] };
  return [
    {
      form: 'composite',
      kind: 'ServiceErrorsExplained',
      severity: 'none',
      summary: 'something that services need has failed, and paged',
      when: causes,
      runbook: {
        means: 'It tells nobody: it holds ServiceErrors back while what explains them has paged.',
        steps: ['Look at what fires: EntryDown, or StoreDown of a store.'],
      },
    },
    {
      form: 'composite',
      kind: 'ServiceErrors',
      severity: 'page',
      summary: 'services answer customers with errors, and nothing that paged explains it',
      when: { any: ['ServiceErrorsAtEntry'] },
      unless: 'ServiceErrorsExplained',
      runbook: {
        means: 'A fifth of all answers are errors, while the way in and the stores are well.',
        steps: ['As for ServiceErrorsAtEntry.'],
      },
    },
  ];
}

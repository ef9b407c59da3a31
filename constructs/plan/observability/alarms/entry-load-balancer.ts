import type { MetricAlarmPlan } from './model';
import { metric, MINUTE } from './metrics';
import type { WatchedEntry } from './watched-entry';

/** How many percent of answers may be errors before somebody is woken. */
export const ERROR_PERCENT = 5;

/** Fewer requests in a period say nothing. */
export const FEWEST_REQUESTS = 20;

/** No pod of the gateway is healthy. */
export function noHealthyTarget({
  loadBalancer: LoadBalancer,
  targetGroup: TargetGroup,
}: WatchedEntry): MetricAlarmPlan {
  return {
    form: 'metric',
    kind: 'EntryWithoutTargets',
    severity: 'none',
    summary: 'no pod of the gateway takes requests',
    measure: metric('AWS/ApplicationELB', 'HealthyHostCount', { LoadBalancer, TargetGroup }, 'Minimum', MINUTE),
    comparison: 'below',
    threshold: 1,
    unit: 'healthy pods',
    periods: 2,
    inPeriods: 2,
    because: 'with none, every request is answered with 503',
    missing: 'bad',
    missingBecause:
      'a target group without targets sends nothing, and so does one that was replaced behind this alarm’s back',
    runbook: {
      means: 'The load balancer knows of no healthy pod of the gateway. Customers get errors, all of them.',
      steps: [
        '`kubectl --namespace istio-ingress get pods`: are there any, and are they ready?',
        'Pods are ready, and not in the target group? The TargetGroupBinding and the load balancer’s controller: `kubectl --namespace istio-ingress describe targetgroupbinding`.',
        'Was the edge’s stack deployed just now? Deploy the alarms again: `npx cdk deploy --force <environment>/alarms`.',
      ],
    },
  };
}

/** The load balancer answers with errors of its own. */
export function loadBalancerErrors({ loadBalancer: LoadBalancer }: WatchedEntry): MetricAlarmPlan {
  return {
    form: 'metric',
    kind: 'EntryErrors',
    severity: 'none',
    summary: 'the load balancer itself answers with errors',
    measure: {
      kind: 'share',
      of: metric('AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count', { LoadBalancer }, 'Sum', MINUTE),
      outOf: metric('AWS/ApplicationELB', 'RequestCount', { LoadBalancer }, 'Sum', MINUTE),
      ignoreUpTo: FEWEST_REQUESTS,
    },
    comparison: 'above',
    threshold: ERROR_PERCENT,
    unit: '% of requests',
    periods: 5,
    inPeriods: 3,
    because:
      'these are answers without a service: 502, 503, 504 and the firewall’s errors. One in twenty is nothing that a retry hides; fewer burn budgets, which page by themselves (estimate)',
    missing: 'fine',
    missingBecause: 'an error that does not happen is not counted',
    runbook: {
      means:
        'The load balancer answers in place of the gateway: no pod to send to (503), a pod that closed the connection (502), or one that did not answer in time (504).',
      steps: [
        'Which? `HTTPCode_ELB_502_Count`, `…_503_Count`, `…_504_Count` of the load balancer.',
        '503: EntryWithoutTargets. 502: was the gateway restarted or is it out of memory? `kubectl --namespace istio-ingress describe pods`.',
        '504: a service that hangs. The load balancer’s access log names path and pod.',
      ],
    },
  };
}

/** The load balancer turns connections away. */
export function rejectedConnections({ loadBalancer: LoadBalancer }: WatchedEntry): MetricAlarmPlan {
  return {
    form: 'metric',
    kind: 'EntryRejectsConnections',
    severity: 'none',
    summary: 'the load balancer has reached its most connections',
    measure: metric('AWS/ApplicationELB', 'RejectedConnectionCount', { LoadBalancer }, 'Sum', MINUTE),
    comparison: 'above',
    threshold: 0,
    unit: 'connections',
    periods: 5,
    inPeriods: 3,
    because: 'it grows with its load, and rejects only when it cannot grow fast enough: none is normal',
    missing: 'fine',
    missingBecause: 'it is sent only when it is not zero (the source of the metric)',
    runbook: {
      means: 'Clients are turned away before anybody reads their request.',
      steps: [
        'An attack? The firewall’s log, by address; set the rate limit of `edge.firewall` to `block`.',
        'A peak that is expected: reserve capacity of the load balancer beforehand (ELB user guide, "Capacity reservations").',
      ],
    },
  };
}

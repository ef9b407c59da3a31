import { ERROR_PERCENT, FEWEST_REQUESTS } from './entry-load-balancer';
import type { MetricAlarmPlan } from './model';
import { metric, MINUTE } from './metrics';
import type { WatchedEntry } from './watched-entry';

/** Services answer with errors. */
export function targetErrors({ loadBalancer: LoadBalancer }: WatchedEntry): MetricAlarmPlan {
  return {
    form: 'metric',
    kind: 'ServiceErrorsAtEntry',
    severity: 'none',
    summary: 'services answer customers with errors',
    measure: {
      kind: 'share',
      of: metric('AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', { LoadBalancer }, 'Sum', MINUTE),
      outOf: metric('AWS/ApplicationELB', 'RequestCount', { LoadBalancer }, 'Sum', MINUTE),
      ignoreUpTo: FEWEST_REQUESTS,
    },
    comparison: 'above',
    threshold: 4 * ERROR_PERCENT,
    unit: '% of requests',
    periods: 5,
    inPeriods: 5,
    because:
      'services page by their budgets, in Prometheus, and long before this. One in five for five minutes is for the day on which Prometheus does not see it',
    missing: 'fine',
    missingBecause: 'an error that does not happen is not counted',
    runbook: {
      means: 'A fifth of all answers from services are errors, as the load balancer counts them.',
      steps: [
        'Which service? Its budget alert says so, and its dashboard. No such alert: is Prometheus well? MetricsAlertsStopped.',
        'The load balancer’s access log counts errors by path.',
        'A release in progress: `kubectl argo rollouts abort <service> --namespace <namespace>`.',
      ],
    },
  };
}

/** Pods of the gateway in a zone are unhealthy. */
export function targetsUnhealthy(
  { loadBalancer: LoadBalancer, targetGroup: TargetGroup }: WatchedEntry,
  zone: string,
): MetricAlarmPlan {
  const letter = zone.slice(-1);
  return {
    form: 'metric',
    kind: 'EntryTargetsUnhealthy',
    of: letter,
    severity: 'none',
    summary: `pods of the gateway in zone ${letter} fail their health checks`,
    measure: metric(
      'AWS/ApplicationELB',
      'UnHealthyHostCount',
      { LoadBalancer, TargetGroup, AvailabilityZone: zone },
      'Minimum',
      MINUTE,
    ),
    comparison: 'at-least',
    threshold: 1,
    unit: 'unhealthy pods',
    periods: 10,
    inPeriods: 10,
    because:
      'a pod that starts or leaves is unhealthy for a minute or two; the least of each of ten minutes means that it is no passing one',
    missing: 'fine',
    missingBecause:
      'a zone without pods of the gateway sends nothing; EntryWithoutTargets sees when there are none at all',
    runbook: {
      means: 'The load balancer cannot reach pods of the gateway in this zone, or they say that they are not ready.',
      steps: [
        '`kubectl --namespace istio-ingress get pods --output wide`: one pod, one node, or all of the zone?',
        'All of the zone: see ZoneImpaired.',
      ],
    },
  };
}

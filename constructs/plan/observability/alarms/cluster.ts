import type { AlarmPlan } from './model';
import { metric, MINUTE } from './metrics';

const ERROR_PERCENT = 5;
const FEWEST_REQUESTS = 200;

/** What is watched of the control plane, which is AWS's: its pods expose nothing that Prometheus collects. */
export function clusterAlarms({ name: ClusterName }: { readonly name: string }): readonly AlarmPlan[] {
  return [
    {
      form: 'metric',
      kind: 'ControlPlaneErrors',
      severity: 'page',
      summary: 'the Kubernetes API answers with errors',
      measure: {
        kind: 'share',
        of: metric('AWS/EKS', 'apiserver_request_total_5XX', { ClusterName }, 'Sum', 5 * MINUTE),
        outOf: metric('AWS/EKS', 'apiserver_request_total', { ClusterName }, 'Sum', 5 * MINUTE),
        ignoreUpTo: FEWEST_REQUESTS,
      },
      comparison: 'above',
      threshold: ERROR_PERCENT,
      unit: '% of requests',
      periods: 3,
      inPeriods: 3,
      because:
        'an upgrade of the control plane gives errors for a minute or two; a quarter of an hour with one in twenty is trouble (estimate)',
      missing: 'unknown',
      missingBecause: 'AWS sends it for clusters of Kubernetes 1.28 and later; without it nobody knows',
      runbook: {
        means:
          'What runs goes on. But nothing new starts: no pod in place of a dead one, no scaling, no release and no roll-back.',
        steps: [
          'AWS Health, for EKS in the region.',
          'Who asks so much? The audit log: `fields user.username, verb, objectRef.resource | stats count(*) by user.username, verb`.',
          'A webhook that fails makes writes fail: `kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations`, and whether their pods run.',
          'Stop releases until it is over: `kubectl argo rollouts list rollouts --all-namespaces`.',
        ],
      },
    },
  ];
}

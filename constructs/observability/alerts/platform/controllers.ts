import { above, and, equal, max } from '../../../slo/promql';
import { select } from '../../catalogue/catalogue';
import { fires, silent } from '../../proof/proof';
import { holds, mock } from '../../proof/series';
import type { Alert } from '../alert';
import { MINUTE, platformAlert } from './platform-alert';

/** That what the platform itself consists of runs: controllers, add-ons, agents. Services are neither. */
export function controllerAlerts(): readonly Alert[] {
  return [deploymentUnavailable(), daemonSetIncomplete()];
}

function deploymentUnavailable(): Alert {
  const name = 'DeploymentUnavailable';
  const by = ['namespace', 'deployment'];
  const labels = { namespace: 'kube-system', deployment: 'metrics-server' };
  return platformAlert({
    name,
    severity: 'ticket',
    condition: 'a Deployment that should have pods has none available',
    expression: and(
      equal(max(select('kube_deployment_status_replicas_available'), by), 0),
      above(max(select('kube_deployment_spec_replicas'), by), 0),
    ),
    forSeconds: 10 * MINUTE,
    summary: '{{ $labels.namespace }}/{{ $labels.deployment }} has no pod that is available',
    runbook: {
      means:
        'What this Deployment does is not done by anybody. Services are Rollouts, so that it is one of the platform’s own: a ' +
        'controller, an add-on, Grafana. Without metrics-server, for one, nothing is scaled.',
      queries: [
        {
          asks: 'Which have none?',
          query: equal(max(select('kube_deployment_status_replicas_available'), by), 0),
        },
      ],
      steps: ['`kubectl describe deployment`, then `kubectl describe pod` of one of its pods.'],
    },
    proofs: () => [
      {
        title: 'all pods of an add-on are gone, and come back',
        series: [
          mock('kube_deployment_status_replicas_available', labels, holds(25 * MINUTE, 0), holds(10 * MINUTE, 1)),
          mock('kube_deployment_spec_replicas', labels, holds(35 * MINUTE, 2)),
        ],
        expected: [silent(name, 8 * MINUTE), fires(name, 12 * MINUTE, labels), silent(name, 28 * MINUTE)],
      },
      {
        title: 'a Deployment that is meant to have no pods',
        series: [
          mock('kube_deployment_status_replicas_available', labels, holds(25 * MINUTE, 0)),
          mock('kube_deployment_spec_replicas', labels, holds(25 * MINUTE, 0)),
        ],
        expected: [silent(name, 20 * MINUTE)],
      },
    ],
  });
}

function daemonSetIncomplete(): Alert {
  const name = 'DaemonSetIncomplete';
  const by = ['namespace', 'daemonset'];
  const labels = { namespace: 'observability', daemonset: 'otel-agent' };
  return platformAlert({
    name,
    severity: 'ticket',
    condition: 'a DaemonSet has no working pod on some nodes',
    expression: above(max(select('kube_daemonset_status_number_unavailable'), by), 0),
    forSeconds: 20 * MINUTE,
    summary: '{{ $labels.namespace }}/{{ $labels.daemonset }} does not work on every node',
    runbook: {
      means:
        'On some nodes the agent is missing: of telemetry, and nobody sees the pods there; of the mesh, and no pod starts there.',
      queries: [
        {
          asks: 'On how many nodes?',
          query: max(select('kube_daemonset_status_number_unavailable'), by),
        },
      ],
      steps: [
        'On which? `kubectl get pods --output wide` in its namespace.',
        '`kubectl describe pod` of one that is not ready.',
      ],
    },
    proofs: () => [
      {
        title: 'an agent does not start on one node, and then it does',
        series: [
          mock(
            'kube_daemonset_status_number_unavailable',
            labels,
            holds(5 * MINUTE, 0),
            holds(30 * MINUTE, 1),
            holds(10 * MINUTE, 0),
          ),
        ],
        expected: [silent(name, 23 * MINUTE), fires(name, 27 * MINUTE, labels), silent(name, 38 * MINUTE)],
      },
    ],
  });
}

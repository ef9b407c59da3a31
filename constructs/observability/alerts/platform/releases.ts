import { ROLLOUTS } from '../../../plan/controllers/names';
import { above, absent, increase, is, max, sum } from '../../../slo/promql';
import { select } from '../../catalogue/catalogue';
import { fires, silent } from '../../proof/proof';
import { grows, holds, missing, mock } from '../../proof/series';
import type { Alert } from '../alert';
import { MINUTE, platformAlert } from './platform-alert';

/** What can be wrong with the controller of releases. */
export function rolloutsAlerts(): readonly Alert[] {
  return [controllerDown(), controllerFails()];
}

const LOGS = `\`kubectl logs --namespace ${ROLLOUTS.namespace} --selector app.kubernetes.io/name=argo-rollouts --since 15m --tail 200 --prefix\``;

function controllerDown(): Alert {
  const name = 'RolloutsControllerDown';
  return platformAlert({
    name,
    severity: 'page',
    condition: 'nothing is reported by Argo Rollouts',
    expression: absent(select('argo_rollouts_controller_info')),
    forSeconds: 10 * MINUTE,
    summary: 'Argo Rollouts is down: services do not grow, and no release goes on or back',
    runbook: {
      means:
        'Pods that run go on. But the controller is also what makes pods of a Rollout: an autoscaler that asks for more gets ' +
        'none, so that the loss of a zone now would be an outage. A release in the middle stays there, good or bad.',
      queries: [
        {
          asks: 'How many of its pods are available?',
          query: max(select('kube_deployment_status_replicas_available', [is('namespace', ROLLOUTS.namespace)]), [
            'deployment',
          ]),
        },
      ],
      steps: [
        `\`kubectl get pods --namespace ${ROLLOUTS.namespace}\`, and \`kubectl describe pod\` of one of them.`,
        LOGS,
        'It runs, and only its metrics are missing? Then MetricsLost or ScrapesFail says more.',
        'A bad version is out meanwhile? Its share of requests stands in the VirtualService of its service: `kubectl edit virtualservice` moves it by hand.',
      ],
    },
    proofs: () => [
      {
        title: 'the controller goes, and comes back',
        series: [
          mock(
            'argo_rollouts_controller_info',
            { version: 'v1.9.1', pod: 'argo-rollouts-a' },
            holds(10 * MINUTE, 1),
            missing(30 * MINUTE),
            holds(10 * MINUTE, 1),
          ),
        ],
        expected: [silent(name, 23 * MINUTE), fires(name, 27 * MINUTE), silent(name, 42 * MINUTE)],
      },
    ],
  });
}

function controllerFails(): Alert {
  const name = 'RolloutsControllerFails';
  const errors = select('rollout_reconcile_error');
  const labels = { namespace: 'trip', name: 'trip' };
  return platformAlert({
    name,
    severity: 'ticket',
    condition: 'a Rollout cannot be brought to what it should be',
    expression: above(sum(increase(errors, 10 * MINUTE), ['namespace', 'name']), 1),
    forSeconds: 15 * MINUTE,
    summary: 'Argo Rollouts fails at {{ $labels.namespace }}/{{ $labels.name }}',
    runbook: {
      means:
        'Something that the controller must change does not let itself be changed: a VirtualService that is not there, a ' +
        'permission that is missing, the API server. It tries again and again; the release stands still.',
      queries: [
        { asks: 'At which Rollouts, how often?', query: sum(increase(errors, 10 * MINUTE), ['namespace', 'name']) },
      ],
      steps: [LOGS, '`kubectl describe rollout` of it: its conditions.'],
    },
    proofs: () => [
      {
        title: 'it fails for half an hour, and then no more',
        series: [
          mock(
            'rollout_reconcile_error',
            { ...labels, pod: 'argo-rollouts-a' },
            holds(10 * MINUTE, 0),
            grows(30 * MINUTE, 1 / 30),
            grows(30 * MINUTE, 0),
          ),
        ],
        expected: [silent(name, 20 * MINUTE), fires(name, 32 * MINUTE, labels), silent(name, 60 * MINUTE)],
      },
      {
        title: 'it failed once',
        series: [
          mock(
            'rollout_reconcile_error',
            { ...labels, pod: 'argo-rollouts-a' },
            holds(10 * MINUTE, 0),
            holds(40 * MINUTE, 1),
          ),
        ],
        expected: [silent(name, 30 * MINUTE)],
      },
    ],
  });
}

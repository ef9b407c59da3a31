import { above, and, equal, is, max, maxOverTime, type Selector, type Vector } from '../../../slo/promql';
import { select } from '../../catalogue/catalogue';
import { fires, silent } from '../../proof/proof';
import { holds, mock, type MockSeries, type Stretch } from '../../proof/series';
import type { Alert } from '../alert';
import { rollBackSteps } from './roll-back';
import type { MonitoredService } from './service';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * How far back a service must have had a ready pod, in seconds. One that is deployed for the first time has no users yet: what
 * keeps it from starting makes tickets (ReleaseFailed, PodNotReady). A day, so that no outage ends the alert before it is over.
 */
const EVER_SECONDS = 24 * HOUR;

/** Pods of a service that are ready, counted for its disruption budget, which has its name. */
export const healthyPods = (service: MonitoredService): Vector => max(healthy(service));

const healthy = ({ name, namespace }: MonitoredService): Selector =>
  select('kube_poddisruptionbudget_status_current_healthy', [
    is('namespace', namespace),
    is('poddisruptionbudget', name),
  ]);

const expected = ({ name, namespace }: MonitoredService): Selector =>
  select('kube_poddisruptionbudget_status_expected_pods', [
    is('namespace', namespace),
    is('poddisruptionbudget', name),
  ]);

/** That a service has a pod that answers. */
export function noHealthyPods(service: MonitoredService): Alert {
  const { name, namespace } = service;
  const alert = 'NoHealthyPods';
  return {
    name: alert,
    severity: 'page',
    service: name,
    namespace,
    condition: 'no pod of the service is ready, though it should have some, and had some within a day',
    expression: and(
      and(equal(healthyPods(service), 0), above(expected(service), 0), { on: [] }),
      above(maxOverTime(healthy(service), EVER_SECONDS), 0),
      { on: [] },
    ),
    forSeconds: 2 * MINUTE,
    summary: `${name}: none of its pods is ready`,
    runbook: {
      means:
        `Not one pod of ${name} answers. This is a total outage, and pods that are gone count no failed requests: the ` +
        'alerts on its budget may stay silent.',
      queries: [
        { asks: 'How many of its pods are ready?', query: healthyPods(service) },
        { asks: 'How many should there be?', query: max(expected(service)) },
      ],
      steps: [
        `Why are they not? \`kubectl get pods --namespace ${namespace} --selector app.kubernetes.io/name=${name}\`, then \`kubectl describe pod\` on one of them: its last events say so.`,
        ...rollBackSteps(service),
        'Pods wait for a node: see PodPending. They start and fall over: see PodCrashLooping.',
      ],
    },
    proofs: () => [
      {
        title: 'all pods are gone for a while, and come back',
        series: pods(service, 3, holds(5 * MINUTE, 3), holds(10 * MINUTE, 0), holds(10 * MINUTE, 2)),
        expected: [
          silent(alert, 4 * MINUTE),
          silent(alert, 6 * MINUTE),
          fires(alert, 8 * MINUTE),
          silent(alert, 17 * MINUTE),
        ],
      },
      {
        title: 'one pod is left',
        series: pods(service, 3, holds(20 * MINUTE, 1)),
        expected: [silent(alert, 15 * MINUTE)],
      },
      {
        title: 'a service is deployed for the first time, and its pods take their time',
        series: pods(service, 3, holds(15 * MINUTE, 0), holds(10 * MINUTE, 3), holds(10 * MINUTE, 0)),
        expected: [silent(alert, 4 * MINUTE), silent(alert, 14 * MINUTE), fires(alert, 29 * MINUTE)],
      },
      {
        title: 'an outage lasts for hours',
        series: pods(service, 3, holds(5 * MINUTE, 3), holds(6 * HOUR, 0)),
        expected: [fires(alert, 10 * MINUTE), fires(alert, 6 * HOUR)],
      },
      {
        title: 'a service that is meant to have none',
        series: pods(service, 0, holds(20 * MINUTE, 0)),
        expected: [silent(alert, 15 * MINUTE)],
      },
    ],
  };
}

/** Pods of a service that are ready, beside those of another. */
export function pods(
  service: MonitoredService,
  expected: number,
  ...healthy: readonly Stretch[]
): readonly MockSeries[] {
  const labels = { namespace: service.namespace, poddisruptionbudget: service.name };
  const seconds = healthy.reduce((total, stretch) => total + stretch.seconds, 0);
  return [
    mock('kube_poddisruptionbudget_status_current_healthy', labels, ...healthy),
    mock('kube_poddisruptionbudget_status_expected_pods', labels, holds(seconds, expected)),
    // Another service's pods are ready: they do not count.
    mock('kube_poddisruptionbudget_status_current_healthy', { ...labels, namespace: 'other' }, holds(seconds, 3)),
  ];
}

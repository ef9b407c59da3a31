import { and, equal, is, isOneOf, max, maxOverTime, type Vector } from '../../../slo/promql';
import { select } from '../../catalogue/catalogue';
import { fires, silent } from '../../proof/proof';
import { holds, missing, mock, type MockSeries } from '../../proof/series';
import type { Alert } from '../alert';
import { MINUTE, platformAlert } from './platform-alert';

const POD = ['namespace', 'pod'] as const;

/** Pods that are in this phase, one element each. */
const inPhase = (...phases: readonly string[]): Vector =>
  equal(max(select('kube_pod_status_phase', [isOneOf('phase', phases)]), POD), 1);

/** What can be wrong with pods, whoever they belong to. None of these pages: where users are hurt, a promise does. */
export function podAlerts(): readonly Alert[] {
  return [crashLooping(), notReady(), pending()];
}

function crashLooping(): Alert {
  const name = 'PodCrashLooping';
  const waits = { namespace: 'trip', pod: 'trip-a', container: 'trip', reason: 'CrashLoopBackOff' };
  return platformAlert({
    name,
    severity: 'ticket',
    condition: 'a container has been falling over again and again',
    // Between two tries it runs for a moment: what it was in the last minutes counts.
    expression: max(
      maxOverTime(select('kube_pod_container_status_waiting_reason', [is('reason', 'CrashLoopBackOff')]), 5 * MINUTE),
      [...POD, 'container'],
    ),
    forSeconds: 15 * MINUTE,
    summary: '{{ $labels.namespace }}/{{ $labels.pod }}: container {{ $labels.container }} falls over again and again',
    runbook: {
      means: 'Kubernetes starts the container anew, waits longer each time, and it ends each time.',
      queries: [
        {
          asks: 'Which containers were restarted most often?',
          query: max(select('kube_pod_container_status_restarts_total'), [...POD, 'container']),
        },
        {
          asks: 'How did they end? OOMKilled is memory.',
          query: max(select('kube_pod_container_status_last_terminated_reason'), [...POD, 'container', 'reason']),
        },
      ],
      steps: [
        'What were its last words? `kubectl logs --previous` of the pod and container.',
        'OOMKilled: it needs more memory than its limit.',
        'New with a release? The release goes back by itself; ReleaseAborted or ReleaseFailed tells.',
        'A secret, a store or another service that it needs to start? `kubectl describe pod` shows what is missing.',
      ],
    },
    proofs: () => [
      {
        title: 'a container falls over again and again, and is mended',
        series: [
          mock(
            'kube_pod_container_status_waiting_reason',
            waits,
            missing(5 * MINUTE),
            ...Array.from({ length: 8 }, () => [holds(3 * MINUTE, 1), missing(2 * MINUTE)]).flat(),
            missing(20 * MINUTE),
          ),
        ],
        expected: [
          silent(name, 18 * MINUTE),
          fires(name, 22 * MINUTE, { namespace: 'trip', pod: 'trip-a', container: 'trip' }),
          silent(name, 54 * MINUTE),
        ],
      },
      {
        title: 'a container waits for its image',
        series: [
          mock(
            'kube_pod_container_status_waiting_reason',
            { ...waits, reason: 'ContainerCreating' },
            holds(30 * MINUTE, 1),
          ),
        ],
        expected: [silent(name, 28 * MINUTE)],
      },
    ],
  });
}

function notReady(): Alert {
  const name = 'PodNotReady';
  return platformAlert({
    name,
    severity: 'ticket',
    condition: 'a pod runs and does not become ready',
    expression: and(
      equal(max(select('kube_pod_status_ready', [is('condition', 'false')]), POD), 1),
      inPhase('Running'),
    ),
    forSeconds: 15 * MINUTE,
    summary: '{{ $labels.namespace }}/{{ $labels.pod }} runs and is not ready',
    runbook: {
      means: 'The pod runs, and its readiness probe fails: it gets no requests, and counts as missing.',
      queries: [
        {
          asks: 'Which pods are not ready?',
          query: equal(max(select('kube_pod_status_ready', [is('condition', 'false')]), POD), 1),
        },
      ],
      steps: [
        'Which probe fails, and how? `kubectl describe pod`: its last events.',
        'A readiness probe that asks for others makes every pod unready when one of them is slow: it should ask for the pod alone.',
      ],
    },
    proofs: () => [
      {
        title: 'a pod is not ready for long, and one that is done never is',
        series: [
          ...pod('a', 'Running', [5 * MINUTE, 1], [25 * MINUTE, 0], [10 * MINUTE, 1]),
          ...pod('job', 'Succeeded', [40 * MINUTE, 0]),
          ...pod('b', 'Running', [40 * MINUTE, 1]),
        ],
        expected: [
          silent(name, 18 * MINUTE),
          fires(name, 22 * MINUTE, { namespace: 'trip', pod: 'a' }),
          silent(name, 33 * MINUTE),
        ],
      },
    ],
  });
}

function pending(): Alert {
  const name = 'PodPending';
  return platformAlert({
    name,
    severity: 'ticket',
    condition: 'a pod waits for a node, an image or a volume',
    expression: inPhase('Pending'),
    forSeconds: 15 * MINUTE,
    summary: '{{ $labels.namespace }}/{{ $labels.pod }} has not started',
    runbook: {
      means:
        'The pod has been made and does not run. Usually no node has room for it and none may be added, or a rule of its ' +
        'spread cannot be kept; sometimes its image or a volume does not come.',
      queries: [
        {
          asks: 'Which of them does the scheduler find no node for?',
          query: equal(max(select('kube_pod_status_unschedulable'), POD), 1),
        },
        {
          asks: 'What do the others wait for?',
          query: max(select('kube_pod_container_status_waiting_reason'), [...POD, 'reason']),
        },
      ],
      steps: [
        'What does the scheduler say? `kubectl describe pod`: the last event of it names each rule that no node meets.',
        'No room: `kubectl get nodepools` or the node groups: is their limit reached? Is there an instance quota in the account?',
        'The image does not come: its name, its tag, the permission to pull it.',
      ],
    },
    proofs: () => [
      {
        title: 'a pod finds no node for long, and another does at once',
        series: [
          phase('a', 'Pending', [30 * MINUTE, 1], [10 * MINUTE, 0]),
          phase('a', 'Running', [30 * MINUTE, 0], [10 * MINUTE, 1]),
          phase('b', 'Pending', [2 * MINUTE, 1], [38 * MINUTE, 0]),
        ],
        expected: [
          silent(name, 13 * MINUTE),
          fires(name, 17 * MINUTE, { namespace: 'trip', pod: 'a' }),
          silent(name, 33 * MINUTE),
        ],
      },
    ],
  });
}

type Course = readonly (readonly [seconds: number, value: number])[];

function phase(pod: string, name: string, ...course: Course): MockSeries {
  return mock(
    'kube_pod_status_phase',
    { namespace: 'trip', pod, phase: name },
    ...course.map(([seconds, value]) => holds(seconds, value)),
  );
}

/** A pod in a phase, ready or not. */
function pod(name: string, inThePhase: string, ...ready: Course): readonly MockSeries[] {
  const seconds = ready.reduce((total, [each]) => total + each, 0);
  return [
    phase(name, inThePhase, [seconds, 1]),
    mock(
      'kube_pod_status_ready',
      { namespace: 'trip', pod: name, condition: 'false' },
      ...ready.map(([each, value]) => holds(each, 1 - value)),
    ),
  ];
}

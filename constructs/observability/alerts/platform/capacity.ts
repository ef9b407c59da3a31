import { above, and, atLeast, equal, is, max, over, type Vector } from '../../../slo/promql';
import { select } from '../../catalogue/catalogue';
import { fires, silent } from '../../proof/proof';
import { holds, mock, type MockSeries } from '../../proof/series';
import type { Alert } from '../alert';
import { HOUR, MINUTE, platformAlert } from './platform-alert';

const AUTOSCALER = ['namespace', 'horizontalpodautoscaler'] as const;
const BUDGET = ['namespace', 'poddisruptionbudget'] as const;

/** The share of a quota from which on the next release may not fit: it needs pods of both versions at once. */
const NEARLY = 0.9;

/** That there is room: to grow, to drain, to release. */
export function capacityAlerts(): readonly Alert[] {
  return [autoscalerAtMaximum(), budgetBlocksDrains(), quotaNearlyUsed()];
}

function autoscalerAtMaximum(): Alert {
  const name = 'AutoscalerAtMaximum';
  const desired: Vector = max(select('kube_horizontalpodautoscaler_status_desired_replicas'), AUTOSCALER);
  const most: Vector = max(select('kube_horizontalpodautoscaler_spec_max_replicas'), AUTOSCALER);
  const least: Vector = max(select('kube_horizontalpodautoscaler_spec_min_replicas'), AUTOSCALER);
  const labels = { namespace: 'trip', horizontalpodautoscaler: 'trip' };
  const scaled = (wanted: readonly (readonly [seconds: number, value: number])[], limited: number): MockSeries[] => {
    const seconds = wanted.reduce((total, [each]) => total + each, 0);
    return [
      mock(
        'kube_horizontalpodautoscaler_status_desired_replicas',
        labels,
        ...wanted.map(([each, value]) => holds(each, value)),
      ),
      mock('kube_horizontalpodautoscaler_spec_max_replicas', labels, holds(seconds, 12)),
      mock('kube_horizontalpodautoscaler_spec_min_replicas', labels, holds(seconds, 3)),
      mock(
        'kube_horizontalpodautoscaler_status_condition',
        { ...labels, condition: 'ScalingLimited', status: 'true' },
        holds(seconds, limited),
      ),
    ];
  };
  return platformAlert({
    name,
    severity: 'ticket',
    condition: 'an autoscaler wants more pods than it may have',
    // At its maximum and content is well: only when it is limited did it want more.
    expression: and(
      and(atLeast(desired, most), above(most, least)),
      equal(
        max(
          select('kube_horizontalpodautoscaler_status_condition', [
            is('condition', 'ScalingLimited'),
            is('status', 'true'),
          ]),
          AUTOSCALER,
        ),
        1,
      ),
    ),
    forSeconds: 15 * MINUTE,
    summary: '{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} has as many pods as it may, and needs more',
    runbook: {
      means:
        'The service is as large as it may be and busier than it should be. What was kept free for the loss of a zone is in ' +
        'use: it would not survive one now.',
      queries: [
        { asks: 'How many pods do they want, by autoscaler?', query: desired },
        { asks: 'How many may they have?', query: most },
      ],
      steps: [
        'More users, or more work for each? Compare requests per second with processor time on the dashboard; a release may have made requests dearer.',
        'More users: raise `replicas.maximum` of the service, and its namespace’s quota with it.',
      ],
    },
    proofs: () => [
      {
        title: 'a service grows to its maximum and would go on, and shrinks again',
        series: scaled(
          [
            [5 * MINUTE, 8],
            [25 * MINUTE, 12],
            [10 * MINUTE, 8],
          ],
          1,
        ),
        expected: [silent(name, 18 * MINUTE), fires(name, 22 * MINUTE, labels), silent(name, 33 * MINUTE)],
      },
      {
        title: 'a service stands at its maximum and wants no more',
        series: scaled([[40 * MINUTE, 12]], 0),
        expected: [silent(name, 38 * MINUTE)],
      },
      {
        title: 'a service stands at its minimum and wants less',
        series: scaled([[40 * MINUTE, 3]], 1),
        expected: [silent(name, 38 * MINUTE)],
      },
    ],
  });
}

function budgetBlocksDrains(): Alert {
  const name = 'DisruptionBudgetBlocksDrains';
  const allowed: Vector = max(select('kube_poddisruptionbudget_status_pod_disruptions_allowed'), BUDGET);
  const expected: Vector = max(select('kube_poddisruptionbudget_status_expected_pods'), BUDGET);
  const labels = { namespace: 'trip', poddisruptionbudget: 'trip' };
  return platformAlert({
    name,
    severity: 'ticket',
    condition: 'a disruption budget has let no pod go',
    expression: and(equal(allowed, 0), above(expected, 0)),
    forSeconds: HOUR,
    summary: '{{ $labels.namespace }}/{{ $labels.poddisruptionbudget }} lets no pod be moved',
    runbook: {
      means:
        'No node with a pod of it can be drained: no update of nodes ends, and a zone that is to be left is not. Either too ' +
        'few of its pods are ready, or the budget asks for all that there are.',
      queries: [
        {
          asks: 'How many of its pods are ready?',
          query: max(select('kube_poddisruptionbudget_status_current_healthy'), BUDGET),
        },
        {
          asks: 'How many must be?',
          query: max(select('kube_poddisruptionbudget_status_desired_healthy'), BUDGET),
        },
      ],
      steps: [
        'Fewer are ready than must be: mend the pods, the budget is right.',
        'As many are ready as must be: the budget asks for all of them. It should let at least one go, or the service needs one pod more.',
      ],
    },
    proofs: () => [
      {
        title: 'a budget lets nobody go for hours, and then it does',
        series: [
          mock(
            'kube_poddisruptionbudget_status_pod_disruptions_allowed',
            labels,
            holds(90 * MINUTE, 0),
            holds(20 * MINUTE, 1),
          ),
          mock('kube_poddisruptionbudget_status_expected_pods', labels, holds(110 * MINUTE, 3)),
        ],
        expected: [silent(name, 55 * MINUTE), fires(name, 65 * MINUTE, labels), silent(name, 95 * MINUTE)],
      },
      {
        title: 'a budget of nobody',
        series: [
          mock('kube_poddisruptionbudget_status_pod_disruptions_allowed', labels, holds(90 * MINUTE, 0)),
          mock('kube_poddisruptionbudget_status_expected_pods', labels, holds(90 * MINUTE, 0)),
        ],
        expected: [silent(name, 85 * MINUTE)],
      },
    ],
  });
}

function quotaNearlyUsed(): Alert {
  const name = 'QuotaNearlyUsed';
  const by = ['namespace', 'resourcequota', 'resource'] as const;
  const share = over(
    max(select('kube_resourcequota', [is('type', 'used')]), by),
    above(max(select('kube_resourcequota', [is('type', 'hard')]), by), 0),
  );
  const labels = { namespace: 'trip', resourcequota: 'quota', resource: 'pods' };
  const quota = (used: number): MockSeries[] => [
    mock('kube_resourcequota', { ...labels, type: 'used' }, holds(30 * MINUTE, used)),
    mock('kube_resourcequota', { ...labels, type: 'hard' }, holds(30 * MINUTE, 50)),
  ];
  return platformAlert({
    name,
    severity: 'ticket',
    condition: 'more than 90 % of a namespace’s quota is used',
    expression: above(share, NEARLY),
    forSeconds: 15 * MINUTE,
    summary: '{{ $labels.namespace }}: nearly all of its quota for {{ $labels.resource }} is used',
    runbook: {
      means:
        'A namespace may have only so much. A release needs pods of two versions at once, and an autoscaler grows: what does ' +
        'not fit is refused without a word to the user.',
      queries: [{ asks: 'What share of each quota is used?', query: share }],
      steps: [
        'Something runs that should not? `kubectl get pods` in the namespace.',
        'The quota follows from the services of the namespace and their `replicas.maximum`: raise that.',
      ],
    },
    proofs: () => [
      {
        title: 'nearly all is used',
        series: quota(46),
        expected: [silent(name, 13 * MINUTE), fires(name, 17 * MINUTE, labels)],
      },
      { title: 'there is room', series: quota(44), expected: [silent(name, 25 * MINUTE)] },
    ],
  });
}

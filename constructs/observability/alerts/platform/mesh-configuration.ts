import {
  above,
  ago,
  histogramQuantile,
  increase,
  maxOverTime,
  minus,
  or,
  rate,
  sum,
  unless,
  type Selector,
  type Vector,
} from '../../../slo/promql';
import { select } from '../../catalogue/catalogue';
import { fires, silent } from '../../proof/proof';
import { grows, holds, missing, mock, type MockSeries } from '../../proof/series';
import type { Alert } from '../alert';
import { CONTROL_PLANE_LOGS } from './mesh-pods';
import { HOUR, MINUTE, platformAlert } from './platform-alert';

/** That what the mesh is told reaches the proxies, and new pods get one. */
export function configurationAlerts(): readonly Alert[] {
  return [configurationRejected(), injectionFails()];
}

/** How far back a rare event is looked for, in seconds. */
const RECENT_SECONDS = 15 * MINUTE;

/**
 * A counter of rare events grew lately. Its series comes to be with the first event, at a value that no increase tells of; so one
 * that was not there before counts as grown.
 */
function happened(counter: Selector): Vector {
  const before = maxOverTime(ago(counter, RECENT_SECONDS), HOUR);
  return sum(above(or(minus(counter, ago(counter, RECENT_SECONDS)), unless(counter, before)), 0), ['type']);
}

function configurationRejected(): Alert {
  const name = 'MeshConfigurationRejected';
  const rejects = (course: readonly Parameters<typeof mock>[2][]): MockSeries =>
    mock('pilot_total_xds_rejects', { type: 'lds', pod: 'istiod-a' }, ...course);
  return platformAlert({
    name,
    severity: 'ticket',
    condition: 'proxies refused what the control plane told them, within the last quarter of an hour',
    expression: happened(select('pilot_total_xds_rejects')),
    forSeconds: 0,
    summary: 'proxies refuse their configuration ({{ $labels.type }})',
    runbook: {
      means:
        'A proxy that refuses its configuration goes on with the one it has: new routes, weights and addresses do not reach ' +
        'it. A release that moves traffic meanwhile moves nothing.',
      queries: [
        {
          asks: 'How often, by kind of configuration?',
          query: sum(increase(select('pilot_total_xds_rejects'), RECENT_SECONDS), ['type']),
        },
        {
          asks: 'How long until a change has reached 99 % of the proxies, in seconds?',
          query: histogramQuantile(0.99, sum(rate(select('pilot_proxy_convergence_time_bucket'), 5 * MINUTE), ['le'])),
        },
      ],
      steps: [
        'Which proxies, and which part? `istioctl proxy-status`: STALE and what stands beside it.',
        `What do they say? ${CONTROL_PLANE_LOGS}, lines with “ADS:” and “ACK ERROR”.`,
        'An EnvoyFilter or a VirtualService that was changed last is the usual cause: `istioctl analyze --all-namespaces`.',
      ],
    },
    proofs: () => [
      {
        title: 'proxies refuse for the first time, and never again',
        series: [rejects([missing(20 * MINUTE), holds(60 * MINUTE, 12)])],
        expected: [silent(name, 19 * MINUTE), fires(name, 22 * MINUTE, { type: 'lds' }), silent(name, 45 * MINUTE)],
      },
      {
        title: 'proxies that refused long ago refuse again',
        series: [rejects([holds(90 * MINUTE, 3), holds(40 * MINUTE, 5)])],
        expected: [silent(name, 88 * MINUTE), fires(name, 92 * MINUTE, { type: 'lds' }), silent(name, 115 * MINUTE)],
      },
      {
        title: 'the metrics of a control plane are missing for a while',
        series: [rejects([holds(60 * MINUTE, 3), missing(12 * MINUTE), holds(40 * MINUTE, 3)])],
        expected: [silent(name, 74 * MINUTE), silent(name, 85 * MINUTE), silent(name, 100 * MINUTE)],
      },
    ],
  });
}

function injectionFails(): Alert {
  const name = 'MeshInjectionFails';
  const failures = select('sidecar_injection_failure_total');
  return platformAlert({
    name,
    severity: 'ticket',
    condition: 'pods could not be given their sidecar',
    expression: above(sum(increase(failures, 10 * MINUTE)), 0),
    forSeconds: 10 * MINUTE,
    summary: 'new pods get no sidecar, and do not start',
    runbook: {
      means:
        'A pod of the mesh is refused when its sidecar cannot be added: releases, autoscalers and replacements get none.',
      queries: [
        { asks: 'How many in the last ten minutes?', query: sum(increase(failures, 10 * MINUTE)) },
        { asks: 'Of how many?', query: sum(increase(select('sidecar_injection_requests_total'), 10 * MINUTE)) },
      ],
      steps: [
        CONTROL_PLANE_LOGS,
        'Which namespaces ask for which control plane? `kubectl get namespaces --label-columns istio.io/rev`: one that names a control plane that is gone gets no pods.',
      ],
    },
    proofs: () => [
      {
        title: 'injection fails for a while',
        series: [
          mock(
            'sidecar_injection_failure_total',
            { pod: 'istiod-a' },
            holds(10 * MINUTE, 0),
            grows(25 * MINUTE, 1 / 60),
            grows(40 * MINUTE, 0),
          ),
        ],
        expected: [
          silent(name, 9 * MINUTE),
          silent(name, 17 * MINUTE),
          fires(name, 25 * MINUTE),
          silent(name, 60 * MINUTE),
        ],
      },
      {
        title: 'injection failed long ago',
        series: [mock('sidecar_injection_failure_total', { pod: 'istiod-a' }, holds(60 * MINUTE, 7))],
        expected: [silent(name, 50 * MINUTE)],
      },
    ],
  });
}

import { above, absent, count, equal, over } from '../../../slo/promql';
import { select } from '../../catalogue/catalogue';
import { fires, silent } from '../../proof/proof';
import { holds, missing, mock, type MockSeries } from '../../proof/series';
import type { Alert } from '../alert';
import { MINUTE, platformAlert } from './platform-alert';

/** That everybody who should be asked for metrics answers. */
export function collectionAlerts(): readonly Alert[] {
  return [clusterStateUnknown(), scrapesFail()];
}

function clusterStateUnknown(): Alert {
  const name = 'ClusterStateUnknown';
  return platformAlert({
    name,
    severity: 'page',
    condition: 'nobody reports the state of the cluster’s objects',
    expression: absent(select('kube_node_info')),
    forSeconds: 10 * MINUTE,
    summary: 'the state of nodes and pods is unknown',
    runbook: {
      means:
        'kube-state-metrics does not report: alerts about nodes, pods, autoscalers and quotas are blind, and so is ' +
        'NoHealthyPods, which tells of a service without pods.',
      queries: [{ asks: 'Does it report?', query: count(select('kube_node_info')) }],
      steps: [
        '`kubectl get pods --all-namespaces --selector app.kubernetes.io/name=kube-state-metrics`, and `kubectl describe pod`.',
        'Until it is back, look yourself: `kubectl get nodes`, `kubectl get pods --all-namespaces --field-selector status.phase!=Running`.',
      ],
    },
    proofs: () => [
      {
        title: 'kube-state-metrics goes, and comes back',
        series: [
          mock('kube_node_info', { node: 'a1' }, holds(10 * MINUTE, 1), missing(30 * MINUTE), holds(10 * MINUTE, 1)),
        ],
        expected: [silent(name, 23 * MINUTE), fires(name, 27 * MINUTE), silent(name, 42 * MINUTE)],
      },
    ],
  });
}

/** Pods come and go: of a namespace's targets, more than a tenth must fail. */
const FAILING_SHARE = 0.1;

function scrapesFail(): Alert {
  const name = 'ScrapesFail';
  const down = count(equal(select('up'), 0), ['namespace']);
  const all = count(select('up'), ['namespace']);
  const target = (pod: string, value: number): MockSeries =>
    mock('up', { job: 'pods', namespace: 'trip', pod }, holds(40 * MINUTE, value));
  return platformAlert({
    name,
    severity: 'ticket',
    condition: 'more than a tenth of the targets of a namespace do not answer',
    expression: above(over(down, all), FAILING_SHARE),
    forSeconds: 15 * MINUTE,
    summary: '{{ $labels.namespace }}: metrics cannot be collected from some of its pods',
    runbook: {
      means:
        'Pods ask to be collected from, and do not answer: the wrong port or path, a network policy, or they hang.',
      queries: [{ asks: 'Which do not answer?', query: equal(select('up'), 0) }],
      steps: [
        'Do the annotations `prometheus.io/port` and `prometheus.io/path` of the pod name where it exposes its metrics?',
        'Does a network policy let the collector in?',
      ],
    },
    proofs: () => [
      {
        title: 'two of four targets do not answer',
        series: [target('a', 0), target('b', 0), target('c', 1), target('d', 1)],
        expected: [silent(name, 13 * MINUTE), fires(name, 17 * MINUTE, { namespace: 'trip' })],
      },
      {
        title: 'all targets answer',
        series: [target('a', 1), target('b', 1)],
        expected: [silent(name, 30 * MINUTE)],
      },
      {
        title: 'one of eleven targets does not answer',
        series: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'].map((pod) => target(pod, pod === 'a' ? 0 : 1)),
        expected: [silent(name, 30 * MINUTE)],
      },
    ],
  });
}

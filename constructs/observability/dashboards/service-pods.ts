import { POD_HASH_LABEL } from '../../slo/metrics';
import { is, isOneOf, matches, max, over, rate, sum, type Vector } from '../../slo/promql';
import { requestRateByQuery } from '../../slo/queries';
import { BASE_WINDOW_SECONDS } from '../alerts/service/recordings';
import { runNames } from '../alerts/service/rollout';
import type { MonitoredService } from '../alerts/service/service';
import { select } from '../catalogue/catalogue';
import type { Panel } from './dashboard';

/** Which versions there are, and what became of releases. */
export function releasePanels({ source, name, namespace }: MonitoredService): readonly Panel[] {
  const of = { service: name, namespace };
  const rollout = [is('namespace', namespace), is('name', name)] as const;
  return [
    {
      kind: 'lines',
      title: 'Requests by version',
      says: 'During a release there are two.',
      unit: 'requests-per-second',
      queries: [
        { query: requestRateByQuery(source, of, 'version', BASE_WINDOW_SECONDS), legend: `{{${POD_HASH_LABEL}}}` },
      ],
    },
    {
      kind: 'states',
      title: 'Phase of the Rollout',
      says: 'Abort: a release was taken back. Paused: it waits, by its plan or for a person.',
      unit: 'count',
      queries: [{ query: max(select('rollout_info', [...rollout]), ['phase']), legend: '{{phase}}' }],
    },
    {
      kind: 'states',
      title: 'Analyses',
      says: 'Those that judged releases, as long as the Rollout keeps them.',
      unit: 'count',
      queries: [
        {
          query: max(
            select('analysis_run_info', [
              is('namespace', namespace),
              matches('name', runNames({ name })),
              isOneOf('phase', ['Running', 'Successful', 'Failed', 'Error', 'Inconclusive']),
            ]),
            ['name', 'phase'],
          ),
          legend: '{{name}} {{phase}}',
        },
      ],
    },
  ];
}

/** What pods of a service are there, and what they use. */
export function podPanels({ name, namespace }: MonitoredService): readonly Panel[] {
  const budget = [is('namespace', namespace), is('poddisruptionbudget', name)] as const;
  const container = [is('namespace', namespace), is('container', name)] as const;
  const byPod = ['pod'];
  const throttled: Vector = over(
    sum(rate(select('container_cpu_cfs_throttled_periods_total', [...container]), BASE_WINDOW_SECONDS), byPod),
    sum(rate(select('container_cpu_cfs_periods_total', [...container]), BASE_WINDOW_SECONDS), byPod),
  );
  return [
    {
      kind: 'lines',
      title: 'Pods that are ready',
      says: 'Of those that should be there.',
      unit: 'pods',
      queries: [
        { query: max(select('kube_poddisruptionbudget_status_current_healthy', [...budget])), legend: 'ready' },
        { query: max(select('kube_poddisruptionbudget_status_expected_pods', [...budget])), legend: 'expected' },
        {
          query: max(
            select('kube_horizontalpodautoscaler_spec_max_replicas', [
              is('namespace', namespace),
              is('horizontalpodautoscaler', name),
            ]),
          ),
          legend: 'at most',
        },
      ],
    },
    {
      kind: 'lines',
      title: 'Processor time by pod',
      says: 'In cores.',
      unit: 'cores',
      queries: [
        {
          query: sum(rate(select('container_cpu_usage_seconds_total', [...container]), BASE_WINDOW_SECONDS), byPod),
          legend: '{{pod}}',
        },
        {
          query: max(select('kube_pod_container_resource_requests', [...container, is('resource', 'cpu')])),
          legend: 'asked for',
        },
      ],
    },
    {
      kind: 'lines',
      title: 'Memory by pod',
      says: 'At the limit the container is stopped.',
      unit: 'bytes',
      queries: [
        { query: sum(select('container_memory_working_set_bytes', [...container]), byPod), legend: '{{pod}}' },
        {
          query: max(select('kube_pod_container_resource_limits', [...container, is('resource', 'memory')])),
          legend: 'limit',
        },
      ],
    },
    {
      kind: 'lines',
      title: 'Held back',
      says: 'The share of time slices in which a container wanted more processor time than its limit.',
      unit: 'share',
      queries: [{ query: throttled, legend: '{{pod}}' }],
    },
  ];
}

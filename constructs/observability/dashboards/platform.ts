import type { PlanContext } from '../../plan/context';
import { above, count, increase, is, max, over, rate, series, sum, type Vector } from '../../slo/promql';
import { PLATFORM_SERVICE } from '../alerts/alert';
import type { MonitoredPlatform } from '../alerts/platform/alerts';
import { BASE_WINDOW_SECONDS } from '../alerts/service/recordings';
import { select } from '../catalogue/catalogue';
import { dashboardName } from '../rules/alert-rules';
import type { Dashboard, Panel } from './dashboard';
import { drawn, lines } from './lines';
import { meshRow, releasePanels, telemetryPanels } from './platform-controllers';
import { alertRow } from './service';

/** Everything at once: services by their promises, nodes, pods, the mesh, releases, and what sees all of them. */
export function platformDashboard(platform: MonitoredPlatform, context: PlanContext): Dashboard {
  return {
    name: dashboardName(context, PLATFORM_SERVICE),
    title: `Platform (${context.environment})`,
    tags: [context.platform, context.environment, PLATFORM_SERVICE],
    rows: [
      alertRow(PLATFORM_SERVICE),
      { title: 'Services', height: 8, panels: servicePanels() },
      { title: 'Nodes', height: 8, panels: nodePanels() },
      { title: 'Pods', height: 8, panels: podPanels() },
      ...(platform.mesh ? [meshRow()] : []),
      { title: 'Releases', height: 7, panels: releasePanels() },
      { title: 'Telemetry', height: 8, panels: telemetryPanels() },
    ],
  };
}

/** What is recorded of every service: see alerts/service/recordings.ts. */
function servicePanels(): readonly Panel[] {
  return [
    lines(
      'Requests',
      'By service.',
      'requests-per-second',
      drawn(series('service:requests:rate5m', []), '{{service}}'),
    ),
    lines(
      'Failed requests',
      'The share over an hour. How much each may fail, its own dashboard says.',
      'share',
      drawn(series('service:failed_requests:ratio1h', []), '{{service}}'),
    ),
    lines(
      'Slow requests',
      'The share of answers over an hour that took longer than promised.',
      'share',
      drawn(series('service:slow_requests:ratio1h', []), '{{service}}'),
    ),
  ];
}

function nodePanels(): readonly Panel[] {
  const ready = max(select('kube_node_status_condition', [is('condition', 'Ready'), is('status', 'true')]), ['node']);
  const allocatable = (resource: string): Vector =>
    max(select('kube_node_status_allocatable', [is('resource', resource)]), ['node']);
  return [
    lines('Nodes', 'Those that are ready, and all.', 'count', drawn(sum(ready), 'ready'), drawn(count(ready), 'all')),
    lines(
      'Processor time',
      'Of what pods may use, by node.',
      'share',
      drawn(
        over(
          sum(rate(select('node_cpu_usage_seconds_total'), BASE_WINDOW_SECONDS), ['node']),
          sum(allocatable('cpu'), ['node']),
        ),
        '{{node}}',
      ),
    ),
    lines(
      'Memory',
      'Of what pods may use, by node.',
      'share',
      drawn(
        over(sum(select('node_memory_working_set_bytes'), ['node']), sum(allocatable('memory'), ['node'])),
        '{{node}}',
      ),
    ),
  ];
}

function podPanels(): readonly Panel[] {
  const pod = ['namespace', 'pod'];
  const quota = ['namespace', 'resource'];
  return [
    lines(
      'Pods by phase',
      'Pending pods wait for a node, an image or a volume.',
      'pods',
      drawn(sum(max(select('kube_pod_status_phase'), [...pod, 'phase']), ['phase']), '{{phase}}'),
    ),
    lines(
      'Restarts',
      'In an hour, by namespace.',
      'count',
      drawn(
        above(sum(increase(select('kube_pod_container_status_restarts_total'), 3_600), ['namespace']), 0),
        '{{namespace}}',
      ),
    ),
    lines(
      'Autoscalers',
      'How much of what it may have each wants.',
      'share',
      drawn(
        over(
          max(select('kube_horizontalpodautoscaler_status_desired_replicas'), ['namespace', 'horizontalpodautoscaler']),
          max(select('kube_horizontalpodautoscaler_spec_max_replicas'), ['namespace', 'horizontalpodautoscaler']),
        ),
        '{{namespace}}/{{horizontalpodautoscaler}}',
      ),
    ),
    lines(
      'Quotas',
      'How much of each is used.',
      'share',
      drawn(
        over(
          max(select('kube_resourcequota', [is('type', 'used')]), quota),
          above(max(select('kube_resourcequota', [is('type', 'hard')]), quota), 0),
        ),
        '{{namespace}} {{resource}}',
      ),
    ),
  ];
}

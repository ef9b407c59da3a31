import { Grafana } from '../../constructs/kubernetes/grafana';
import { GrafanaDashboard } from '../../constructs/kubernetes/grafana/dashboard';
import type { Dashboard } from '../../constructs/observability/dashboards/dashboard';
import { GRAFANA } from '../../constructs/plan/observability/grafana/names';
import { JAEGER } from '../../constructs/plan/observability/local/names';
import type { ClusterGrafanaSpec } from '../../constructs/plan/observability/grafana/spec';
import { contextOf } from '../environment/context';
import { platformDashboardOf, serviceDashboardsOf } from '../environment/dashboards';
import { serviceFacts } from '../environment/facts';
import type { Environment } from '../environment/schema';
import type { Target } from '../images/image-name';
import { renderApplication, WAVES, type CustomizeChart, type ObjectApplication } from './application';

/** Grafana of an environment that has it in its cluster, with the dashboard of the platform; nothing elsewhere. */
export function grafanaApplications(
  environment: Environment,
  target: Target,
  customize?: CustomizeChart,
): readonly ObjectApplication[] {
  const grafana = clusterGrafana(environment);
  if (grafana === undefined) return [];
  const { namespace, name } = GRAFANA;
  return [
    renderApplication(
      { name, namespace, wave: WAVES.observability, environment },
      (chart) => {
        const { plan } = new Grafana(chart, 'grafana', {
          signIn: grafana.signIn,
          context: contextOf(environment),
          facts: { ...serviceFacts(environment, target), ...(target === 'local' ? { jaeger: LOCAL_JAEGER } : {}) },
        });
        new GrafanaDashboard(chart, 'dashboard', { dashboard: platformDashboardOf(environment), folder: 'Platform' });
        return plan.identity === undefined ? {} : { identities: [plan.identity] };
      },
      customize,
    ),
  ];
}

/** Where traces are looked at in a cluster of one's own machine. */
const LOCAL_JAEGER = `http://${JAEGER.name}.${JAEGER.namespace}:${JAEGER.uiPort}`;

/**
 * The dashboards of an environment's services, by the services' names; none where Grafana does not take them from the cluster.
 * Each goes with its service's application: a thousand of them in one would be more than Helm can record.
 */
export function serviceDashboards(environment: Environment): ReadonlyMap<string, Dashboard> {
  return clusterGrafana(environment) === undefined ? new Map() : serviceDashboardsOf(environment);
}

function clusterGrafana({ observability }: Environment): ClusterGrafanaSpec | undefined {
  const grafana = observability?.grafana;
  return grafana?.kind === 'in-cluster' ? grafana : undefined;
}

import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Dashboard } from '../../observability/dashboards/dashboard';
import { grafanaDashboard } from '../../observability/dashboards/grafana';
import { DASHBOARD_LABEL, DASHBOARD_LABEL_VALUE, GRAFANA } from '../../plan/observability/grafana/names';
import type { DashboardFolder } from '../../plan/observability/grafana/plan';
import type { ConfigMap } from '../manifests/core';

/** The annotation by which a dashboard's folder is chosen (kiwigrid/k8s-sidecar, `FOLDER_ANNOTATION`). */
export const FOLDER_ANNOTATION = 'k8s-sidecar-target-directory';

/** Props of {@link GrafanaDashboard}. */
export interface GrafanaDashboardProps {
  /** The dashboard: what `planMonitoring` gives. */
  readonly dashboard: Dashboard;
  /** The folder that people find it in. */
  readonly folder: DashboardFolder;
}

/**
 * A dashboard of Grafana in the cluster. It stands in Grafana's namespace, whoever applies it: Grafana may read the ConfigMaps of
 * its own namespace and no others.
 *
 * @example
 * new GrafanaDashboard(chart, 'dashboard', { dashboard, folder: 'Services' });
 */
export class GrafanaDashboard extends Construct {
  public constructor(scope: Construct, id: string, { dashboard, folder }: GrafanaDashboardProps) {
    super(scope, id);
    const object: ConfigMap = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: `dashboard-${dashboard.name}`,
        namespace: GRAFANA.namespace,
        labels: { [DASHBOARD_LABEL]: DASHBOARD_LABEL_VALUE },
        annotations: { [FOLDER_ANNOTATION]: folder },
      },
      // Without blanks: they would make it half as large again, in every copy that Helm and etcd keep.
      data: { [`${dashboard.name}.json`]: JSON.stringify(grafanaDashboard(dashboard)) },
    };
    new ApiObject(this, 'config-map', object);
  }
}

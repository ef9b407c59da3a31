import {
  grafanaDashboard,
  METRICS_DATA_SOURCE,
  type DataSource,
} from '../../../constructs/observability/dashboards/grafana';
import { SpecError } from '../../../constructs/plan/problem';
import { platformDashboardOf, serviceDashboardsOf } from '../../environment/dashboards';
import type { Environment } from '../../environment/schema';
import type { Action } from '../command';
import { environmentNamed } from '../environment';
import { writeFolder } from '../manifests/folder';
import { paintFor } from '../terminal';
import { dashboardsReport, type ReportedDashboard } from './report';
import { dashboardsText } from './text';

/** `bulkhead dashboards` */
export const action: Action = (world, [name = ''], { out, dataSource: uid, json }) => {
  const folder = String(out);
  const source = uid === undefined ? METRICS_DATA_SOURCE.uid : dataSourceName(String(uid));
  const environment = environmentNamed(world, name);
  const dataSource = { ...METRICS_DATA_SOURCE, type: typeIn(environment), uid: source };
  const all = reported(environment);
  const changes = writeFolder(
    folder,
    { environment: environment.name, target: 'dashboards' },
    new Map(all.map(({ file, dashboard }) => [file, `${printed(dashboard, dataSource)}\n`])),
  );
  const report = dashboardsReport(environment, folder, dataSource, all, changes);
  const { terminal } = world;
  terminal.out(
    json === true
      ? `${JSON.stringify(report, undefined, 2)}\n`
      : dashboardsText(report, paintFor(terminal), terminal.width),
  );
  return 0;
};

/** With line ends, unlike in the cluster: people compare these files. */
const printed = (dashboard: ReportedDashboard['dashboard'], dataSource: DataSource): string =>
  JSON.stringify(grafanaDashboard(dashboard, dataSource), undefined, 2);

function reported(environment: Environment): readonly ReportedDashboard[] {
  return [
    ...[...serviceDashboardsOf(environment).values()].map((dashboard) => ({ folder: 'Services' as const, dashboard })),
    { folder: 'Platform' as const, dashboard: platformDashboardOf(environment) },
  ].map((each) => ({ ...each, file: `${each.folder}/${each.dashboard.name}.json` }));
}

/**
 * A managed workspace signs questions by Amazon's own plug-in, which AWS installs there; the plug-in of Prometheus signs none from
 * Grafana 13 on (Grafana documentation, "Migrate from Prometheus SigV4").
 */
const AMAZON_PROMETHEUS = 'grafana-amazonprometheus-datasource';

const typeIn = ({ observability }: Environment): string =>
  observability?.grafana?.kind === 'managed' ? AMAZON_PROMETHEUS : METRICS_DATA_SOURCE.type;

/** What Grafana takes (grafana, pkg/util/shortid_generator.go). */
const UID = /^[\w-]{1,40}$/;

function dataSourceName(uid: string): string {
  if (UID.test(uid)) return uid;
  throw new SpecError([
    {
      field: '--data-source',
      value: uid,
      reason: 'Grafana names data sources by letters, digits, hyphens and underscores, 40 at most',
      remedy: 'give its uid, which stands at the end of the address of its settings, as in metrics',
    },
  ]);
}

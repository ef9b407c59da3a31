import type { Dashboard } from '../../../constructs/observability/dashboards/dashboard';
import type { DataSource } from '../../../constructs/observability/dashboards/grafana';
import type { DashboardFolder } from '../../../constructs/plan/observability/grafana/plan';
import type { Environment } from '../../environment/schema';
import type { Changes } from '../manifests/folder';
import type { NextStep } from '../manifests/next-steps';
import { quoted } from '../manifests/script';

/** The version of the form that `--json` prints; it rises when a field is taken away or changes its meaning. */
export const SCHEMA_VERSION = 1;

/** A dashboard, and where it was written. */
export interface ReportedDashboard {
  /** Its file, in the folder that was named. */
  readonly file: string;
  /** The folder that people find it in. */
  readonly folder: DashboardFolder;
  readonly dashboard: Dashboard;
}

/** What was written: what `bulkhead dashboards --json` prints. */
export interface DashboardsReport {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly environment: string;
  /** Where people look at them. */
  readonly grafana: 'in-cluster' | 'managed' | 'none';
  /** The folder, as it was named. */
  readonly folder: string;
  /** The data source that their panels ask. */
  readonly dataSource: DataSource;
  /** Services in the order of the environment, the platform last. */
  readonly dashboards: readonly {
    /** Its uid in Grafana. */
    readonly name: string;
    readonly title: string;
    readonly file: string;
    /** How many panels it has, texts and headings not counted. */
    readonly panels: number;
  }[];
  readonly changes: Changes;
  readonly nextSteps: readonly NextStep[];
}

/** Tells what was written. */
export function dashboardsReport(
  environment: Environment,
  folder: string,
  dataSource: DataSource,
  dashboards: readonly ReportedDashboard[],
  changes: Changes,
): DashboardsReport {
  return {
    schemaVersion: SCHEMA_VERSION,
    environment: environment.name,
    grafana: environment.observability?.grafana?.kind ?? 'none',
    folder,
    dataSource,
    dashboards: dashboards.map(({ dashboard: { name, title, rows }, file }) => ({
      name,
      title,
      file,
      panels: rows.flatMap(({ panels }) => panels).filter(({ kind }) => kind !== 'text').length,
    })),
    changes,
    nextSteps: nextSteps(environment, folder, dataSource),
  };
}

function nextSteps({ observability, name }: Environment, folder: string, { uid }: DataSource): readonly NextStep[] {
  if (observability?.grafana?.kind === 'in-cluster') {
    return [{ title: `To read: Grafana of ${name} takes the same from its cluster.`, commands: [] }];
  }
  return [
    {
      title: `Import them where a data source '${uid}' asks the metrics of ${name}: GRAFANA is its address, TOKEN that of a service account (docs/dashboards.md).`,
      commands: [importCommand(folder)],
    },
  ];
}

/** Grafana's HTTP API, "Create / Update dashboard": one that is there already is replaced. */
const importCommand = (folder: string): string =>
  [
    `for file in ${quoted(folder)}/*/*.json; do`,
    `jq '{dashboard: ., overwrite: true}' "$file" |`,
    'curl --fail --silent --show-error --header "Authorization: Bearer $TOKEN"',
    "--header 'Content-Type: application/json' --data @-",
    '"https://$GRAFANA/api/dashboards/db"; done',
  ].join(' ');

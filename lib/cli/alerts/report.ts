import type { AlertSeverity, BudgetCost } from '../../../constructs/observability/alerts/alert';
import type { MonitoringPlan } from '../../../constructs/observability/plan';
import { RUNBOOKS } from '../../../constructs/observability/plan';
import { runbookLink } from '../../../constructs/observability/rules/alert-rules';
import { printQuery } from '../../../constructs/slo/promql-text';
import type { Environment } from '../../environment/schema';
import type { Changes } from '../manifests/folder';

/** The version of the form that `--json` prints; it rises when a field is taken away or changes its meaning. */
export const SCHEMA_VERSION = 1;

/** Runbooks that were written, and what that changed. */
export interface WrittenRunbooks extends Changes {
  /** Where they are. */
  readonly folder: string;
}

/** One alert as the report tells of it. */
export interface AlertReport {
  readonly name: string;
  /** What it is about: a service's name, or `platform`. */
  readonly subject: string;
  readonly severity: AlertSeverity;
  /** When it fires, in words. */
  readonly condition: string;
  /** How long that must hold. */
  readonly forSeconds: number;
  /** The same as PromQL. */
  readonly query: string;
  /** What it costs of the error budget before it fires; left out where no budget burns. */
  readonly cost?: BudgetCost;
  /** Where it says what to do. */
  readonly runbook: string;
}

/** Who is called in an environment, and when: what `bulkhead alerts --json` prints. */
export interface AlertsReport {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly environment: string;
  /** How many there are. */
  readonly counts: Readonly<Record<AlertSeverity | 'recordings' | 'dashboards', number>>;
  /** Services in the order of the environment, the platform last. */
  readonly alerts: readonly AlertReport[];
  /** Runbooks that were written; left out where none were asked for. */
  readonly runbooks?: WrittenRunbooks;
}

/** Who is called in this environment, and when. */
export function alertsReport(
  environment: Environment,
  { alerts, ruleFiles, dashboards }: MonitoringPlan,
  written?: WrittenRunbooks,
): AlertsReport {
  const runbooks = environment.observability?.runbooks ?? RUNBOOKS;
  const counted = (severity: AlertSeverity): number => alerts.filter((alert) => alert.severity === severity).length;
  return {
    schemaVersion: SCHEMA_VERSION,
    environment: environment.name,
    counts: {
      page: counted('page'),
      ticket: counted('ticket'),
      none: counted('none'),
      recordings: ruleFiles.flatMap(({ groups }) =>
        groups.flatMap(({ rules }) => rules.filter((rule) => 'record' in rule)),
      ).length,
      dashboards: dashboards.length,
    },
    alerts: alerts.map((alert): AlertReport => {
      const { name, service, severity, condition, forSeconds, expression, cost } = alert;
      return {
        name,
        subject: service,
        severity,
        condition,
        forSeconds,
        query: printQuery(expression),
        ...(cost === undefined ? {} : { cost }),
        runbook: runbookLink({ runbooks }, alert),
      };
    }),
    ...(written === undefined ? {} : { runbooks: written }),
  };
}

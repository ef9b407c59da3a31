import { RenderedCluster } from '../wiring/cluster';
import type { RenderedPlatform, RenderedStack } from '../subject';
import { dashboardQueries, rulesOf } from './queries';

/** How much there is that watches an environment. */
export interface TelemetryCounts {
  /** The environment: `prod`. */
  readonly environment: string;
  /** Alerting rules. */
  readonly alerts: number;
  /** Those of them that page. */
  readonly pages: number;
  /** Those that make a ticket. */
  readonly tickets: number;
  /** Recording rules. */
  readonly recordings: number;
  /** Dashboards that Grafana reads in the cluster. */
  readonly dashboards: number;
}

/**
 * Counts what was rendered for an environment, as the check `telemetry` reads it; what it cannot read does not count.
 *
 * @example subject.platforms.map((platform) => telemetryCounts(platform, subject.stacks))
 */
export function telemetryCounts(platform: RenderedPlatform, stacks: readonly RenderedStack[]): TelemetryCounts {
  const cluster = new RenderedCluster(platform);
  const { environment } = cluster;
  const { rules } = rulesOf(
    stacks.filter((stack) => stack.environment === environment),
    cluster,
  );
  const alerts = rules.filter(({ alert }) => alert !== undefined);
  const calling = (severity: string): number => alerts.filter(({ given }) => given.severity === severity).length;
  return {
    environment,
    alerts: alerts.length,
    pages: calling('page'),
    tickets: calling('ticket'),
    recordings: rules.length - alerts.length,
    dashboards: dashboardQueries(cluster).dashboards,
  };
}

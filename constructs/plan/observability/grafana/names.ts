import { pathName, type PlanContext } from '../../context';
import { OBSERVABILITY_NAMESPACE } from '../names';

/** Grafana in the cluster, by the name of its Deployment, its Service and its service account. */
export const GRAFANA = { namespace: OBSERVABILITY_NAMESPACE, name: 'grafana', port: 3000 } as const;

/** The label by which dashboards are found among the ConfigMaps (grafana/helm-charts, `sidecar.dashboards.label`). */
export const DASHBOARD_LABEL = 'grafana_dashboard';

/** What {@link DASHBOARD_LABEL} says. */
export const DASHBOARD_LABEL_VALUE = '1';

/** The data sources, by the names that dashboards have for them. That of the metrics is `METRICS_DATA_SOURCE`. */
export const DATA_SOURCES = { logs: 'logs', traces: 'traces' } as const;

/** What Grafana must not be told in a manifest. */
export const GRAFANA_SECRETS = ['client', 'signing-key'] as const;

/** One of {@link GRAFANA_SECRETS}: what the identity provider knows Grafana by, and what Grafana signs with. */
export type GrafanaSecret = (typeof GRAFANA_SECRETS)[number];

/**
 * The name of a secret in Secrets Manager: `/bulkhead/prod/grafana/client`. None ends in a hyphen and six characters, which
 * would be taken for the end of an ARN: `client-secret` would (Secrets Manager API reference, "CreateSecret").
 */
export function grafanaSecretName(context: PlanContext, secret: GrafanaSecret): string {
  return pathName(context, 'grafana', secret);
}

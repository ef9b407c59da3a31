import type { Dashboard } from '../../constructs/observability/dashboards/dashboard';
import { platformDashboard } from '../../constructs/observability/dashboards/platform';
import { planServiceDashboard } from '../../constructs/observability/plan';
import { contextOf } from './context';
import { monitoringInput } from './monitoring';
import type { Environment } from './schema';

/** The dashboards of the services of an environment that has been checked, by the services' names. */
export function serviceDashboardsOf(environment: Environment): ReadonlyMap<string, Dashboard> {
  const { context, services } = monitoringInput(environment);
  return new Map(services.map((service) => [service.name, planServiceDashboard(service, context)]));
}

/** The dashboard of everything in an environment. */
export function platformDashboardOf(environment: Environment): Dashboard {
  return platformDashboard({ mesh: environment.mesh !== undefined }, contextOf(environment));
}

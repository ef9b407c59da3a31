import type { PlanContext } from '../../plan/context';
import { PLATFORM_SERVICE } from '../alerts/alert';
import { platformAlerts, type MonitoredPlatform } from '../alerts/platform/alerts';
import { dashboardName } from '../rules/alert-rules';
import { sectionsOf, tableOfAlerts, type RunbookPage } from './markdown';

/** What to do when the platform itself calls somebody. */
export function platformRunbook(platform: MonitoredPlatform, context: PlanContext): RunbookPage {
  const alerts = platformAlerts(platform);
  return {
    file: `${PLATFORM_SERVICE}.md`,
    text: `${[
      `# The platform (${context.environment})`,
      'What every service stands on. Is a service in trouble as well? Then start with that one: its users are waiting.',
      `Dashboard: \`/d/${dashboardName(context, PLATFORM_SERVICE)}\``,
      tableOfAlerts(alerts),
      sectionsOf(alerts),
    ].join('\n\n')}\n`,
  };
}

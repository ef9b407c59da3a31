import { errorBudget } from '../../slo/budget';
import { percent } from '../../slo/decimal';
import type { PlanContext } from '../../plan/context';
import { serviceAlerts } from '../alerts/service/alerts';
import { rollBackSteps } from '../alerts/service/roll-back';
import type { MonitoredService } from '../alerts/service/service';
import { dashboardName } from '../rules/alert-rules';
import { sectionsOf, spoken, steps, tableOfAlerts, type RunbookPage } from './markdown';

/** What to do when a service calls somebody. */
export function serviceRunbook(service: MonitoredService, context: PlanContext): RunbookPage {
  const { name } = service;
  const alerts = serviceAlerts(service);
  return {
    file: `${name}.md`,
    text: `${[
      `# ${name} (${context.environment})`,
      serviceSummary(service),
      `Dashboard: \`/d/${dashboardName(context, name)}\``,
      tableOfAlerts(alerts),
      sectionsOf(alerts),
    ].join('\n\n')}\n`,
  };
}

/** What one must know of a service before anything else: its promise, who is hurt, how to take a release back. */
export function serviceSummary(service: MonitoredService): string {
  const { slo, calls, callers, namespace, release } = service;
  const { availability, latency, windowDays = 30, requestsPerSecond } = slo;
  return [
    '**It promises** that ' +
      `${percent(availability)} of requests are answered without a server error (${spoken(errorBudget(slo).outageSeconds)} of total outage in ${windowDays} days), ` +
      `and that ${latency.percentile} % of answers take at most ${latency.thresholdMilliseconds} ms. Usually it gets ${requestsPerSecond} requests a second.`,
    `**Who has trouble when it does:** ${callers.length === 0 ? 'no other service' : callers.join(', ')}. ` +
      `**Whose trouble it feels:** ${calls.length === 0 ? 'no other service’s' : calls.join(', ')}. ` +
      `It lives in the namespace ${namespace}, and is released by ${release.strategy}.`,
    '**Take a release back**',
    steps(rollBackSteps(service)),
  ].join('\n\n');
}

import { percent } from '../../slo/decimal';
import { printDuration, printQuery } from '../../slo/promql-text';
import type { Alert } from '../alerts/alert';

/** A page that somebody reads who was called. */
export interface RunbookPage {
  /** The name of the file: `payment.md`. */
  readonly file: string;
  /** Markdown. */
  readonly text: string;
}

/** Whom an alert calls, in a word. */
const CALLS = { page: 'page', ticket: 'ticket', none: 'calls nobody' } as const;

/** A list of alerts, each with a link to its section. */
export function tableOfAlerts(alerts: readonly Alert[]): string {
  return [
    '| Alert | Calls | Fires when |',
    '| --- | --- | --- |',
    ...alerts.map(
      (alert) => `| [${alert.name}](#${alert.name.toLowerCase()}) | ${CALLS[alert.severity]} | ${alert.condition} |`,
    ),
  ].join('\n');
}

/** One section for each alert. */
export function sectionsOf(alerts: readonly Alert[]): string {
  return alerts.map(section).join('\n\n');
}

function section(alert: Alert): string {
  const { name, severity, condition, forSeconds, runbook } = alert;
  const holds = forSeconds === 0 ? 'at once' : `for ${printDuration(forSeconds)}`;
  return [
    `## ${name}`,
    `**${CALLS[severity]}**: ${condition}, ${holds}.${costText(alert)}`,
    runbook.means,
    '**Ask first**',
    runbook.queries.map(({ asks, query }) => `${asks}\n\n\`\`\`promql\n${printQuery(query)}\n\`\`\``).join('\n\n'),
    '**Then**',
    steps(runbook.steps),
  ].join('\n\n');
}

/** Steps, numbered. */
export const steps = (all: readonly string[]): string => all.map((step, index) => `${index + 1}. ${step}`).join('\n');

function costText({ cost, severity }: Alert): string {
  if (cost === undefined) return '';
  const { secondsAtOutage, spentAtOutage, spentAtThreshold } = cost;
  // A total outage has paged long before it makes a ticket.
  if (severity !== 'page')
    return ` At just its own pace it fires when ${rounded(spentAtThreshold)} of the budget is gone.`;
  return (
    ` At a total outage it fires after ${spoken(secondsAtOutage)}, when ${rounded(spentAtOutage)} of the budget is gone; ` +
    `at just its own pace, when ${rounded(spentAtThreshold)} is.`
  );
}

/** A share with two digits: `6.6 %`. */
export const rounded = (share: number): string => percent(Number(share.toPrecision(2)));

/** A time as people say it, in its two largest units: `2 min 26 s`, `1 h 4 min`. */
export function spoken(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor((whole % 86_400) / 3_600), 'h'],
    [Math.floor((whole % 3_600) / 60), 'min'],
    [whole % 60, 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

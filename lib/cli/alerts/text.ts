import { PLATFORM_SERVICE } from '../../../constructs/observability/alerts/alert';
import { rounded, spoken } from '../../../constructs/observability/runbooks/markdown';
import { EVALUATION_INTERVAL_SECONDS } from '../../../constructs/observability/rules/rule';
import { SCRAPE_INTERVAL_SECONDS } from '../../../constructs/slo/metrics';
import { fittedTable, paragraph, type FittedColumn } from '../rollout/fit';
import type { Paint } from '../terminal';
import type { AlertReport, AlertsReport } from './report';

/** Who is called, and when, for a person. */
export function alertsText(report: AlertsReport, paint: Paint, width: number): string {
  const services = [...new Set(report.alerts.map(({ subject }) => subject))].filter(
    (each) => each !== PLATFORM_SERVICE,
  );
  const of = (subject: string): readonly AlertReport[] => report.alerts.filter((alert) => alert.subject === subject);
  return [
    headline(report, paint, width),
    ...services.map((service) => section(service, COSTLY, of(service).filter(hasCost).map(costly), paint, width)),
    ...(services.length === 0
      ? []
      : [section(`each of ${services.join(', ')}`, FREE, alike(services.flatMap(of)), paint, width)]),
    section('the platform', FREE, of(PLATFORM_SERVICE).map(plain), paint, width),
    footnote(width),
    ...writtenText(report, width),
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

const hasCost = ({ cost }: AlertReport): boolean => cost !== undefined;

/** Alerts that every service has, once: what differs between services is told from the least to the most. */
function alike(alerts: readonly AlertReport[]): string[][] {
  const shared = alerts.filter((alert) => !hasCost(alert));
  return [...new Set(shared.map(({ name }) => name))].flatMap((name) => {
    const same = shared.filter((alert) => alert.name === name).sort((one, other) => one.forSeconds - other.forSeconds);
    const [shortest, longest] = [same[0], same.at(-1)];
    if (shortest === undefined || longest === undefined) return [];
    const row = plain(shortest);
    const holds = shortest.forSeconds === longest.forSeconds ? [] : [`${row[3]} to ${spoken(longest.forSeconds)}`];
    return [[...row.slice(0, 3), ...(holds.length === 0 ? row.slice(3) : holds)]];
  });
}

function headline({ environment, counts, alerts }: AlertsReport, paint: Paint, width: number): string {
  const line =
    `${environment}: ${alerts.length} alerts, of which ${counts.page} page and ${counts.ticket} make a ticket; ` +
    `${counts.recordings} recording rules, ${counts.dashboards} dashboards`;
  return paragraph(line, width).replace(environment, paint.bold(environment));
}

const COSTLY: readonly FittedColumn[] = [
  { heading: 'alert' },
  { heading: 'calls' },
  { heading: 'fires when', least: 26 },
  { heading: 'for', align: 'right' },
  { heading: 'outage', align: 'right' },
  { heading: 'spent', align: 'right' },
  { heading: 'slowly', align: 'right' },
];

const FREE: readonly FittedColumn[] = COSTLY.slice(0, 4);

function section(
  title: string,
  columns: readonly FittedColumn[],
  rows: readonly (readonly string[])[],
  paint: Paint,
  width: number,
): string {
  return [paint.bold(title), coloured(fittedTable(columns, rows, width), paint)].join('\n');
}

function plain({ name, severity, condition, forSeconds }: AlertReport): string[] {
  return [name, severity === 'none' ? NOBODY : severity, condition, forSeconds === 0 ? NONE : spoken(forSeconds)];
}

/** By the time that a total outage makes a ticket, it has long paged. */
function costly(alert: AlertReport): string[] {
  const { cost, severity } = alert;
  if (cost === undefined) return [...plain(alert), NONE, NONE, NONE];
  const outage = severity === 'page' ? [spoken(cost.secondsAtOutage), rounded(cost.spentAtOutage)] : [NONE, NONE];
  return [...plain(alert), ...outage, rounded(cost.spentAtThreshold)];
}

const NONE = '-';
const NOBODY = 'nobody';

/** Paints what calls at night: before it stands in the table, its colour would count as letters. */
function coloured(text: string, paint: Paint): string {
  return text.replace(/(?<= {2})page(?= )/g, (word) => paint.red(word));
}

function footnote(width: number): string {
  const late = SCRAPE_INTERVAL_SECONDS + EVALUATION_INTERVAL_SECONDS;
  return [
    'Outage: how long everything must fail, or be slow, before the alert fires, after a time without trouble. Spent: the share of the budget that is gone by then. A ticket has neither: a total outage has paged before.',
    'Slowly: the share of the budget that is gone when just so much fails that the alert fires at all.',
    `Collecting and evaluating add up to ${spoken(late)}.`,
    'What to do when one of them calls: docs/alerts.md.',
  ]
    .map((sentence) => paragraph(sentence, width))
    .join('\n');
}

function writtenText({ runbooks, environment }: AlertsReport, width: number): string[] {
  if (runbooks === undefined) return [];
  const { folder, added, changed, removed } = runbooks;
  const count = added.length + changed.length + removed.length;
  return [
    paragraph(
      count === 0
        ? `The runbooks of ${environment} in ${folder} are as they should be.`
        : `Runbooks of ${environment} in ${folder}: ${added.length} new, ${changed.length} changed, ${removed.length} removed.`,
      width,
    ),
  ];
}

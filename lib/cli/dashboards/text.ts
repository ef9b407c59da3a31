import { fittedTable, paragraph } from '../rollout/fit';
import type { Paint } from '../terminal';
import type { DashboardsReport } from './report';

/** What was written, as text for a person. */
export function dashboardsText(report: DashboardsReport, paint: Paint, width: number): string {
  const { environment, folder, dashboards, changes } = report;
  return [
    `${paint.bold(environment)}: ${dashboards.length} dashboards in ${folder}`,
    fittedTable(
      [{ heading: 'dashboard' }, { heading: 'panels', align: 'right' }, { heading: 'file' }],
      dashboards.map(({ title, panels, file }) => [title, String(panels), file]),
      width,
    ),
    changesText(changes),
    // A command is one line, or nobody could copy it.
    ...report.nextSteps.map(({ title, commands }) =>
      [paragraph(title, width), ...commands.map((command) => `  $ ${command}`)].join('\n'),
    ),
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

function changesText({ added, changed, removed }: DashboardsReport['changes']): string {
  const counts = [
    [added, 'new'],
    [changed, 'changed'],
    [removed, 'gone'],
  ] as const;
  const told = counts.filter(([{ length }]) => length > 0).map(([{ length }, what]) => `${length} ${what}`);
  return told.length === 0 ? 'Nothing changed.' : `Files: ${told.join(', ')}.`;
}

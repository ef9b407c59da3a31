import { table } from '../table';
import type { Paint } from '../terminal';
import type { Changes } from './folder';
import type { NextStep } from './next-steps';
import type { ManifestsReport } from './report';

/** What was written, as text for a person. */
export function reportText(report: ManifestsReport, paint: Paint): string {
  const { environment, target, folder, applications, changes } = report;
  return [
    paint.bold(
      `${environment} for ${target === 'aws' ? 'its cluster on AWS' : 'a cluster on this machine'}: ${folder}`,
    ),
    table(
      [
        { heading: 'application' },
        { heading: 'wave', align: 'right' },
        { heading: 'objects', align: 'right' },
        { heading: 'where' },
      ],
      applications.map(({ name, wave, objects, chart, place }) => [
        name,
        String(wave),
        chart === undefined ? String(objects) : `${chart.name} ${chart.version}`,
        place,
      ]),
    ),
    changesText(changes),
    ...report.nextSteps.map(stepText),
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

function changesText({ added, changed, removed }: Changes): string {
  const counts = [
    [added, 'new'],
    [changed, 'changed'],
    [removed, 'gone'],
  ] as const;
  const told = counts.filter(([{ length }]) => length > 0).map(([{ length }, what]) => `${length} ${what}`);
  return told.length === 0 ? 'Nothing changed.' : `Files: ${told.join(', ')}.`;
}

const stepText = ({ title, commands }: NextStep): string =>
  [title, ...commands.map((command) => `  $ ${command}`)].join('\n');

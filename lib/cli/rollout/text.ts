import { formatProblems } from '../../../constructs/plan/problem';
import { clock, TIMELINE_COLUMNS, timelineRows } from '../../../constructs/delivery/table';
import { percent } from '../../../constructs/slo/decimal';
import type { Paint } from '../terminal';
import { evidenceText } from './evidence-text';
import { fittedTable, paragraph, type FittedColumn } from './fit';
import type { RolloutReport } from './report';
import { times } from './words';
import { worstCaseText } from './worst-case-text';

/** What a release will do, for a person. */
export function rolloutText(report: RolloutReport, paint: Paint, width: number): string {
  const { unjudged, warnings } = report;
  return [
    headline(report, paint, width),
    timelineText(report, paint, width),
    worstCaseText(report, paint, width),
    evidenceText(report, paint, width),
    noEvidenceText(report, paint, width),
    ...(unjudged.length === 0
      ? []
      : [`${paint.yellow('Production would refuse this release for')} ${formatProblems(unjudged)}`]),
    ...(warnings.length === 0 ? [] : [`${paint.yellow('Worth knowing:')} ${formatProblems(warnings)}`]),
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

/** What it is. */
export function headline(
  { service, environment, strategy, promise }: RolloutReport,
  paint: Paint,
  width: number,
): string {
  const { percentile, thresholdMilliseconds } = promise.latency;
  const subject = `${service} in ${environment}`;
  const line =
    `${subject}: ${strategy.kind}, split by ${strategy.router}; promises ${percent(promise.availability)} success, ` +
    `${percentile} % within ${thresholdMilliseconds} ms; ${promise.requestsPerSecond} requests/s`;
  return paragraph(line, width).replace(subject, paint.bold(subject));
}

/** Which columns give way first: the heading that is longer than its cells, then the longest words. */
const LEAST: Partial<Record<(typeof TIMELINE_COLUMNS)[number], number>> = {
  step: 24,
  'pods new + old': 9,
  checks: 10,
};

function timelineText({ timeline, strategy }: RolloutReport, paint: Paint, width: number): string {
  const right: readonly string[] = ['from', 'to', 'share'];
  const columns = TIMELINE_COLUMNS.map((heading): FittedColumn => ({
    heading,
    ...(right.includes(heading) ? { align: 'right' } : {}),
    ...(LEAST[heading] === undefined ? {} : { least: LEAST[heading] }),
  }));
  const people =
    timeline.waitsForPeople === 0
      ? 'no person is waited for'
      : `a person is waited for ${times(timeline.waitsForPeople)} (+), whose time is not counted`;
  const stay =
    strategy.scaleDownDelaySeconds === undefined
      ? ''
      : ` The old ones stay for ${clock(strategy.scaleDownDelaySeconds)} after the promotion.`;
  const summary =
    `All requests go to the new version for good after ${clock(timeline.secondsToFull)}; ${people}. ` +
    `At most ${timeline.mostPods} pods stand at once.${stay}`;
  return [
    paint.bold('Timeline, when all is well'),
    fittedTable(columns, timelineRows(timeline), width),
    '',
    paragraph(summary, width),
  ].join('\n');
}

function noEvidenceText({ noEvidence }: RolloutReport, paint: Paint, width: number): string {
  const { onNoEvidence, outcome, atSecond, reason } = noEvidence;
  const ends = {
    aborted: `at ${clock(atSecond)} it goes back by itself (${reason}), as onNoEvidence: '${onNoEvidence}' says.`,
    paused: `at ${clock(atSecond)} it stops where it is (${reason}) until a person decides, as onNoEvidence: '${onNoEvidence}' says.`,
    promoted: 'nothing stops it: it is promoted.',
  }[outcome];
  return [
    paint.bold('With too few requests to judge'),
    paragraph(`When there are too few from the start, ${ends}`, width),
  ].join('\n');
}

import { clock } from '../../../constructs/delivery/table';
import type { Evidence } from '../../../constructs/delivery/evidence';
import { isLoadedAfterPromotion } from '../../../constructs/delivery/load';
import type { Paint } from '../terminal';
import { fittedTable, paragraph, type FittedColumn } from './fit';
import type { RolloutReport } from './report';
import { share } from './words';

const COLUMNS: readonly FittedColumn[] = [
  { heading: 'step', least: 12 },
  { heading: 'share', align: 'right' },
  { heading: 'requests', align: 'right' },
  { heading: 'window', align: 'right' },
  { heading: 'seen', align: 'right' },
  { heading: 'needed', align: 'right' },
  { heading: 'tells', align: 'right' },
  { heading: 'stops', align: 'right' },
  { heading: 'enough' },
];

/** What each step lets anybody know, and by which statistics. */
export function evidenceText(report: RolloutReport, paint: Paint, width: number): string {
  const { evidence, errorBudget, breach } = report;
  const { shares, statistics } = evidence;
  const title = paint.bold('Evidence, at the expected rate');
  if (shares.length === 0) return `${title}\nNothing compares the new version with its promise.`;
  const sure = share(statistics.confidence);
  return [
    title,
    coloured(fittedTable(COLUMNS, shares.map(row), width), paint),
    '',
    ...[
      'Requests are those of the new version in the step; its judge sees those of its window.',
      ...loadText(report),
      `Tells: the smallest share of failing requests that so many tell from the promised ${share(errorBudget.share)}, ` +
        `found with ${sure} confidence, a false alarm in ${share(statistics.falseAlarm)} of cases at most (${statistics.method}: ` +
        `${statistics.source}).`,
      `Stops: the smallest share at which a measurement fails with ${sure} confidence; it fails above ${share(breach)}, ` +
        'and what is less is left to the alerts.',
    ].map((sentence) => paragraph(sentence, width)),
  ].join('\n');
}

/** Which of the requests are nobody's: they tell nothing of what users do besides. */
function loadText({ strategy: { kind, load }, promise, evidence }: RolloutReport): string[] {
  if (load === undefined) return [];
  const [sight] = evidence.shares;
  const after =
    kind === 'canary' || isLoadedAfterPromotion({ ...promise, neededRequests: sight?.neededRequests ?? 0 })
      ? ''
      : " After the promotion there are only users' own.";
  return [
    `Load: ${load.requestsPerSecond} a second of them are GET ${load.path}, sent to the new version while its promise is ` +
      `judged; they tell nothing of what they do not touch.${after}`,
  ];
}

function row(sight: Evidence): string[] {
  const { step, title, canaryShare, requests, endsByPerson, windowSeconds, seenRequests, neededRequests, enough } =
    sight;
  const isJudged = windowSeconds > 0;
  return [
    step === undefined ? title : `steps[${step}]`,
    share(canaryShare),
    endsByPerson ? `${requests} +` : String(requests),
    isJudged ? clock(windowSeconds) : NONE,
    String(seenRequests),
    String(neededRequests),
    atMostAll(sight.smallestDetectable),
    atMostAll(sight.smallestFailing),
    enough ? YES : NO,
  ];
}

const NONE = '-';
const YES = 'yes';
const NO = 'NO';

/** Where not even a total failure could be told, there is nothing to tell. */
const atMostAll = (ratio: number): string => (ratio < 1 ? share(ratio, 2) : NONE);

/** Paints the last word of a line: before it stands in the table, its colour would count as letters. */
function coloured(text: string, paint: Paint): string {
  return text.replace(/ (yes|NO)$/gm, (_, word: string) => ` ${word === YES ? paint.green(word) : paint.red(word)}`);
}

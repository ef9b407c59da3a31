import { clock } from '../../../constructs/delivery/table';
import type { Paint } from '../terminal';
import { paragraph } from './fit';
import type { CostedExposure, RolloutReport } from './report';
import { share } from './words';

/** How far a bad version gets, in words. */
export function worstCaseText(report: RolloutReport, paint: Paint, width: number): string {
  const { worstCase, errorBudget, promise, timeline, evidence } = report;
  const { fromTheStart, atWorst, watchedUntilSecond } = worstCase;
  const budget = `${errorBudget.outageSeconds} s that the error budget of ${promise.windowDays} days allows`;
  const sentences = [
    fromTheStartText(report, `the ${budget}`),
    ...laterText(report, hasUsers(fromTheStart) ? 'the budget' : `the ${budget}`),
    ...(atWorst === undefined ? [] : [`Bad after ${clock(watchedUntilSecond)}: promoted, and only alerts find it.`]),
    ...(timeline.waitsForPeople === 0 ? [] : ['A person who is waited for answers at once here.']),
    ...(evidence.shares.every(({ enough }) => enough)
      ? []
      : ['All of this holds only where enough is seen, which is not everywhere: see below.']),
  ];
  return [
    paint.bold('Worst case, of a version that breaks its promise and passes smoke checks'),
    ...sentences.map((sentence) => paragraph(sentence, width)),
  ].join('\n');
}

const hasUsers = (exposure: CostedExposure | undefined): boolean => (exposure?.largestShare ?? 0) > 0;

function fromTheStartText({ worstCase, strategy: { load } }: RolloutReport, budget: string): string {
  const { fromTheStart: exposure } = worstCase;
  if (exposure === undefined) return 'Bad from the start: nothing stops it.';
  if (hasUsers(exposure)) return `Bad from the start: ${reached(exposure)} ${costs(exposure, budget)}`;
  const seen = load === undefined ? '' : `, and GET ${load.path} shows it`;
  const at = clock(exposure.stoppedAtSecond);
  const ends =
    exposure.outcome === 'aborted' ? `goes back by itself at ${at}` : `stops at ${at}, until a person decides`;
  return `Bad from the start${seen}: no user meets it; it ${ends}.`;
}

function laterText(
  { worstCase: { fromTheStart, atWorst }, strategy: { load } }: RolloutReport,
  budget: string,
): string[] {
  if (atWorst === undefined) return [];
  if (atWorst.badFromSecond === fromTheStart?.badFromSecond) return ['Bad from later on: nothing worse than that.'];
  // What users do besides is first seen once they do it.
  const unseen = load === undefined || hasUsers(fromTheStart) ? '' : 'in what the load does not ask, or ';
  const moment = `Bad ${unseen}from ${clock(atWorst.badFromSecond)}, the worst moment`;
  return [`${moment}: ${reached(atWorst)} ${costs(atWorst, budget)}`];
}

function reached({ largestShare, requests, stoppedAtSecond, outcome }: CostedExposure): string {
  const ends =
    outcome === 'aborted'
      ? `until it goes back by itself at ${clock(stoppedAtSecond)}`
      : `until it stops at ${clock(stoppedAtSecond)}, and for as long as it takes a person to decide`;
  return `up to ${share(largestShare)} of the requests ${ends}, ${requests} requests${outcome === 'aborted' ? '' : ' until then'}.`;
}

/** Share times time is how long an outage of everything would be. */
function costs({ shareSeconds, budgetShare }: CostedExposure, budget: string): string {
  return `If all of them fail, that is a full outage of ${Math.round(shareSeconds * 10) / 10} s: ${share(budgetShare)} of ${budget}.`;
}

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
    fromTheStart === undefined
      ? 'Bad from the start: nothing stops it.'
      : `Bad from the start: ${reached(fromTheStart)} ${costs(fromTheStart, `the ${budget}`)}`,
    ...laterText(fromTheStart, atWorst, fromTheStart === undefined ? `the ${budget}` : 'the budget'),
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

function laterText(
  fromTheStart: CostedExposure | undefined,
  atWorst: CostedExposure | undefined,
  budget: string,
): string[] {
  if (atWorst === undefined) return [];
  if (atWorst.badFromSecond === fromTheStart?.badFromSecond) return ['Bad from later on: nothing worse than that.'];
  return [`Bad from ${clock(atWorst.badFromSecond)}, the worst moment: ${reached(atWorst)} ${costs(atWorst, budget)}`];
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

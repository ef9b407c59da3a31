import { PHASE_WORDS, type MeasurementPhase } from './analysis-run';
import { escape, line, painted, round, text, type Colour } from './drawing';
import type { Outcome } from './simulate';

/** A colour for each result of a measurement. */
const PHASE_COLOUR: Readonly<Record<MeasurementPhase, Colour>> = {
  Successful: 'good',
  Failed: 'bad',
  Inconclusive: 'unsure',
  Error: 'quiet',
};

/** A colour for each end of a release. */
export const OUTCOME_COLOUR: Readonly<Record<Outcome, Colour>> = { promoted: 'good', paused: 'unsure', aborted: 'bad' };

/** A measurement. A shape for each result, so that it shows without its colour: a disc, a square, a ring, a bar. */
export function measurementMark(phase: MeasurementPhase, x: number, y: number, says: string): string {
  const title = `<title>${escape(says)}</title>`;
  const colour = PHASE_COLOUR[phase];
  switch (phase) {
    case 'Successful':
      return `<circle cx="${round(x)}" cy="${y}" r="4"${painted({ fill: colour })}>${title}</circle>`;
    case 'Failed':
      return `<rect x="${round(x - 4)}" y="${y - 4}" width="8" height="8"${painted({ fill: colour })}>${title}</rect>`;
    case 'Inconclusive':
      return `<circle cx="${round(x)}" cy="${y}" r="3.5" stroke-width="2"${painted({ fill: 'paper', stroke: colour })}>${title}</circle>`;
    case 'Error':
      return `<rect x="${round(x - 1)}" y="${y - 5}" width="2" height="10"${painted({ fill: colour })}>${title}</rect>`;
  }
}

/** What the marks of these results mean, in a row. */
export function legend(phases: readonly MeasurementPhase[], x: number, y: number): string[] {
  return phases.flatMap((phase, index) => [
    measurementMark(phase, x + index * LEGEND_WIDTH, y, phase),
    text(x + index * LEGEND_WIDTH + 10, y + 4, PHASE_WORDS[phase], { colour: 'quiet' }),
  ]);
}

const LEGEND_WIDTH = 90;

/** How a release ended, at the end of its curve: a disc when it was promoted, two bars when it waits, a cross when it went back. */
export function outcomeMark(outcome: Outcome, x: number, y: number): string {
  const colour = OUTCOME_COLOUR[outcome];
  switch (outcome) {
    case 'promoted':
      return `<circle cx="${round(x)}" cy="${round(y)}" r="6"${painted({ fill: colour })}/>`;
    case 'paused':
      return [-4, 4].map((dx) => line(x + dx, y - 8, x + dx, y + 8, colour, ' stroke-width="4"')).join('');
    case 'aborted':
      return [-1, 1].map((dy) => line(x - 7, y - 7 * dy, x + 7, y + 7 * dy, colour, ' stroke-width="3"')).join('');
  }
}

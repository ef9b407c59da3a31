import type { MeasurementPhase } from './analysis-run';
import { darkStyle, escape, line, painted, round, text, type Colour } from './drawing';
import { legend, measurementMark, OUTCOME_COLOUR, outcomeMark } from './marks';
import type { Simulation, SimulationEvent } from './simulate';
import { clock } from './table';
import type { Timeline, TimelineStage } from './timeline';

const WIDTH = 960;
/** Where words begin; the curve begins right of them. */
const MARGIN = 16;
const LEFT = 264;
const RIGHT = 32;
const TOP = 84;
const CHART = 180;
const ROW = 20;
/** Between the foot of the curve and the times below it, and from there to what follows. */
const TICKS = 16;

/** What a picture says beyond the release itself. */
export interface TimelineSvgOptions {
  /**
   * Whose release it is: `'user in prod'`.
   * @default - the title names nobody
   */
  readonly of?: string;
}

/** A point of the curve: a second, and the share from then on. */
interface Point {
  readonly second: number;
  readonly share: number;
}

interface Scale {
  readonly x: (second: number) => number;
  readonly y: (share: number) => number;
}

/**
 * A release as a picture: the share of requests that the new version has over time, its stages below, and, of a simulation,
 * where it left the plan, each measurement, and how it ended. The same release gives the same bytes; it is drawn light or
 * dark as the page it stands on.
 */
export function timelineSvg(timeline: Timeline, simulation?: Simulation, options: TimelineSvgOptions = {}): string {
  const end = Math.max(1, timeline.secondsToFull, simulation?.at ?? 0);
  const scale: Scale = {
    x: (second) => round(LEFT + ((WIDTH - LEFT - RIGHT) * second) / end),
    y: (share) => round(TOP + CHART * (1 - share)),
  };
  const lanes = lanesOf(simulation);
  const lanesTop = TOP + CHART + TICKS + ROW;
  const stagesTop = lanesTop + (lanes.length === 0 ? 0 : (lanes.length + 1) * ROW + ROW / 2);
  const height = stagesTop + (timeline.stages.length - 1) * ROW + 2 * MARGIN;
  const { title, reason } = wordsOf(timeline, simulation, options);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="t" font-family="system-ui, sans-serif" font-size="12">`,
    `<title id="t">${escape([title, reason].filter((part) => part !== '').join(': '))}</title>`,
    darkStyle(),
    `<rect width="${WIDTH}" height="${height}"${painted({ fill: 'paper' })}/>`,
    text(MARGIN, 30, title, { size: 16, bold: true }),
    ...(reason === '' ? [] : [text(MARGIN, 50, reason, { colour: 'quiet' })]),
    text(MARGIN, TOP + 4, 'share of requests', { colour: 'quiet' }),
    text(MARGIN, TOP + 20, 'to the new version', { colour: 'quiet' }),
    ...grid(timeline, simulation, scale),
    ...curves(timeline, simulation, scale),
    ...lanes.flatMap((lane, index) => drawLane(lane, lanesTop + index * ROW, scale)),
    ...(lanes.length === 0 ? [] : legend(phasesOf(simulation), LEFT, lanesTop + lanes.length * ROW)),
    ...timeline.stages.flatMap((stage, index) => drawStage(stage, simulation, stagesTop + index * ROW, scale)),
    '</svg>',
    '',
  ].join('\n');
}

function wordsOf(timeline: Timeline, simulation: Simulation | undefined, { of }: TimelineSvgOptions) {
  const release = of === undefined ? 'Release' : `Release of ${of}`;
  if (simulation === undefined) return { title: `${release} in ${clock(timeline.secondsToFull)}`, reason: '' };
  const colon = of === undefined ? '' : ':';
  return {
    title: `${release}${colon} ${simulation.outcome} after ${clock(simulation.at)}`,
    reason: simulation.reason,
  };
}

/** Shares across, and the moments at which requests move. A time that would cover another is left out. */
function grid(timeline: Timeline, simulation: Simulation | undefined, { x, y }: Scale): string[] {
  const moves = [...planned(timeline), ...(simulation === undefined ? [] : replayed(simulation))];
  const changes = moves.filter(({ share }, index) => index === 0 || share !== moves[index - 1]?.share);
  const times = [...new Set([0, timeline.secondsToFull, ...changes.map(({ second }) => second)])];
  const told = times.reduce<number[]>(
    (kept, second) => (kept.some((other) => Math.abs(x(other) - x(second)) < TIME_WIDTH) ? kept : [...kept, second]),
    [],
  );
  return [
    ...[0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
      line(LEFT, y(share), WIDTH - RIGHT, y(share), 'line'),
      text(LEFT - 8, y(share) + 4, `${share * 100} %`, { anchor: 'end', colour: 'quiet' }),
    ]),
    ...told.flatMap((second) => [
      line(x(second), y(0), x(second), y(0) + 4, 'quiet'),
      text(x(second), y(0) + TICKS + 2, clock(second), { anchor: 'middle', colour: 'quiet' }),
    ]),
  ];
}

/** Room for `1:05:00`. */
const TIME_WIDTH = 48;

function curves(timeline: Timeline, simulation: Simulation | undefined, scale: Scale): string[] {
  const plan = curve(planned(timeline), timeline.secondsToFull, scale);
  if (simulation === undefined) {
    return [`<path d="${plan}" fill="none" stroke-width="2.5"${painted({ stroke: 'good' })}/>`];
  }
  const stroke = OUTCOME_COLOUR[simulation.outcome];
  return [
    `<path d="${plan}" fill="none" stroke-dasharray="3 4"${painted({ stroke: 'quiet' })}/>`,
    `<path d="${curve(replayed(simulation), simulation.at, scale)}" fill="none" stroke-width="2.5"${painted({ stroke })}/>`,
    ...ending(simulation, scale),
  ];
}

/** How it ended: a mark at the end of the curve, and the word beside it, where there is room. */
function ending({ outcome, at, events }: Simulation, { x, y }: Scale): string[] {
  const place = { x: x(at), y: y(events.at(-1)?.canaryShare ?? 0) };
  const isLeft = place.x < WIDTH / 2;
  return [
    outcomeMark(outcome, place.x, place.y),
    text(place.x + (isLeft ? 14 : -14), place.y - 12, `${outcome} ${clock(at)}`, {
      colour: OUTCOME_COLOUR[outcome],
      bold: true,
      ...(isLeft ? {} : { anchor: 'end' }),
    }),
  ];
}

function planned({ stages }: Timeline): Point[] {
  return [
    { second: 0, share: 0 },
    ...stages.map(({ movesAtSecond, canaryShare }) => ({ second: movesAtSecond, share: canaryShare })),
  ];
}

function replayed({ events }: Simulation): Point[] {
  return [
    { second: 0, share: 0 },
    ...events
      .filter(({ kind }) => kind === 'requests' || kind === 'outcome')
      .map(({ at, canaryShare }) => ({ second: at, share: canaryShare })),
  ];
}

function curve([first, ...rest]: readonly Point[], end: number, { x, y }: Scale): string {
  const start = `M${x(first?.second ?? 0)} ${y(first?.share ?? 0)}`;
  return [start, ...rest.map(({ second, share }) => `H${x(second)}V${y(share)}`), `H${x(end)}`].join('');
}

/** The measurements of one check, in a row of their own: checks measure together, and would cover each other. */
interface Lane {
  readonly name: string;
  readonly events: readonly SimulationEvent[];
}

function lanesOf(simulation: Simulation | undefined): Lane[] {
  const measured = (simulation?.events ?? []).filter(({ kind }) => kind === 'measurement');
  const nameOf = ({ says }: SimulationEvent): string => says.split(':')[0] ?? says;
  return [...new Set(measured.map(nameOf))].map((name) => ({
    name,
    events: measured.filter((event) => nameOf(event) === name),
  }));
}

function phasesOf(simulation: Simulation | undefined): MeasurementPhase[] {
  return [...new Set((simulation?.events ?? []).flatMap(({ phase }) => phase ?? []))];
}

function drawLane({ name, events }: Lane, y: number, { x }: Scale): string[] {
  return [
    text(MARGIN, y + 4, name),
    ...events.flatMap(({ at, phase, says }) =>
      phase === undefined ? [] : [measurementMark(phase, x(at), y, `${clock(at)} ${says}`)],
    ),
  ];
}

/** When a stage begins, what happens, and a bar for how long it lasts. What a simulation does not reach is pale. */
function drawStage(stage: TimelineStage, simulation: Simulation | undefined, y: number, { x }: Scale): string[] {
  const { startSecond, endSecond, title, waitsForPerson } = stage;
  const until = Math.min(endSecond, simulation?.at ?? endSecond);
  const isReached = startSecond <= until;
  return [
    text(MARGIN + 44, y + 4, clock(startSecond), { anchor: 'end', colour: 'quiet' }),
    text(MARGIN + 54, y + 4, title, { colour: isReached ? 'ink' : 'quiet' }),
    ...(until < endSecond ? [bar(x(startSecond), x(endSecond), y, 'line')] : []),
    ...(isReached ? [bar(x(startSecond), x(until), y, waitsForPerson ? 'unsure' : 'quiet')] : []),
  ];
}

/** What takes no time is drawn as thin as can be seen. */
function bar(from: number, to: number, y: number, stroke: Colour): string {
  return `<path d="M${round(from - 1)} ${y}H${round(Math.max(from + 1, to))}" stroke-width="8"${painted({ stroke })}/>`;
}

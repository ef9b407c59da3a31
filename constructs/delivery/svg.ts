import { clock } from './table';
import type { MeasurementPhase } from './analysis-run';
import type { Simulation, SimulationEvent } from './simulate';
import type { Timeline, TimelineStage } from './timeline';

const WIDTH = 960;
const LEFT = 56;
const RIGHT = 24;
const TOP = 56;
const CHART = 200;
const ROW = 20;

/**
 * Colours: what goes well is blue, what goes wrong is vermilion, no verdict is amber; apart for eyes that do not tell red
 * from green (Okabe and Ito, "Color Universal Design"). Text has a contrast of 4.5 at least (WCAG 2.2, 1.4.3).
 */
const COLOUR = {
  good: '#0072b2',
  bad: '#c04a00',
  unsure: '#8a6100',
  ink: '#17293a',
  quiet: '#52677a',
  line: '#d3dde7',
};

const OUTCOME_COLOUR = { promoted: COLOUR.good, paused: COLOUR.unsure, aborted: COLOUR.bad } as const;
const PHASE_COLOUR = {
  Successful: COLOUR.good,
  Failed: COLOUR.bad,
  Inconclusive: COLOUR.unsure,
  Error: COLOUR.quiet,
} as const;

/** A point of the curve: a second, and the share from then on. */
interface Point {
  readonly second: number;
  readonly share: number;
}

/**
 * A release as a picture: the share of requests that the new version has over time, and, of a simulation, where it left
 * the plan, each measurement, and how it ended. The same release gives the same bytes.
 */
export function timelineSvg(timeline: Timeline, simulation?: Simulation): string {
  const end = Math.max(1, timeline.secondsToFull, simulation?.at ?? 0);
  const scale: Scale = {
    x: (second) => round(LEFT + ((WIDTH - LEFT - RIGHT) * second) / end),
    y: (share) => round(TOP + CHART * (1 - share)),
  };
  const lanes = lanesOf(simulation);
  const axis = TOP + CHART + lanes.length * ROW + 22;
  const height = axis + 24 + timeline.stages.length * ROW;
  const title = titleOf(timeline, simulation);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="t" font-family="system-ui, sans-serif" font-size="12" fill="${COLOUR.ink}">`,
    `<title id="t">${escape(title)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    text(LEFT, 28, title, { size: 16 }),
    ...[0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
      line(LEFT, scale.y(share), WIDTH - RIGHT, scale.y(share), COLOUR.line),
      text(LEFT - 8, scale.y(share) + 4, `${share * 100} %`, { anchor: 'end', colour: COLOUR.quiet }),
    ]),
    ...curves(timeline, simulation, scale),
    ...lanes.flatMap((lane, index) => drawLane(lane, TOP + CHART + (index + 1) * ROW, scale)),
    text(LEFT, axis, clock(0), { colour: COLOUR.quiet }),
    text(WIDTH - RIGHT, axis, clock(end), { anchor: 'end', colour: COLOUR.quiet }),
    ...timeline.stages.map((stage, index) =>
      text(LEFT, axis + 28 + index * ROW, wordsOf(stage), {
        colour: simulation !== undefined && stage.startSecond > simulation.at ? COLOUR.quiet : COLOUR.ink,
      }),
    ),
    '</svg>',
    '',
  ].join('\n');
}

interface Scale {
  readonly x: (second: number) => number;
  readonly y: (share: number) => number;
}

function titleOf(timeline: Timeline, simulation: Simulation | undefined): string {
  return simulation === undefined
    ? `Release in ${clock(timeline.secondsToFull)}`
    : `Release ${simulation.outcome} after ${clock(simulation.at)}: ${simulation.reason}`;
}

function wordsOf({ startSecond, endSecond, title, waitsForPerson }: TimelineStage): string {
  const lasts = endSecond > startSecond && !waitsForPerson ? ` (${clock(endSecond - startSecond)})` : '';
  return `${clock(startSecond)}  ${title}${lasts}`;
}

function curves(timeline: Timeline, simulation: Simulation | undefined, scale: Scale): string[] {
  const plan = curve(planned(timeline), timeline.secondsToFull, scale);
  if (simulation === undefined) {
    return [`<path d="${plan}" fill="none" stroke="${COLOUR.good}" stroke-width="2.5"/>`];
  }
  return [
    `<path d="${plan}" fill="none" stroke="${COLOUR.quiet}" stroke-dasharray="3 4"/>`,
    `<path d="${curve(replayed(simulation), simulation.at, scale)}" fill="none" stroke="${OUTCOME_COLOUR[simulation.outcome]}" stroke-width="2.5"/>`,
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

function drawLane({ name, events }: Lane, y: number, { x }: Scale): string[] {
  return [
    text(LEFT, y + 4, name, { colour: COLOUR.quiet }),
    ...events.flatMap(({ at, phase, says }) =>
      phase === undefined ? [] : [mark(phase, x(at), y, escape(`${clock(at)} ${says}`))],
    ),
  ];
}

/** A shape for each phase, so that it shows without its colour: a disc, a square, a ring, a bar. */
function mark(phase: MeasurementPhase, x: number, y: number, says: string): string {
  const title = `<title>${says}</title>`;
  const colour = PHASE_COLOUR[phase];
  switch (phase) {
    case 'Successful':
      return `<circle cx="${x}" cy="${y}" r="4" fill="${colour}">${title}</circle>`;
    case 'Failed':
      return `<rect x="${round(x - 4)}" y="${y - 4}" width="8" height="8" fill="${colour}">${title}</rect>`;
    case 'Inconclusive':
      return `<circle cx="${x}" cy="${y}" r="3.5" fill="#ffffff" stroke="${colour}" stroke-width="2">${title}</circle>`;
    case 'Error':
      return `<rect x="${round(x - 1)}" y="${y - 5}" width="2" height="10" fill="${colour}">${title}</rect>`;
  }
}

interface Look {
  readonly size?: number;
  readonly anchor?: 'end';
  readonly colour?: string;
}

function text(x: number, y: number, words: string, { size, anchor, colour }: Look = {}): string {
  const look = [
    size === undefined ? '' : ` font-size="${size}"`,
    anchor === undefined ? '' : ` text-anchor="${anchor}"`,
    colour === undefined ? '' : ` fill="${colour}"`,
  ].join('');
  return `<text x="${round(x)}" y="${round(y)}"${look}>${escape(words)}</text>`;
}

const line = (x1: number, y1: number, x2: number, y2: number, colour: string): string =>
  `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${colour}"/>`;

const escape = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A tenth of a pixel is more than anybody sees. */
const round = (value: number): number => Math.round(value * 10) / 10;

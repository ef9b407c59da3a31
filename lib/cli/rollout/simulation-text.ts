import { PHASE_WORDS, type MeasurementPhase } from '../../../constructs/delivery/analysis-run';
import type { SeriesName } from '../../../constructs/delivery/series';
import type { Outcome, Simulation, SimulationEvent } from '../../../constructs/delivery/simulate';
import { clock } from '../../../constructs/delivery/table';
import type { Paint } from '../terminal';
import { fittedTable, paragraph } from './fit';
import type { RolloutReport } from './report';
import { headline } from './text';
import { share } from './words';

/** What a series stands for. */
const SERIES: Readonly<Record<SeriesName, string>> = {
  bad: 'every measurement shows a broken promise, and smoke checks fail',
  good: 'every measurement shows a kept promise',
  flaky: 'a good version on a bad day; of seven measurements one fails, one has no data and one no answer',
  'no-traffic': 'the new version never gets enough requests to be judged',
};

const COLUMNS = [
  { heading: 'time', align: 'right' },
  { heading: 'what', least: 30 },
  { heading: 'share', align: 'right' },
] as const;

/** What becomes of a release, event by event, and how it ends. */
export function simulationText(
  report: RolloutReport,
  simulation: NonNullable<RolloutReport['simulation']>,
  paint: Paint,
  width: number,
): string {
  const { series, outcome, events } = simulation;
  const people = report.timeline.waitsForPeople > 0 ? ' Where a person is waited for, one answers at once.' : '';
  return [
    headline(report, paint, width),
    paragraph(`Replayed, not released: metrics are ${series} (${SERIES[series]}).${people}`, width),
    fittedTable(COLUMNS, rowsOf(events), width),
    paragraph(endText(simulation), width).replace(/^\w+/, (word) => PAINTS[outcome](paint)(word)),
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

const PAINTS: Readonly<Record<Outcome, (paint: Paint) => (text: string) => string>> = {
  promoted: (paint) => paint.green,
  paused: (paint) => paint.yellow,
  aborted: (paint) => paint.red,
};

function endText({ outcome, at, reason, events }: Simulation): string {
  switch (outcome) {
    case 'promoted':
      return `Promoted after ${clock(at)}: ${reason}.`;
    case 'aborted':
      return `Aborted after ${clock(at)}: ${reason}. All requests go to the old version again.`;
    case 'paused':
      return `Paused after ${clock(at)}: ${reason}. It stays at ${share(events.at(-1)?.canaryShare ?? 0)} until a person promotes or aborts it.`;
  }
}

/** What happens at one moment. Measurements of one moment are one row, and so are equal ones that follow each other. */
interface Row {
  readonly from: number;
  readonly until: number;
  readonly count: number;
  readonly says: string;
  readonly canaryShare: number;
  readonly measured: boolean;
}

function rowsOf(events: readonly SimulationEvent[]): string[][] {
  return momentsOf(events)
    .reduce<Row[]>((rows, moment) => {
      const last = rows.at(-1);
      const repeats = last !== undefined && last.measured && moment.measured && last.says === moment.says;
      return repeats
        ? [...rows.slice(0, -1), { ...last, until: moment.until, count: last.count + 1 }]
        : [...rows, moment];
    }, [])
    .map(({ from, until, count, says, canaryShare }) => [
      clock(from),
      count === 1 ? says : `${says}, ${count} times until ${clock(until)}`,
      share(canaryShare),
    ]);
}

function momentsOf(events: readonly SimulationEvent[]): Row[] {
  const moments: { at: number; events: SimulationEvent[] }[] = [];
  for (const event of events) {
    const last = moments.at(-1);
    const joins =
      event.phase !== undefined && last?.at === event.at && last.events.every(({ phase }) => phase !== undefined);
    if (joins) last.events.push(event);
    else moments.push({ at: event.at, events: [event] });
  }
  return moments.map(({ at, events: together }) => ({
    from: at,
    until: at,
    count: 1,
    says: saysOf(together),
    canaryShare: together.at(-1)?.canaryShare ?? 0,
    measured: together.every(({ phase }) => phase !== undefined),
  }));
}

function saysOf(together: readonly SimulationEvent[]): string {
  const phases = [...new Set(together.flatMap(({ phase }) => phase ?? []))];
  if (phases.length === 0) return together.map(({ says }) => says).join(', ');
  const checks = (wanted: MeasurementPhase): string =>
    together
      .filter(({ phase }) => phase === wanted)
      .map(({ says }) => says.split(':')[0] ?? says)
      .join(', ');
  return phases.map((phase) => `${checks(phase)}: ${PHASE_WORDS[phase]}`).join('; ');
}

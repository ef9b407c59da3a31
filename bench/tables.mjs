import { createRequire } from 'node:module';

const Table = createRequire(import.meta.url)('cli-table3');

/** The headings of {@link measuredCells}. */
export const MEASURED = ['wall time', 'spread', 'processor time', 'peak memory'];

/** What was measured of a run. */
export function measuredCells({ seconds, spread, cpuSeconds, megabytes }) {
  return [inSeconds(seconds), inSeconds(spread), inSeconds(cpuSeconds), `${megabytes.toFixed(0)} MB`];
}

/** Prints a table whose first column has names. */
export function printTable(head, rows) {
  const table = new Table({
    head,
    style: { head: [], border: [] },
    colAligns: head.map((_, index) => (index === 0 ? 'left' : 'right')),
  });
  table.push(...rows);
  console.log(`${table}\n`);
}

/** Prints how cost grows: see `growthOf`. */
export function printGrowth(what, one, { sizes }) {
  printTable(
    [what, 'stacks', 'resources', ...MEASURED, `time of one more ${one}`, 'its memory'],
    sizes.map((size) => [
      size.count,
      size.stacks,
      size.resources,
      ...measuredCells(size),
      size.millisecondsPerOne === undefined ? '' : `${size.millisecondsPerOne.toFixed(1)} ms`,
      size.kilobytesPerOne === undefined ? '' : `${size.kilobytesPerOne.toFixed(0)} kB`,
    ]),
  );
}

const inSeconds = (value) => `${value.toFixed(2)} s`;

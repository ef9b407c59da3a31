import { table, type Column } from '../table';

/** A column of a table that must fit a terminal. */
export interface FittedColumn extends Column {
  /**
   * How narrow it may become where the terminal is: its cells then break between words.
   * @default - it is as wide as it must be
   */
  readonly least?: number;
}

/** Between two columns of a table. */
const GAP = 2;

/**
 * Rows under headings, in so many characters, if that is possible. Columns that may give way do: first those whose heading is
 * longer than their cells, where it costs a line and no more, then the others from the left.
 */
export function fittedTable(
  columns: readonly FittedColumn[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const cells = columns.map((_, index) => Math.max(0, ...rows.map((row) => (row[index] ?? '').length)));
  const widths = columns.map(({ heading }, index) => Math.max(heading.length, cells[index] ?? 0));
  let excess = widths.reduce((sum, each) => sum + each + GAP, -GAP) - width;
  const giveWay = (index: number, least: number): void => {
    const given = Math.max(0, Math.min(excess, (widths[index] ?? 0) - least));
    widths[index] = (widths[index] ?? 0) - given;
    excess -= given;
  };
  columns.forEach(({ least }, index) => {
    if (least !== undefined) giveWay(index, Math.max(least, cells[index] ?? 0));
  });
  columns.forEach(({ least }, index) => {
    if (least !== undefined) giveWay(index, least);
  });
  const fit = (texts: readonly string[]): string[] => texts.map((cell, index) => wrap(cell, widths[index] ?? 0));
  const headings = fit(columns.map(({ heading }) => heading));
  return table(
    columns.map((column, index) => ({ ...column, heading: headings[index] ?? '' })),
    rows.map(fit),
  );
}

/** The widest that running text is: longer lines are hard to read. */
const WIDEST = 110;

/** Running text in lines that fit. A word that is too long stays whole. */
export function paragraph(text: string, width: number): string {
  return wrap(text, Math.min(width, WIDEST));
}

/** A number stays with what it counts: `5 %`, `9 s`. */
const WORDS = / (?!%|s\b|ms\b|requests\b|\+)/;

function wrap(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(WORDS)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}

import Table from 'cli-table3';

/** How a column stands. */
export type Alignment = 'left' | 'right';

/** A heading and its alignment. */
export interface Column {
  readonly heading: string;
  readonly align?: Alignment;
}

/** No frame: what stands in a table can be selected, cut and pasted. Two spaces keep columns apart. */
const NO_FRAME = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
} as const;

/** Rows under headings, as wide as they must be. Lines end without trailing space. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const made = new Table({
    head: columns.map(({ heading }) => heading),
    colAligns: columns.map(({ align = 'left' }) => align),
    chars: NO_FRAME,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
  });
  made.push(...rows.map((row) => [...row]));
  return made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

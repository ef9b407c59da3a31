import { COLOURS, FONTS } from './palette';
import { element, escape } from './svg';

/** How a line of text looks. */
export interface TextStyle {
  /** @default - 14 */
  readonly size?: number;
  readonly colour?: string;
  readonly bold?: boolean;
  /** Addresses, versions and identifiers. */
  readonly code?: boolean;
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** The size of text that is not told otherwise, in pixels. */
export const TEXT_SIZE = 14;

/**
 * How wide a character is at most, on average, of its size. Measured with DejaVu, the widest font that a reader's system
 * may fall back to; the usual ones take a tenth less.
 */
const WIDTH = { text: 0.56, bold: 0.63, code: 0.61 };

/** The most room that a line of text can need, in pixels. */
export function widthOf(content: string, { size = TEXT_SIZE, bold, code }: TextStyle = {}): number {
  return content.length * size * (code === true ? WIDTH.code : bold === true ? WIDTH.bold : WIDTH.text);
}

/** A line of text; `y` is its baseline. */
export function text(x: number, y: number, content: string, style: TextStyle = {}): string {
  const { size, colour, bold, code, anchor } = style;
  return element(
    'text',
    {
      x,
      y,
      'font-size': size,
      fill: colour,
      'font-weight': bold === true ? 600 : undefined,
      'font-family': code === true ? FONTS.code : undefined,
      'text-anchor': anchor === 'start' ? undefined : anchor,
    },
    escape(content),
  );
}

/** The colour and the font of all text that says nothing else. */
export const TEXT_DEFAULTS = { fill: COLOURS.ink, 'font-family': FONTS.text, 'font-size': TEXT_SIZE } as const;

/**
 * Words as lines that fit a width. What does not fit the last line is counted there: `sts and 4 more`.
 */
export function wrap(
  words: readonly string[],
  { width, lines, style }: { readonly width: number; readonly lines: number; readonly style: TextStyle },
): readonly string[] {
  const fits = (line: string): boolean => widthOf(line, style) <= width;
  const wrapped: string[] = [];
  let line = '';
  for (const [index, word] of words.entries()) {
    const longer = line === '' ? word : `${line}, ${word}`;
    const last = wrapped.length === lines - 1;
    const rest = words.length - index;
    const after = rest > 1 && last ? ` and ${rest - 1} more` : '';
    if (line === '' || fits(longer + after)) {
      line = longer;
      continue;
    }
    if (last) {
      const all = [line, ...words.slice(index)].join(', ');
      return [...wrapped, fits(all) ? all : `${line} and ${rest} more`];
    }
    wrapped.push(`${line},`);
    line = word;
  }
  return line === '' ? wrapped : [...wrapped, line];
}

/** A line as lines that fit a width: broken after its colon, and what is too long even then is cut short. */
export function fold(line: string, width: number, style: TextStyle): readonly string[] {
  if (widthOf(line, style) <= width) return [line];
  const characters = Math.floor(width / widthOf('x', style));
  return line
    .split(/(?<=:) /)
    .map((part) => (widthOf(part, style) <= width ? part : `${part.slice(0, characters - 1)}…`));
}

import type { Look } from './palette';
import { element } from './svg';
import { text, type TextStyle } from './text';

/** A place on the picture, in pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A line of text with its look. */
export interface Line {
  readonly text: string;
  readonly style: TextStyle;
}

/** From the top of a box to its first baseline. */
const FIRST_BASELINE = 19;
/** From one baseline to the next. */
export const LEADING = 18;
/** From the left side of a box to its text. */
export const PADDING = 10;

/** How high a box with so many lines is. */
export function boxHeight(lines: number): number {
  return FIRST_BASELINE + (lines - 1) * LEADING + 11;
}

/** A box with lines of text, the first of which names it; with a title, a pointer shows it. */
export function box(
  place: Place,
  look: Look,
  lines: readonly Line[],
  { title, middle }: { readonly title?: string; readonly middle?: boolean } = {},
): string {
  const top = place.y + FIRST_BASELINE + (middle === true ? (place.height - boxHeight(lines.length)) / 2 : 0);
  const drawn = [
    rectangle(place, { fill: look.fill, line: look.line, dashed: look.dashed, radius: 6 }),
    ...lines.map((line, index) => text(place.x + PADDING, top + index * LEADING, line.text, line.style)),
  ];
  return title === undefined ? drawn.join('') : element('g', {}, element('title', {}, title), ...drawn);
}

/** A rectangle with or without a line about it. */
export function rectangle(
  { x, y, width, height }: Place,
  { fill, line, dashed, radius }: { fill: string; line?: string; dashed?: boolean; radius?: number },
): string {
  return element('rect', {
    x,
    y,
    width,
    height,
    rx: radius,
    fill,
    stroke: line,
    'stroke-dasharray': dashed === true ? '4 3' : undefined,
  });
}

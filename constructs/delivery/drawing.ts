/**
 * Colours by what they say, on white and on black. What goes well is blue, what goes wrong is vermilion, no verdict is amber:
 * apart for eyes that do not tell red from green (Okabe and Ito, "Color Universal Design"). Text has a contrast of 4.5 at
 * least (WCAG 2.2, 1.4.3).
 */
export const PALETTE = {
  light: {
    paper: '#ffffff',
    good: '#0072b2',
    bad: '#c04a00',
    unsure: '#8a6100',
    ink: '#17293a',
    quiet: '#52677a',
    line: '#d3dde7',
  },
  dark: {
    paper: '#0d1117',
    good: '#56b4e9',
    bad: '#ff8a5c',
    unsure: '#e69f00',
    ink: '#e6edf3',
    quiet: '#9fb1c1',
    line: '#2f3d4a',
  },
} as const;

/** One of the colours of {@link PALETTE}. */
export type Colour = keyof typeof PALETTE.light;

/** What a shape is painted with. */
export interface Paint {
  /**
   * The colour of its inside.
   * @default - nothing, or what it stands in says
   */
  readonly fill?: Colour;
  /**
   * The colour of its line.
   * @default - no line
   */
  readonly stroke?: Colour;
}

/**
 * Attributes for a light page, and classes by which {@link darkStyle} changes them on a dark one: who knows no style sheets
 * draws the light picture.
 */
export function painted({ fill, stroke }: Paint): string {
  const classes = [fill === undefined ? '' : `f-${fill}`, stroke === undefined ? '' : `s-${stroke}`];
  return [
    fill === undefined ? '' : ` fill="${PALETTE.light[fill]}"`,
    stroke === undefined ? '' : ` stroke="${PALETTE.light[stroke]}"`,
    ` class="${classes.filter((name) => name !== '').join(' ')}"`,
  ].join('');
}

/** The style sheet of a dark page. */
export function darkStyle(): string {
  const rules = Object.entries(PALETTE.dark).map(
    ([name, value]) => `.f-${name}{fill:${value}}.s-${name}{stroke:${value}}`,
  );
  return `<style>@media (prefers-color-scheme:dark){${rules.join('')}}</style>`;
}

/** How a text looks. */
export interface TextLook {
  /**
   * Its size in pixels.
   * @default - 12
   */
  readonly size?: number;
  /**
   * Which end of it stands at its place.
   * @default - its beginning
   */
  readonly anchor?: 'middle' | 'end';
  /**
   * Its colour.
   * @default - `'ink'`
   */
  readonly colour?: Colour;
  /**
   * Whether it is bold.
   * @default - it is not
   */
  readonly bold?: boolean;
}

/** A line of text. */
export function text(x: number, y: number, words: string, look: TextLook = {}): string {
  const { size, anchor, colour = 'ink', bold } = look;
  const attributes = [
    size === undefined ? '' : ` font-size="${size}"`,
    anchor === undefined ? '' : ` text-anchor="${anchor}"`,
    bold === true ? ' font-weight="600"' : '',
  ].join('');
  return `<text x="${round(x)}" y="${round(y)}"${attributes}${painted({ fill: colour })}>${escape(words)}</text>`;
}

/** A straight line. */
export function line(x1: number, y1: number, x2: number, y2: number, stroke: Colour, more = ''): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"${more}${painted({ stroke })}/>`;
}

/** Text that may stand in XML. */
export function escape(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A tenth of a pixel is more than anybody sees. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

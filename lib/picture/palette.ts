/**
 * Colours of the picture. It brings its own background, so that it reads the same on a light page and on a dark one; text
 * on its background has a contrast of 4.5 at least (WCAG 2.2, 1.4.3).
 */
export const COLOURS = {
  sky: '#f6f9fc',
  edge: '#d3dde7',
  sea: '#dcebf5',
  wave: '#a9cbe2',
  hull: '#1d3a52',
  keel: '#8c3b32',
  deck: '#ffffff',
  line: '#b9c7d4',
  ink: '#17293a',
  quiet: '#52677a',
  onHull: '#ffffff',
  quietOnHull: '#c3d5e4',
  egress: '#e5843a',
  gateway: { fill: '#fff1e2', line: '#dd9a5c' },
  compute: { fill: '#e3f3ea', line: '#6fb48e' },
  endpoint: { fill: '#eceafa', line: '#a097d6' },
  writer: { fill: '#cfe3fb', line: '#4a86c9' },
  reader: { fill: '#eaf3fd', line: '#9dbfe4' },
} as const;

/** What a box looks like. */
export interface Look {
  readonly fill: string;
  readonly line: string;
  /** For room that nothing takes yet. */
  readonly dashed?: boolean;
}

/** Room that nothing takes yet. */
export const ROOM: Look = { fill: 'none', line: COLOURS.line, dashed: true };

/** Fonts that every system has: a picture in a page loads none. */
export const FONTS = {
  text: "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif",
  code: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace",
} as const;

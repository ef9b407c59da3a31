import { darkStyle, escape, painted, round, text } from '../../../constructs/delivery/drawing';
import { diagramOf } from './diagram';
import { LINE, placed, type PlacedArrow, type PlacedBox, type Point } from './layout';
import type { GraphReport } from './report';

/** The room for the title, and for what the lines mean. */
const HEAD = 34;
const FOOT = 30;

/** The calls as a picture, for a light page and for a dark one. */
export function graphSvg(report: GraphReport): string {
  const diagram = placed(diagramOf(report));
  const width = Math.max(diagram.width, 420);
  const height = diagram.height + HEAD + FOOT;
  const title = `Who calls whom in ${report.environment}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}" role="img" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${escape(title)}</title>`,
    darkStyle(),
    `<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z"${painted({ fill: 'quiet' })}/></marker></defs>`,
    `<rect width="100%" height="100%"${painted({ fill: 'paper' })}/>`,
    text(16, 22, title, { size: 14, bold: true }),
    `<g transform="translate(0 ${HEAD})">`,
    ...diagram.arrows.map(arrow),
    ...diagram.boxes.map(box),
    ...diagram.arrows.flatMap(label),
    '</g>',
    ...legend(report, height - 12),
    '</svg>',
    '',
  ].join('\n');
}

function box({ box: { title, lines, kind }, x, y, width, height }: PlacedBox): string {
  const first = y - ((lines.length + 1) * LINE) / 2 + LINE - 4;
  const dash = kind === 'unprotected' ? ' stroke-dasharray="4 3"' : '';
  const radius = kind === 'outside' ? height / 2 : 6;
  return [
    `<rect x="${round(x - width / 2)}" y="${round(y - height / 2)}" width="${round(width)}" height="${round(height)}" rx="${round(radius)}"${dash}${painted({ fill: 'paper', stroke: kind === 'outside' ? 'quiet' : 'good' })}/>`,
    text(x, first, title, { anchor: 'middle', bold: true }),
    ...lines.map((line, index) => text(x, first + (index + 1) * LINE, line, { anchor: 'middle', colour: 'quiet' })),
  ].join('');
}

function arrow({ arrow: { optional }, points }: PlacedArrow): string {
  const dash = optional ? ' stroke-dasharray="5 4"' : '';
  return `<path d="${curve(points)}" fill="none" stroke-width="1.5"${dash} marker-end="url(#head)"${painted({ stroke: 'quiet' })}/>`;
}

/** Text on paper, so that a line behind it does not cross it. */
function label({ arrow: { lines }, label: at }: PlacedArrow): string[] {
  if (at === undefined) return [];
  const width = Math.max(...lines.map((line) => line.length)) * 6.6;
  const top = at.y - (lines.length * LINE) / 2;
  return [
    `<rect x="${round(at.x - width / 2)}" y="${round(top)}" width="${round(width)}" height="${lines.length * LINE}"${painted({ fill: 'paper' })}/>`,
    ...lines.map((line, index) => text(at.x, top + (index + 1) * LINE - 4, line, { anchor: 'middle' })),
  ];
}

/** A smooth way through all the points, level at each, so that a label lies on it and a box beside it stays clear. */
function curve(points: readonly Point[]): string {
  const at = (x: number, y: number): string => `${round(x)} ${round(y)}`;
  return points
    .map(({ x, y }, index) => {
      const before = points[index - 1];
      if (before === undefined) return `M${at(x, y)}`;
      const half = (before.x + x) / 2;
      return `C${at(half, before.y)} ${at(half, y)} ${at(x, y)}`;
    })
    .join('');
}

function legend({ calls, services }: GraphReport, y: number): string[] {
  const words = [
    ...(calls.some(({ optional }) => optional) ? ['dashed arrow: answers without it'] : []),
    ...(services.some(({ isProtected }) => !isProtected)
      ? ['dashed box: outside the mesh, so no time-out and no try is kept']
      : []),
  ];
  return words.length === 0 ? [] : [text(16, y, words.join('; '), { colour: 'quiet' })];
}

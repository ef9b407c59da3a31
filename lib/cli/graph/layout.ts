import { graphlib, layout } from '@dagrejs/dagre';
import type { Arrow, Box, Diagram } from './diagram';

/** A point, from the upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box and its place, by its middle. */
export interface PlacedBox extends Point {
  readonly box: Box;
  readonly width: number;
  readonly height: number;
}

/** An arrow and its way. */
export interface PlacedArrow {
  readonly arrow: Arrow;
  /** Where it passes, from its beginning to its head. */
  readonly points: readonly Point[];
  /** The middle of its lines of text, where it has some. */
  readonly label?: Point;
}

/** A diagram whose parts have their places. */
export interface PlacedDiagram {
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly PlacedArrow[];
  readonly width: number;
  readonly height: number;
}

/** The height of a line of text. */
export const LINE = 16;

/** An average letter of the sans-serif fonts that browsers take, at 12 px; wide enough for those of a promise. */
const LETTER = 6.6;
const PADDING = 12;

/** Puts requests from left to right, callers before those whom they call. The same diagram gives the same places. */
export function placed({ boxes, arrows }: Diagram): PlacedDiagram {
  if (boxes.length === 0) return { boxes: [], arrows: [], width: 0, height: 0 };
  const graph = new graphlib.Graph({ multigraph: false });
  graph.setGraph({ rankdir: 'LR', nodesep: 28, ranksep: 48, edgesep: 16, marginx: 16, marginy: 16 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const box of boxes) graph.setNode(box.id, sizeOf([box.title, ...box.lines], PADDING));
  for (const { from, to, lines } of arrows) {
    graph.setEdge(from, to, lines.length === 0 ? {} : { ...sizeOf(lines, 4), labelpos: 'c' });
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { readonly width?: number; readonly height?: number };
  const places = new Map(boxes.map((box) => [box.id, graph.node(box.id) as Omit<PlacedBox, 'box'>]));
  return {
    boxes: boxes.flatMap((box) => {
      const place = places.get(box.id);
      return place === undefined ? [] : [{ ...place, box }];
    }),
    arrows: arrows.map((arrow) => {
      const { points, x, y } = graph.edge(arrow.from, arrow.to) as {
        readonly points: readonly Point[];
        readonly x?: number;
        readonly y?: number;
      };
      return {
        arrow,
        points: [sideOf(places.get(arrow.from), 1), ...points.slice(1, -1), sideOf(places.get(arrow.to), -1)],
        ...(x === undefined || y === undefined ? {} : { label: { x, y } }),
      };
    }),
    width,
    height,
  };
}

/** The middle of a box's right side, or of its left one: arrows leave and come in there, whichever way they go. */
function sideOf(place: Omit<PlacedBox, 'box'> | undefined, side: 1 | -1): Point {
  return { x: (place?.x ?? 0) + (side * (place?.width ?? 0)) / 2, y: place?.y ?? 0 };
}

function sizeOf(lines: readonly string[], padding: number): { readonly width: number; readonly height: number } {
  const longest = Math.max(...lines.map((text) => text.length));
  return { width: Math.ceil(longest * LETTER) + 2 * padding, height: lines.length * LINE + 2 * padding };
}

import { boxHeight, PADDING } from './box';
import { columnsOf, regionalsOf, type Column, type PictureSubject, type Regional } from './subject';
import { fold, widthOf, wrap } from './text';

/** From the edge of the card to the hull. */
export const MARGIN = 24;
/** The wall between two compartments: a bulkhead. */
export const WALL = 14;
/** Between two decks. */
export const DECK_GAP = 16;
/** How far the bow reaches beyond the last compartment, at the top. */
export const BOW = 78;
/** How far before the bow the deckhouse ends. */
export const SETBACK = 18;
/** Two zones have the same deckhouse above them as three. */
const COLUMN_WIDTH = { few: 336, many: 276 } as const;

const TITLE_HEIGHT = 92;
const STRIP_HEIGHT = 32;
const ZONE_HEIGHT = 36;
const KEEL_HEIGHT = 38;
const SEA_BED = 46;

/** Text that is smaller than the rest. */
export const SMALL = 12.5;

/** Where the lines of a picture run, from top to bottom. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly columns: readonly (Column & { readonly x: number })[];
  readonly columnWidth: number;
  readonly regionals: readonly (Regional & { readonly wrapped: readonly string[] })[];
  /** The deckhouse with what is regional, from `top`. */
  readonly deckhouse: { readonly y: number; readonly height: number; readonly panelWidth: number };
  /** The hull's upper edge. */
  readonly hullTop: number;
  /** The strips of what is one for all zones and leads out: internet gateway, and the regional NAT gateway if there is one. */
  readonly strips: readonly { readonly y: number; readonly height: number; readonly name: string }[];
  readonly zoneBaseline: number;
  readonly public: Deck;
  readonly private: Deck;
  readonly isolated: Deck;
  readonly keel: Deck;
  /** The names of the interface endpoints, wrapped; none where there is no endpoint. */
  readonly endpointLines: readonly string[];
  readonly instanceColumns: 1 | 2;
  /** The first x and the last x of the compartments. */
  readonly inner: { readonly left: number; readonly right: number };
}

/** A row of compartments. */
export interface Deck {
  readonly y: number;
  readonly height: number;
}

/** Room for a compartment's name above its boxes. */
export const NAME_HEIGHT = 32;
/** Between boxes, and between a box and its compartment's edge. */
export const GUTTER = 8;

/** Measures a picture before it is drawn. */
export function layoutOf(subject: PictureSubject): Layout {
  const zones = columnsOf(subject);
  const columnWidth = zones.length < 3 ? COLUMN_WIDTH.few : COLUMN_WIDTH.many;
  const boxWidth = columnWidth - 2 * GUTTER;
  const columns = zones.map((zone) => ({
    ...zone,
    nodes: zone.nodes.flatMap((line) => fold(line, boxWidth - 2 * PADDING, { size: SMALL })),
  }));
  const left = MARGIN + WALL;
  const right = left + columns.length * (columnWidth + WALL) - WALL;
  const regionals = regionalsOf(subject);
  const panelWidth = (right - left - WALL * 2 - SETBACK - (regionals.length - 1) * GUTTER) / regionals.length;
  const wrapped = regionals.map((regional) => ({
    ...regional,
    lines: regional.lines.flatMap((line) => fold(line, panelWidth - 2 * PADDING, { size: SMALL })),
    wrapped: wrap(regional.names ?? [], { width: panelWidth - 2 * PADDING, lines: 4, style: { size: SMALL } }),
  }));
  const lines = Math.max(...wrapped.map((each) => 1 + each.lines.length + each.wrapped.length));

  const deckhouse = { y: TITLE_HEIGHT, height: boxHeight(lines) + WALL, panelWidth };
  const hullTop = deckhouse.y + deckhouse.height;
  const regional = subject.network.natGateways.find(({ kind }) => kind === 'regional');
  const stripNames = ['internet gateway', ...(regional === undefined ? [] : [`NAT gateway ${regional.name}`])];
  const strips = stripNames.map((name, index) => ({
    name,
    y: hullTop + WALL + index * (STRIP_HEIGHT + DECK_GAP),
    height: STRIP_HEIGHT,
  }));
  const stripsEnd = hullTop + WALL + strips.length * (STRIP_HEIGHT + DECK_GAP) - DECK_GAP;

  const endpointLines = wrap(
    subject.network.interfaceEndpoints.map(({ name }) => name),
    { width: boxWidth - 2 * PADDING, lines: 3, style: { size: SMALL } },
  );
  const publicDeck = { y: stripsEnd + ZONE_HEIGHT, height: 94 };
  const nodes = Math.max(...columns.map((column) => column.nodes.length));
  const privateDeck = {
    y: publicDeck.y + publicDeck.height + DECK_GAP,
    height:
      NAME_HEIGHT +
      boxHeight(1 + nodes) +
      GUTTER +
      (endpointLines.length === 0 ? 0 : boxHeight(1 + endpointLines.length) + GUTTER),
  };
  const instanceColumns = fitTwo(columns, boxWidth) ? 2 : 1;
  const rows = Math.max(1, ...columns.map(({ instances }) => Math.ceil(instances.length / instanceColumns)));
  const isolatedDeck = {
    y: privateDeck.y + privateDeck.height + DECK_GAP,
    height: NAME_HEIGHT + rows * (boxHeight(2) + GUTTER),
  };
  const keel = { y: isolatedDeck.y + isolatedDeck.height + WALL, height: KEEL_HEIGHT };
  return {
    width: right + WALL + BOW + MARGIN,
    height: keel.y + keel.height + SEA_BED,
    columns: columns.map((column, index) => ({ ...column, x: left + index * (columnWidth + WALL) })),
    columnWidth,
    regionals: wrapped,
    deckhouse,
    hullTop,
    strips,
    zoneBaseline: stripsEnd + ZONE_HEIGHT - 12,
    public: publicDeck,
    private: privateDeck,
    isolated: isolatedDeck,
    keel,
    endpointLines,
    instanceColumns,
    inner: { left, right },
  };
}

function fitTwo(columns: readonly Column[], boxWidth: number): boolean {
  const room = (boxWidth - GUTTER) / 2 - 2 * PADDING;
  return columns.every(({ instances }) => instances.every(({ name }) => widthOf(name, { bold: true }) <= room));
}

import { laneOf } from './compartments';
import { DECK_GAP, GUTTER, type Layout } from './layout';
import { COLOURS } from './palette';
import { GANGWAY } from './ship';
import { element, group } from './svg';
import { text } from './text';

/** Between two ways that run side by side. */
const APART = 14;

/** The ways out: private subnet to NAT gateway, NAT gateway to internet gateway, internet gateway to the internet. */
export function routes(layout: Layout): string {
  return group({ fill: 'none', stroke: COLOURS.egress, 'stroke-width': 2.5, 'stroke-linejoin': 'round' }, [
    ...layout.columns.map((column, index) => toNat(column, index, layout)),
    ...layout.columns.filter(({ nat }) => nat !== undefined).map((column) => toGateway(laneOf(column), layout)),
    ...regionalToGateway(layout),
  ]);
}

function toNat(column: Layout['columns'][number], index: number, layout: Layout): string {
  const from = layout.private.y;
  const lane = laneOf(column);
  const nat = layout.columns.find((each) => each.nat === column.leavesBy);
  if (nat === undefined) {
    const regional = layout.strips.at(-1);
    return arrow(`M ${lane} ${from} V ${(regional?.y ?? 0) + (regional?.height ?? 0) + HEAD}`);
  }
  const to = layout.public.y + layout.public.height - GUTTER + HEAD;
  if (nat === column) return arrow(`M ${lane} ${from} V ${to}`);
  // Through the bulkhead: a way out that ends with the other zone.
  return arrow(`M ${lane} ${from} V ${from - DECK_GAP / 2} H ${laneOf(nat) + index * APART} V ${to}`);
}

function toGateway(lane: number, { public: deck, strips }: Layout): string {
  const gateway = strips[0];
  return arrow(`M ${lane} ${deck.y + GUTTER} V ${(gateway?.y ?? 0) + (gateway?.height ?? 0) + HEAD}`);
}

function regionalToGateway({ strips, inner }: Layout): string[] {
  const [gateway, regional] = strips;
  if (gateway === undefined || regional === undefined) return [];
  return [arrow(`M ${(inner.left + inner.right) / 2} ${regional.y} V ${gateway.y + gateway.height + HEAD}`)];
}

/** The way from the internet gateway to the internet. */
export function gangway({ inner, strips, deckhouse }: Layout): string {
  const x = inner.right + GANGWAY;
  const to = deckhouse.y + 24;
  return group({}, [
    element(
      'g',
      { fill: 'none', stroke: COLOURS.egress, 'stroke-width': 2.5 },
      arrow(`M ${x} ${strips[0]?.y ?? 0} V ${to + HEAD}`),
    ),
    text(x, to - 10, 'internet', { bold: true, anchor: 'middle' }),
  ]);
}

/** How long the head of an arrow is: a line ends where its head begins. */
const HEAD = 7;

const arrow = (d: string): string => element('path', { d, 'marker-end': 'url(#arrow)' });

/** The head of every arrow. */
export function arrowHead(): string {
  return element(
    'marker',
    { id: 'arrow', markerWidth: 9, markerHeight: 10, refX: 0, refY: 5, orient: 'auto', markerUnits: 'userSpaceOnUse' },
    element('path', { d: 'M 0 0 L 8 5 L 0 10 Z', fill: COLOURS.egress }),
  );
}

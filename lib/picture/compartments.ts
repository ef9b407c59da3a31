import { box, boxHeight, rectangle, type Line, type Place } from './box';
import { GUTTER, NAME_HEIGHT, SMALL, type Layout } from './layout';
import { COLOURS, ROOM } from './palette';
import type { Column, Compartment, Instance } from './subject';
import { group } from './svg';
import { text } from './text';

/** The width of a NAT gateway's box. */
const NAT_WIDTH = 118;

/** Where ways out run within a column: through the middle of its NAT gateway. */
export function laneOf(column: { readonly x: number }): number {
  return column.x + GUTTER + NAT_WIDTH / 2;
}

/** What stands in one zone: its public, private and isolated compartments, from the top. */
export function zoneColumn(column: Column & { readonly x: number }, layout: Layout): string {
  return group({}, [
    text(column.x + layout.columnWidth - GUTTER, layout.zoneBaseline, column.zone, {
      size: 16,
      bold: true,
      colour: COLOURS.onHull,
      anchor: 'end',
    }),
    ...publicCompartment(column, layout),
    ...privateCompartment(column, layout),
    ...isolatedCompartment(column, layout),
  ]);
}

function publicCompartment(column: Column & { readonly x: number }, layout: Layout): string[] {
  const { y, height } = layout.public;
  const place: Place = { x: column.x, y, width: layout.columnWidth, height };
  const besides = column.x + GUTTER + NAT_WIDTH + 12;
  const right = column.x + layout.columnWidth - GUTTER;
  const natPlace: Place = { x: column.x + GUTTER, y: y + GUTTER, width: NAT_WIDTH, height: height - 2 * GUTTER };
  return [
    rectangle(place, { fill: COLOURS.deck, radius: 3 }),
    ...(column.nat === undefined
      ? layout.strips.length > 1
        ? []
        : [box(natPlace, ROOM, [small('leaves by'), code(column.leavesBy ?? '')], { middle: true })]
      : [box(natPlace, COLOURS.gateway, [bold('NAT gateway'), code(column.nat)], { middle: true })]),
    text(besides, y + 22, column.public.name, { bold: true }),
    text(besides, y + 40, column.public.cidr, { size: SMALL, code: true, colour: COLOURS.quiet }),
    box({ x: besides, y: y + height - GUTTER - boxHeight(1), width: right - besides, height: boxHeight(1) }, ROOM, [
      small('load balancers'),
    ]),
  ];
}

function privateCompartment(column: Column & { readonly x: number }, layout: Layout): string[] {
  const { y, height } = layout.private;
  const boxes: Place = { x: column.x + GUTTER, y: 0, width: layout.columnWidth - 2 * GUTTER, height: 0 };
  const endpoints = layout.endpointLines.length === 0 ? 0 : boxHeight(1 + layout.endpointLines.length);
  const nodesTop = y + NAME_HEIGHT;
  const nodesHeight = height - NAME_HEIGHT - GUTTER - (endpoints === 0 ? 0 : endpoints + GUTTER);
  const nodes = box({ ...boxes, y: nodesTop, height: nodesHeight }, COLOURS.compute, [
    bold('nodes and pods'),
    ...column.nodes.map(small),
  ]);
  const own = box({ ...boxes, y: nodesTop + nodesHeight + GUTTER, height: endpoints }, COLOURS.endpoint, [
    bold('interface endpoints'),
    ...layout.endpointLines.map(small),
  ]);
  return [
    rectangle({ x: column.x, y, width: layout.columnWidth, height }, { fill: COLOURS.deck, radius: 3 }),
    ...named(column, column.private, y, layout),
    nodes,
    ...(endpoints === 0 ? [] : [own]),
  ];
}

function isolatedCompartment(column: Column & { readonly x: number }, layout: Layout): string[] {
  const { y, height } = layout.isolated;
  return [
    rectangle({ x: column.x, y, width: layout.columnWidth, height }, { fill: COLOURS.deck, radius: 3 }),
    ...named(column, column.isolated, y, layout),
    ...column.instances.map((instance, index) => store(instance, index, column.x, layout)),
    ...(column.instances.length === 0 ? [noInstance(column.x, layout)] : []),
  ];
}

function store(instance: Instance, index: number, x: number, layout: Layout): string {
  const full = layout.columnWidth - 2 * GUTTER;
  const width = (full - (layout.instanceColumns - 1) * GUTTER) / layout.instanceColumns;
  const row = Math.floor(index / layout.instanceColumns);
  const place: Place = {
    x: x + GUTTER + (index % layout.instanceColumns) * (width + GUTTER),
    y: layout.isolated.y + NAME_HEIGHT + row * (boxHeight(2) + GUTTER),
    width,
    height: boxHeight(2),
  };
  const lines = [bold(instance.name), small(`${instance.role}, tier ${instance.promotionTier}`)];
  return box(place, COLOURS[instance.role], lines, { title: instance.identifier });
}

function noInstance(x: number, layout: Layout): string {
  const place: Place = {
    x: x + GUTTER,
    y: layout.isolated.y + NAME_HEIGHT,
    width: layout.columnWidth - 2 * GUTTER,
    height: boxHeight(2),
  };
  return box(place, ROOM, [small('no instance')], { middle: true });
}

/** A compartment's name and its addresses. */
function named(
  { x }: { readonly x: number },
  { name, cidr }: Compartment,
  y: number,
  { columnWidth }: Layout,
): string[] {
  return [
    text(x + GUTTER + 2, y + 21, name, { bold: true }),
    text(x + columnWidth - GUTTER - 2, y + 21, cidr, { size: SMALL, code: true, colour: COLOURS.quiet, anchor: 'end' }),
  ];
}

const bold = (content: string): Line => ({ text: content, style: { bold: true } });
const code = (content: string): Line => ({ text: content, style: { size: SMALL, code: true } });
const small = (content: string): Line => ({ text: content, style: { size: SMALL, colour: COLOURS.quiet } });

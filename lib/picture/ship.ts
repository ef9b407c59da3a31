import { box, rectangle, type Line } from './box';
import { BOW, GUTTER, MARGIN, SETBACK, SMALL, WALL, type Layout } from './layout';
import { COLOURS } from './palette';
import type { PictureSubject } from './subject';
import { element, group } from './svg';
import { text } from './text';

/** How far the wheel of the bow and of the stern is rounded, at the keel. */
const BILGE = 44;

/** The sea, from the waterline down to the lower edge of the card. */
export function sea({ width, height, isolated }: Layout): string {
  const y = isolated.y - 2;
  const waves = Array.from({ length: Math.ceil(width / WAVE) }, () => `q ${WAVE / 4} -7 ${WAVE / 2} 0 t ${WAVE / 2} 0`);
  const surface = `M 0 ${y} ${waves.join(' ')}`;
  return group({ 'clip-path': 'url(#card)' }, [
    element('path', { d: `${surface} V ${height} H 0 Z`, fill: COLOURS.sea }),
    element('path', { d: surface, fill: 'none', stroke: COLOURS.wave, 'stroke-width': 2 }),
  ]);
}

/** The length of a wave, in pixels. */
const WAVE = 44;

/** The hull with its keel, on which the VPC's name is painted, and the strips of what leads out of all zones. */
export function hull(layout: Layout, { network }: PictureSubject): string {
  const { hullTop: top, keel, inner } = layout;
  const bottom = keel.y + keel.height;
  const left = MARGIN;
  const bow = inner.right + WALL + BOW;
  const foot = inner.right + WALL + 4;
  const outline = [
    `M ${left} ${top}`,
    `H ${bow}`,
    `C ${bow - 18} ${top + 130} ${foot + 4} ${bottom - 170} ${foot} ${bottom - BILGE}`,
    `Q ${foot - 4} ${bottom} ${foot - BILGE} ${bottom}`,
    `H ${left + BILGE}`,
    `Q ${left} ${bottom} ${left} ${bottom - BILGE}`,
    'Z',
  ].join(' ');
  const blocks = `VPC ${network.cidr}${network.ipv6 ? ' and IPv6' : ''}`;
  const endpoints = network.gatewayEndpoints.map(({ name }) => name).join(', ');
  const baseline = keel.y + 24;
  return group({}, [
    element('clipPath', { id: 'hull' }, element('path', { d: outline })),
    element('path', { d: outline, fill: COLOURS.hull }),
    element('rect', {
      x: 0,
      y: keel.y,
      width: layout.width,
      height: keel.height,
      fill: COLOURS.keel,
      'clip-path': 'url(#hull)',
    }),
    text(inner.left + 34, baseline, blocks, { bold: true, colour: COLOURS.onHull }),
    text(inner.right - 34, baseline, `gateway endpoints: ${endpoints}`, { colour: COLOURS.onHull, anchor: 'end' }),
    ...layout.strips.map(({ y, height, name }, index) =>
      group({}, [
        rectangle(
          { x: inner.left, y, width: inner.right - inner.left + (index === 0 ? GANGWAY + 20 : 0), height },
          { fill: COLOURS.gateway.fill, radius: 3 },
        ),
        text((inner.left + inner.right) / 2, y + 21, name, { bold: true, anchor: 'middle' }),
      ]),
    ),
  ]);
}

/** How far from the last compartment the way to the internet leaves the ship. */
export const GANGWAY = 34;

/** The deckhouse: what stands beside the zones and goes with none of them. */
export function deckhouse({ deckhouse: { y, height, panelWidth }, regionals, inner }: Layout): string {
  const left = inner.left;
  const right = inner.right - SETBACK;
  const roof = `M ${left} ${y + height} L ${left + 6} ${y} H ${right - 6} L ${right} ${y + height} Z`;
  return group({}, [
    element('path', {
      d: roof,
      fill: COLOURS.hull,
      'stroke-linejoin': 'round',
      stroke: COLOURS.hull,
      'stroke-width': 8,
    }),
    ...regionals.map(({ title, lines, wrapped }, index) => {
      const content: Line[] = [
        { text: title, style: { bold: true } },
        ...[...lines, ...wrapped].map((line) => ({ text: line, style: { size: SMALL, colour: COLOURS.quiet } })),
      ];
      const x = left + WALL + index * (panelWidth + GUTTER);
      return box({ x, y: y + WALL / 2, width: panelWidth, height: height - WALL }, PANEL, content);
    }),
  ]);
}

const PANEL = { fill: COLOURS.deck, line: COLOURS.deck };

import { zoneColumn } from './compartments';
import { layoutOf, SMALL, type Layout } from './layout';
import { COLOURS } from './palette';
import { arrowHead, gangway, routes } from './routes';
import { deckhouse, hull, sea } from './ship';
import type { PictureSubject } from './subject';
import { element, escape } from './svg';
import { text, TEXT_DEFAULTS } from './text';

export type { PictureSubject } from './subject';

/**
 * An environment as a ship: each zone is a compartment of the hull, with its public, private and isolated subnets from the
 * deck down; what no zone takes along stands in the deckhouse. An SVG document, the same for the same plans.
 */
export function pictureOf(subject: PictureSubject): string {
  const layout = layoutOf(subject);
  const { width, height } = layout;
  const card = { x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 14 };
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-labelledby': 'title desc',
      ...TEXT_DEFAULTS,
    },
    '\n',
    [
      element('title', { id: 'title' }, escape(titleOf(subject))),
      element('desc', { id: 'desc' }, escape(describe(subject, layout))),
      element('defs', {}, element('clipPath', { id: 'card' }, element('rect', card)), arrowHead()),
      element('rect', { ...card, fill: COLOURS.sky }),
      sea(layout),
      element('rect', { ...card, fill: 'none', stroke: COLOURS.edge }),
      text(layout.inner.left, 46, subject.network.name, { size: 24, bold: true }),
      text(layout.inner.left, 68, subtitleOf(subject), { colour: COLOURS.quiet }),
      deckhouse(layout),
      hull(layout, subject),
      ...layout.columns.map((column) => zoneColumn(column, layout)),
      routes(layout),
      gangway(layout),
      ...footnote(subject, layout),
    ].join('\n'),
    '\n',
  )}\n`;
}

const zonesOf = ({ network }: PictureSubject): string => `${network.zones.length} zones`;

const titleOf = (subject: PictureSubject): string =>
  `${subject.network.name}: one environment in ${zonesOf(subject)} of ${subject.environment.region}`;

const subtitleOf = (subject: PictureSubject): string =>
  `${subject.environment.tier}, ${subject.environment.region}, ${zonesOf(subject)}`;

/** What the picture shows, for whoever does not see it. */
function describe({ network, cluster }: PictureSubject, { columns }: Layout): string {
  const zones = columns.map(({ zone, nat, leavesBy, instances, ...decks }) => {
    const subnets = [decks.public, decks.private, decks.isolated].map(({ name, cidr }) => `${name} ${cidr}`).join(', ');
    const stores = instances.map(({ name, role }) => `${name} (${role})`).join(', ');
    return `Zone ${zone}: subnets ${subnets}; ${nat === undefined ? `leaves by ${leavesBy ?? 'no gateway'}` : `leaves by its own NAT gateway ${nat}`}; instances: ${stores === '' ? 'none' : stores}.`;
  });
  return [
    `A ship whose compartments are the zones of the VPC ${network.cidr}.`,
    ...zones,
    `Beside the zones: the EKS control plane, Kubernetes ${cluster.version}; proxy endpoints; keys; the internet gateway.`,
  ].join(' ');
}

function footnote({ stores }: PictureSubject, { height, inner }: Layout): readonly string[] {
  const style = { size: SMALL, colour: COLOURS.quiet };
  const stored = Object.keys(stores).length > 0;
  return [
    ...(stored ? [text(inner.left, height - 17, 'tier: the order of promotion when the writer is lost', style)] : []),
    text(inner.right, height - 17, 'dashed: room, nothing stands there yet', { ...style, anchor: 'end' }),
  ];
}

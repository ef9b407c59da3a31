import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environments } from '../../environments';
import { planEnvironment } from '../../../lib/cli/plan/plans';
import type { Environment } from '../../../lib/environment/schema';
import { pictureOf } from '../../../lib/picture/picture';
import { shipped } from '../synthesized';
import { elementsOf, type XmlElement } from './xml';

const drawn = (environment: Environment): string => pictureOf(planEnvironment(environment));
const prod = shipped('prod');
const dev = shipped('dev');

const THREE_ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
const LONG = 'abcdefghijklmnopqrst';
const client = { payment: { access: 'read-write' } } as const;

/** Every shape that a picture can take. */
const shapes: Record<string, Environment> = {
  ...Object.fromEntries(environments.map((environment) => [environment.name, environment])),
  'regional egress': { ...dev, network: { ...dev.network, zones: THREE_ZONES, egress: 'regional' } },
  'node groups': { ...dev, cluster: { ...dev.cluster, mode: 'node-groups' } },
  'dual stack': { ...prod, network: { ...prod.network, ipv6: true } },
  'no store': { ...prod, stores: undefined },
  'six instances each': {
    ...prod,
    stores: Object.fromEntries(
      Object.entries(prod.stores ?? {}).map(([name, store]) => [name, { ...store, instances: 6 }]),
    ),
  },
  'the longest names in two zones': {
    ...dev,
    cluster: { ...dev.cluster, nodePools: { [LONG]: { instanceCategories: ['c', 'm', 'r'] } } },
    stores: { [LONG]: { consistency: 'strong', instances: 2, clients: client } },
  },
  'the longest names': {
    ...prod,
    name: LONG,
    platform: LONG,
    stores: { [LONG]: { consistency: 'strong', clients: client }, ledger: { consistency: 'strong', clients: client } },
  },
};
const each = Object.entries(shapes);

const texts = (svg: string): readonly XmlElement[] => elementsOf(svg).filter(({ name }) => name === 'text');
const number = (element: XmlElement, attribute: string): number => Number(element.attributes[attribute]);

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function areaOf(rectangle: XmlElement): Area {
  const [left, top] = [number(rectangle, 'x'), number(rectangle, 'y')];
  return { left, right: left + number(rectangle, 'width'), top, bottom: top + number(rectangle, 'height') };
}

/** How wide a character is of its size: half an em in common fonts (the layout reckons with more), a monospaced one 0.6. */
const CHARACTER = { text: 0.5, code: 0.6 };

function lineOf(element: XmlElement): Area & { readonly anchor: number } {
  const { content, attributes } = element;
  const size = Number(attributes['font-size'] ?? 14);
  const width = content.length * size * (attributes['font-family'] === undefined ? CHARACTER.text : CHARACTER.code);
  const anchor = number(element, 'x');
  const before = { end: width, middle: width / 2 }[attributes['text-anchor'] ?? 'start'] ?? 0;
  const bottom = number(element, 'y');
  return { anchor, left: anchor - before, right: anchor - before + width, top: bottom - size, bottom };
}

const holds = ({ left, right, top, bottom }: Area, x: number, y: number): boolean =>
  left <= x && x <= right && top <= y && y <= bottom;

const meet = (one: Area, two: Area): boolean =>
  one.left < two.right && two.left < one.right && one.top < two.bottom && two.top < one.bottom;

describe('the picture', () => {
  test('in the README is the one that prod gives', () => {
    const committed = join(__dirname, '../../../docs/platform.svg');
    if (process.env.UPDATE_DOCS !== undefined) writeFileSync(committed, drawn(prod));
    else if (readFileSync(committed, 'utf8') !== drawn(prod)) {
      throw new Error('docs/platform.svg is out of date: UPDATE_DOCS=1 npx jest test/lib/picture');
    }
  });

  test.each(each)(
    'of %s is well-formed XML, says what it shows, and carries nothing that runs or is loaded',
    (_, it) => {
      const svg = drawn(it);
      const elements = elementsOf(svg);
      expect(elements[0]).toMatchObject({
        name: 'svg',
        attributes: { xmlns: 'http://www.w3.org/2000/svg', role: 'img', 'aria-labelledby': 'title desc' },
      });
      const ids = elements.map(({ attributes }) => attributes.id).filter((id) => id !== undefined);
      expect(ids).toEqual(expect.arrayContaining(['title', 'desc']));
      expect(new Set(ids).size).toBe(ids.length);
      for (const [, id] of svg.matchAll(/url\(#([^)]*)\)/g)) expect(ids).toContain(id);
      expect(elements.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['script']));
      expect(svg).not.toMatch(/NaN|undefined|Infinity|href|@import|\son\w+=/);
      expect(Buffer.byteLength(svg)).toBeLessThan(40_000);
    },
  );

  test.each(each)('of %s names every zone, subnet, address block, NAT gateway and instance', (_, it) => {
    const svg = drawn(it);
    const { network, stores } = planEnvironment(it);
    const said = texts(svg).map(({ content }) => content);
    const names = [
      ...network.zones.map(({ name }) => name),
      ...network.subnets.flatMap(({ name, cidr }) => [name, cidr]),
      ...Object.values(stores).flatMap((store) => store.instances.map(({ id }) => `${store.name}-${id}`)),
    ];
    expect(said).toEqual(expect.arrayContaining(names));
    for (const { name } of network.natGateways) expect(said.join('\n')).toContain(name);
    for (const store of Object.values(stores)) {
      for (const { identifier } of store.instances) expect(svg).toContain(`<title>${identifier}</title>`);
    }
  });

  test.each(each)('of %s has no text that leaves its box or meets another', (_, it) => {
    const svg = drawn(it);
    const [root] = elementsOf(svg);
    const rectangles = elementsOf(svg)
      .filter(({ name }) => name === 'rect')
      .map(areaOf);
    const areas = texts(svg).map((element) => ({ said: element.content, area: lineOf(element) }));
    for (const { said, area } of areas) {
      // The smallest rectangle that holds where the line begins or ends.
      const around = rectangles
        .filter((rectangle) => holds(rectangle, area.anchor, area.bottom))
        .sort((one, two) => one.right - one.left - (two.right - two.left))[0];
      const { left, right, bottom } = around ?? {
        left: 0,
        right: number(root!, 'width'),
        bottom: number(root!, 'height'),
      };
      const inside = area.left >= left && area.right <= right && area.bottom < bottom;
      expect({ said, inside }).toEqual({ said, inside: true });
    }
    const overlapping = areas.flatMap((one, index) =>
      areas
        .slice(index + 1)
        .filter((two) => meet(one.area, two.area))
        .map((two) => [one.said, two.said]),
    );
    expect(overlapping).toEqual([]);
  });

  test('draws a way from every private subnet, and one from every zonal NAT gateway to the internet gateway', () => {
    const ways = (environment: Environment): number =>
      elementsOf(drawn(environment)).filter(({ attributes }) => attributes['marker-end'] === 'url(#arrow)').length;
    expect(ways(prod)).toBe(3 + 3 + 1);
    expect(ways(dev)).toBe(2 + 1 + 1);
    expect(ways(shapes['regional egress']!)).toBe(3 + 1 + 1);
  });

  test('says of a zone without a NAT gateway which one it leaves by', () => {
    const said = texts(drawn(dev)).map(({ content }) => content);
    expect(said).toContain('leaves by');
    expect(said.filter((each) => each === 'nat-a')).toHaveLength(2);
  });

  test('is the same for the same environment', () => {
    expect(drawn(prod)).toBe(drawn(structuredClone(prod)));
  });
});
